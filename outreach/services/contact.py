"""Contacts with an organisation, and the next steps of its cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from db.models import Case, Person, Task, Touchpoint
from db.queries import cases as query
from db.unit import Read, Write
from outreach import clock
from outreach.errors import BadInput, Refused
from outreach.rules import stages
from outreach.rules.text import clean, clean_block
from outreach.services import naming, privacy, standing
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.views import TouchInput
from outreach.terms.work import Channel, Direction, Outcome, TouchKind

CHANNEL_OF = {TouchKind.EMAIL: Channel.EMAIL, TouchKind.CALL: Channel.PHONE, TouchKind.LETTER: Channel.POST}


def log(uow: Write, *, organisation_id: int, case_id: int | None, touch: TouchInput, key: bytes) -> int:
    """Logs a contact or a note; returns its key. The outcome "asked not to be contacted" enters the ban at once.

    Refused when an outbound contact goes through a channel that may not be used; BadInput for a day in the future.
    """
    today = clock.today(uow.now)
    if touch.on > today:
        raise BadInput(say("A contact cannot be in the future: {on}", on=touch.on), say("Enter it as a next step."))
    organisation = standing.organisation(uow, organisation_id)  # it may have been merged since the screen was read
    organisation_id = organisation.id or 0
    case_id = standing.case(uow, case_id).id if case_id is not None else None
    if touch.person_id is not None:
        touch = replace(touch, person_id=standing.person(uow, touch.person_id).id)
    if case_id is not None and uow.find(Case, case_id).organisation_id != organisation_id:
        raise BadInput(say("The case belongs to another organisation."))
    if touch.person_id is not None and uow.find(Person, touch.person_id).organisation_id != organisation_id:
        raise BadInput(say("The person belongs to another organisation."))
    _check_channel(uow, organisation.actor_id or 0, touch, key)
    name = naming.organisation_name(uow, organisation_id)
    uow.entry("contact", say("{name}: {what}", name=name, what=label(touch.kind)))
    row = uow.insert(
        Touchpoint(
            organisation_id=organisation_id,
            case_id=case_id,
            person_id=touch.person_id,
            kind=touch.kind.value,
            direction=touch.direction.value,
            outcome=touch.outcome.value if touch.outcome else "",
            happened_on=touch.on,
            text=clean_block(touch.text),
            sent=touch.sent or stages.counts_as_sent(touch.kind, touch.direction, sent=False),
            logged_at=uow.now,
            adviser_id=uow.adviser_id,
        )
    )
    if touch.outcome is Outcome.DO_NOT_CONTACT:
        _enter_ban(uow, organisation_id, touch, key)
    return row.id or 0


def confirm_sent(uow: Write, touchpoint_id: int) -> Message:
    """The adviser says that a drafted e-mail or letter really went out: from now on it counts as a contact."""
    row = uow.find(Touchpoint, touchpoint_id)
    name = naming.organisation_name(uow, row.organisation_id)
    said = say("{name}: {what}, sent", name=name, what=label(TouchKind(row.kind)))
    if row.direction != Direction.OUTBOUND.value or row.sent:
        raise Refused(say("There is nothing to confirm: the contact counts already."))
    uow.entry("contact", said)
    uow.update(row, sent=True)
    return said


def add_task(uow: Write, case_id: int, title: str, due_on: date, *, owner_id: int | None = None) -> int:
    """Adds a next step with its day; the one responsible is the case's, else whoever adds it."""
    row = standing.case(uow, case_id)
    text = clean(title, 200)
    if not text:
        raise BadInput(say("Write what the next step is."))
    uow.entry(
        "task", say("{name}: next step {what}", name=naming.organisation_name(uow, row.organisation_id), what=text)
    )
    task = uow.insert(
        Task(
            case_id=row.id or 0,
            title=text,
            due_on=due_on,
            owner_id=owner_id or row.owner_id or uow.adviser_id,
            created_at=uow.now,
        )
    )
    return task.id or 0


def finish_task(uow: Write, task_id: int) -> Message:
    """Marks a next step as done."""
    task, name = _task(uow, task_id)
    said = say("{name}: done, {what}", name=name, what=task.title)
    uow.entry("task", said)
    uow.update(task, done_at=uow.now)
    return said


def move_task(uow: Write, task_id: int, due_on: date, *, title: str = "") -> Message:
    """Gives a next step another day, and other words if given."""
    task, name = _task(uow, task_id)
    text = clean(title, 200) or task.title
    said = say("{name}: next step {what} on {on}", name=name, what=text, on=due_on)
    uow.entry("task", said)
    uow.update(task, due_on=due_on, title=text)
    return said


def set_next_step(uow: Write, case_id: int, title: str, due_on: date) -> Message:
    """The case's next step: changes the open one, or adds one. What the key t does."""
    row = standing.case(uow, case_id)
    open_task = query.next_tasks(uow.session, [row.id or 0]).get(row.id or 0)
    if open_task is not None:
        return move_task(uow, open_task.id, due_on, title=title)
    add_task(uow, row.id or 0, title, due_on)
    name = naming.organisation_name(uow, row.organisation_id)
    return say("{name}: next step {what} on {on}", name=name, what=clean(title, 200), on=due_on)


def _task(uow: Read, task_id: int) -> tuple[Task, str]:
    task = uow.find(Task, task_id)
    return task, naming.organisation_name(uow, uow.find(Case, task.case_id).organisation_id)


def _check_channel(uow: Read, actor_id: int, touch: TouchInput, key: bytes) -> None:
    channel = CHANNEL_OF.get(touch.kind)
    if touch.direction is not Direction.OUTBOUND or channel is None:
        return
    rules = privacy.channels(uow, key=key, actor_id=actor_id, person_id=touch.person_id)
    refused = next((rule for rule in rules if rule.channel is channel and not rule.allowed), None)
    if refused is not None and (refused.value or refused.banned):
        raise Refused(
            say("Nothing was logged as sent. {rule}", rule=refused.rule),
            say("If it was sent all the same, log it as a note and tell your data protection officer."),
        )


def _enter_ban(uow: Write, organisation_id: int, touch: TouchInput, key: bytes) -> None:
    reason = clean(touch.text, 200)
    if touch.person_id is not None:
        privacy.suppress(uow, key=key, person_id=touch.person_id, channel=Channel.ANY, reason=reason)
    else:
        privacy.suppress(uow, key=key, organisation_id=organisation_id, channel=Channel.ANY, reason=reason)

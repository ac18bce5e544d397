"""The lines of an organisation's card, built from its data: facts, cases, people on the left, history on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach.i18n import date_text, tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.views import (
    Card,
    CaseView,
    ChannelRule,
    CompetenceRow,
    NeedScoreRow,
    OrganisationFacts,
    PersonRow,
    SiteRow,
    SourceRow,
    TimelineRow,
)
from tui import safe, words
from tui.widgets.lines import Item, heading
from tui.widgets.paint import Piece

# Fields that an adviser may overwrite, in the order of the card, with what they are called.
FIELDS: Sequence[tuple[str, Message]] = (
    ("website", say("Website")),
    ("email", say("E-mail")),
    ("phone", say("Phone")),
    ("street", say("Address")),
    ("industry_code", say("Industry")),
    ("description", say("Description")),
)
ADDRESS = frozenset({"street", "postcode", "city"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A line whose text can be copied; `field` names what it shows where Enter has something to open."""

    text: str
    field: str = ""


def facts(card: Card, today: date) -> list[Item]:
    """The left column, most needed first."""
    return [
        *_alarms(card.facts, card.suppressed),
        _fact(identity(card.facts)),
        *_fields(card),
        *_names(card),
        *_section(say("CASES"), [_case(case, today) for case in card.cases]),
        *_section(say("NEEDS"), [_need(need) for need in card.needs]),
        *_section(say("PEOPLE"), [_person(person) for person in card.people]),
        *_section(say("CONTACT ROUTES"), [_channel(rule) for rule in card.channels]),
        *_section(say("COMPETENCE"), [_competence(row) for row in card.competences]),
        *_section(say("PLACES OF BUSINESS"), [_site(row) for row in card.sites]),
        *_section(say("SOURCES"), [_source(row) for row in card.sources]),
    ]


def history(card: Card, today: date) -> list[Item]:
    """The right column: the contact history, newest first."""
    title = heading(tr(say("CONTACT HISTORY")))
    if not card.timeline:
        return [title, _fact(tr(say("Nothing yet. n: log a contact")))]
    return [title, *(_event(row, today) for row in card.timeline)]


def identity(facts: OrganisationFacts) -> str:
    """Business ID, legal form, year, employer, town: what tells a company at a glance."""
    return " · ".join(
        filter(
            None,
            (
                facts.business_id,
                words.form(facts.form_code),
                str(facts.registered.year) if facts.registered else "",
                tr(say("employer")) if facts.employer else "",
                tr(say("sole trader")) if facts.sole_trader else "",
                words.town(facts.municipality_code),
            ),
        )
    )


def initials(name: str) -> str:
    """First letters of a colleague's names, as histories show them."""
    return "".join(word[0].upper() for word in safe.plain(name).split() if word)[:3]


def _alarms(facts: OrganisationFacts, suppressed: bool) -> list[Item]:
    alarms: list[str] = []
    if suppressed:
        alarms.append(tr(say("Do not contact")))
    if facts.ended:
        alarms.append(tr(say("Ceased {date}", date=facts.ended)))
    elif facts.situation:
        alarms.append(words.situation(facts.situation, facts.situation_since))
    if facts.vanished_on:
        alarms.append(tr(say("No longer in the data since {date}", date=facts.vanished_on)))
    return [_wrapped(f"! {text}", Fact(text), "", "warn") for text in alarms]


def _fields(card: Card) -> list[Item]:
    items: list[Item] = []
    for field, name in FIELDS:
        own = _is_own(card.facts, field)
        value = _value(card.facts, field)
        registered = _value(card.register, field) if card.register else ""
        if own:
            items.append(_fact(tr(say("{field}: {value} (own value)", field=name, value=value)), field, "", "accent"))
            if registered and registered != value:
                items.append(_below(tr(say("Register's value: {value}", value=registered))))
        elif value:
            items.append(_fact(tr(say("{field}: {value}", field=name, value=value)), field))
    return items


def _is_own(facts: OrganisationFacts, field: str) -> bool:
    return bool(facts.own & ADDRESS) if field == "street" else field in facts.own


def _value(facts: OrganisationFacts, field: str) -> str:
    if field == "street":
        return ", ".join(filter(None, (facts.street, f"{facts.postcode} {facts.city}".strip())))
    if field == "industry_code":
        return words.industry(facts.industry_code, facts.industry_set)
    return str(getattr(facts, field))


def _names(card: Card) -> list[Item]:
    items: list[Item] = []
    if card.register and card.register.name and card.register.name != card.facts.name:
        items.append(_fact(tr(say("Name in the register: {name}", name=card.register.name))))
    if card.facts.former_names:
        items.append(_fact(tr(say("Formerly: {names}", names=card.facts.former_names))))
    if card.facts.other_names:
        items.append(_fact(tr(say("Other names: {names}", names=card.facts.other_names))))
    return items


def _case(case: CaseView, today: date) -> Item:
    late = bool(case.limit_days and case.days_in_stage > case.limit_days)
    stage = words.stage_text(case.stage, case.days_in_stage) + (" !" if late else "")
    place = words.town(case.town_code)

    def lines(cells: int) -> list[list[Piece]]:
        room = max(12, cells - safe.width(place) - safe.width(stage) - 6)
        head = [Piece(f"{place} · {safe.cut(case.need_title, room)} · "), Piece(stage, "warn" if late else "strong")]
        return [head, [Piece("  " + " · ".join(parts), "dim")]]

    parts = []
    if case.next_task:
        due = words.short_day(case.next_task.due_on, today)
        overdue = case.next_task.due_on < today
        said = say("next: {what} {on} (overdue)", what=case.next_task.title, on=due)
        parts.append(tr(said if overdue else say("next: {what} {on}", what=case.next_task.title, on=due)))
    elif case.revisit_on:
        parts.append(tr(say("return on {date}", date=case.revisit_on)))
    else:
        parts.append(tr(say("no next step")))
    if case.owner:
        parts.append(initials(case.owner))
    return Item(lines, case, f"case:{case.case_id}")


def _need(need: NeedScoreRow) -> Item:
    return _fact(f"{need.band} {need.score} · {need.title} · {words.town(need.town_code)}")


def _person(person: PersonRow) -> Item:
    lines = [", ".join(filter(None, (person.name, person.role)))]
    ways = [text for text in (person.email, person.phone) if text]
    if ways:
        lines.append("  " + " · ".join(ways))
    state = _person_state(person)
    if state:
        lines.append(f"  {state}")
    tone = "warn" if person.do_not_contact else "dim"
    return Item(
        lambda cells: [[Piece(lines[0])], *([Piece(line, tone)] for line in lines[1:])],
        person,
        f"person:{person.person_id}",
    )


def _person_state(person: PersonRow) -> str:
    if person.do_not_contact:
        return tr(say("Do not contact"))
    if person.informed_on:
        return tr(say("informed {date}", date=person.informed_on))
    return tr(say("Inform by {date}", date=person.notice_due)) if person.notice_due else ""


def _channel(rule: ChannelRule) -> Item:
    said = tr(say("{channel}: {rule}", channel=label(rule.channel), rule=rule.rule))
    text = f"{said} · {rule.value}" if rule.value else said
    return _wrapped(text, Fact(rule.value or text), "", "" if rule.allowed else "warn")


def _competence(row: CompetenceRow) -> Item:
    if row.confirmed_by:
        said = say("{what} (confirmed: {who})", what=row.tag, who=row.confirmed_by)
    else:
        said = say("{what} (not confirmed)", what=row.tag)
    return _fact(" · ".join(filter(None, (tr(said), row.note))))


def _site(row: SiteRow) -> Item:
    place = ", ".join(filter(None, (row.street, words.town(row.municipality_code), row.note)))
    return _fact(f"{place} ({row.source})" if row.source else place)


def source_text(row: SourceRow) -> str:
    """Where a fact comes from and when it was read."""
    return ", ".join(filter(None, (row.source, row.place, date_text(row.fetched_on))))


def _source(row: SourceRow) -> Item:
    """A line of SOURCES; one that a record stands behind can be opened, which tells why it is here."""
    text = source_text(row)
    return _fact(text) if row.record_id is None else _wrapped(text, row, f"record:{row.record_id}")


def _event(row: TimelineRow, today: date) -> Item:
    text = f"{words.short_day(row.on, today)} {tr(row.what)}"
    if row.who:
        text = f"{text} ({initials(row.who)})"

    def lines(cells: int) -> list[list[Piece]]:
        said = [[Piece(line)] for line in _hanging(text, cells)]
        return said + [[Piece(f"  {line}", "dim")] for line in (safe.wrap(row.text, cells - 2) if row.text else ())]

    return Item(lines, row, f"event:{row.on}:{row.touchpoint_id}:{text}")


def _section(title: Message, items: Sequence[Item]) -> list[Item]:
    return [Item(lambda cells: [[]]), heading(tr(title)), *items] if items else []


def _fact(text: str, field: str = "", id: str = "", tone: str = "") -> Item:
    return _wrapped(text, Fact(text.strip(), field), id, tone)


def _below(text: str) -> Item:
    """A quiet line that belongs to the one above it."""

    def lines(cells: int) -> list[list[Piece]]:
        return [[Piece(f"  {line}", "dim")] for line in safe.wrap(text, cells - 2)]

    return Item(lines, Fact(text), safe.plain(text))


def _wrapped(text: str, value: object, id: str, tone: str = "") -> Item:
    return Item(lambda cells: [[Piece(line, tone)] for line in _hanging(text, cells)], value, id or safe.plain(text))


def _hanging(text: str, cells: int) -> list[str]:
    """Lines of a text, all but the first set in by two."""
    first, *rest = safe.wrap(text, cells)
    if not rest:
        return [first]
    return [first, *(f"  {line}" for line in safe.wrap(safe.block(text)[len(first) :].lstrip(), cells - 2))]

"""Own values of an organisation; persons, competences and places of business to add; a new organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.widgets import Input, Static

from outreach.errors import BadInput
from outreach.i18n import language, tr
from outreach.terms.linkage import Twin
from outreach.terms.message import Message, say
from outreach.terms.views import Card
from tui import safe, words
from tui.dialogs.form import CELLS, Form, Line, Note, bracketed, options
from tui.dialogs.twins import SAVE_ANYWAY, Twins
from tui.screens.base import BUSY_AFTER
from tui.widgets.pick import Pick

if TYPE_CHECKING:
    from outreach.services.session import Workplace

LOOKING = say("Looking for duplicates")
PLACEHOLDER_CELLS = 44
WHAT: dict[Any, Message] = {
    "person": say("a contact person"),
    "competence": say("a competence"),
    "site": say("a place of business"),
}
# Field of the service -> label. The description is a note of several lines and stands last.
OWN: dict[str, Message] = {
    "name": say("Name"),
    "business_id": say("Business ID"),
    "municipality_code": say("Town"),
    "website": say("Website"),
    "email": say("E-mail"),
    "phone": say("Phone"),
    "street": say("Street"),
    "postcode": say("Postal code"),
    "city": say("Post town"),
    "industry_code": say("Industry (TOL)"),
}
PARTS: dict[str, dict[str, Message]] = {
    "person": {
        "name": say("Name"),
        "role": say("Area of responsibility"),
        "email": say("E-mail"),
        "phone": say("Phone"),
        "source": say("Where the data came from"),
    },
    "competence": {"tag": say("Competence"), "note": say("What shows it")},
    "site": {
        "municipality_code": say("Town"),
        "street": say("Street"),
        "postcode": say("Postal code"),
        "note": say("What is there"),
    },
}


class EditFields(Form[int]):
    """`what`: "organisation" edits own values (adds an organisation when `actor_id` is None), the other words add a
    part to one; "" asks which. The result is the actor."""

    def __init__(self, actor_id: int | None, what: str) -> None:
        super().__init__()
        self.actor_id, self.what = actor_id, what or "person"
        self.asks_what = not what
        self.version: int | None = None
        self.shown: dict[str, str] = {}
        self.found: int | None = None  # a likely twin that the adviser wants to see instead of adding another one

    def heading(self) -> str:
        if self.actor_id is None:
            return tr(say("New organisation"))
        if self.what == "organisation":
            return tr(say("Edit own values"))
        return tr(say("Add")) if self.asks_what else tr(say("Add: {what}", what=WHAT[self.what]))

    def fields(self) -> ComposeResult:
        if self.what == "organisation":
            yield from self._organisation()
            return
        if self.asks_what:
            yield Line(say("What"), Pick(options(WHAT), value=self.what, shape="spin", id="what"))
        for what in WHAT if self.asks_what else (self.what,):
            for name, title in PARTS[what].items():
                field = Input(id=f"{what}-{name}", max_length=1000)
                yield Line(title, field, id=f"line-{what}-{name}")
            if what == "competence":
                sure: dict[Any, Message] = {True: say("yes, it counts"), False: say("not yet")}
                yield Line(
                    say("Confirmed by me"),
                    Pick(options(sure), value=False, id="confirmed"),
                    id="line-competence-confirmed",
                )

    def _organisation(self) -> ComposeResult:
        for name, title in OWN.items():
            yield Line(title, Input(id=name, max_length=500))
        yield Line(say("Description"), Note(id="description"))
        if self.actor_id is not None:
            hint = say("In brackets: the register's value. What you write stands over it.")
            yield Static(safe.content(safe.cut(hint, CELLS)), classes="quiet")

    def on_mount(self) -> None:
        super().on_mount()
        self._follow()
        if self.actor_id is not None and self.what == "organisation":
            self.fill(self._fill(self.actor_id))

    async def _fill(self, actor_id: int) -> None:
        """Own values stand in the fields; what the register says stands there in brackets."""
        card = await self.ask(load, actor_id)
        self.version = card.version
        for name in (*OWN, "description"):
            own = name in card.facts.own or (name == "business_id" and card.register is None)
            value = _shown(name, getattr(card.facts, name))
            if own:
                self.put(name, value)
                self.shown[name] = value
            elif name in OWN:
                self.query_one(f"#{name}", Input).placeholder = bracketed(safe.cut(value, PLACEHOLDER_CELLS))
        if card.register is not None:  # the number is the register's own, and nobody's to change
            self.query_one("#business_id", Input).disabled = True

    def on_pick_changed(self, event: Pick.Changed) -> None:
        if event.pick.id == "what":
            self.what = str(event.pick.value)
            self._follow()

    def _follow(self) -> None:
        """Shows the lines of what is being added."""
        for line in self.query(Line):
            parts = (line.id or "").split("-")
            if len(parts) == 3:
                line.set_class(parts[1] != self.what, "hidden")

    async def save(self) -> int:
        if self.actor_id is None:
            return await self._add()
        if self.what == "organisation":
            changes = {name: self.text(name) for name in (*OWN, "description")}
            changed = {name: value for name, value in changes.items() if value != self.shown.get(name, "")}
            said = await self.ask(write_own, self.actor_id, self.version, changed)
        else:
            given = {name: self.text(f"{self.what}-{name}") for name in PARTS[self.what]}
            confirmed = self.what == "competence" and self.chosen("confirmed") is True
            said = await self.ask(write_part, self.actor_id, self.what, given, confirmed)
        self.toast(said)
        return self.actor_id

    async def _add(self) -> int:
        """Shows likely twins first: the adviser saves all the same, or opens one of them."""
        values = {name: self.text(name) for name in (*OWN, "description")}
        twins = await self._twins(values)
        seen = tuple(twin.actor_id for twin in twins)
        if twins:
            chosen = await self.app.push_screen_wait(Twins(values["name"] or values["business_id"], twins))
            if chosen is None:
                raise BadInput(say("Nothing was saved."))
            if chosen != SAVE_ANYWAY:
                self.found = chosen
                return chosen
        actor_id = await self.ask(write_new, values, seen)
        self.toast(say("Added: {name}", name=values["name"] or values["business_id"]))
        return actor_id

    async def _twins(self, values: dict[str, str]) -> tuple[Twin, ...]:
        """The first question of a day opens the index of names, which a word tells."""
        timer = self.set_timer(BUSY_AFTER, lambda: self.refuse(LOOKING))
        try:
            return await self.ask(twins_of, values, self.outreach.backend.stopping.is_set)
        finally:
            timer.stop()
            self.refuse("")


def _shown(field: str, value: object) -> str:
    """A value as the form shows it: a town by its name, which the service reads as well as its code."""
    return words.town(str(value)) if field == "municipality_code" else safe.block(value)


def load(place: Workplace, actor_id: int) -> Card:
    from outreach.services import card

    with place.read() as uow:
        return card.card(
            uow,
            actor_id,
            today=place.today,
            language=language(),
            limits=place.config.stage_limits,
            key=place.key,
        )


def write_own(place: Workplace, actor_id: int, version: int | None, changes: dict[str, str]) -> Message:
    """Own values; a company of the register becomes an organisation of ours with them."""
    from outreach.services import edits, organisations

    if not changes:
        return say("Nothing changed")
    with place.write() as uow:
        organisation = organisations.ours(uow, actor_id)
        return edits.edit(uow, organisation.id or 0, version, **changes)


def write_part(place: Workplace, actor_id: int, what: str, given: dict[str, str], confirmed: bool) -> Message:
    """Adds a person, a competence or a place of business."""
    from outreach.services import edits, organisations, people

    with place.write() as uow:
        number = organisations.ours(uow, actor_id).id or 0
        if what == "person":
            people.add_person(
                uow,
                number,
                name=given["name"],
                source=given["source"],
                role=given["role"],
                email=given["email"],
                phone=given["phone"],
                key=place.key,
            )
            return say("Added: {name}", name=given["name"])
        if what == "competence":
            edits.add_competence(uow, number, given["tag"], given["note"], confirmed=confirmed)
            return say("Added: {name}", name=given["tag"])
        edits.add_site(uow, number, **given)
        return say("Added: {name}", name=given["municipality_code"])


def twins_of(place: Workplace, values: dict[str, str], should_stop: Callable[[], bool]) -> tuple[Twin, ...]:
    """Who it may already be."""
    from outreach.services import twins

    return twins.likely_twins(place, values, should_stop=should_stop)


def write_new(place: Workplace, values: dict[str, str], other_than: tuple[int, ...] = ()) -> int:
    """A new organisation, which is none of those that the adviser has been shown."""
    from outreach.services import edits

    with place.write() as uow:
        return edits.add(uow, values, other_than)

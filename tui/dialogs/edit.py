"""Own values of an organisation; persons, competences and places of business to add; a new organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.widgets import Input, Static

from outreach import codes
from outreach.errors import BadInput, NotFound
from outreach.i18n import language, tr
from outreach.terms.message import Message, say
from outreach.terms.views import Card
from tui import safe
from tui.dialogs.form import Choice, Form, Line

if TYPE_CHECKING:
    from outreach.services.session import Workplace

WHAT: tuple[tuple[str, Message], ...] = (
    ("person", say("a contact person")),
    ("competence", say("a competence")),
    ("site", say("a place of business")),
)
OWN: tuple[tuple[str, Message], ...] = (
    ("name", say("Name")),
    ("website", say("Website")),
    ("email", say("E-mail")),
    ("phone", say("Phone")),
    ("street", say("Address")),
    ("postcode", say("Postal code")),
    ("city", say("Post town")),
    ("description", say("Description")),
)


class EditFields(Form[Message]):
    """`what`: "organisation" edits own values (or adds an organisation when `actor_id` is None), the others add."""

    def __init__(self, actor_id: int | None, what: str) -> None:
        super().__init__()
        self.actor_id, self.what = actor_id, what or "person"
        self.asks_what = not what
        self.card: Card | None = None
        self.warned = False

    def heading(self) -> str:
        if self.actor_id is None:
            return tr(say("New organisation"))
        return tr(say("Edit own values") if self.what == "organisation" else say("Add"))

    def fields(self) -> ComposeResult:
        if self.asks_what:
            yield Line(say("What"), Choice(WHAT, self.what, id="what"))
        if self.what == "organisation":
            yield from self._organisation()
            return
        yield from self._lines(
            "person",
            (
                ("name", say("Name")),
                ("role", say("Responsibility")),
                ("email", say("E-mail")),
                ("phone", say("Phone")),
                ("source", say("Source of the data")),
            ),
        )
        yield from self._lines("competence", (("tag", say("Competence")), ("note", say("What shows it"))))
        yield Line(
            say("Confirmed by me"),
            Choice([(True, say("yes, it counts")), (False, say("not yet"))], id="confirmed"),
            id="line-competence-confirmed",
        )
        yield from self._lines(
            "site", (("town", say("Town")), ("street", say("Address")), ("note", say("What is there")))
        )

    def _organisation(self) -> ComposeResult:
        if self.actor_id is None:
            yield Line(say("Business ID"), Input(id="business_id", max_length=20))
            yield Line(say("Town"), Input(id="town", max_length=60))
        for name, title in OWN:
            yield Line(title, Input(id=name, max_length=2000))
        if self.actor_id is not None:
            hint = say("Empty: the register's value is shown.")
            yield Static(safe.content(tr(hint)), classes="quiet")

    def _lines(self, what: str, fields: tuple[tuple[str, Message], ...]) -> ComposeResult:
        for name, title in fields:
            yield Line(title, Input(id=f"{what}-{name}", max_length=500), id=f"line-{what}-{name}")

    def on_mount(self) -> None:
        self._follow()
        if self.actor_id is not None and self.what == "organisation":
            self.fill(self._fill(self.actor_id))

    async def _fill(self, actor_id: int) -> None:
        self.card = card = await self.ask(load, actor_id)
        for name, _ in OWN:
            field = self.query_one(f"#{name}", Input)
            shown = getattr(card.facts, name)
            if card.organisation_id is not None and name in card.facts.own:
                field.value = shown
            else:
                field.placeholder = safe.cut(shown, 50)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        if event.choice.id == "what":
            self.what = str(event.choice.value)
            self._follow()

    def _follow(self) -> None:
        """Shows the lines of what is being added."""
        for line in self.query(Line):
            parts = (line.id or "").split("-")
            if len(parts) == 3:
                line.set_class(parts[1] != self.what, "hidden")

    def _given(self, *names: str) -> dict[str, str]:
        return {name: self.text(f"{self.what}-{name}") for name in names}

    async def save(self) -> Message:
        if self.actor_id is None:
            return await self._add()
        if self.what == "organisation":
            changes = {name: self.text(name) for name, _ in OWN}
            version = self.card.version if self.card else None
            return await self.ask(write_own, self.actor_id, version, changes)
        if self.what == "person":
            return await self.ask(write_person, self.actor_id, self._given("name", "role", "email", "phone", "source"))
        if self.what == "competence":
            given = self._given("tag", "note")
            return await self.ask(write_competence, self.actor_id, given, self.chosen("confirmed") is True)
        return await self.ask(write_site, self.actor_id, self._given("town", "street", "note"))

    async def _add(self) -> Message:
        """Shows likely twins once; saving again adds the organisation all the same."""
        values = {name: self.text(name) for name in ("business_id", "town", *(name for name, _ in OWN))}
        twins = () if self.warned else await self.ask(twins_of, values)
        if twins:
            self.warned = True
            raise BadInput(
                say("May already be in the list: {name}", name="; ".join(twins)),
                say("Save again if it is another one."),
            )
        return await self.ask(write_new, values)


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
    from outreach.services import edits, organisations

    with place.write() as uow:
        organisation = organisations.ours(uow, actor_id)
        edits.edit(uow, organisation.id or 0, version, **changes)
    return say("Saved")


def write_person(place: Workplace, actor_id: int, given: dict[str, str]) -> Message:
    from outreach.services import organisations, people

    if not given["source"]:
        raise BadInput(say("Say where the data came from: the person has a right to know."))
    with place.write() as uow:
        organisation = organisations.ours(uow, actor_id)
        people.add_person(
            uow,
            organisation.id or 0,
            name=given["name"],
            role=given["role"],
            email=given["email"],
            phone=given["phone"],
            source=given["source"],
            key=place.key,
        )
    return say("Added: {name}", name=given["name"])


def write_competence(place: Workplace, actor_id: int, given: dict[str, str], confirmed: bool) -> Message:
    from outreach.services import edits, organisations

    with place.write() as uow:
        organisation = organisations.ours(uow, actor_id)
        edits.add_competence(uow, organisation.id or 0, given["tag"], given["note"], confirmed=confirmed)
    return say("Added: {name}", name=given["tag"])


def write_site(place: Workplace, actor_id: int, given: dict[str, str]) -> Message:
    from outreach.services import edits, organisations

    code = municipality(given["town"])
    with place.write() as uow:
        organisation = organisations.ours(uow, actor_id)
        edits.add_site(uow, organisation.id or 0, municipality_code=code, street=given["street"], note=given["note"])
    return say("Added: {name}", name=given["town"])


def twins_of(place: Workplace, values: dict[str, str]) -> tuple[str, ...]:
    from outreach.services import edits

    with place.read() as uow:
        return tuple(f"{twin.name} {twin.business_id}".strip() for twin in edits.likely_twins(uow, _values(values)))


def write_new(place: Workplace, values: dict[str, str]) -> Message:
    from outreach.services import edits

    with place.write() as uow:
        edits.add(uow, _values(values))
    return say("Added: {name}", name=values["name"])


def municipality(text: str) -> str:
    """Code of a municipality by its name; NotFound says so."""
    found = codes.find_municipality(text) or codes.municipality(text)
    if found is None:
        raise NotFound(say("Not found, town: {name}", name=text[:60]))
    return found.code


def _values(given: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: value for name, value in given.items() if name != "town"}
    values["municipality_code"] = municipality(given["town"]) if given["town"] else ""
    return values

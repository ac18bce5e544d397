"""First start: towns, advisers, and what to do with the example needs."""

from __future__ import annotations

from typing import Literal

import sqlmodel as sql

from db.models import Adviser, Controller, Town
from db.models import Need as NeedRow
from db.unit import Read, Write
from outreach import codes
from outreach.errors import BadInput, NotFound
from outreach.rules.text import clean, name_key
from outreach.services import needs
from outreach.terms.message import say
from outreach.terms.needs import NeedInput
from outreach.terms.views import AdviserRow, TownRow

ExampleChoice = Literal["keep", "edit", "empty"]
# Naturpolis Oy looks after both towns (see the notes on the towns in outreach/data/README.md).
SHARED_CONTROLLER = {"305": "Naturpolis Oy", "832": "Naturpolis Oy"}


def first_start_needed(uow: Read) -> bool:
    """Whether nobody has worked with this database yet."""
    return uow.session.exec(sql.select(Adviser.id).limit(1)).first() is None


def ensure_towns(uow: Write) -> None:
    """The participating towns, each with the legal person that answers for its personal data."""
    for code, town in codes.participating_towns().items():
        if uow.session.get(Town, code) is None:
            add_town(uow, code, town.name_fi, town.name_sv)


def add_town(uow: Write, code: str, name_fi: str, name_sv: str) -> None:
    """A town of the program; its controller is the municipality itself unless another answers for it."""
    name = SHARED_CONTROLLER.get(code, name_fi)
    controller = uow.session.exec(sql.select(Controller).where(Controller.name == name)).first()
    if controller is None:
        controller = Controller(name=name)
        uow.session.add(controller)
        uow.session.flush()
    uow.session.add(Town(code=code, name_fi=name_fi, name_sv=name_sv, controller_id=controller.id))
    uow.session.flush()


def towns(uow: Read) -> tuple[TownRow, ...]:
    """Towns of the program in Finnish order."""
    rows = uow.session.exec(sql.select(Town)).all()
    ordered = sorted(rows, key=lambda town: (name_key(town.name_fi), town.code))
    return tuple(TownRow(town.code, town.name_fi, town.name_sv) for town in ordered)


def find_town(uow: Read, text: str) -> TownRow:
    """A town by its Finnish or Swedish name or its code; NotFound lists the towns."""
    known = towns(uow)
    wanted = name_key(text)
    for town in known:
        if text.strip() == town.code or wanted in (name_key(town.name_fi), name_key(town.name_sv)):
            return town
    names = ", ".join(town.name_fi for town in known)
    raise NotFound(
        say("Not found, town: {name}", name=clean(text, 60)), say("Towns in the program: {names}", names=names)
    )


def advisers(uow: Read) -> tuple[AdviserRow, ...]:
    """Everybody who works with this database, in Finnish order."""
    rows = sorted(uow.session.exec(sql.select(Adviser)).all(), key=lambda row: (name_key(row.name), row.id))
    return tuple(AdviserRow(row.id or 0, row.name, row.language, row.town_code) for row in rows)


def adviser_by_name(uow: Read, name: str) -> AdviserRow | None:
    """The adviser with this name, upper and lower case and accents aside."""
    return next((row for row in advisers(uow) if name_key(row.name) == name_key(name)), None)


def create_adviser(uow: Write, name: str, *, language: str = "", town_code: str = "") -> int:
    """The adviser with this name, made if there is none yet; returns the key."""
    text = clean(name, 80)
    if not text:
        raise BadInput(say("Write your name."))
    known = adviser_by_name(uow, text)
    if known is not None:
        return known.adviser_id
    if town_code and uow.session.get(Town, town_code) is None:
        raise NotFound(say("Not found, town: {name}", name=town_code))
    row = Adviser(name=text, language=language, town_code=town_code)
    uow.session.add(row)
    uow.session.flush()
    return row.id or 0


def example_needs() -> tuple[NeedInput, ...]:
    """The example needs that ship with the program."""
    return needs.examples()


def load_examples(uow: Write, choice: ExampleChoice, *, town_code: str = "") -> int:
    """Puts the example needs of a town (of all towns without one) in, marked as examples; none for "empty".

    "edit" adopts nothing either: it only tells the program to open the list of needs next. Returns how many came in.
    """
    if choice == "empty":
        return 0
    present = set(uow.session.exec(sql.select(NeedRow.town_code).where(NeedRow.example)).all())
    added = 0
    for need in example_needs():
        if (not town_code or need.town_code == town_code) and need.town_code not in present:
            needs.add(uow, need)
            added += 1
    return added

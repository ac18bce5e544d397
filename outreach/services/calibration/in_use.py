"""Which weights are in use, the versions there have been, and going over to another one.

A version is never changed or removed, since decisions name the one they were made with. The name of the one in use is
a fact about the database (`State`), which the journal does not keep: `use` is the way there and the way back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from sqlmodel import col, select

from db.models import Adviser, State
from db.models.linkage import LinkWeights
from db.unit import Read, Write
from outreach.errors import NotFound, Refused
from outreach.rules.linkage.weights import VERSION, Weights
from outreach.services.calibration.words import words_of
from outreach.terms.calibration import WeightRow, WeightsVersion
from outreach.terms.message import Message, say

IN_USE = "link_weights"  # state key: number of a version, "" for those the program ships with
SHIPPED = say("those the program ships with")


def current_weights(uow: Read) -> Weights:
    """The weights in use."""
    return weights_of(uow, current_weights_id(uow))


def current_weights_id(uow: Read) -> int | None:
    """The version in use, for decisions to name it; None for the shipped weights."""
    row = uow.session.get(State, IN_USE)
    stored = uow.session.get(LinkWeights, int(row.value)) if row is not None and row.value.isdecimal() else None
    return stored.id if stored is not None and _fits(stored) else None


def weights_of(uow: Read, weights_id: int | None) -> Weights:
    """The weights of a version, None for the shipped ones; also of one that was made for another program version, whose
    weights that are unknown here are left out."""
    if weights_id is None:
        return Weights()
    return _weights(_version(uow, weights_id))


def versions(uow: Read) -> tuple[WeightsVersion, ...]:
    """The shipped weights and every version, newest first."""
    used = current_weights_id(uow)
    query = select(LinkWeights, Adviser.name).outerjoin(Adviser, col(Adviser.id) == col(LinkWeights.made_by))
    found = [
        WeightsVersion(
            weights_id=row.id,
            made_at=row.made_at,
            by=name or "",
            pairs=_number(row.learnt.get("pairs")),
            changed=sum(one.bits != one.shipped for one in _rows(_weights(row))),
            in_use=row.id == used,
            fits=_fits(row),
        )
        for row, name in uow.session.exec(query.order_by(col(LinkWeights.id).desc()))
    ]
    return (*found, WeightsVersion(None, None, "", 0, 0, used is None, fits=True))


def rows(uow: Read, weights_id: int | None) -> tuple[WeightRow, ...]:
    """Each weight of a version in words, with how many pairs stand behind it where it was estimated."""
    if weights_id is None:
        return _rows(Weights())
    stored = _version(uow, weights_id)
    lines = stored.learnt.get("lines")
    pairs = {name: _number(line.get("pairs")) for name, line in lines.items()} if isinstance(lines, Mapping) else {}
    return tuple(replace(row, pairs=pairs.get(row.name, 0)) for row in _rows(_weights(stored)))


def add(uow: Write, weights: Weights, learnt: Mapping[str, Any]) -> int:
    """Keeps weights as a new version and goes over to it; `learnt` tells what they were estimated from.

    Only what differs from the shipped weights is kept: the others follow the program.
    """
    shipped = Weights().as_plain()
    uow.entry("weights", say("Weights of linkage were estimated anew"), undoable=False)
    row = uow.insert(
        LinkWeights(
            made_at=uow.now,
            made_by=uow.adviser_id,
            values={name: value for name, value in weights.as_plain().items() if value != shipped[name]},
            learnt={**learnt, "meaning": VERSION},
        )
    )
    _name_in_use(uow, str(row.id))
    return row.id or 0


def use(uow: Write, weights_id: int | None) -> Message:
    """Goes over to a version, None for the shipped weights; says which. Nothing that was decided changes."""
    if weights_id is not None and not _fits(_version(uow, weights_id)):
        raise Refused(
            say("These weights were made for another version of the program: {n}", n=weights_id),
            say("Estimate new ones: outreach link weights estimate"),
        )
    if current_weights_id(uow) == weights_id:
        return say("These weights are in use already: {which}", which=name_of(weights_id))
    said = say("Weights in use: {which}", which=name_of(weights_id))
    uow.entry("weights", said, undoable=False)
    _name_in_use(uow, "" if weights_id is None else str(weights_id))
    return said


def name_of(weights_id: int | None) -> Message | str:
    """How a version is named to people."""
    return SHIPPED if weights_id is None else str(weights_id)


def _version(uow: Read, weights_id: int) -> LinkWeights:
    row = uow.session.get(LinkWeights, weights_id)
    if row is None:
        raise NotFound(
            say("There are no weights with the number {n}.", n=weights_id), say("All: outreach link weights list")
        )
    return row


def _weights(row: LinkWeights) -> Weights:
    values = row.values.items()
    return Weights.from_plain({name: float(value) for name, value in values if isinstance(value, int | float)})


def _fits(row: LinkWeights) -> bool:
    return row.learnt.get("meaning") == VERSION


def _rows(weights: Weights) -> tuple[WeightRow, ...]:
    shipped = Weights()
    names = [field.name for field in fields(Weights)]
    return tuple(WeightRow(name, words_of(name), getattr(weights, name), getattr(shipped, name)) for name in names)


def _name_in_use(uow: Write, value: str) -> None:
    uow.session.merge(State(key=IN_USE, value=value))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0

"""Merging organisations and parting them again: what is chosen, what is shown before, what is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.terms.message import Message


class Part(StrEnum):
    """One of the two organisations of a merge."""

    KEPT = "kept"  # goes on
    AWAY = "away"  # was merged into the other


@dataclass(frozen=True, slots=True)
class Side:
    """Who one of the two is. `organisation_id` is None for a company that is only in the register."""

    actor_id: int
    organisation_id: int | None
    name: str
    business_id: str
    version: int | None


@dataclass(frozen=True, slots=True)
class SideValue:
    """A value of one side as it is shown, with where it comes from and since when."""

    value: str
    source: Message | str
    on: date | None
    who: str = ""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field of both sides. `taken` is the side whose value counts unless the other is chosen."""

    field: str
    label: Message
    kept: SideValue
    away: SideValue
    taken: Part
    equal: bool
    choosable: bool = True  # the Business ID is not: whichever is kept bears it


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do. `refused` says why it cannot be done; `different` a judgement that would be taken back."""

    kept: Side
    away: Side
    fields: tuple[FieldChoice, ...]
    brings: tuple[Message, ...]  # what moves, counted
    joins: tuple[Message, ...]  # what becomes one
    notes: tuple[Message, ...]  # do-not-contact entries that hold for both, and the like
    refused: Message | None = None
    different: Message | None = None


@dataclass(frozen=True, slots=True)
class PartingLine:
    """Something added or changed since a merge. `key` names it in choices; `to` is where it goes unless chosen."""

    key: str
    text: Message
    to: Part
    why: Message
    choosable: bool


@dataclass(frozen=True, slots=True)
class PartingPreview:
    """What the end of a merge would do: what goes back, and where each line goes that was added since."""

    merge_id: int
    version: int
    kept: Side
    away: Side
    merged_on: date
    back: tuple[Message, ...]
    lines: tuple[PartingLine, ...]
    summary: tuple[Message, ...]
    notes: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge as a list shows it; `ended_on` once the two have parted again."""

    merge_id: int
    kept_actor: int
    kept: str
    away_actor: int
    away: str
    merged_on: date
    merged_by: str
    ended_on: date | None
    ended_by: str

"""Possible duplicates as people see them: the question, what speaks for and against, and why a link was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.terms.message import Message
from outreach.terms.work import Judgement


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One line of two records side by side. `grade`: equal, similar, differs, missing; `bits` as in `EvidenceRow`."""

    field: str
    grade: str
    known: str
    incoming: str
    bits: float
    text: Message | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An actor that the record may be; `why` is the rule for which a person is asked."""

    actor_id: int
    name: str
    business_id: str
    posterior: float
    fields: tuple[FieldPair, ...]
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """Another record that the same answer settles: of equal values, or the same one of its source."""

    record_id: int
    name: str
    source: str
    place: str


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A question: is this record, or this organisation of ours, one of these?

    `record_id` is 0 where an organisation is asked about; `actor_id` is then its number, and `source` is empty.
    """

    record_id: int
    name: str
    source: str
    place: str
    fetched_on: date
    proposals: tuple[Proposal, ...]
    version: int
    actor_id: int | None = None
    group: tuple[Alike, ...] = ()

    @property
    def number(self) -> int:
        """What answers name the question by."""
        return self.actor_id if self.actor_id is not None else self.record_id


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast somebody answers. `measured` is False where too few answers are known and a guess is given."""

    seconds: float
    measured: bool


@dataclass(frozen=True, slots=True)
class Rival:
    """What else a linked record might have been, as it was weighed then."""

    actor_id: int
    name: str
    business_id: str
    posterior: float
    bits: float
    why: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a record stands where it does: the judgement on it and one actor, line by line. `record_id` is 0 and
    `source` empty where it is an organisation of ours that was judged.

    `judgement` is None for a question that nobody has answered. The sum of `lines` and `prior`, all in bits, is the
    weight of the pair against "none of these"; `posterior` is the probability among all that were looked at.
    """

    record_id: int
    record: str
    source: str
    place: str
    fetched_on: date
    judgement: Judgement | None
    founded: bool = False  # the organisation was made from this record
    actor_id: int
    name: str
    business_id: str
    by: str = ""  # "" by rule
    at: datetime | None = None  # None: a question, or nothing is stored
    weights_id: int | None = None  # None: those the program ships with
    lines: tuple[FieldPair, ...] = ()
    prior: float = 0.0
    posterior: float | None = None
    rule: Message | None = None
    rivals: tuple[Rival, ...] = ()

    @property
    def bits(self) -> float:
        """The sum that the waterfall ends in."""
        return self.prior + sum(line.bits for line in self.lines)

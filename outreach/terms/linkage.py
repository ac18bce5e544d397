"""Records that may be one organisation: what is compared, what speaks for and against, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from outreach.terms.message import Message, say
from outreach.terms.work import LinkOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One side of a comparison: a line of a list, or an actor that is known. Empty text means "not known".

    `key` names the record for ever (source and line, or actor number) and is what judgements are remembered by.
    `names` holds every name there is: current one first, then parallel, auxiliary and former ones.
    `website` may be an address or a domain; `phone` and `email` are read in any spelling.
    """

    key: str
    names: tuple[str, ...]
    auxiliary: tuple[str, ...] = ()  # names of a part of the business; neither these nor former ones are in `names`
    former: tuple[str, ...] = ()  # names no longer borne
    legal_form_code: str = ""  # code set YRMU, where it is known apart from the name
    business_id: str = ""
    town: str = ""  # municipality or post town, as the source has it and as it is shown
    towns: tuple[str, ...] = ()  # further names of the place: fi, sv, post office, the postcode's
    municipality_code: str = ""  # three digits
    postcode: str = ""
    street: str = ""
    streets: tuple[tuple[str, str], ...] = ()  # further places of business: (postcode, street)
    website: str = ""
    email: str = ""
    phone: str = ""
    active: bool = True


def actor_node(actor_id: int) -> str:
    """How judgements name an actor: a company of the register or an organisation of ours."""
    return f"{_ACTOR}{actor_id}"


def record_node(source: str, identity: str) -> str:
    """How judgements name the record of a source, from run to run."""
    return f"{_RECORD}{source}|{identity}"


def actor_of_node(node: str) -> int | None:
    """The actor that a node names; None for the record of a source."""
    number = node.removeprefix(_ACTOR)
    return int(number) if number != node and number.isdecimal() else None


def source_of_node(node: str) -> tuple[str, str] | None:
    """(source, identity) of the record that a node names; None for an actor."""
    named = node.removeprefix(_RECORD)
    if named == node:
        return None
    source, _, identity = named.rpartition("|")
    return source, identity


def pair(one: str, other: str) -> tuple[str, str]:
    """Two nodes in the order in which they are stored, whichever way round they come."""
    return (one, other) if one <= other else (other, one)


_ACTOR, _RECORD = "actor ", "record "


class Grade(StrEnum):
    EQUAL = "equal"
    SIMILAR = "similar"
    DIFFERS = "differs"
    MISSING = "missing"


class NameAgreement(StrEnum):
    """How far two names agree; only FULL and LOOSE leave no word unexplained."""

    FULL = "full"  # all words, in any order; legal forms do not contradict
    LOOSE = "loose"  # all words, but misspelt, shortened, with a tagline, the own town or another legal form
    PARTIAL = "partial"  # a telling word is shared, and something is left over
    NONE = "none"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of a comparison. `bits` is the weight, base 2: positive speaks for, negative against."""

    field: str  # business_id, name, legal_form, town, postcode, street, domain, email, phone
    grade: Grade
    bits: float
    incoming: str
    known: str
    words: Message


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that was compared of one pair. `supports` are the strong fields, besides the name, that agree."""

    rows: tuple[EvidenceRow, ...]
    name: NameAgreement
    left_over: tuple[str, ...] = ()  # words of either name that the other does not explain
    clashing_numbers: bool = False  # both names have a number (or Roman numeral, or single letter) of their own
    supports: tuple[str, ...] = ()
    nearby: bool = False  # town or postcode agrees
    namesakes: bool = False  # a private trader's name in two different towns: many people bear one name

    @property
    def bits(self) -> float:
        """Sum of the rows: the weight of the pair."""
        return sum(row.bits for row in self.rows)

    def row(self, field: str) -> EvidenceRow | None:
        """The line of a field, where it was compared."""
        return next((row for row in self.rows if row.field == field), None)


@dataclass(frozen=True, slots=True)
class LinkProposal:
    """A known record that the incoming one may be. `posterior`: 0 to 1, among the candidates looked at."""

    key: str
    posterior: float
    evidence: Evidence
    why: Message


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """SAME has a `target`; REVIEW has proposals, best first, five at most; NEW may have neither."""

    outcome: LinkOutcome
    target: str | None
    proposals: tuple[LinkProposal, ...]
    why: Message


@dataclass(frozen=True, slots=True)
class Twin:
    """Somebody known who may be the one that is about to be added. `why`: what agrees, in a few words."""

    actor_id: int
    name: str
    business_id: str
    town: str
    municipality_code: str
    posterior: float
    why: Message


PROBABLY, PERHAPS = 0.8, 0.3  # posterior from which on the words say so


def likelihood(posterior: float) -> Message:
    """In words and per cent; never 0 or 100, since it would not be asked then."""
    percent = min(99, max(1, round(posterior * 100)))
    if posterior >= PROBABLY:
        return say("probably the same ({percent} %)", percent=percent)
    if posterior >= PERHAPS:
        return say("perhaps the same ({percent} %)", percent=percent)
    return say("hardly the same ({percent} %)", percent=percent)

"""How well records are linked: what is true, what was decided, and the weights that decisions turn on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from outreach.terms.message import Message
from outreach.terms.work import Judgement, LinkOutcome

NEAR = "near"  # classes of records that resemble a company which they are not
MOST_SHOWN = 5  # proposals that a person is shown of one record


class Truth(NamedTuple):
    """What an incoming record is. `register_id` is "" where the register does not hold it.

    `entity` is the same for records of one organisation. `kind` is the failure class that the record stands for.
    """

    register_id: str
    entity: str = ""
    kind: str = ""

    @property
    def is_near_miss(self) -> bool:
        """Whether the record has no match, and was chosen because it looks as if it had: its class begins so."""
        return not self.register_id and self.kind.startswith(NEAR)


class Decided(NamedTuple):
    """What came of an incoming record: SAME has one register_id, REVIEW has those to be asked about, best first."""

    outcome: LinkOutcome
    register_ids: tuple[str, ...] = ()

    @property
    def linked(self) -> str:
        """The register_id that it was linked to without asking; "" for none."""
        return self.register_ids[0] if self.outcome is LinkOutcome.SAME and self.register_ids else ""

    @property
    def proposed(self) -> tuple[str, ...]:
        """Those that a person would be shown."""
        return self.register_ids[:MOST_SHOWN]


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts over records, and the shares that follow from them; None where there is nothing to divide by."""

    records: int = 0
    matches: int = 0  # records that the register holds
    linked: int = 0  # without asking
    right: int = 0  # of these, to the true one
    found: int = 0  # of `matches`: the true one was linked, or is among those proposed
    queued: int = 0  # records that wait for a person
    near_misses: int = 0
    near_misses_linked: int = 0  # without asking

    @property
    def precision(self) -> float | None:
        """Share of automatic links that are right."""
        return _share(self.right, self.linked)

    @property
    def recall(self) -> float | None:
        """Share of true matches that were linked without asking."""
        return _share(self.right, self.matches)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return _share(2 * self.right, self.linked + self.matches)

    @property
    def found_share(self) -> float | None:
        """Share of true matches that were linked, or that a person is shown."""
        return _share(self.found, self.matches)

    @property
    def queued_share(self) -> float | None:
        """Share of all records that wait for a person."""
        return _share(self.queued, self.records)

    @property
    def near_miss_share(self) -> float | None:
        """Share of near misses that were linked without asking."""
        return _share(self.near_misses_linked, self.near_misses)


@dataclass(frozen=True, slots=True)
class PairScores:
    """Duplicates within a batch: pairs of records that are one organisation, and pairs that were put in one cluster."""

    true_pairs: int
    joined_pairs: int
    right_pairs: int

    @property
    def precision(self) -> float | None:
        return _share(self.right_pairs, self.joined_pairs)

    @property
    def recall(self) -> float | None:
        return _share(self.right_pairs, self.true_pairs)

    @property
    def f1(self) -> float | None:
        return _share(2 * self.right_pairs, self.true_pairs + self.joined_pairs)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Decisions of one set of weights on records whose truth is known. `left_out` records could not be measured.

    `reviewed`: the truth is what people have answered, and the classes are their answers.
    """

    weights_id: int | None
    link_at: float
    review_at: float
    register: int  # companies that records were looked up among
    scores: Scores
    classes: tuple[tuple[str, Scores], ...]  # by failure class
    seconds_each: float  # that a person needs for one question
    measured_pace: bool
    seconds: float  # for looking up all records
    reviewed: bool = False
    left_out: int = 0
    notes: tuple[Message, ...] = ()

    @property
    def minutes(self) -> float:
        """Work for a person, at that pace."""
        return self.scores.queued * self.seconds_each / 60.0


@dataclass(frozen=True, slots=True)
class WeightRow:
    """One weight of a version. `pairs` stand behind it where it was estimated."""

    name: str
    words: Message
    bits: float
    shipped: float
    pairs: int = 0


@dataclass(frozen=True, slots=True)
class WeightsVersion:
    """`weights_id` None: the shipped ones. `fits`: made for the weights that this program has."""

    weights_id: int | None
    made_at: datetime | None
    by: str
    pairs: int
    changed: int  # weights that differ from the shipped ones
    in_use: bool
    fits: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A decision of old that would come out otherwise. `said` is what a person answered; None for a link by rule."""

    record: str
    known: str
    before: float
    after: float
    said: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Relabelling:
    """What other weights would do to decisions of old. None of these is changed.

    Of `links` made without asking, `now_asked` would be asked about. Of `questions` that people have answered,
    `now_linked` have the weight for a link (hard rules apart), and `now_linked_wrong` of these were answered
    "different". Of `waiting` records, `waiting_linked` have it.
    """

    links: int = 0
    now_asked: int = 0
    questions: int = 0
    now_linked: int = 0
    now_linked_wrong: int = 0
    waiting: int = 0
    waiting_linked: int = 0
    examples: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class EstimatedRow:
    """One weight: in use, and as the pairs behind it say. `same` of them were answered so, where the shipped weights
    expected `expected`. `kept`: too few pairs, the shipped weight stays."""

    name: str
    words: Message
    shipped: float
    in_use: float
    estimated: float
    pairs: int
    same: int
    expected: float
    kept: bool


@dataclass(frozen=True, slots=True)
class Estimation:
    """Weights as people's answers say. `judged` answers were read; `by_rule` were left out since a hard rule decides on
    them whatever the weights, `corrections` since they take a link back, `blind` since their evidence is gone."""

    rows: tuple[EstimatedRow, ...]
    judged: int
    used: int
    by_rule: int
    corrections: int
    blind: int
    relabelling: Relabelling

    @property
    def changes(self) -> bool:
        """Whether any weight differs from the one in use."""
        return any(row.estimated != row.in_use for row in self.rows)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

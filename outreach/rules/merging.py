"""What two organisations are when they become one: whose value counts, what a row says that stands for several, and
where a joint case stands, then and after they have parted again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any

from outreach.terms.merging import Part
from outreach.terms.work import Stage

# The further a case has come, the later it stands here; a closed one has come less far than any that goes on.
LADDER = (
    *(Stage.CEASED, Stage.NOT_A_FIT, Stage.DECLINED, Stage.NOT_NOW, Stage.DORMANT, Stage.IDENTIFIED),
    *(Stage.SELECTED, Stage.CONTACTED, Stage.IN_DIALOGUE, Stage.COMMITTED, Stage.ACTIVE),
)
# Own values of an organisation that are chosen one by one; columns of one field only make sense together.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "name_key"),
    "actor_type": ("actor_type",),
    "legal_form": ("legal_form",),
    "sole_trader": ("sole_trader",),
    "industry_code": ("industry_code", "industry_set"),
    "street": ("street", "postcode", "city"),
    "municipality_code": ("municipality_code",),
    "website": ("website",),
    "email": ("email",),
    "phone": ("phone",),
    "description": ("description",),
    "email_consent_on": ("email_consent_on",),
}
# Columns in which a row that stands for others says more than its own, by table: how the values become one.
FIRST, EARLIEST, ALL = "first", "earliest", "all"
JOINT: Mapping[str, Mapping[str, str]] = {
    "case": {"owner_id": FIRST, "opened_at": EARLIEST, "baseline": ALL},
    "person": {
        **dict.fromkeys(("role", "email", "phone", "informed_on", "email_consent_on"), FIRST),
        "notice_due": EARLIEST,
    },
    "competence": dict.fromkeys(("note", "confirmed_by", "confirmed_at"), FIRST),
    "site": dict.fromkeys(("postcode", "note"), FIRST),
}
OWNER = "owner"  # choice that decides who is responsible for joint cases


class Trust(IntEnum):
    """How far a value is believed, by where it comes from."""

    UNKNOWN = 0
    WEB = 1
    FILE = 2
    REGISTER = 3
    PERSON = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A value of one side: where from and since when."""

    value: str
    trust: Trust
    on: date | None


def default(kept: Said, away: Said) -> Part:
    """Whose value counts unless somebody chooses: the newest of the most trusted source; at a tie the kept one's."""
    if not away.value or away.value == kept.value:
        return Part.KEPT
    if not kept.value:
        return Part.AWAY
    newer = (away.trust, away.on or date.min) > (kept.trust, kept.on or date.min)
    return Part.AWAY if newer else Part.KEPT


@dataclass(frozen=True, slots=True)
class Node:
    """A row and those it stands for. `settled`: column -> newest merge that an edit has overruled since.

    `joined`: (merge, what it chose, the row), in the order of the merges. A choice is `Part` or columns with values.
    """

    own: Mapping[str, Any]
    settled: Mapping[str, int] = field(default_factory=dict)
    joined: Sequence[tuple[int, Mapping[str, Any], Node]] = ()


def joint(table: str, node: Node) -> dict[str, Any]:
    """Values that a row shows which stands for others. Of an organisation each choice counts from its merge on."""
    found = dict(node.own)
    for merge, choices, other in node.joined:
        theirs = joint(table, other)
        if table == "organisation":
            for chosen, columns in FIELDS.items():
                if merge > node.settled.get(columns[0], 0):
                    found |= _taken(choices.get(chosen), columns, theirs)
            if merge > node.settled.get("business_id", 0):
                found["business_id"] = found["business_id"] or theirs["business_id"]
            continue
        for column, how in JOINT[table].items():
            if merge > node.settled.get(column, 0):
                preferred = column == "owner_id" and choices.get(OWNER) == Part.AWAY
                found[column] = _one(how, found[column], theirs[column], preferred=preferred)
    return found


def _taken(choice: Any, columns: Sequence[str], theirs: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a choice puts in place of the values there are: nothing, the other side's, or values given by hand."""
    if isinstance(choice, Mapping):
        return choice
    return {column: theirs[column] for column in columns} if choice == Part.AWAY else {}


def _one(how: str, mine: Any, theirs: Any, *, preferred: bool) -> Any:
    if how == ALL:
        return mine and theirs
    if how == EARLIEST:
        return min((value for value in (mine, theirs) if value), default=None)
    return (theirs or mine) if preferred else (mine or theirs)


# Stages of joint cases


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a case stands."""

    stage: str
    since: date
    reason: str = ""
    revisit_on: date | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """Two cases became one; stage moves with a higher key than `mark` were made afterwards."""

    mark: int
    into: int
    case: int


@dataclass(frozen=True, slots=True)
class Move:
    """A stage move of a joint case. `case` is the one of them whose move it is; None: of whichever leads."""

    move: int
    case: int | None
    group: int  # any case of the joint one
    stand: Stand


@dataclass(slots=True)
class History:
    """What each case of joint ones stands at by itself, and which of them have been overruled by moves of others."""

    stands: dict[int, Stand]
    overruled: dict[int, set[int]]
    moves: dict[int, int] = field(default_factory=dict)  # stage move -> the case whose move it is

    def lead(self, cases: Sequence[int]) -> int:
        """The case whose stage counts while these are one: the furthest; at a tie the first."""
        counting = [case for case in cases if not self.overruled[case].intersection(cases)] or list(cases)
        return max(counting, key=lambda case: (rank(self.stands[case].stage), -cases.index(case)))

    def stand(self, cases: Sequence[int]) -> Stand:
        """Where these cases stand as one."""
        return self.stands[self.lead(cases)]


def rank(stage: str) -> int:
    """How far a stage is."""
    return LADDER.index(Stage(stage))


def replay(
    own: Mapping[int, Stand], overruled: Mapping[int, Collection[int]], joins: Iterable[Join], moves: Iterable[Move]
) -> History:
    """Goes through joins and later moves in their order.

    `own`: where each case stood at first, `overruled`: by whose moves it had been overruled by then. A move belongs to
    the case that it goes on from, and from then on that one speaks for all of them; each of the others still remembers
    where it stood by itself.
    """
    history = History(dict(own), {case: set(overruled.get(case, ())) for case in own})
    groups = {case: [case] for case in own}
    events: list[tuple[int, int, Join | Move]] = [(join.mark, 1, join) for join in joins]
    events += [(move.move, 0, move) for move in moves]
    for _, _, event in sorted(events, key=lambda one: one[:2]):
        if isinstance(event, Join):
            together = list(dict.fromkeys([*groups[event.into], *groups[event.case]]))
            groups.update(dict.fromkeys(together, together))
            continue
        group = groups[event.group]
        mover = event.case if event.case in group else history.lead(group)
        history.moves[event.move] = mover
        history.stands[mover] = event.stand
        history.overruled[mover].clear()
        for case in group:
            if case != mover:
                history.overruled[case].add(mover)
    return history


# Rows that two organisations have in common


def same_person(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two rows are one person: the same name, and neither e-mail nor phone says otherwise. All folded."""
    agree = all(not one[key] or not other[key] or one[key] == other[key] for key in ("email", "phone"))
    return bool(one["name"]) and one["name"] == other["name"] and agree


def belongs(
    record_id: str, record_name: str, ids: Mapping[Part, Collection[str]], names: Mapping[Part, Collection[str]]
) -> Part | None:
    """Which of two organisations a record speaks of, by its Business ID, else by its name; None when neither tells."""
    for value, known in ((record_id, ids), (record_name, names)):
        sides = [side for side in Part if value and value in known[side]]
        if len(sides) == 1:
            return sides[0]
    return None

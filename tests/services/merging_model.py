"""Organisations that never merge: what each of them has by itself, and what a tree of them should show together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from outreach.rules.merging import rank


@dataclass
class Thing:
    """A row: whose it is, when it came, what it hangs on, and its own values."""

    key: int
    table: str
    home: int
    at: int
    need: int = 0
    case: int | None = None  # case that it hangs on
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Joined:
    """A merge: `into` < `away` at a moment; `taken` are the fields of which the other's value was chosen."""

    key: int
    into: int
    away: int
    at: int
    taken: frozenset[str]


@dataclass
class Model:
    """All organisations, their rows, and the merges that stand."""

    fields: dict[int, dict[str, str]] = field(default_factory=dict)
    settled: dict[tuple[int, str], int] = field(default_factory=dict)  # edit of a field: older merges say no more
    things: dict[tuple[str, int], Thing] = field(default_factory=dict)
    merges: list[Joined] = field(default_factory=list)
    overruled: dict[int, set[int]] = field(default_factory=dict)  # case -> cases whose moves stand over it
    moves: dict[int, int] = field(default_factory=dict)  # stage move -> its case
    clock: int = 0

    def tick(self) -> int:
        self.clock += 1
        return self.clock

    def root(self, organisation: int) -> int:
        into = next((m.into for m in self.merges if m.away == organisation), None)
        return organisation if into is None else self.root(into)

    def roots(self) -> list[int]:
        return sorted(one for one in self.fields if self.root(one) == one)

    def tree(self, organisation: int) -> list[int]:
        return [one for one in self.fields if organisation in self.above(one)]

    def above(self, organisation: int) -> list[int]:
        into = next((m.into for m in self.merges if m.away == organisation), None)
        return [organisation, *(self.above(into) if into is not None else [])]

    def shown(self, organisation: int, name: str) -> str:
        value = self.fields[organisation][name]
        for merge in sorted((m for m in self.merges if m.into == organisation), key=lambda m: m.at):
            if name in merge.taken and merge.at > self.settled.get((organisation, name), 0):
                value = self.shown(merge.away, name)
        return value

    def edit(self, root: int, name: str, value: str) -> None:
        self.fields[root][name] = value
        self.settled[root, name] = self.tick()

    def of(self, table: str, root: int | None = None) -> list[Thing]:
        found = [thing for thing in self.things.values() if thing.table == table]
        return [thing for thing in found if root is None or self.root(thing.home) == root]

    def group(self, root: int, need: int) -> list[Thing]:
        """Cases for one need of one tree: they are one as long as it is."""
        return [case for case in self.of("case", root) if case.need == need]

    def lead(self, cases: list[Thing], first: int) -> Thing | None:
        """The case whose stage counts: the furthest of those that no other's move stands over. None at a tie that the
        first one has no part in."""
        keys = {case.key for case in cases}
        counting = [case for case in cases if not self.overruled.get(case.key, set()) & keys] or cases
        top = max(rank(case.values["stage"]) for case in counting)
        best = [case for case in counting if rank(case.values["stage"]) == top]
        return next((case for case in best if case.key == first), best[0] if len(best) == 1 else None)

    def move(self, case: Thing, cases: list[Thing], stage: str) -> None:
        case.values["stage"] = stage
        self.overruled[case.key] = set()
        for other in cases:
            if other is not case:
                self.overruled.setdefault(other.key, set()).add(case.key)

    def part(self, merge: Joined, chosen: Callable[[Thing, list[int]], int]) -> None:
        """Ends a merge; what was added since goes where it belongs by what it hangs on, else stays.

        `chosen` says which of several cases of its own side a thing of a joint case hangs on.
        """
        leaving, root = set(self.tree(merge.away)), self.root(merge.into)
        since, below = {merge.into: merge.at}, merge.into
        for upper in self.above(merge.into)[1:]:
            since[upper] = next(m.at for m in self.merges if m.away == below)
            below = upper
        groups = {case.need: self.group(root, case.need) for case in self.of("case", root)}

        def side(need: int) -> set[bool]:
            return {case.home in leaving for case in groups.get(need, [])}

        for thing in [*self.of("need_verdict", root), *self.of("touchpoint", root)]:
            if thing.home in since and thing.at > since[thing.home]:
                need = self.things["case", thing.case].need if thing.case is not None else thing.need
                if need and side(need) == {True}:
                    thing.home = merge.away
        for thing in [*self.of("touchpoint", root), *self.of("task", root)]:
            case = self.things["case", thing.case] if thing.case is not None else None
            if case is None or (thing.table == "task" and side(case.need) != {True, False}):
                continue  # a next step goes with its case
            if thing.table == "task" and thing.home in leaving:
                continue
            if (case.home in leaving) != (thing.home in leaving):
                mine = [c.key for c in groups[case.need] if (c.home in leaving) == (thing.home in leaving)]
                thing.case = chosen(thing, mine)
                if thing.table == "task":
                    thing.home = self.things["case", thing.case].home
        self.merges.remove(merge)
        for case in self.of("case"):  # what has parted is weighed anew if it comes together again
            same = {one.key for one in self.group(self.root(case.home), case.need)}
            self.overruled[case.key] = self.overruled.get(case.key, set()) & same

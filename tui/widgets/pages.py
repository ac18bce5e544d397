"""The part of a long list that is held: whole pages of rows, of which the least looked at go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from typing import Generic, NamedTuple, TypeVar

R = TypeVar("R")
SIZE = 128  # rows of one question
HELD = 12  # pages kept; the rest is asked for again


class Taken(NamedTuple):
    """What `Pages.take_out` took: how many rows in all, and how many of them stood above a place."""

    rows: int
    above: int


class Pages(Generic[R]):
    """Rows by their place in the list. `key` tells rows apart."""

    def __init__(self, key: Callable[[R], int]) -> None:
        self._key = key
        self._pages: OrderedDict[int, tuple[R, ...]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def __contains__(self, number: int) -> bool:
        return number in self._pages

    def at(self, place: int) -> R | None:
        """The row at a place, if it is held."""
        page = self._pages.get(place // SIZE)
        return page[place % SIZE] if page is not None and 0 <= place % SIZE < len(page) else None

    def look(self, place: int) -> R | None:
        """The same for a row that is shown: its page is among the last to go."""
        if place // SIZE in self._pages:
            self._pages.move_to_end(place // SIZE)
        return self.at(place)

    def put(self, number: int, rows: tuple[R, ...]) -> None:
        """Holds a page; another one may go for it."""
        self._pages[number] = rows
        while len(self._pages) > HELD:
            self._pages.popitem(last=False)

    def exchange(self, fresh: Mapping[int, tuple[R, ...]]) -> None:
        """Holds these pages and no others."""
        self._pages = OrderedDict(fresh)

    def places(self) -> dict[int, int]:
        """Where each held row stands, by its key."""
        return {self._key(row): n * SIZE + i for n, rows in self._pages.items() for i, row in enumerate(rows)}

    def replace(self, row: R) -> bool:
        """Puts a row in the place of the one with its key; False when that is not held."""
        for number, page in self._pages.items():
            if any(self._key(old) == self._key(row) for old in page):
                self._pages[number] = tuple(row if self._key(old) == self._key(row) else old for old in page)
                return True
        return False

    def take_out(self, gone: Collection[int], place: int) -> Taken:
        """Takes rows out: those below move up, as far as the pages hang together; what lies beyond is let go."""
        holds = (n for n, page in self._pages.items() if any(self._key(row) in gone for row in page))
        first = min(holds, default=None)
        if first is None:
            return Taken(0, 0)
        above = sum((row := self.at(n)) is not None and self._key(row) in gone for n in range(place))
        rows: list[R] = []
        number = first
        while number in self._pages:
            rows += self._pages.pop(number)
            number += 1
        kept = [row for row in rows if self._key(row) not in gone]
        self._pages = OrderedDict((n, page) for n, page in self._pages.items() if n < first)
        for start in range(0, len(kept), SIZE):
            self._pages[first + start // SIZE] = tuple(kept[start : start + SIZE])
        return Taken(len(rows) - len(kept), above)

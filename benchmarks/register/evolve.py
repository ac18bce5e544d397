"""How a register changes from night to night, with the truth of what changed.

Kinds of changes are those of `terms.runs.ChangeKind`. A run over the numbers of all companies decides who changes in a
night; what a company has been through is kept for the changed ones only.
"""

from __future__ import annotations

import random
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

from benchmarks.register.company import FIRST_NIGHT, Company, Entry, Form, Name, Register, Situation
from benchmarks.register.vocabulary import DRAWS, Industry, industries, places
from outreach.terms.runs import ChangeKind
from scripts.practice_data import business_id

FIRST_NUMBER, LAST_NUMBER = 9_000_000, 9_999_999  # of Business IDs: a range that has not been given out
COMES_BACK = 0.1  # of the vanished ones, each night
# How often each change comes among a hundred changed companies.
KINDS = {"address": 26, "name": 14, "moved": 12, "industry": 14, "website": 10, "situation": 7, "form": 3, "record": 14}
_DRAWN = tuple(kind for kind, times in KINDS.items() for _ in range(times))
_OPENED = {"KONK": "bankruptcy", "SELTILA": "liquidation", "SANE": "restructuring"}
_NEXT_FORM = {"16": "17", "17": "16", "13": "16", "5": "13"}


@dataclass(frozen=True, slots=True)
class Shares:
    """Of the register, each night."""

    changed: float = 0.01
    founded: float = 0.001
    gone: float = 0.0005


@dataclass(frozen=True, slots=True)
class Truth:
    """One thing that happened. Of a reclassification there is one for each pair of codes, with the number of
    companies."""

    change: str
    business_id: str = ""
    before: str = ""
    after: str = ""
    companies: int = 1

    def plain(self) -> dict[str, object]:
        return asdict(self)


class Story:
    """A register from its first night on. Call `next_night` for each night, then write it."""

    def __init__(self, size: int, seed: int, shares: Shares, reclassified_on: int = 0) -> None:
        if not 0 < size * 1.1 + 20 < (LAST_NUMBER - FIRST_NUMBER) / 1.1:
            raise SystemExit("There are Business IDs for 1 to 820 000 made-up companies.")
        self.register = Register(seed)
        self.night = 0
        self._seed, self._shares, self._size = seed, shares, size
        self._reclassified_on = reclassified_on
        self._ids = array("L")
        self._free = self._numbers()
        self._changes: dict[int, list[tuple[int, str, int]]] = {}  # company -> (night, kind, chance)
        self._founded: dict[int, int] = {}  # company -> night
        self._gone: set[int] = set()

    def next_night(self) -> Iterator[Truth]:
        """Makes the next night; what happened in it. Take them all before anything is written."""
        self.night += 1
        if self.night == 1:
            self._take(self._size)
            return
        rng = random.Random(self._seed * 1_000_003 + self.night)
        shares, draw = self._shares, rng.random
        back = [number for number in sorted(self._gone) if draw() < COMES_BACK]
        for number in range(len(self._ids)):
            chance = draw()
            if number in self._gone:
                continue
            if chance < shares.gone:
                self._gone.add(number)
                yield Truth("vanished", self.business_id(number), before=self.company(number).names[0].text)
            elif chance < shares.gone + shares.changed:
                yield from self._change(number, rng)
        for number in back:
            self._gone.discard(number)
            yield Truth("returned", self.business_id(number), after=self.company(number).names[0].text)
        before = len(self._ids)
        self._take(round(self._size * shares.founded))
        for number in range(before, len(self._ids)):
            self._founded[number] = self.night
            yield Truth("founded", self.business_id(number), after=self.company(number).names[0].text)
        if self.night == self._reclassified_on:
            yield from self._reclassify(before)

    def present(self) -> array[int]:
        """Numbers of the companies of this night, in the order of their Business IDs."""
        return array("L", (number for number in range(len(self._ids)) if number not in self._gone))

    def business_id(self, number: int) -> str:
        return business_id(self._ids[number])

    def company(self, number: int) -> Company:
        """The company as it is this night."""
        begun = self._founded.get(number, 1)
        founded = _day(begun, -4) if begun > 1 else ""
        made = self.register.company(number, self.business_id(number), founded)
        made.old_codes = self._speaks_old(number, self.night)
        for night, kind, chance in self._changes.get(number, ()):
            self._apply(made, night, kind, chance)
        return made

    def _speaks_old(self, number: int, night: int) -> bool:
        """Whether its industry stands under TOL 2008: before the reclassification most do, and ever so few after."""
        odd = (number * 2_654_435_761 + self._seed) % 1000
        return odd >= (20 if night < self._reclassified_on else 997)

    def _change(self, number: int, rng: random.Random) -> Iterator[Truth]:
        before = self.company(number)
        kind = "over" if before.open_situation and rng.random() < 0.5 else _DRAWN[int(rng.random() * len(_DRAWN))]
        chance = rng.getrandbits(48)
        if self.night == self._reclassified_on and kind == "industry":
            kind = "address"
        if not _possible(before, kind):
            kind = "record"
        self._changes.setdefault(number, []).append((self.night, kind, chance))
        for change, old, new in _differences(before, self.company(number), kind):
            yield Truth(change, before.business_id, old, new)

    def _apply(self, company: Company, night: int, kind: str, chance: int) -> None:
        """One change. `chance` decides how it turns out, the same each time."""
        register, day = self.register, _day(night, -2)
        rng = register.rng
        rng.seed(chance)
        company.modified = f"{_day(night, -1)}T02:51:38"
        if kind == "name":
            now = company.names[0]
            industry = company.industry or industries()[int(rng.random() * DRAWS)]
            made = register.name(company.forms[0].code, industry, company.place, company.swedish)
            while made == now.text:
                made = f"{register.stem()} {made}"
            _rename(company, made, day)
        elif kind in ("address", "moved"):
            place = company.place
            while kind == "moved" and place.municipality == company.place.municipality:
                place = places()[int(rng.random() * DRAWS)]
            for position, old in enumerate(company.addresses):
                made_at = register.address(old.kind, place, company.swedish, day)
                if (made_at.street, made_at.number, made_at.box) == (old.street, old.number, old.box):
                    made_at.number += "0"
                company.addresses[position] = made_at
        elif kind == "industry":
            company.industry = _other_industry(company.industry, rng)
            company.industry_since = day
        elif kind == "website":
            company.website = f"{register.stem().lower().translate(_ASCII)}{chance % 1000}.example"
            company.website_since = day
        elif kind == "situation":
            company.situations.append(Situation(tuple(_OPENED)[int(rng.random() * 3)], day, ""))
        elif kind == "over" and company.open_situation:
            company.open_situation.ended = day
        elif kind == "form":
            now_form = company.forms[0]
            now_form.ended, now_form.version = day, 2
            company.forms = [Form(_NEXT_FORM[now_form.code], day, "", 1), now_form]
        else:
            last = company.entries[-1]
            company.entries.append(Entry(last.kind, last.register, last.authority, day, ""))
            last.ended = last.ended or day

    def _reclassify(self, founded_from: int) -> Iterator[Truth]:
        pairs: Counter[Industry] = Counter()
        for number in range(founded_from):
            if number in self._gone or self._speaks_old(number, self.night):
                continue
            industry = self.company(number).industry
            if industry and self._speaks_old(number, self.night - 1):
                pairs[industry] += 1
        for pair, companies in sorted(pairs.items()):
            yield Truth("reclassified", "", pair.old, f"{pair.new} {pair.kind}", companies)

    def _numbers(self) -> Iterator[int]:
        """Numbers that make a Business ID, with gaps where the register is small."""
        rng = random.Random(self._seed + 5)
        room = (LAST_NUMBER - FIRST_NUMBER) / 1.1 / (self._size * 1.1 + 20)
        spread = min(13.0, 2 * (room - 1) + 0.9)
        for number in range(FIRST_NUMBER, LAST_NUMBER + 1):
            if business_id(number) and rng.random() * (spread + 1) < 2:
                yield number

    def _take(self, count: int) -> None:
        self._ids.extend(next(self._free) for _ in range(count))


_ASCII = str.maketrans("åäö", "aao")


def _day(night: int, offset: int) -> str:
    return (FIRST_NIGHT + timedelta(days=night - 1 + offset)).isoformat()


def _possible(company: Company, kind: str) -> bool:
    if kind in ("address", "moved"):
        return not any(address.abroad for address in company.addresses)
    if kind == "situation":
        return company.open_situation is None
    if kind == "form":
        return company.forms[0].code in _NEXT_FORM
    if kind == "industry":
        return company.industry is not None
    return True


def _differences(before: Company, after: Company, kind: str) -> Iterator[tuple[str, str, str]]:
    """(kind of change, before, after) of what a change led to."""
    if kind == "name":
        yield "name", before.names[0].text, after.names[0].text
    elif kind == "moved":
        yield "moved", before.place.municipality, after.place.municipality
    elif kind == "address":
        yield "address", _street(before), _street(after)
    elif kind == "industry":
        yield "industry", _industry(before), _industry(after)
    elif kind == "website":
        yield "website", before.website, after.website
    elif kind == "form":
        yield "form", before.forms[0].code, after.forms[0].code
    elif kind == "situation" and after.open_situation:
        yield _OPENED[after.open_situation.kind], "", after.open_situation.since
    elif kind == "over" and before.open_situation:
        yield ChangeKind.SITUATION_OVER.value, before.open_situation.kind, ""
    else:
        yield "record", "", ""


def _street(company: Company) -> str:
    found = min(company.addresses, key=lambda address: address.kind)
    return " ".join(filter(None, (found.street, found.number, found.box)))


def _industry(company: Company) -> str:
    found = company.industry
    if found is None:
        return ""
    return found.old if company.old_codes else found.new


def _other_industry(now: Industry | None, rng: random.Random) -> Industry:
    while True:
        found = industries()[int(rng.random() * DRAWS)]
        if now is None or (found.old != now.old and found.new != now.new):
            return found


def _rename(company: Company, name: str, day: str) -> None:
    for one in company.names:
        if one.kind == "1":
            one.version += 1
    company.names[0].ended = day
    company.names.insert(0, Name(name, "1", day, "", 1))

"""Looks a record up among all known ones and decides: the same as one of them, a question for a person, or new."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import log2
from types import MappingProxyType

from outreach.rules.linkage.align import SHORTEST_FUZZY, SHORTEST_SHORT, plain, without_form
from outreach.rules.linkage.choice import Judgements, Ranking, choose
from outreach.rules.linkage.common_words import COMMON_WORDS
from outreach.rules.linkage.entry import Entry, Query, query_of
from outreach.rules.linkage.index import Index
from outreach.rules.linkage.known import Known
from outreach.rules.linkage.live import Live
from outreach.rules.linkage.names import is_number
from outreach.rules.linkage.pack import DOMAIN, EMAIL, ID, PHONE, STREET, identifier
from outreach.rules.linkage.scoring import Scored, score
from outreach.rules.linkage.weights import Settings
from outreach.terms.linkage import Record

NAMES_AT_LEAST = 10_000  # a small mirror does not make its words rare
TELLS_FROM = 20_000  # names from which the counts of the register are better than a list of common words
COMMON_BITS = 5.0
CANDIDATES = 8
ENOUGH = 0.75  # share of a name's rarity from which a candidate found by rare words saves reading the frequent ones
MOST_OWNERS = 40  # of an identifier through which candidates are looked up
ALIKE_SHARE, SPLIT_SHARE, CUT_SHARE = 0.8, 0.8, 0.6  # of its rarity that a word counts for when it is only guessed
SEVERAL = 5  # names that hold a word which an unknown one resembles
SELDOM = 1 / 2_000  # share of the names that hold a word which may be a misspelling of another all the same
HARDER = 2.0  # bits below which the best candidate is not good enough to stop looking
SHORTEST_SPLIT = 2  # letters of either part of a word that was written as one
MOST_BEGUN, MOST_CUT = 8, 100  # words that begin like an abbreviation, and like one that was cut off
MOST_REMEMBERED = 200_000
NO_JUDGEMENTS: Judgements = MappingProxyType({})


class Engine:
    """An index, what has become known since it was made, and what is known of words.

    Not for two threads at once: it keeps scratch space. `hidden` are keys of the index that no longer count; with
    `only` no other keys of the index are candidates, though its words and towns still tell what is rare.
    """

    def __init__(
        self,
        index: Index | None,
        settings: Settings = Settings(),
        *,
        hidden: Collection[int] = (),
        only: Collection[int] | None = None,
    ) -> None:
        self.settings = settings
        self._index = index if index is not None and len(index) else None
        self._live = Live()
        self._hidden = set(hidden)
        self._only = only
        self._counts: dict[str, int] = {}
        self._alike: dict[tuple[str, bool], tuple[str, ...]] = {}
        self.names = max(self._index.names if self._index else 0, NAMES_AT_LEAST)
        self.companies = max(len(self._index) if self._index else 0, NAMES_AT_LEAST)
        self._small = self.names < TELLS_FROM

    # What is known

    def add(self, entry: Entry) -> None:
        """A record is known from now on, in place of what was known under its key."""
        self._live.add(entry)
        self._hidden.add(entry.key)

    def drop(self, key: int) -> None:
        """A record is known no longer."""
        self._live.drop(key)
        self._hidden.add(key)

    # What the register says (scoring.Register)

    def rarity(self, word: str) -> float:
        """Bits that agreeing on a word is worth: log2(N / df). A small mirror cannot tell which words are common."""
        bits = log2(self.names / max(self.count(word), 1))
        return min(bits, COMMON_BITS) if self._small and word in COMMON_WORDS else bits

    def holds(self, word: str) -> bool:
        """Whether a name that is known holds a word."""
        return self.count(word) > 0

    def registered(self, word: str) -> bool:
        """Whether a name of the index holds a word: what came later may be misspelt itself."""
        self.count(word)
        return self._index is None or self._counts[word] > 0

    def resembles(self, word: str) -> bool:
        """Whether a word may be a misspelling of one that several names hold: of "invest", say."""
        if len(word) < SHORTEST_FUZZY or is_number(word):
            return False
        return any(self.count(other) >= SEVERAL for other in self._alike_words(word, harder=False))

    def town_size(self, town: str) -> int:
        """How many companies of the register have a name of a town."""
        return self._index.town_size(town) if self._index else 0

    def owners(self, identifier: int) -> int:
        """How many known records have an identifier."""
        return len(self._owners(identifier))

    # Looking up

    def rank(self, record: Record, judgements: Judgements = NO_JUDGEMENTS) -> Ranking:
        """The decision on a record, without the table of bits in words (`explain.evidence` gives that).

        `judgements` are what people have said of this record and known ones, by key.
        """
        query = query_of(record)
        scored: dict[int, Scored] = {}
        self._score(query, self._wanted(query), judgements, scored)
        if max((one.bits for one in scored.values()), default=0.0) < HARDER:
            self._score(query, self._wanted(query, harder=True), judgements, scored)
        return choose(list(scored.values()), judgements, self.settings)

    def _score(self, query: Query, words: Mapping[str, float], keys: Collection[int], found: dict[int, Scored]) -> None:
        weights = self.settings.weights
        for known in self._candidates(query, words, keys):
            if known.key not in found:
                found[known.key] = score(query, known, self, weights, words)

    def pair(self, record: Record, known: Known) -> Scored:
        """The comparison of a record with one known record."""
        query = query_of(record)
        return score(query, known, self, self.settings.weights, self._wanted(query, harder=True))

    def _candidates(self, query: Query, wanted: Mapping[str, float], keys: Collection[int]) -> list[Known]:
        """Known records that may be the one: they share an identifier, have the nearest names, or are among `keys`."""
        enough = ENOUGH * max((sum(map(self.rarity, reading.words)) for reading in query.readings), default=0.0)
        found: dict[int, Known] = {}
        if self._index is not None and (self._only is None or self._only):
            index = self._index
            numbers = [n for key in keys if (n := index.company(key)) is not None]
            for number in self._identifiers(query):
                owners = index.owners(number)
                if len(owners) <= MOST_OWNERS:
                    numbers += owners.tolist()
            numbers += index.nearest(wanted, query.own.towns, CANDIDATES, enough)
            for known in map(index.known, dict.fromkeys(numbers)):
                if known.key not in self._hidden and (self._only is None or known.key in self._only):
                    found[known.key] = known
        if len(self._live):
            live = [key for key in keys if key in self._live]
            for number in self._identifiers(query):
                alike = list(self._live.owners(number))
                live += alike if len(alike) <= MOST_OWNERS else []
            for known in map(self._live.known, dict.fromkeys(live)):
                found[known.key] = known
            for known in self._live.nearest(wanted, query.own.towns, CANDIDATES, self.rarity):
                found.setdefault(known.key, known)
        return list(found.values())

    def _identifiers(self, query: Query) -> list[int]:
        found = [identifier(ID, query.own.business_id)] if query.own.business_id else []
        found += [identifier(DOMAIN, domain) for domain in query.own.domains]
        found += [identifier(STREET, street) for street in query.own.streets]
        found += [identifier(EMAIL, query.own.email)] if query.own.email else []
        found += [identifier(PHONE, query.own.phone)] if query.own.phone else []
        return found

    def _owners(self, number: int) -> Collection[int]:
        found = set(self._live.owners(number))
        if self._index is not None:
            keys = self._index.keys
            found |= {int(keys[company]) for company in self._index.owners(number).tolist()} - self._hidden
        return found

    # Words

    def _wanted(self, query: Query, *, harder: bool = False) -> dict[str, float]:
        """Words to look names up by, with the share of their rarity that each counts for. `harder`: known words may be
        misspellings of others too."""
        self._learn(query)
        wanted: dict[str, float] = {}

        def want(word: str, share: float) -> None:
            wanted[word] = max(share, wanted.get(word, 0.0))

        for reading in query.readings:
            words = reading.words
            for word in words:
                if self.holds(word):
                    want(word, 1.0)
                if not self.holds(word) or (harder and self.count(word) <= self.names * SELDOM):
                    for other in self._guesses(word, harder=harder):
                        want(other, ALIKE_SHARE)
            for joined in _joined(words):
                if self.holds(joined):
                    want(joined, 1.0)
                elif len(joined) >= 8 and not all(map(self.holds, words)):
                    for other in self._alike_words(joined, harder=harder):
                        want(other, SPLIT_SHARE)
            if reading.cut and len(words[-1]) >= SHORTEST_SHORT and words[-1].isalpha():
                for other in self._starting(words[-1], MOST_CUT):
                    want(other, CUT_SHARE)
        return wanted

    def _learn(self, query: Query) -> None:
        """Counts all words of a record at once."""
        words = {word for reading in query.readings for word in (*reading.words, *_joined(reading.words))}
        new = [word for word in words if word not in self._counts]
        if len(self._counts) > MOST_REMEMBERED:
            self._counts.clear()
            new = list(words)
        if new:
            counts = self._index.counts(new) if self._index else [0] * len(new)
            self._counts.update(zip(new, counts, strict=True))

    def count(self, word: str) -> int:
        """How many known names hold a word."""
        found = self._counts.get(word)
        if found is None:
            found = self._counts[word] = self._index.counts([word])[0] if self._index else 0
        return found + self._live.count(word) if len(self._live) else found

    @property
    def known_names(self) -> int:
        """How many names there are, where `names` is what rarity is measured by."""
        return (self._index.names if self._index else 0) + len(self._live)

    @property
    def known_companies(self) -> int:
        """How many organisations there are."""
        return (len(self._index) if self._index else 0) + len(self._live)

    def _guesses(self, word: str, *, harder: bool) -> Sequence[str]:
        """What an unknown word may stand for: foreign spelling, misspelling, abbreviation, two words written as one."""
        if is_number(word) or len(word) < SHORTEST_SHORT:
            return ()
        if len(word) < SHORTEST_FUZZY:
            return self._starting(word)
        found = [other for other in (plain(word), without_form(word)) if other and other != word and self.holds(other)]
        found += self._alike_words(word, harder=harder)
        return [*found, *self._starting(word), *self._split(word, halves=harder and not found)]

    def _alike_words(self, word: str, *, harder: bool) -> tuple[str, ...]:
        found = self._alike.get((word, harder))
        if found is None:
            if len(self._alike) > MOST_REMEMBERED:
                self._alike.clear()
            of_index = self._index.alike(word, harder=harder) if self._index else []
            found = self._alike[word, harder] = tuple(of_index)
        return (*found, *self._live.alike(word)) if len(self._live) else found

    def _split(self, word: str, *, halves: bool) -> list[str]:
        """Parts of a word that was written as one: both known, or with `halves` one known and the other misspelt."""
        cuts = [(word[:at], word[at:]) for at in range(SHORTEST_SPLIT, len(word) - SHORTEST_SPLIT + 1)]
        parts = [part for cut in cuts for part in cut if part not in self._counts]
        if parts and self._index is not None:
            self._counts.update(zip(parts, self._index.counts(parts), strict=True))
        both = [cut for cut in cuts if self.holds(cut[0]) and self.holds(cut[1])]
        if both:
            best = max(both, key=lambda cut: min(map(len, cut)))
            return [part for cut in both if cut == best or min(map(len, cut)) >= SHORTEST_FUZZY for part in cut]
        half = [
            cut for cut in cuts if self.holds(cut[0]) != self.holds(cut[1]) and min(map(len, cut)) >= SHORTEST_FUZZY
        ]
        found: list[str] = []
        for cut in sorted(half, key=lambda cut: -max(len(p) for p in cut if self.holds(p)))[:2]:
            known, other = cut if self.holds(cut[0]) else cut[::-1]
            found += [known, *self._alike_words(other, harder=True)]
        return found

    def _starting(self, beginning: str, most: int = MOST_BEGUN) -> list[str]:
        found = self._index.starting(beginning, most) if self._index else []
        return [*found, *self._live.starting(beginning)]


def _joined(words: Sequence[str]) -> list[str]:
    """Neighbouring words written as one."""
    pairs = ["".join(words[at : at + 2]) for at in range(len(words) - 1)]
    return [*pairs, "".join(words)] if len(words) == 3 else pairs

"""Known records that are not in the packed index yet: what a night changed, organisations of ours, this very batch.

The same questions as `index.Index` answers, from tables that grow; meant for thousands of records, not for millions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from rapidfuzz.distance import OSA

from outreach.rules.linkage.entry import Entry
from outreach.rules.linkage.index import LEFT_OVER_SHARE, MOST_ALIKE, MOST_WORDS, SIMILAR, TOWN_BITS
from outreach.rules.linkage.known import Known, known_of


class Live:
    """Known records by key; one that is added again takes the place of what it was."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}
        self._keys_of_word: dict[str, dict[int, None]] = defaultdict(dict)
        self._keys_of_identifier: dict[int, dict[int, None]] = defaultdict(dict)
        self._words_of_gram: dict[str, dict[str, None]] = defaultdict(dict)
        self._words_by_start: dict[str, dict[str, None]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, key: int) -> bool:
        return key in self._known

    def add(self, entry: Entry) -> None:
        """A record is known from now on."""
        self.drop(entry.key)
        known = self._known[entry.key] = known_of(entry)
        for words, _ in known.names:
            for word in words:
                if word not in self._keys_of_word:
                    self._spell(word)
                self._keys_of_word[word][entry.key] = None
        for identifier in known.identifiers:
            self._keys_of_identifier[identifier][entry.key] = None

    def drop(self, key: int) -> None:
        """A record is known no longer."""
        known = self._known.pop(key, None)
        if known is None:
            return
        for words, _ in known.names:
            for word in words:
                self._keys_of_word[word].pop(key, None)
        for identifier in known.identifiers:
            self._keys_of_identifier[identifier].pop(key, None)

    def count(self, word: str) -> int:
        """How many records have a name that holds a word."""
        return len(self._keys_of_word.get(word, ()))

    def has(self, word: str) -> bool:
        """Whether a name holds a word."""
        return bool(self._keys_of_word.get(word))

    def owners(self, identifier: int) -> Iterable[int]:
        """Keys of the records that have an identifier."""
        return self._keys_of_identifier.get(identifier, ())

    def alike(self, word: str) -> list[str]:
        """Words that `word` may be a misspelling of, nearest first."""
        shared = Counter(other for gram in _grams(word) for other in self._words_of_gram.get(gram, ()))
        found = []
        for other, _ in shared.most_common(MOST_ALIKE):
            likeness = OSA.normalized_similarity(word, other, score_cutoff=SIMILAR)
            if likeness and other != word and self.has(other):
                found.append((-likeness, other))
        return [other for _, other in sorted(found)[:MOST_WORDS]]

    def starting(self, beginning: str) -> list[str]:
        """Words with a beginning, of three letters at least."""
        words = self._words_by_start.get(beginning[:3], ())
        return [word for word in words if word.startswith(beginning) and word != beginning and self.has(word)]

    def nearest(
        self, words: Mapping[str, float], towns: Iterable[str], limit: int, rarity: Callable[[str], float]
    ) -> list[Known]:
        """Records whose names share most with the words, most first; see `Index.nearest`."""
        scores: dict[int, float] = defaultdict(float)
        for word, share in words.items():
            for key in self._keys_of_word.get(word, ()):
                scores[key] += share * rarity(word)
        if not scores:
            return []
        here = set(towns)
        sorted_out = sorted(scores, key=lambda key: (-scores[key], key))[: 8 * limit]
        values = {key: scores[key] - self._left_over(key, words, rarity) for key in sorted_out}
        for key in sorted_out:
            if here & self._known[key].towns:
                values[key] += TOWN_BITS
        return [self._known[key] for key in sorted(values, key=lambda key: (-values[key], key))[:limit]]

    def known(self, key: int) -> Known:
        """A record, ready to be compared."""
        return self._known[key]

    def _left_over(self, key: int, words: Mapping[str, float], rarity: Callable[[str], float]) -> float:
        names = (sum(rarity(word) for word in name if word not in words) for name, _ in self._known[key].names)
        return LEFT_OVER_SHARE * min(names, default=0.0)

    def _spell(self, word: str) -> None:
        self._words_by_start[word[:3]][word] = None
        for gram in _grams(word):
            self._words_of_gram[gram][word] = None


def _grams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[start : start + 3] for start in range(len(padded) - 2)}

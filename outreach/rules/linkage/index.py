"""All names of the register as arrays that may lie in files: who resembles a record, at a bounded cost.

A word leads to the names that hold it, rarest words first until enough postings are read; frequent words only add to
those found already. A misspelt word leads to words that share most of its trigrams, and these to names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log2
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from outreach.rules.linkage.known import Known
from outreach.rules.linkage.pack import GRAM_BITS, LETTERS, hash_of, head_of, spellings

POSTINGS = 40_000  # names that are looked at for one record through words
FEW_POSTINGS = 4_000  # and at first
GRAM_POSTINGS = 6_000  # words that are looked at for one misspelt word
FEWEST_GRAMS = 5
SHORTEST_GRAMS = 7  # letters from which two wrong ones leave enough trigrams
MOST_ALIKE = 24  # words whose distance is measured
MOST_WORDS = 12  # spellings that are kept of a misspelt word, or of one that was cut off
SORTED_OUT = 96  # names that are kept before towns are looked at
LEFT_OVER_SHARE = 0.35  # how much the words of a name that the record lacks count against it, when sorting out
TOWN_BITS = 3.0
FAR_BEHIND = 0.6  # share of what the best name shares, below which another one is no rival of it
MOST_CACHED = 20_000
SIMILAR = 0.74  # normalised OSA similarity from which a misspelling is thought of


class Index:
    """Read only. `keys` are the entries' keys in ascending order; a company's number is its place there."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._a = {name: np.asarray(values) for name, values in arrays.items()}
        a = self._a
        self.keys: NDArray[np.int64] = a["keys"]
        self.names = len(a["name_company"])
        self._scores = np.zeros(self.names, dtype=np.float32)
        self._counts = np.zeros(len(a["word_text_start"]) - 1, dtype=np.uint8)
        self._towns = _texts(a["town_texts"], a["town_text_start"])
        self._town_numbers = {name: number for number, name in enumerate(self._towns)}
        self._forms = _texts(a["form_texts"], a["form_text_start"])
        self._text = memoryview(a["word_texts"])  # type: ignore[arg-type]  # numpy < 2.2 does not say that it is a buffer
        self._known: dict[int, Known] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def company(self, key: int) -> int | None:
        """Number of the company with a key."""
        place = int(np.searchsorted(self.keys, key))
        return place if place < len(self.keys) and self.keys[place] == key else None

    def counts(self, words: Sequence[str]) -> list[int]:
        """How many names hold each of the words."""
        starts = self._a["word_start"]
        return [int(starts[n + 1]) - int(starts[n]) if n >= 0 else 0 for n in self._numbers(words)]

    def town_size(self, town: str) -> int:
        """How many companies have a name of a town."""
        number = self._town_numbers.get(town)
        return int(self._a["town_size"][number]) if number is not None else 0

    def owners(self, identifier: int) -> NDArray[np.int32]:
        """Numbers of the companies that have an identifier."""
        hashes = self._a["identifier"]
        first = np.searchsorted(hashes, np.uint64(identifier), "left")
        last = np.searchsorted(hashes, np.uint64(identifier), "right")
        found: NDArray[np.int32] = self._a["identifier_company"][first:last]
        return found

    def alike(self, word: str, *, harder: bool) -> list[str]:
        """Words of the register that `word` may be a misspelling of, nearest first; one letter may be wrong, and with
        `harder` as many as `SIMILAR` allows."""
        found = self._near(word, self._one_letter_off(word))
        if harder and not found and len(word) >= SHORTEST_GRAMS:
            found = self._near(word, self._sharing_grams(word))
        return found

    def _near(self, word: str, numbers: Iterable[int]) -> list[str]:
        texts = dict.fromkeys(map(self._word, numbers))
        texts.pop(word, None)
        likenesses = [(-OSA.normalized_similarity(word, text, score_cutoff=SIMILAR), text) for text in texts]
        return [text for likeness, text in sorted(likenesses) if likeness][:MOST_WORDS]

    def _one_letter_off(self, word: str) -> list[int]:
        wanted = np.array(spellings(word), dtype=np.uint64)
        first = np.searchsorted(self._a["spelling"], wanted, "left").tolist()
        last = np.searchsorted(self._a["spelling"], wanted, "right").tolist()
        words = self._a["spelling_word"]
        return [n for begin, end in zip(first, last, strict=True) if begin < end for n in words[begin:end].tolist()]

    def _sharing_grams(self, word: str) -> list[int]:
        """Words that share most trigrams with a word and are about as long."""
        padded = LETTERS[np.frombuffer(f"^{word}$".encode("utf-8", "surrogatepass"), dtype=np.uint8)]
        codes = np.unique((padded[:-2] << (2 * GRAM_BITS)) | (padded[1:-1] << GRAM_BITS) | padded[2:])
        starts = self._a["gram_start"]
        first, last = starts[codes].astype(np.int64), starts[codes + 1].astype(np.int64)
        read, parts = 0, list[NDArray[np.int32]]()
        for place in np.argsort(last - first):
            size = int(last[place] - first[place])
            if len(parts) >= FEWEST_GRAMS and read + size > GRAM_POSTINGS:
                break
            part = self._a["gram_words"][first[place] : last[place]]
            self._counts[part] += 1
            parts.append(part)
            read += size
        if not read:
            return []
        words = np.concatenate(parts)
        shared = self._counts[words]
        self._counts[words] = 0
        text_starts = self._a["word_text_start"]
        sizes = text_starts[words + 1].astype(np.int64) - text_starts[words]
        most = np.ceil(np.maximum(sizes, len(word)) * (1.0 - SIMILAR))
        fewest = np.clip(len(parts) - 3 * most, 1, None)  # trigrams that so many wrong letters leave
        near = (np.abs(sizes - len(word)) <= most) & (shared >= fewest)
        words, shared = words[near], shared[near]
        order = np.lexsort((words, -shared.astype(np.int16)))
        return list(dict.fromkeys(words[order[: 8 * MOST_ALIKE]].tolist()))[:MOST_ALIKE]

    def starting(self, beginning: str, most: int) -> list[str]:
        """Words of the register with a beginning, the most frequent ones when there are more than `most`."""
        first, last = self._place(beginning), self._place(beginning + "\U0010ffff")
        numbers: Sequence[int] = range(first, last)
        if len(numbers) > most:
            starts = self._a["word_start"][first : last + 1].astype(np.int64)
            numbers = (first + np.argsort(starts[:-1] - starts[1:], kind="stable")[:most]).tolist()
        return [word for number in numbers if (word := self._word(number)) != beginning]

    def nearest(self, words: Mapping[str, float], towns: Iterable[str], limit: int, enough: float) -> list[int]:
        """Numbers of companies whose names share most with the words, most first.

        `words` gives the share (0 to 1) of its rarity that each word counts for; once a name shares `enough` bits,
        frequent words are not looked up.
        """
        a, texts = self._a, list(words)
        starts = a["word_start"]
        lists: list[tuple[int, int, float]] = []
        for text, number in zip(texts, self._numbers(texts), strict=True):
            if number >= 0:
                first, last = int(starts[number]), int(starts[number + 1])
                lists.append((last - first, first, words[text] * log2(max(self.names, 2) / (last - first))))
        if not lists:
            return []
        lists.sort()
        base, values = self._share(lists, FEW_POSTINGS)
        if lists[-1][0] > FEW_POSTINGS and float(values.max()) < enough:
            base, values = self._share(lists, POSTINGS)
        if len(base) > SORTED_OUT:
            best = np.argpartition(-values, SORTED_OUT)[:SORTED_OUT]
            base, values = base[best], values[best]
        companies = a["name_company"][base]
        here = [n for town in towns if (n := self._town_numbers.get(town)) is not None]
        if here:
            near = np.isin(a["company_towns"][companies], here).any(axis=1)
            values = values + near.astype(np.float32) * np.float32(TOWN_BITS)
        most = float(values.max())
        if most >= enough:
            near = values >= FAR_BEHIND * most
            companies, values = companies[near], values[near]
        order = np.lexsort((companies, -values))
        return list(dict.fromkeys(companies[order].tolist()))[:limit]

    def _share(
        self, lists: Sequence[tuple[int, int, float]], most: int
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Names that hold the words of the first `lists` (size, place, bits), until `most` are read, and what they
        share with all of the words, less a part of what they do not; a name may be there more than once."""
        postings, scores = self._a["word_names"], self._scores
        read, parts = 0, list[NDArray[np.int32]]()
        for size, first, bits in lists:
            if parts and read + size > most:
                break
            part = postings[first : first + size]
            scores[part] += np.float32(bits)
            parts.append(part)
            read += size
        base = np.concatenate(parts) if len(parts) > 1 else parts[0]
        for size, first, bits in lists[len(parts) :]:
            part = postings[first : first + size]
            places = np.minimum(np.searchsorted(part, base), size - 1)
            scores[base[part[places] == base]] += np.float32(bits)
        found = scores[base]
        scores[base] = 0.0
        left: NDArray[np.float32] = np.maximum(self._a["name_bits"][base] - found, np.float32(0))
        return base, found - np.float32(LEFT_OVER_SHARE) * left

    def known(self, company: int) -> Known:
        """A company, ready to be compared."""
        found = self._known.get(company)
        if found is None:
            if len(self._known) >= MOST_CACHED:
                self._known.clear()
            found = self._known[company] = self._read(company)
        return found

    def _read(self, company: int) -> Known:
        a = self._a
        first, last = a["company_name_start"][company : company + 2].tolist()
        starts = a["name_start"][first : last + 1].tolist()
        numbers = a["name_words"][starts[0] : starts[-1]].tolist() if last > first else []
        kinds = a["name_kind"][first:last].tolist()
        texts = [self._word(number) for number in numbers]
        names = tuple(
            (tuple(texts[begin - starts[0] : end - starts[0]]), kind)
            for (begin, end), kind in zip(pairwise(starts), kinds, strict=True)
        )
        begin, end = a["company_identifier_start"][company : company + 2].tolist()
        return Known(
            int(self.keys[company]),
            names,
            self._forms[int(a["form"][company])],
            frozenset(self._towns[n] for n in a["company_towns"][company].tolist() if n >= 0),
            frozenset(f"{code:05d}" for code in a["company_postcodes"][company].tolist() if code >= 0),
            frozenset(a["company_identifiers"][begin:end].tolist()),
            bool(a["active"][company]),
        )

    def _word(self, number: int) -> str:
        first, last = self._a["word_text_start"][number : number + 2].tolist()
        return str(self._text[first:last], "utf-8", "surrogatepass")

    def _place(self, text: str) -> int:
        """Number of the first word that does not sort before a text."""
        heads, head = self._a["word_head"], np.uint64(head_of(text))
        low, high = int(np.searchsorted(heads, head, "left")), int(np.searchsorted(heads, head, "right"))
        while low < high:
            middle = (low + high) // 2
            if self._word(middle) < text:
                low = middle + 1
            else:
                high = middle
        return low

    def _numbers(self, words: Sequence[str]) -> list[int]:
        """Numbers of words; -1 for a word that no name holds."""
        hashes, numbers = self._a["word_hash"], self._a["word_hash_number"]
        if not len(hashes):
            return [-1] * len(words)
        wanted = np.array([hash_of(word) for word in words], dtype=np.uint64)
        places = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
        found: list[int] = np.where(hashes[places] == wanted, numbers[places], -1).tolist()
        return found


def _texts(blob: NDArray[np.uint8], starts: NDArray[np.uint32]) -> list[str]:
    whole, places = blob.tobytes(), starts.tolist()
    return [whole[first:last].decode("utf-8", "surrogatepass") for first, last in pairwise(places)]

"""Packing known records into arrays: what `index.Index` reads. The caller saves them, one file an array.

Words are numbered in alphabetical order, so that a range of numbers is all words with one beginning. Postings are lists
of ascending numbers behind one another; `..._start` tells where each begins, with one more for the end.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from outreach.rules.linkage.entry import Entry

VERSION = 1  # of the layout: an index of another one is made anew
TOWNS = 4  # names of its towns that are kept of a company
POSTCODES = 2
GRAM_BITS = 6  # of one letter in a trigram
GRAMS = 1 << (3 * GRAM_BITS)

ID, DOMAIN, EMAIL, PHONE, STREET = range(5)  # kinds of identifiers

# Words are hashed letter by letter, so that the hash of a word without a letter follows from those of its parts.
MASK = (1 << 64) - 1
BASE = 0x9E3779B97F4A7C15  # odd: it has an inverse
INVERSE = pow(BASE, -1, 1 << 64)
SHORTEST_SPELT, LONGEST_SPELT = 4, 24  # letters of words that are looked up misspelt
POWERS = [pow(BASE, place, 1 << 64) for place in range(LONGEST_SPELT + 1)]

Arrays = dict[str, NDArray[Any]]

# a-z 1-26, digits 27-36, begin 37, end 38, everything else 39
LETTERS = np.full(256, 39, dtype=np.uint32)
LETTERS[ord("a") : ord("z") + 1] = np.arange(1, 27)
LETTERS[ord("0") : ord("9") + 1] = np.arange(27, 37)
LETTERS[ord("^")], LETTERS[ord("$")] = 37, 38


def hash_of(text: str) -> int:
    """XXH3 of 64 bits: the same on every machine."""
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


def head_of(text: str) -> int:
    """The first eight bytes of a word as a number: words are in the order of these."""
    return int.from_bytes(text.encode("utf-8", "surrogatepass")[:8].ljust(8, b"\0"), "big")


def identifier(kind: int, value: str) -> int:
    """An identifier as a number whose last three bits tell its kind."""
    return hash_of(value) & ~7 | kind


def identifiers_of(entry: Entry) -> list[int]:
    """What a record may share with another one. A street counts with its postcode and without it."""
    found = [identifier(ID, entry.business_id)] if entry.business_id else []
    found += [identifier(DOMAIN, domain) for domain in entry.domains]
    found += [identifier(EMAIL, email) for email in entry.emails]
    found += [identifier(PHONE, phone) for phone in entry.phones]
    for street in entry.streets:
        found.append(identifier(STREET, street))
        if street[:5].isdigit() and street[5:6] == " ":
            found.append(identifier(STREET, street[6:]))
    return list(dict.fromkeys(found))


def pack(entries: Iterable[Entry]) -> Arrays:
    """Arrays of all entries, which come in ascending order of their keys, each key once.

    Memory: about 250 bytes a company while it works, and the arrays of about 150.
    """
    store = _Store()
    for entry in entries:
        store.add(entry)
    return store.arrays()


class _Store:
    """What is collected while the entries go by."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.towns: dict[str, int] = {}
        self.forms: dict[str, int] = {"": 0}
        self.keys = array("q")
        self.active = array("b")
        self.form = array("B")
        self.company_towns = array("h")
        self.company_postcodes = array("i")
        self.name_company = array("i")
        self.name_kind = array("b")
        self.name_start = array("I", [0])
        self.name_words = array("i")
        self.identifier = array("Q")
        self.identifier_company = array("i")

    def add(self, entry: Entry) -> None:
        company = len(self.keys)
        self.keys.append(entry.key)
        self.active.append(entry.active)
        self.form.append(self.forms.setdefault(entry.form, len(self.forms)))
        self.company_towns.extend(_fixed([self._town(name) for name in entry.towns], TOWNS))
        self.company_postcodes.extend(_fixed([int(code) for code in entry.postcodes], POSTCODES))
        words = self.words
        for name, kind in entry.names:
            self.name_company.append(company)
            self.name_kind.append(kind)
            self.name_words.extend([words.setdefault(word, len(words)) for word in name.split(" ")])
            self.name_start.append(len(self.name_words))
        for number in identifiers_of(entry):
            self.identifier.append(number)
            self.identifier_company.append(company)

    def _town(self, name: str) -> int:
        return self.towns.setdefault(name, min(len(self.towns), 32_000))

    def arrays(self) -> Arrays:
        texts = sorted(self.words)
        renumber = np.empty(max(len(texts), 1), dtype=np.int32)
        for place, text in enumerate(texts):
            renumber[self.words[text]] = place
        name_words = renumber[_as(self.name_words, np.int32)] if self.name_words else np.empty(0, np.int32)
        name_start = _as(self.name_start, np.uint32)
        blob, starts = _blob(texts)
        found: Arrays = {
            "keys": _as(self.keys, np.int64),
            "active": _as(self.active, np.int8),
            "form": _as(self.form, np.uint8),
            "company_towns": _as(self.company_towns, np.int16).reshape(-1, TOWNS),
            "company_postcodes": _as(self.company_postcodes, np.int32).reshape(-1, POSTCODES),
            "name_company": _as(self.name_company, np.int32),
            "name_kind": _as(self.name_kind, np.int8),
            "name_start": name_start,
            "name_words": name_words,
            "word_texts": blob,
            "word_text_start": starts,
            "word_head": np.array([head_of(text) for text in texts], dtype=np.uint64),
        }
        found["company_name_start"] = np.searchsorted(found["name_company"], np.arange(len(self.keys) + 1))
        found |= _sorted_hashes("word", [hash_of(text) for text in texts])
        found |= _postings(name_words, name_start, len(texts))
        found["name_bits"] = _name_bits(found, len(texts))
        found |= _grams(blob, starts)
        found |= _shortened(blob, starts)
        found |= self._identifiers()
        found |= self._places()
        for name, table in (("town", self.towns), ("form", self.forms)):
            blob, starts = _blob(list(table))
            found |= {f"{name}_texts": blob, f"{name}_text_start": starts}
        return found

    def _identifiers(self) -> Arrays:
        hashes, companies = _as(self.identifier, np.uint64), _as(self.identifier_company, np.int32)
        by_company = np.searchsorted(companies, np.arange(len(self.keys) + 1)).astype(np.uint32)
        order = np.argsort(hashes, kind="stable")
        return {
            "company_identifiers": hashes,
            "company_identifier_start": by_company,
            "identifier": hashes[order],
            "identifier_company": companies[order],
        }

    def _places(self) -> Arrays:
        """How many companies each town name has."""
        towns = np.asarray(self.company_towns, dtype=np.int64)
        return {"town_size": np.bincount(towns[towns >= 0], minlength=len(self.towns)).astype(np.int32)}


def _fixed(values: Sequence[int], size: int) -> list[int]:
    return [*values[:size], *([-1] * (size - len(values)))]


def _as(values: array[int], kind: Any) -> NDArray[Any]:
    return np.array(values, dtype=kind) if len(values) else np.empty(0, dtype=kind)


def _sizes(starts: NDArray[Any]) -> NDArray[np.int64]:
    wide = starts.astype(np.int64)
    return wide[1:] - wide[:-1]


def _blob(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    starts = np.zeros(len(encoded) + 1, dtype=np.uint32)
    np.cumsum([len(text) for text in encoded], out=starts[1:])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), starts


def _sorted_hashes(name: str, hashes: Sequence[int]) -> Arrays:
    values = np.array(hashes, dtype=np.uint64)
    order = np.argsort(values, kind="stable").astype(np.int32)
    return {f"{name}_hash": values[order], f"{name}_hash_number": order}


def _postings(name_words: NDArray[Any], name_start: NDArray[Any], words: int) -> Arrays:
    """Names of each word, a name once."""
    names = np.repeat(np.arange(len(name_start) - 1, dtype=np.uint64), _sizes(name_start))
    pairs = np.unique((name_words.astype(np.uint64) << np.uint64(32)) | names)
    starts = np.searchsorted(pairs, np.arange(words + 1, dtype=np.uint64) << np.uint64(32)).astype(np.uint32)
    return {"word_names": (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32), "word_start": starts}


def _name_bits(found: Arrays, words: int) -> NDArray[np.float32]:
    """Rarity of all words of each name, in bits, summed."""
    names = max(len(found["name_company"]), 2)
    rarity = np.log2(names / np.maximum(_sizes(found["word_start"]), 1))
    start = found["name_start"].astype(np.int64)
    sums = np.concatenate(([0.0], np.cumsum(rarity[found["name_words"]]))) if words else np.zeros(1)
    return (sums[start[1:]] - sums[start[:-1]]).astype(np.float32)


def _grams(blob: NDArray[np.uint8], starts: NDArray[np.uint32]) -> Arrays:
    """Words of each trigram of letters, begin and end of the word counted as letters."""
    words = len(starts) - 1
    lengths = _sizes(starts)
    padded = np.full(len(blob) + 2 * words, LETTERS[ord("^")], dtype=np.uint32)
    owner = np.repeat(np.arange(words, dtype=np.uint64), lengths + 2)
    ends = np.cumsum(lengths + 2) - 1
    inside = np.ones(len(padded), dtype=bool)
    inside[ends] = False
    inside[ends - lengths - 1] = False
    padded[inside] = LETTERS[blob]
    padded[ends] = LETTERS[ord("$")]
    if len(padded) < 3:
        return {"gram_words": np.empty(0, np.int32), "gram_start": np.zeros(GRAMS + 1, np.uint32)}
    codes = (padded[:-2] << (2 * GRAM_BITS)) | (padded[1:-1] << GRAM_BITS) | padded[2:]
    whole = owner[:-2] == owner[2:]
    pairs = np.unique((codes[whole].astype(np.uint64) << np.uint64(32)) | owner[:-2][whole])
    starts = np.searchsorted(pairs, np.arange(GRAMS + 1, dtype=np.uint64) << np.uint64(32)).astype(np.uint32)
    return {"gram_words": (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32), "gram_start": starts}


def _shortened(blob: NDArray[np.uint8], starts: NDArray[np.uint32]) -> Arrays:
    """Words by the hash of the whole and of each word that is left when one letter is taken out: two words that share
    one of these differ by one letter, by two neighbours that changed places, or by a letter on either side."""
    words, lengths = len(starts) - 1, _sizes(starts)
    owner = np.repeat(np.arange(words, dtype=np.int32), lengths)
    place = np.arange(len(blob), dtype=np.int64) - np.repeat(starts[:-1].astype(np.int64), lengths)
    longest = int(lengths.max()) if words else 0
    terms = (blob.astype(np.uint64) + np.uint64(1)) * _powers(longest)[place]
    upto = np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)))  # wraps round, as it should
    before = upto[:-1] - np.repeat(upto[starts[:-1]], lengths)
    whole = upto[starts[1:]] - upto[starts[:-1]]
    behind = np.repeat(whole, lengths) - before - terms
    hashes = np.concatenate((whole, before + behind * np.uint64(INVERSE)))
    owners = np.concatenate((np.arange(words, dtype=np.int32), owner))
    fits = np.isin(np.concatenate((lengths, np.repeat(lengths, lengths))), range(SHORTEST_SPELT, LONGEST_SPELT + 1))
    hashes, owners = hashes[fits], owners[fits]
    order = np.argsort(hashes, kind="stable")
    return {"spelling": hashes[order], "spelling_word": owners[order]}


def _powers(longest: int) -> NDArray[np.uint64]:
    powers = np.full(longest + 1, BASE, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def spellings(word: str) -> list[int]:
    """The hashes of a word and of what is left of it when one letter is taken out, as `pack` makes them."""
    letters = word.encode("utf-8", "surrogatepass")
    if not SHORTEST_SPELT <= len(letters) <= LONGEST_SPELT:
        return []
    terms = [(letter + 1) * power for letter, power in zip(letters, POWERS, strict=False)]
    whole, before = sum(terms), 0
    found = [whole & MASK]
    for term in terms:
        found.append((before + (whole - before - term) * INVERSE) & MASK)
        before += term
    return found

"""Keywords of a need: stems per language, parts of compounds, words that must stand side by side.

A keyword is found in a text when each of its words is, one after another. A plain word is found by its stem, so that
"saha" finds "sahat" and not "sahara"; `word*` finds what begins so; `*word` also finds the word inside compounds. Å, ä
and ö are letters of their own, so that "saha" never finds "sähä". Stems: Snowball, https://snowballstem.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from outreach.rules.text import name_fold

LANGUAGES = ("fi", "sv", "en")
LONGEST_WORD = 60  # letters of a word that is looked at; longer runs are no words
SHORTEST_INSIDE = 4  # letters: a shorter piece would be found in any compound

_ALGORITHMS = {"fi": "finnish", "sv": "swedish", "en": "english"}
_WORD = re.compile(r"[^\W_]+")
# Finnish nouns in -us (hitsaus, hitsauksen, hitsausta) and -minen (-misen, -mista), whose stems differ by case.
_FI_NOUN = re.compile(r"(?<=[a-zåäö]{4}[uy])(?:s|ks|uk|de|t)$|(?<=[a-zåäö]{5}m)(?:in|is|i)$")


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a keyword: its stems, and `probe`, with which every word that can match begins or which it holds."""

    stems: frozenset[str]
    probe: str
    inside: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Keyword:
    """`group` is equal for translations of one word, which count once; None where they cannot be told."""

    text: str
    language: str
    parts: tuple[Part, ...]
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A keyword found, and the words of the text that it was found by, as the text has them."""

    keyword: Keyword
    words: str


class Matcher:
    """Finds keywords in texts; one look tells that a text holds none, which most do not."""

    def __init__(self, keywords: Sequence[Keyword]) -> None:
        self.keywords = tuple(keywords)
        starts = sorted({p.probe for k in keywords for p in k.parts[:1] if not p.inside})
        insides = sorted({p.probe for k in keywords for p in k.parts[:1] if p.inside})
        choices = [rf"(?<![^\W_])(?:{_any(starts)})"] if starts else []
        choices += [_any(insides)] if insides else []
        self._quick = re.compile("|".join(choices)) if choices else None

    def find(self, text: str) -> tuple[Hit, ...]:
        """Each keyword at most once, in the order of the keywords."""
        if self._quick is None or not self._quick.search(text.casefold()):
            return ()
        written = _WORD.findall(text)
        words = [word.casefold()[:LONGEST_WORD] for word in written]
        hits = []
        for keyword in self.keywords:
            at = _place(keyword, words)
            if at is not None:
                hits.append(Hit(keyword, " ".join(written[at : at + len(keyword.parts)])[: 2 * LONGEST_WORD]))
        return tuple(hits)


def keyword(text: str, language: str, group: int | None = None) -> Keyword | None:
    """A keyword as somebody wrote it, made ready for matching; None when no letter is left."""
    parts = tuple(part for piece in text.split() for part in _parts(piece, language))
    return Keyword(text.strip(), language, parts, group) if parts else None


def keywords(lists: Mapping[str, Sequence[str]]) -> tuple[Keyword, ...]:
    """Keywords by language. Lists of equal length hold translations of each other, word by word."""
    aligned = len({len(words) for words in lists.values() if words}) == 1
    made = (
        keyword(text, language, index if aligned else None)
        for language, words in lists.items()
        for index, text in enumerate(words)
    )
    return tuple(found for found in made if found is not None)


def different(hits: Iterable[Hit]) -> int:
    """How many different things the hits speak of, at most as many as there are different words found.

    Translations count once; where they cannot be told, only the language with most keywords found counts.
    """
    groups: set[int] = set()
    loose: dict[str, set[str]] = {}
    words = set()
    for hit in hits:
        words.add(hit.words.casefold())
        if hit.keyword.group is not None:
            groups.add(hit.keyword.group)
        else:
            loose.setdefault(hit.keyword.language, set()).add(hit.keyword.text.casefold())
    return min(len(groups) + max(map(len, loose.values()), default=0), len(words))


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Stem of a lower-case word. A stem of hardly more than half the word is not trusted: the word itself is kept."""
    if language not in _ALGORITHMS or len(word) < 4:
        return word
    import snowballstemmer  # loads the stemmers of thirty languages: only where words are compared

    cut: str = snowballstemmer.stemmer(_ALGORITHMS[language]).stemWord(word)
    if language == "fi":
        cut = _FI_NOUN.sub("", cut)
    return cut if len(cut) * 20 > len(word) * 11 and len(cut) >= 3 else word


@dataclass(frozen=True, slots=True)
class Lookup:
    """How an index of folded names finds all names that can hold a keyword: `inside` is a piece of a word of the name;
    without it every one of `starts` begins a word of it."""

    starts: tuple[str, ...] = ()
    inside: str = ""


def lookup(keyword: Keyword) -> Lookup:
    """Where to look for a keyword; more is found than matches, never less."""
    inside = next((name_fold(part.probe) for part in keyword.parts if part.inside), "")
    if inside:
        return Lookup(inside=inside)
    return Lookup(starts=tuple(piece for part in keyword.parts for piece in name_fold(part.probe).split()))


def _parts(piece: str, language: str) -> list[Part]:
    inside, open_end = piece.startswith("*"), piece.endswith("*") and len(piece) > 1
    words = [word[:LONGEST_WORD] for word in _WORD.findall(piece.casefold())]
    made = []
    for index, word in enumerate(words):
        stems = _stems(word, language)
        if inside and index == 0:
            made.append(Part(stems, _inside(word, stems), inside=True))
        elif open_end and index == len(words) - 1:
            made.append(Part(stems, word, open_end=True))
        else:
            made.append(Part(stems, _beginning(word, stems)))
    return made


def _stems(word: str, language: str) -> frozenset[str]:
    """Stems that mean this word. Snowball takes some endings for cases: peruna -> peru, but perunan -> perun."""
    stems = {word, stem(word, language)}
    if language == "fi" and len(word) >= 6 and word[-1] in "aeiouyäö":
        stems.add(word[:-1])
    return frozenset(stems)


def _inside(word: str, stems: Iterable[str]) -> str:
    """What to look for inside compounds: the shortest stem that leaves most of the word."""
    enough = [s for s in stems if word.startswith(s) and len(s) >= SHORTEST_INSIDE and len(s) * 4 >= len(word) * 3]
    return min(enough, key=len, default=word)


def _beginning(word: str, stems: Iterable[str]) -> str:
    """What the word and its stems begin with; a stem may end in another letter (energy, energi)."""
    return next((word[:n] for n in range(len(word), 0, -1) if all(s.startswith(word[:n]) for s in stems)), word[:1])


def _place(keyword: Keyword, words: list[str]) -> int | None:
    """Where in the words the keyword stands."""
    first, rest, language = keyword.parts[0], keyword.parts[1:], keyword.language
    for at, word in enumerate(words[: len(words) - len(rest)]):
        if _is(first, word, language) and all(
            _is(part, words[at + index], language) for index, part in enumerate(rest, start=1)
        ):
            return at
    return None


def _is(part: Part, word: str, language: str) -> bool:
    if part.inside:
        return part.probe in word
    if not word.startswith(part.probe):
        return False
    return part.open_end or word in part.stems or stem(word, language) in part.stems


def _any(probes: Iterable[str]) -> str:
    return "|".join(re.escape(probe) for probe in probes)

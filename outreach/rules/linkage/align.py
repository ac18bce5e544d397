"""Two names laid side by side: which words meet, which only resemble each other, and what is left over.

Digits, Roman numerals and single letters never meet by resemblance. What is left over is sorted by what it may mean: a
town or a page's filler explains itself, a number or a word sets two organisations apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA

from outreach.rules.linkage.forms import HOUSING, PREMISES
from outreach.rules.linkage.names import is_number

SIMILAR = 0.74  # normalised OSA similarity from which a misspelling is thought of
SHORTEST_FUZZY = 4
MOST_JOINED = 4  # words that are written as one
SAME_JOINED = 0.85
SHORTEST_JOINED = 3  # letters of each part of such words
LONG_JOINED = 8  # letters from which words written as one may be misspelt too
GLUED = ("oyj", "tmi", "osk", "oy", "ab", "ky", "ry", "rf", "ay")  # legal forms that lists write without a blank
SHORTEST_SHORT = 3  # letters of an abbreviation
SHORTEST_CUT = 2  # letters that are left of a word which a column cut off

_FILLER = """
etusivu kotisivu kotisivut kotisivusto homepage frontpage hem hemsida startsida tervetuloa valkommen welcome
yhteystiedot kontakt contact contacts toimipiste toimipisteet verkkosivut www fi com virallinen sivusto paasivu
"""
FORM_WORDS = frozenset({HOUSING, PREMISES})
FILLER = frozenset(_FILLER.split())
PAGE_WORDS = FILLER | {
    "home",
    "yritys",
    "esittely",
    "meista",
    "facebook",
    "instagram",
    "linkedin",
}  # alone in a title  # words of pages, not of names


class Left(IntEnum):
    """What a word is that the other name lacks."""

    FILLER = 0
    TOWN = 1
    FORM = 2  # of housing and premises companies, whose form is a word of the name; lists leave it out
    CUT = 3  # behind the end of a column
    UNKNOWN = 4  # no name of the register holds it
    KNOWN = 5
    NUMBER = 6


class Meeting(NamedTuple):
    """Words that meet. `word` is that of the register, joined where one side writes it as several."""

    ours: str
    word: str
    how: str  # equal, joined, similar, short, initial, cut
    likeness: float = 1.0


class Alignment(NamedTuple):
    met: tuple[Meeting, ...]
    ours: tuple[tuple[str, Left], ...]
    theirs: tuple[tuple[str, Left], ...]
    ordered: bool = True  # whether words that are equal stand in the same order


class Words(NamedTuple):
    """Whether a name of the register holds a word, whether one may be a misspelling of it, and which are towns of the
    known record."""

    known: Callable[[str], bool]
    resembles: Callable[[str], bool]
    town: Callable[[str], bool]


def align(
    ours: Sequence[str],
    theirs: Sequence[str],
    words: Words,
    *,
    cut: bool = False,
    bare: bool = False,
    bare_theirs: bool = False,
) -> Alignment:
    """Pairs words: equal, joined or split, misspelt, cut off, initials; the rest is left over on either side.

    `cut`: the end of our name may be missing. `bare`, `bare_theirs`: a name tells no legal form.
    """
    if ours == theirs:
        return Alignment(tuple(Meeting(word, word, "equal") for word in ours), (), ())
    left, right, met = _equal(ours, theirs)
    if left and right:
        met += _joined(left, right)
    if left and right:
        met += _shortened(left, right, words)
    if left and right:
        met += _similar(left, right)
    behind: set[str] = set()
    if cut and right and (not left or left == [ours[-1]]):
        met += _cut(left, right, behind)
    if left and right:
        met += _initials(left, right, {ours[-1], theirs[-1]})
    ours_over = [(word, Left.FORM if bare_theirs and word in FORM_WORDS else _kind(word, words)) for word in left]
    theirs_over = [
        (word, Left.CUT if word in behind else Left.FORM if bare and word in FORM_WORDS else _kind(word, words))
        for word in right
    ]
    if any(kind is Left.TOWN for _, kind in ours_over) and any(kind is Left.TOWN for _, kind in theirs_over):
        ours_over = [(word, Left.KNOWN if kind is Left.TOWN else kind) for word, kind in ours_over]  # two places
    return Alignment(tuple(met), tuple(ours_over), tuple(theirs_over), _ordered(met, theirs))


def _ordered(met: Sequence[Meeting], theirs: Sequence[str]) -> bool:
    places = [theirs.index(meeting.word) for meeting in met if meeting.how == "equal"]
    return places == sorted(places)


def _kind(word: str, words: Words) -> Left:
    if is_number(word):
        return Left.NUMBER
    if words.town(word):
        return Left.TOWN
    if word in FILLER:
        return Left.FILLER
    return Left.KNOWN if words.known(word) or words.resembles(word) else Left.UNKNOWN


def _equal(ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], list[str], list[Meeting]]:
    right = list(theirs)
    left: list[str] = []
    met: list[Meeting] = []
    for word in ours:
        if word in right:
            right.remove(word)
            met.append(Meeting(word, word, "equal"))
        else:
            left.append(word)
    return left, right, met


def _joined(left: list[str], right: list[str]) -> list[Meeting]:
    """Takes out words that one side writes as one and the other as several: "byte lab", "bytelab", misspelt too."""
    met: list[Meeting] = []
    for parts, wholes, swapped in ((left, right, False), (right, left, True)):
        start = 0
        while start < len(parts) - 1:
            found = _join(parts[start : start + MOST_JOINED], wholes)
            if found is None:
                start += 1
                continue
            size, whole, likeness = found
            split = " ".join(parts[start : start + size])
            wholes.remove(whole)
            del parts[start : start + size]
            ours, theirs = (whole, split) if swapped else (split, whole)
            met.append(Meeting(ours, theirs, "joined", likeness))
    return met


def _join(parts: Sequence[str], wholes: Sequence[str]) -> tuple[int, str, float] | None:
    """How many of the first parts make up one of the words, which one, and how nearly."""
    length = len(parts[0])
    for size in range(2, len(parts) + 1):
        length += len(parts[size - 1])
        for whole in wholes:
            if abs(len(whole) - length) <= 2 and (likeness := _same_joined(parts[:size], whole)):
                return size, whole, likeness
    return None


def _same_joined(parts: Sequence[str], whole: str) -> float:
    joined = "".join(parts)
    if joined == whole:
        return 0.0 if joined.isdigit() else 1.0
    if len(whole) < LONG_JOINED or min(map(len, parts)) < SHORTEST_JOINED or not (joined + whole).isalpha():
        return 0.0
    return OSA.normalized_similarity(joined, whole, score_cutoff=SAME_JOINED)


def _shortened(left: list[str], right: list[str], words: Words) -> list[Meeting]:
    """Takes out abbreviations that lists make: "koneurak" for koneurakointi, "rakliike" for rakennusliike."""
    met: list[Meeting] = []
    for short in [word for word in left if len(word) >= SHORTEST_SHORT and word.isalpha() and not words.known(word)]:
        whole = next((word for word in right if is_short_for(short, word)), None)
        if whole is not None:
            left.remove(short)
            right.remove(whole)
            met.append(Meeting(short, whole, "short"))
    return met


def is_short_for(short: str, whole: str) -> bool:
    """Whether a word is another one without its end, or without its middle."""
    if len(whole) < len(short) + 2 or short[:2] != whole[:2]:
        return False
    if len(short) >= SHORTEST_SHORT and whole.startswith(short):
        return True
    places = range(2, len(short) - 2)
    return any(whole.startswith(short[:at]) and whole.endswith(short[at:]) for at in places)


def _similar(left: list[str], right: list[str]) -> list[Meeting]:
    """Takes out misspelt words, nearest first."""
    found = sorted(
        (-likeness, i, j)
        for i, word in enumerate(left)
        for j, other in enumerate(right)
        if (likeness := _likeness(word, other))
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    met: list[Meeting] = []
    for likeness, i, j in found:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            met.append(Meeting(left[i], right[j], "similar", -likeness))
    left[:] = [word for i, word in enumerate(left) if i not in taken_left]
    right[:] = [word for j, word in enumerate(right) if j not in taken_right]
    return met


def _likeness(word: str, other: str) -> float:
    """0 when two words cannot be one; 1 where only ae is written for ä, or a legal form is glued to ours."""
    size, other_size = len(word), len(other)
    if size < SHORTEST_FUZZY or other_size < SHORTEST_FUZZY:
        return 0.0
    if word.startswith(other) and word[other_size:] in GLUED:
        return 1.0
    if abs(size - other_size) > (1.0 - SIMILAR) * max(size, other_size) or is_number(word) or is_number(other):
        return 0.0
    likeness = OSA.normalized_similarity(word, other, score_cutoff=SIMILAR)
    return 1.0 if likeness and plain(word) == plain(other) else likeness


def plain(word: str) -> str:
    """A word without the spellings of foreign keyboards: "maekinen" for Mäkinen."""
    return word.replace("ae", "a").replace("oe", "o").replace("aa", "a")


def without_form(word: str) -> str:
    """A word without the legal form that is glued to it; "" when there is none."""
    if not word.endswith(GLUED):
        return ""
    rest = word.removesuffix(next(form for form in GLUED if word.endswith(form)))
    return rest if len(rest) >= SHORTEST_FUZZY else ""


def _cut(left: list[str], right: list[str], behind: set[str]) -> list[Meeting]:
    """The last word as the beginning of one of theirs; all words of theirs behind it have been cut off too."""
    if not left:
        behind.update(right)
        return []
    last = left[0]
    whole = next((word for word in right if len(last) >= SHORTEST_CUT and word.startswith(last)), None)
    if whole is None:
        return []
    place = right.index(whole)
    behind.update(right[place + 1 :])
    right.remove(whole)
    left.clear()
    return [Meeting(last, whole, "cut")]


def _initials(left: list[str], right: list[str], last: set[str]) -> list[Meeting]:
    """A single letter for a word that begins with it. The last word of a name is nobody's initial: "Koivu B"."""
    met: list[Meeting] = []
    for mine, others, swapped in ((left, right, False), (right, left, True)):
        for letter in [word for word in mine if len(word) == 1 and word.isalpha() and word not in last]:
            whole = next((word for word in others if len(word) > 2 and word.startswith(letter)), None)
            if whole is not None:
                mine.remove(letter)
                others.remove(whole)
                met.append(Meeting(whole, letter, "initial") if swapped else Meeting(letter, whole, "initial"))
    return met

"""Two names laid side by side: which words meet, which only resemble each other, and what is left over.

Digits, Roman numerals and single letters never meet by resemblance. A word that differs in its ending only
("Virtanen", "Virtaset") is another word: siblings are named so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import log2

from rapidfuzz.distance import OSA

from outreach.rules.linkage.common_words import COMMON_WORDS
from outreach.rules.linkage.names import ParsedName, is_number, parse_name
from outreach.rules.text import name_fold
from outreach.terms.linkage import NameAgreement

SIMILAR_WORD = 0.74  # normalised OSA similarity from which a misspelling is thought of
SHORTEST_FUZZY = 4
ENDING = 3  # letters at the end within which Finnish inflects
CAP = 7.0  # bits that a name can give
OTHER_FORM = 2.5
NAMESAKES = 4.0  # bits less for a private trader: many people bear one name
MOST_INCOMING_NAMES = 6
MOST_KNOWN_NAMES = 40

Frequency = Callable[[str], int]  # folded word -> number of names in the whole register that hold it


@dataclass(frozen=True, slots=True)
class NameComparison:
    """The best of all pairs of names. `bits` is at most `CAP`; `similar` are words that met by resemblance."""

    agreement: NameAgreement
    bits: float
    incoming: str = ""
    known: str = ""
    similar: tuple[tuple[str, str], ...] = ()
    left_incoming: tuple[str, ...] = ()
    left_known: tuple[str, ...] = ()
    forms_differ: bool = False
    person: bool = False

    @property
    def clashing_numbers(self) -> bool:
        """Whether both names have a number of their own: As Oy Koivu 1, As Oy Koivu 2."""
        return any(map(is_number, self.left_incoming)) and any(map(is_number, self.left_known))


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much a word tells. Without frequencies of a register the length of the word has to do."""

    frequency: Frequency | None
    total: int

    def bits(self, word: str) -> float:
        """Weight of agreement on a word: log2(N / df)."""
        if self.frequency:
            return log2(self.total / min(max(self.frequency(word), 1), self.total))
        if self.common(word):
            return 5.0
        return 6.0 if len(word) <= 3 else 10.0 if len(word) <= 6 else 13.0

    def common(self, word: str) -> bool:
        """Whether a word is so frequent that sharing it means nothing."""
        if self.frequency:
            return self.frequency(word) > self.total / 2_000
        return word in COMMON_WORDS or is_number(word)

    def known(self, word: str) -> bool | None:
        """Whether the register uses the word; None when nobody has counted."""
        return self.frequency(word) > 0 if self.frequency else None


def compare_names(incoming: Sequence[str], known: Sequence[str], rarity: Rarity, town: str = "") -> NameComparison:
    """Compares all names of two records and keeps the best pair. `town` is the place that both records agree on."""
    best = NameComparison(NameAgreement.NONE, 0.0, incoming[0] if incoming else "", known[0] if known else "")
    theirs = [parse_name(name) for name in known[:MOST_KNOWN_NAMES]]
    for ours in (parse_name(name) for name in incoming[:MOST_INCOMING_NAMES]):
        for other in theirs:
            for comparison in _pair(ours, other, rarity, name_fold(town)):
                if _rank(comparison) > _rank(best):
                    best = comparison
    return best


_ORDER = {NameAgreement.FULL: 3, NameAgreement.LOOSE: 2, NameAgreement.PARTIAL: 1, NameAgreement.NONE: 0}


def _rank(comparison: NameComparison) -> tuple[int, float]:
    return _ORDER[comparison.agreement], comparison.bits


def _pair(ours: ParsedName, other: ParsedName, rarity: Rarity, town: str) -> list[NameComparison]:
    if not ours.words or not other.words:
        return []
    clash = bool(ours.legal_form_code and other.legal_form_code and ours.legal_form_code != other.legal_form_code)
    person = ours.person or other.person
    whole = _align(ours.words, other.words, rarity, town)
    found = [whole]
    if whole.agreement in {NameAgreement.PARTIAL, NameAgreement.NONE}:
        shorter = [(words, other.words) for words in ours.readings] + [(ours.words, words) for words in other.readings]
        for left, right in shorter:
            reading = _align(left, right, rarity, town)
            if reading.agreement is NameAgreement.FULL:
                found.append(replace(reading, agreement=NameAgreement.LOOSE, bits=reading.bits - 2.0))
    return [_named(comparison, ours, other, clash, person) for comparison in found]


def _named(
    comparison: NameComparison, ours: ParsedName, other: ParsedName, clash: bool, person: bool
) -> NameComparison:
    full = comparison.agreement is NameAgreement.FULL
    return replace(
        comparison,
        agreement=NameAgreement.LOOSE if full and clash else comparison.agreement,
        bits=comparison.bits - (NAMESAKES if person else 0.0),
        incoming=ours.text,
        known=other.text,
        forms_differ=clash,
        person=person,
    )


def _align(left: Sequence[str], right: Sequence[str], rarity: Rarity, town: str) -> NameComparison:
    """Pairs words: equal, joined or split, misspelt, initials. What stays is left over."""
    if sorted(left) == sorted(right):
        bits = sum(rarity.bits(word) for word in set(left))
        return NameComparison(NameAgreement.FULL, _full(bits, left, rarity))
    ours, theirs, shared = _equal(left, right)
    ours, theirs, joined = _joined(ours, theirs)
    shared += joined
    ours, theirs, similar = _similar(ours, theirs, rarity, trailing={left[-1], right[-1]})
    shared += [word for word, _, _ in similar]
    over = tuple(ours), tuple(theirs)
    telling = any(not rarity.common(word) for word in shared)
    told = [word for word in (*ours, *theirs) if not (telling and _is_town(word, town))]
    if not shared or (told and not telling):
        return NameComparison(NameAgreement.NONE, 0.0, left_incoming=over[0], left_known=over[1])
    penalty = sum(2.5 + 6.0 * (1.0 - likeness) if likeness < 1.0 else 1.5 for _, _, likeness in similar)
    penalty += sum(_penalty(word, rarity) for word in told) + len(over[0]) + len(over[1]) - len(told)
    bits = sum(rarity.bits(word) for word in set(shared))
    pairs = tuple((word, other) for word, other, _ in similar)
    if told:
        weight = min(CAP, bits - log2(rarity.total)) - penalty
        return NameComparison(NameAgreement.PARTIAL, weight, "", "", pairs, over[0], over[1])
    exact = not similar and not over[0] and not over[1]
    agreement = NameAgreement.FULL if exact else NameAgreement.LOOSE
    return NameComparison(agreement, _full(bits, shared, rarity) - penalty, "", "", pairs, over[0], over[1])


def _full(bits: float, words: Sequence[str], rarity: Rarity) -> float:
    """All words agree: the register gives a name once, so even common words name one company, though less surely."""
    floor = 4.0 if all(rarity.common(word) for word in words) else CAP
    return min(CAP, max(floor, bits - log2(rarity.total)))


def _penalty(word: str, rarity: Rarity) -> float:
    if is_number(word):
        return 7.0
    known = rarity.known(word)
    return 6.0 if known is None else 8.0 if known else 5.0


def _is_town(word: str, town: str) -> bool:
    """ "raahe" and "raahen" for Raahe, "iisalmen" for Iisalmi."""
    if len(town) < 4 or " " in town:
        return False
    return word == town or (word.startswith(town[:-1]) and len(word) <= len(town) + 1)


def _equal(left: Sequence[str], right: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    theirs = list(right)
    ours: list[str] = []
    shared: list[str] = []
    for word in left:
        if word in theirs:
            theirs.remove(word)
            shared.append(word)
        else:
            ours.append(word)
    return ours, theirs, shared


def _joined(ours: list[str], theirs: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Takes out words that the other side writes as one: "byte lab" and "bytelab". The long word is the shared one."""
    shared: list[str] = []
    for parts, wholes in ((ours, theirs), (theirs, ours)):
        start = 0
        while start < len(parts) - 1:
            sizes = (n for n in (2, 3, 4) if start + n <= len(parts) and "".join(parts[start : start + n]) in wholes)
            size = next(sizes, 0)
            whole = "".join(parts[start : start + size])
            if size and not whole.isdigit():
                wholes.remove(whole)
                del parts[start : start + size]
                shared.append(whole)
            else:
                start += 1
    return ours, theirs, shared


def _similar(
    ours: list[str], theirs: list[str], rarity: Rarity, trailing: set[str]
) -> tuple[list[str], list[str], list[tuple[str, str, float]]]:
    """Misspelt words, nearest first; gives what is left on either side and the pairs with their likeness.

    `trailing` are the last words of the names: a letter there tells siblings apart and is nobody's initial.
    """
    found = [
        (likeness, i, j)
        for i, word in enumerate(ours)
        for j, other in enumerate(theirs)
        if (likeness := _likeness(word, other, rarity, trailing))
    ]
    nearest = sorted(found, key=lambda pair: (-pair[0], pair[1], pair[2]))
    taken_ours: set[int] = set()
    taken_theirs: set[int] = set()
    pairs: list[tuple[str, str, float]] = []
    for likeness, i, j in nearest:
        if i not in taken_ours and j not in taken_theirs:
            taken_ours.add(i)
            taken_theirs.add(j)
            pairs.append((ours[i], theirs[j], likeness))
    left_ours = [word for i, word in enumerate(ours) if i not in taken_ours]
    left_theirs = [word for j, word in enumerate(theirs) if j not in taken_theirs]
    return left_ours, left_theirs, pairs


def _likeness(word: str, other: str, rarity: Rarity, trailing: set[str]) -> float:
    """0 when two words cannot be one; 0.74 and up for a misspelling; 1 for an initial, or for ae written for ä."""
    short, long = sorted((word, other), key=len)
    if len(short) == 1 and len(long) > 2 and short.isalpha() and short not in trailing and long.startswith(short):
        return 1.0
    if len(short) < SHORTEST_FUZZY or is_number(word) or is_number(other):
        return 0.0
    if _plain(word) == _plain(other):
        return 1.0
    likeness = OSA.normalized_similarity(word, other, score_cutoff=SIMILAR_WORD)
    if likeness < SIMILAR_WORD:
        return 0.0
    if rarity.known(word) is False or rarity.known(other) is False:
        return likeness
    if rarity.known(word) and rarity.known(other):
        return 0.0
    begin = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), len(short))
    return 0.0 if begin >= len(short) - ENDING else likeness


def _plain(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o")

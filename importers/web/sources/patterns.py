"""Regular expressions of source files: only such as cannot run away, on texts short enough for them.

A pattern is taken apart before it is used. What could take exponential time is refused: repeats within repeats,
alternatives within repeats, references back, looking around. For the rest, the number of ways in which its repeats can
share a text is estimated, and the text is cut to a length at which all of them together stay within STEPS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import factorial
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from time import monotonic
from typing import Any

from outreach.errors import BadInput
from outreach.terms.message import Message, say

LONGEST_PATTERN = 200
LONGEST_TEXT = 2000
SHORTEST_TEXT = 120  # a pattern that must be given shorter texts than this is refused
STEPS = 5e7  # a second or less
PATIENCE = 10.0  # seconds that all patterns of a page may take together

_ALPHABET = frozenset(map(chr, range(1, 0x180))) | frozenset("–—’”•·€−→»\u2009\u200b一")
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class _Atom:
    """A piece of a pattern: which characters it may begin with or hold, how often, in how many ways."""

    chars: frozenset[str]
    least: int
    most: int
    ways: int = 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that is safe on texts of up to `longest` characters."""

    expression: re.Pattern[str]
    longest: int

    def found(self, text: str) -> str:
        """Groups of the first match joined by blanks, the whole match where there is no group, "" without a match."""
        match = self.expression.search(text[: self.longest])
        if match is None:
            return ""
        groups = match.groups() or (match[0],)
        return " ".join(group.strip() for group in groups if group and group.strip())


@dataclass(slots=True)
class Patience:
    """Seconds that the patterns of one page have taken; BadInput once they are more than PATIENCE."""

    spent: float = 0.0

    def found(self, pattern: str, text: str) -> str:
        """What a pattern finds in a text, "" for nothing."""
        begun = monotonic()
        found = pattern_of(pattern).found(text)
        self.spent += monotonic() - begun
        if self.spent > PATIENCE:
            raise _refused(pattern, say("it takes too long on this page"))
        return found


@lru_cache(maxsize=256)
def pattern_of(text: str) -> Pattern:
    """The pattern that a text writes; BadInput with what is wrong with it."""
    if len(text) > LONGEST_PATTERN:
        raise _refused(text, say("it is longer than {n} characters", n=LONGEST_PATTERN))
    try:
        expression = re.compile(text)
        tree = _parser.parse(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise _refused(text, say("it is no regular expression: {detail}", detail=str(error))) from error
    if expression.flags & (re.VERBOSE | re.LOCALE | re.ASCII):
        raise _refused(text, say("of the flags only (?i), (?m) and (?s) are possible"))
    atoms = list(_atoms(tree, text))
    anchored = bool(len(tree)) and tree[0] == (c.AT, c.AT_BEGINNING) and not expression.flags & re.MULTILINE
    return Pattern(expression, _longest(atoms, text, starts=not anchored))


def _longest(atoms: Sequence[_Atom], text: str, *, starts: bool = True) -> int:
    """Length of text at which all ways of matching stay within STEPS; `starts`: a match may begin anywhere."""
    free = 0
    ways = 1.0
    for index, atom in enumerate(atoms):
        ways *= atom.ways
        rest, before = atoms[index + 1 :], atoms[:index][::-1]
        if atom.least == atom.most or not rest or not (_shares(atom, rest) or _shares(atom, before)):
            continue
        if atom.most - atom.least <= 8:
            ways *= atom.most - atom.least + 1
        else:
            free += 1
    length = LONGEST_TEXT
    while length >= SHORTEST_TEXT and length ** (free + starts) / factorial(free) * ways > STEPS:
        length -= 20
    if length < SHORTEST_TEXT:
        raise _refused(text, say("its repeats can match the same text in too many ways"))
    return length


def _shares(atom: _Atom, rest: Sequence[_Atom]) -> bool:
    """Whether what stands next to a repeat can match a part of what it matches, so that its edge is not settled."""
    for other in rest:
        if other.chars & atom.chars:
            return True
        if other.least:
            return False
    return False


def _atoms(tree: Any, text: str) -> Iterator[_Atom]:
    for op, value in tree:
        if op in _REPEATS:
            yield _repeat(value, text)
        elif op is c.SUBPATTERN:
            yield from _atoms(value[3], text)
        elif op is c.ATOMIC_GROUP:
            yield from _atoms(value, text)
        elif op is c.BRANCH:
            yield _branch(value[1], text)
        elif op is c.AT:
            continue
        else:
            yield _Atom(_chars(op, value, text), 1, 1)


def _branch(branches: Sequence[Any], text: str) -> _Atom:
    """Alternatives as one piece: what any of them begins with; one of changing length shares with all that follows."""
    chars: frozenset[str] = frozenset()
    for branch in branches:
        atoms = list(_atoms(branch, text))
        _longest(atoms, text)
        needed = next((index for index, atom in enumerate(atoms) if atom.least), None)
        begins = _ALPHABET if needed is None else chars.union(*(atom.chars for atom in atoms[: needed + 1]))
        chars |= begins
    low, high = min(branch.getwidth()[0] for branch in branches), max(branch.getwidth()[1] for branch in branches)
    if high - low > 8 and any(branch.getwidth()[0] != branch.getwidth()[1] for branch in branches):
        return _Atom(_ALPHABET, min(low, 1), LONGEST_TEXT, len(branches))
    return _Atom(chars, min(low, 1), 1, len(branches))


def _repeat(value: tuple[int, int, Any], text: str) -> _Atom:
    least, most, body = value
    single = len(body) == 1 and body[0][0] in (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)
    if single:
        return _Atom(_chars(body[0][0], body[0][1], text), int(least), int(most))
    if most > 1:
        low, high = body.getwidth()
        if low != high or low == 0 or _has_branch(body):
            raise _refused(text, say("a repeat within a repeat, or alternatives within one, can take for ever"))
    list(_atoms(body, text))
    inner = _longest_ways(body, text)
    return _Atom(_ALPHABET, int(least), int(most), inner)


def _longest_ways(body: Any, text: str) -> int:
    """Ways of matching the body of an optional group."""
    ways = 1
    for atom in _atoms(body, text):
        ways *= atom.ways * (1 if atom.least == atom.most else min(int(atom.most) - atom.least + 1, LONGEST_TEXT))
    return ways


def _has_branch(tree: Any) -> bool:
    for op, value in tree:
        if op is c.BRANCH:
            return True
        inner = value[3] if op is c.SUBPATTERN else value[2] if op in _REPEATS else None
        if inner is not None and _has_branch(inner):
            return True
    return False


def _chars(op: Any, value: Any, text: str) -> frozenset[str]:
    """Characters of the alphabet, in both cases, that a single piece matches."""
    if op is c.LITERAL:
        return _cases({chr(value)})
    if op is c.NOT_LITERAL:
        return _ALPHABET
    if op is c.ANY:
        return _ALPHABET
    if op is c.RANGE:
        return _cases({char for char in _ALPHABET if value[0] <= ord(char) <= value[1]})
    if op is c.CATEGORY:
        return _CATEGORIES[value]
    if op is c.IN:
        negated = bool(value) and value[0][0] is c.NEGATE
        parts = [_chars(one, of, text) for one, of in value if one is not c.NEGATE]
        union = frozenset[str]().union(*parts)
        return _ALPHABET - union if negated else union
    raise _refused(text, say("references back and looking around are not possible in it"))


def _cases(chars: set[str]) -> frozenset[str]:
    return frozenset(each for char in chars for each in (char, char.lower(), char.upper()))


_CATEGORIES = {
    c.CATEGORY_DIGIT: frozenset(char for char in _ALPHABET if char.isdecimal()),
    c.CATEGORY_NOT_DIGIT: frozenset(char for char in _ALPHABET if not char.isdecimal()),
    c.CATEGORY_SPACE: frozenset(char for char in _ALPHABET if char.isspace()),
    c.CATEGORY_NOT_SPACE: frozenset(char for char in _ALPHABET if not char.isspace()),
    c.CATEGORY_WORD: frozenset(char for char in _ALPHABET if _WORD.match(char)),
    c.CATEGORY_NOT_WORD: frozenset(char for char in _ALPHABET if not _WORD.match(char)),
}


def _refused(text: str, reason: Message) -> BadInput:
    return BadInput(say("The regular expression {pattern} cannot be used: {reason}.", pattern=text[:80], reason=reason))

"""Where the name of a company stands on a page, also when it is spelled a little differently there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from bs4.element import NavigableString, Tag

from importers.web.document import Document
from importers.web.sources.texts import INLINE, lines_of
from outreach.rules.text import clean, name_fold

MOST_SPOTS = 12
MOST_PAGE_TEXT = 3_000_000  # characters in which the name is looked for
ALIKE = 0.84  # likeness from which a line is taken for the name with a slip in it

_FORMS = frozenset(
    ["oy", "ab", "oyj", "abp", "ky", "kb", "ay", "tmi", "fma", "osk", "anl", "ry", "rf", "ltd", "inc", "gmbh", "as"]
)
_FURNITURE = frozenset({"nav", "header", "footer", "aside", "form"})
EXACT, START, INSIDE, LIKE = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Spot:
    """An element whose text is, begins with or holds the name; `rank` is how well, 0 the best."""

    tag: Tag
    rank: int


def spots_of(document: Document, name: str) -> list[Spot]:
    """Places of a name, the best first; those in menus, page heads and page foots last."""
    wanted = name_fold(name)
    bare = _bare(wanted)
    found: list[tuple[bool, int, int, Tag]] = []
    loose: list[tuple[float, int, Tag]] = []
    for number, (tag, folded) in enumerate(_texts(document)):
        rank = _rank(folded, wanted, bare)
        if rank is not None:
            found.append((_is_furniture(tag), rank, number, tag))
        elif not found and abs(len(folded) - len(wanted)) <= 6 + len(wanted) // 4:
            likeness = _likeness(folded, wanted)
            if likeness >= ALIKE:
                loose.append((-likeness, number, tag))
    if not found:
        return [Spot(tag, LIKE) for _, _, tag in sorted(loose, key=lambda each: each[:2])[:3]]
    found.sort(key=lambda each: each[:3])
    return [Spot(tag, rank) for _, rank, _, tag in found[:MOST_SPOTS]]


def is_named(found: str, name: str) -> bool:
    """Whether a name that was read is the one that was given, small differences aside."""
    one, other = name_fold(found), name_fold(name)
    begins = len(other) >= 4 and one.startswith(f"{other} ")
    return begins or one == other or _bare(one) == _bare(other) or _likeness(one, other) >= ALIKE


def _texts(document: Document) -> Iterator[tuple[Tag, str]]:
    """Lines and the strings in them with their elements, folded; then what images say."""
    body = document.soup.body or document.soup
    for line in lines_of([body], most=MOST_PAGE_TEXT):
        holder = _common(line.strings)
        folded = name_fold(line.text[:400])
        yield holder, folded
        if len(line.strings) > 1:
            for string in line.strings:
                text = name_fold(string[:400])
                if text and text != folded and string.parent is not None:
                    yield string.parent, text
    for image in body.find_all("img", alt=True, limit=5000):
        yield image, name_fold(clean(image.get("alt"), 300)).removesuffix(" logo").removeprefix("logo ")


def _common(strings: tuple[NavigableString, ...]) -> Tag:
    """The element that holds all strings of a line."""
    holder = strings[0].parent
    last = strings[-1]
    for _ in range(30):
        if holder is None or holder.name not in INLINE or last is strings[0]:
            break
        if any(parent is holder for parent in _parents(last)):
            break
        holder = holder.parent
    assert holder is not None  # a string of a parsed page has an element around it
    return holder


def _parents(string: NavigableString) -> Iterator[Tag]:
    parent = string.parent
    for _ in range(30):
        if parent is None:
            return
        yield parent
        parent = parent.parent


def _rank(folded: str, wanted: str, bare: str) -> int | None:
    if not folded or not wanted:
        return None
    if folded == wanted:
        return EXACT
    own = _bare(folded)
    if own and own == bare:
        return EXACT
    if folded.startswith(f"{wanted} ") or (bare and own.startswith(f"{bare} ")):
        return START
    if len(wanted) >= 4 and f" {wanted} " in f" {folded} ":
        return INSIDE
    return None


def _bare(folded: str) -> str:
    """Folded words without legal forms."""
    return " ".join(word for word in folded.split() if word not in _FORMS)


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:200], other[:200], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _is_furniture(tag: Tag) -> bool:
    each: Tag | None = tag
    for _ in range(60):
        if each is None:
            return False
        if each.name in _FURNITURE:
            return True
        each = each.parent
    return False

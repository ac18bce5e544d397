"""How an actor's industry code answers a need, across two editions of the classification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from outreach.terms.candidate import IndustrySet
from outreach.terms.message import Message, say

SHARE = {5: 1.0, 4: 0.9, 3: 0.75, 2: 0.5}  # by matched digits (DESIGN 6)


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code of one edition, as a need in another or the same edition sees it.

    `successor` is the code in the need's edition when there is one only or a main one. `split` are the successors where
    none is main: such a code is never converted (of 804 codes of TOL 2008, 90 are so).
    """

    title: str  # in the reader's language
    texts: tuple[str, str, str]  # titles fi, sv, en: what keywords run on
    successor: str = ""
    split: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndustryTable:
    """What scoring knows of codes and places, for one edition that needs are written in and one reader's language."""

    edition: IndustrySet
    entries: Mapping[tuple[str, str], CodeEntry]  # (code set, code)
    titles: Mapping[str, str] = field(default_factory=dict)  # of the need's edition
    regions: Mapping[str, str] = field(default_factory=dict)  # municipality code -> region code
    places: Mapping[str, str] = field(default_factory=dict)  # municipality code -> name


@dataclass(frozen=True, slots=True)
class IndustryMatch:
    """`share` is None when the code says nothing: missing, unknown, or without a main successor."""

    share: float | None
    text: Message
    excluded: Message | None = None


def edition_name(code_set: str) -> str:
    """What people call an edition of the classification."""
    return {
        IndustrySet.TOL2025: "TOL 2025",
        IndustrySet.TOL2008: "TOL 2008",
        IndustrySet.TOL2002: "TOL 2002",
        IndustrySet.TOL1995: "TOL 95",
    }.get(IndustrySet(code_set), code_set)


def match_industry(
    table: IndustryTable, wanted: Sequence[str], unwanted: Sequence[str], code_set: str, code: str
) -> IndustryMatch:
    """The longest wanted prefix that the code, in the need's edition, starts with."""
    if not code or not code_set:
        return IndustryMatch(None, say("industry: not known, not counted"))
    entry = table.entries.get((code_set, code))
    if entry is None:
        text = say("industry {code} is not in a classification that can be compared, not counted", code=code)
        return IndustryMatch(None, text)
    if not entry.successor:
        return IndustryMatch(None, _no_successor(table, entry, code_set, code))
    here = entry.successor
    out = _longest(unwanted, here)
    excluded = say("industry {code}: {title}", code=out, title=table.titles.get(out, "")) if out else None
    prefix = _longest(wanted, here)
    share = SHARE.get(len(prefix), 0.0)
    if not prefix:
        text = say("industry {code} is not asked for: {title}", code=code, title=entry.title)
    elif code_set == table.edition:
        text = say("industry {code} → {prefix}: {title}", code=code, prefix=prefix, title=table.titles.get(prefix, ""))
    else:
        text = say(
            "industry {code} ({from_edition}) → {successor} ({edition}) → {prefix}: {title}",
            code=code,
            from_edition=edition_name(code_set),
            successor=here,
            edition=edition_name(table.edition),
            prefix=prefix,
            title=table.titles.get(prefix, ""),
        )
    return IndustryMatch(share, text, excluded)


def _no_successor(table: IndustryTable, entry: CodeEntry, code_set: str, code: str) -> Message:
    known = {"code": code, "from_edition": edition_name(code_set), "edition": edition_name(table.edition)}
    if not entry.split:
        return say("industry {code} ({from_edition}) has no counterpart in {edition}, not counted", **known)
    return say(
        "industry {code} ({from_edition}) was split in {edition} with no main successor: {codes}. Not counted",
        codes=entry.split,
        **known,
    )


def _longest(prefixes: Sequence[str], code: str) -> str:
    return max((prefix for prefix in prefixes if code.startswith(prefix)), key=len, default="")

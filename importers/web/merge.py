"""One candidate for each organisation of a page, though the page tells of it in several places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from outreach.rules.text import name_fold
from outreach.terms.candidate import Candidate

_OWN = frozenset({"name", "provenance", "sole_trader", "other_names", "industry_code", "industry_set"})


def merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates in order; a later one with the same Business ID, or the same name and town, fills what is empty.

    Two Business IDs are never joined, nor one name in two towns; without a town the name alone decides.
    """
    kept: list[Candidate] = []
    by_number: dict[str, int] = {}
    by_name: dict[tuple[str, str], int] = {}
    by_bare_name: dict[str, int] = {}
    for each in candidates:
        name, town = name_fold(each.name), name_fold(each.town)
        index = by_number.get(each.business_id) if each.business_id else None
        if index is None:
            index = by_name.get((name, town), by_name.get((name, "")) if town else by_bare_name.get(name))
            if index is not None and each.business_id and kept[index].business_id:
                index = None
        if index is None:
            index = len(kept)
            kept.append(each)
        else:
            kept[index] = _filled(kept[index], each)
        by_name.setdefault((name, name_fold(kept[index].town)), index)
        by_bare_name.setdefault(name, index)
        if kept[index].business_id:
            by_number[kept[index].business_id] = index
    return kept


def _filled(one: Candidate, other: Candidate) -> Candidate:
    """`one` with the values of `other` where it has none."""
    gaps: dict[str, Any] = {}
    for known in fields(Candidate):
        if known.name not in _OWN and not getattr(one, known.name) and getattr(other, known.name):
            gaps[known.name] = getattr(other, known.name)
    if not one.industry_code and other.industry_code:
        gaps |= {"industry_code": other.industry_code, "industry_set": other.industry_set}
    names = dict.fromkeys(name for name in (*one.other_names, other.name, *other.other_names) if name != one.name)
    return replace(one, **gaps, other_names=tuple(names), sole_trader=one.sole_trader or other.sole_trader)

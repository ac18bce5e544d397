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
    by_name: dict[str, list[int]] = {}
    for each in candidates:
        index = by_number.get(each.business_id) if each.business_id else None
        if index is None:
            same_name = by_name.get(name_fold(each.name), [])
            index = next((old for old in same_name if _may_be_same(kept[old], each)), None)
        if index is None:
            index = len(kept)
            kept.append(each)
        else:
            kept[index] = _filled(kept[index], each)
        for name in (each.name, kept[index].name):
            places = by_name.setdefault(name_fold(name), [])
            if index not in places:
                places.append(index)
        if kept[index].business_id:
            by_number[kept[index].business_id] = index
    return kept


def _may_be_same(one: Candidate, other: Candidate) -> bool:
    """Same name taken for granted: no two different IDs, no two different towns."""
    if one.business_id and other.business_id:
        return one.business_id == other.business_id
    towns = {name_fold(each.town) for each in (one, other) if each.town}
    return len(towns) < 2


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

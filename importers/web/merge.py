"""One candidate for each organisation of a page, though the page tells of it in several places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from outreach.rules.identity import domain_of, is_shared_domain
from outreach.rules.text import name_fold
from outreach.terms.candidate import Candidate, Trace

_OWN = frozenset({"name", "provenance", "sole_trader", "other_names", "industry_code", "industry_set", "traces"})
_FILLED = tuple(known.name for known in fields(Candidate) if known.name not in _OWN)
_PLACE = ("street", "postcode", "town", "municipality_code")
# Forms as they stand in a folded name; those of one kind are the same form in two languages.
_FORMS = {
    "oy": "oy",
    "ab": "oy",
    "ltd": "oy",
    "osakeyhtio": "oy",
    "aktiebolag": "oy",
    "oyj": "oyj",
    "abp": "oyj",
    "ky": "ky",
    "kb": "ky",
    "ay": "ay",
    "tmi": "tmi",
    "fma": "tmi",
    "osk": "osk",
    "anl": "osk",
    "ry": "ry",
    "rf": "ry",
    "sr": "sr",
    "gmbh": "gmbh",
    "inc": "inc",
    "llc": "llc",
}


def merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates in order; a later one that is the same organisation fills what is empty.

    It is the same by its Business ID, by its name (legal forms aside) unless numbers, forms, towns or streets differ,
    and across two ways of reading by its website. Two Business IDs are never joined, nor one name in two towns.
    """
    kept: list[Candidate] = []
    by_number: dict[str, int] = {}
    by_name: dict[str, list[int]] = {}
    by_site: dict[str, list[int]] = {}
    for each in candidates:
        index = _known(each, kept, by_number, by_name, by_site)
        if index is None:
            index = len(kept)
            kept.append(each)
        else:
            kept[index] = _joined(kept[index], each)
        _remember(index, each, by_number, by_name, by_site)
    return kept


def overlap(some: Sequence[Candidate], others: Sequence[Candidate]) -> int:
    """How many of `others` are among `some`."""
    return len(some) + len(others) - len(merged([*some, *others])) if some and others else 0


def filled_from(one: Candidate, other: Candidate, names: Iterable[str] = _FILLED) -> Candidate:
    """`one` with the values of `other` where it has none, each with a trace of how it was found.

    An address is taken as a whole: a street of one place is never put beside the town of another.
    """
    gaps: dict[str, Any] = {}
    traces = list(one.traces)
    said = {trace.field: trace for trace in other.traces}
    placed = one.street and other.street and name_fold(one.street) != name_fold(other.street)
    placed = placed or (one.town and other.town and name_fold(one.town) != name_fold(other.town))
    for name in names:
        value = getattr(other, name)
        if not value or getattr(one, name) or (placed and name in _PLACE):
            continue
        gaps[name] = value
        trace = Trace(name, other.provenance.how, other.provenance.confidence)
        traces.append(said.get(name, trace))
    return replace(one, **gaps, traces=tuple(traces)) if gaps else one


def _joined(one: Candidate, other: Candidate) -> Candidate:
    filled = filled_from(one, other)
    if not one.industry_code and other.industry_code:
        filled = replace(filled, industry_code=other.industry_code, industry_set=other.industry_set)
    name = other.name if _forms(other.name) and not _forms(one.name) else one.name
    names: dict[str, str] = {name_fold(name): ""}
    for each in (one.name, *one.other_names, other.name, *other.other_names):
        names.setdefault(name_fold(each), each)
    return replace(
        filled,
        name=name,
        other_names=tuple(filter(None, names.values())),
        sole_trader=one.sole_trader or other.sole_trader,
    )


def _known(
    each: Candidate,
    kept: list[Candidate],
    by_number: dict[str, int],
    by_name: dict[str, list[int]],
    by_site: dict[str, list[int]],
) -> int | None:
    """Place of the same organisation among those that are kept."""
    if each.business_id and each.business_id in by_number:
        return by_number[each.business_id]
    for name in (each.name, *each.other_names):
        for index in by_name.get(_bare(name), ()):
            if not _conflict(kept[index], each):
                return index
    site = _site(each)
    for index in by_site.get(site, ()) if site else ():
        other = kept[index]
        same_words = set(_bare(other.name).split()) & set(_bare(each.name).split())
        if other.provenance.how != each.provenance.how and same_words and not _conflict(other, each):
            return index
    return None


def _remember(
    index: int,
    each: Candidate,
    by_number: dict[str, int],
    by_name: dict[str, list[int]],
    by_site: dict[str, list[int]],
) -> None:
    if each.business_id:
        by_number.setdefault(each.business_id, index)
    for key, table in ((_site(each), by_site), *((_bare(name), by_name) for name in (each.name, *each.other_names))):
        places = table.setdefault(key, []) if key else []
        if index not in places and len(places) < 50:
            places.append(index)


def _conflict(one: Candidate, other: Candidate) -> bool:
    """Whether two records of one name tell of two organisations, or of two places of one."""
    if one.business_id and other.business_id:
        return one.business_id != other.business_id
    forms, others = _forms(one.name), _forms(other.name)
    if forms and others and not forms & others:
        return True
    if one.town and other.town and name_fold(one.town) != name_fold(other.town):
        return True
    same_way = one.provenance.how == other.provenance.how
    return same_way and bool(one.street and other.street) and name_fold(one.street) != name_fold(other.street)


def _forms(name: str) -> set[str]:
    return {_FORMS[word] for word in _words(name) if word in _FORMS}


def _bare(name: str) -> str:
    """A folded name without its legal form; the whole of one that is nothing else."""
    words = _words(name)
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words)


def _words(name: str) -> list[str]:
    folded = f" {name_fold(name)} "
    for spelled, form in (
        (" r y ", " ry "),
        (" r f ", " rf "),
        (" o y ", " oy "),
        (" t mi ", " tmi "),
        (" f ma ", " fma "),
    ):
        folded = folded.replace(spelled, form)
    return folded.split()


def _site(candidate: Candidate) -> str:
    domain = domain_of(candidate.website) if candidate.website else ""
    return "" if is_shared_domain(domain) else domain

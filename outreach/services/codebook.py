"""Codes as rules want them: industry tables for scoring, and the codes that a need may name."""

from __future__ import annotations

from functools import cache

from outreach import codes
from outreach.codes import Succession
from outreach.rules.needs import CodeBook, CodeEntry, IndustryTable
from outreach.terms.candidate import IndustrySet

EDITIONS = (IndustrySet.TOL2025, IndustrySet.TOL2008)


@cache
def industry_table(edition: IndustrySet, language: str) -> IndustryTable:
    """Every code of both editions as a need written in `edition` sees it, with titles for a reader of `language`."""
    towns = codes.municipalities()
    return IndustryTable(
        edition=edition,
        entries={
            (code_set.value, code): _entry(code_set, code, edition, language)
            for code_set in EDITIONS
            for code in codes.industry_titles(code_set, "fi")
        },
        titles=codes.industry_titles(edition, language),
        regions={code: town.region.code for code, town in towns.items()},
        places={code: town.name(language) for code, town in towns.items()},
    )


@cache
def code_book(language: str) -> CodeBook:
    """Industry, municipality and region codes with their names."""
    towns = codes.municipalities()
    return CodeBook(
        codes={edition: codes.industry_titles(edition, language) for edition in EDITIONS},
        municipalities={code: town.name(language) for code, town in towns.items()},
        regions={town.region.code: town.region.name(language) for town in towns.values()},
        successors=lambda old, code, new: codes.industry_successors(old, code, new).codes,
    )


def _entry(code_set: IndustrySet, code: str, edition: IndustrySet, language: str) -> CodeEntry:
    fi, sv, en = (_titles(code_set, lang).get(code, "") for lang in ("fi", "sv", "en"))
    successors = codes.industry_successors(code_set, code, edition)
    split = successors.kind is Succession.SPLIT
    return CodeEntry(
        title=_titles(code_set, language).get(code, ""),
        texts=(fi, sv, en),
        successor=successors.codes[0] if successors.codes and not split else "",
        split=successors.codes if split else (),
    )


@cache
def _titles(code_set: IndustrySet, language: str) -> dict[str, str]:
    return dict(codes.industry_titles(code_set, language))

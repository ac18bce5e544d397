"""Official codes and their names: municipalities, industries, legal forms, the register's code sets.

The tables are CSV files in `outreach/data` (origin and licence of each: `outreach/data/README.md`), read when first
asked for. Codes are strings. A name that a language lacks falls back to Finnish; an unknown code gives "" or None.
Rules and importers read no files: services hand them the tables they need.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from io import StringIO
from types import MappingProxyType
from typing import NamedTuple

from outreach.rules.text import name_fold
from outreach.terms.candidate import IndustrySet
from outreach.terms.places import Places

_LARGE_CUSTOMER = "3"  # Posti's type of a postcode that one organisation has for itself


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    name_fi: str
    name_sv: str
    name_en: str

    def name(self, lang: str) -> str:
        return {"sv": self.name_sv, "en": self.name_en}.get(lang) or self.name_fi


@dataclass(frozen=True, slots=True)
class Municipality:
    """A Finnish municipality of 2026. `postcodes` and `post_towns` are given for the participating ones only."""

    code: str  # three digits
    name_fi: str
    name_sv: str
    region: Region
    subregion_fi: str
    subregion_sv: str
    language_code: str  # 0 Finnish, 1 bilingual, Finnish majority, 2 Swedish, 3 bilingual, Swedish majority
    postcodes: tuple[str, ...]
    post_towns: tuple[str, ...]
    participating: bool

    def name(self, lang: str) -> str:
        return self.name_sv if lang == "sv" else self.name_fi

    @property
    def bilingual(self) -> bool:
        return self.language_code in ("1", "3")


class Succession(StrEnum):
    """How a code goes on in another edition of the classification."""

    SAME = "same"  # one successor only
    MAIN = "main"  # several, the first of them the main one
    SPLIT = "split"  # several, none of them main: never convert without a person
    NONE = "none"


class Successors(NamedTuple):
    codes: tuple[str, ...]
    kind: Succession


class FormToken(NamedTuple):
    """A legal form as it stands in names."""

    token: str
    lang: str  # "fi", "sv", "fi+sv" ...
    type_code: str  # number of code set YRMU
    position: str  # "prefix", "suffix" or "both"
    kind: str  # "abbr" or "full"


def municipality(code: str) -> Municipality | None:
    return _municipalities().get(code)


def municipalities() -> Mapping[str, Municipality]:
    """All municipalities by code, in the order of the codes."""
    return _municipalities()


def participating_towns() -> Mapping[str, Municipality]:
    """The ten towns of the network by code."""
    return MappingProxyType({code: town for code, town in _municipalities().items() if town.participating})


def find_municipality(text: str) -> Municipality | None:
    """The municipality of a Finnish or Swedish name, or of a post town of a participating one.

    Capitals and accents do not count, and a name with two readings gives None.
    """
    return _municipalities_by_name().get(name_fold(text))


def places() -> Places:
    """Municipalities and post towns in both languages, by which importers know an address when they see one."""
    return _places()


def region_of(code: str) -> Region | None:
    """Region (maakunta, landskap) of a municipality code."""
    town = municipality(code)
    return town.region if town else None


def industry_title(industry_set: IndustrySet, code: str, lang: str) -> str:
    """Official title of an industry code at any level; "" when the set is older than TOL 2008 or lacks the code."""
    row = _industries(industry_set).get(_plain(code))
    return _named(row, "name_", lang) if row else ""


def industry_titles(industry_set: IndustrySet, lang: str) -> Mapping[str, str]:
    """Titles of a whole set by code: the texts that a need's keywords run on."""
    return MappingProxyType({code: _named(row, "name_", lang) for code, row in _industries(industry_set).items()})


def industry_successors(from_set: IndustrySet, code: str, to_set: IndustrySet) -> Successors:
    """What a code has become, by Statistics Finland's key between TOL 2008 and TOL 2025, main successor first.

    The key also answers backwards. Marks in it: 0 the only counterpart, 1 the main one, 2 one of several.
    """
    code = _plain(code)
    if from_set == to_set:
        known = code in _industries(from_set)
        return Successors((code,), Succession.SAME) if known else Successors((), Succession.NONE)
    rows = _successions().get((from_set, to_set), {}).get(code, ())
    if not rows:
        return Successors((), Succession.NONE)
    marks = {mark for mark, _ in rows}
    kind = Succession.SAME if "0" in marks else Succession.MAIN if "1" in marks else Succession.SPLIT
    return Successors(tuple(successor for _, successor in rows), kind)


def form_name(code: str, lang: str) -> str:
    """Name of a legal form by its number, "16" for osakeyhtiö."""
    row = _forms().get(code)
    return _named(row, "name_", lang) if row else ""


def form_abbr(code: str, lang: str) -> str:
    """The usual abbreviation of a legal form in Finnish or Swedish, "" when it has none. English uses the Finnish."""
    row = _forms().get(code, {})
    return (row.get("abbr_sv" if lang == "sv" else "abbr_fi") or row.get("abbr_fi", "")).partition(";")[0].strip()


def legal_form_tokens() -> tuple[FormToken, ...]:
    """Legal forms as they stand in names, for the rules that take names apart."""
    return tuple(
        FormToken(row["token"], row["lang"], row["type_code"], row["position"], row["kind"])
        for row in _rows("legal-form-tokens.csv")
    )


def register_code_text(code_set: str, code: str, lang: str) -> str:
    """Text of a code of the business register, say ("REK", "7"); in REK_KDI the code is register and type: "7_41"."""
    row = _register_codes().get((code_set, code))
    return _named(row, "", lang) if row else ""


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(files("outreach").joinpath("data", name).read_text(encoding="utf-8"))))


def _named(row: Mapping[str, str], prefix: str, lang: str) -> str:
    return row.get(f"{prefix}{lang}") or row[f"{prefix}fi"]


def _plain(code: str) -> str:
    return code.strip().replace(".", "")


@cache
def _municipalities() -> Mapping[str, Municipality]:
    return MappingProxyType(
        {
            row["code"]: Municipality(
                code=row["code"],
                name_fi=row["name_fi"],
                name_sv=row["name_sv"],
                region=Region(row["region_code"], row["region_fi"], row["region_sv"], row["region_en"]),
                subregion_fi=row["subregion_fi"],
                subregion_sv=row["subregion_sv"],
                language_code=row["language_code"],
                postcodes=tuple(row["postcodes"].split()),
                post_towns=tuple(row["post_towns"].split()),
                participating=row["participating"] == "1",
            )
            for row in _rows("municipalities.csv")
        }
    )


@cache
def _municipalities_by_name() -> Mapping[str, Municipality | None]:
    found: dict[str, Municipality | None] = {}
    for town in _municipalities().values():
        for folded in {name_fold(name) for name in (town.name_fi, town.name_sv, *town.post_towns)}:
            found[folded] = town if folded not in found else None
    return found


@cache
def _places() -> Places:
    names: dict[str, str] = {}
    for town in _municipalities().values():
        for name in (town.name_fi, town.name_sv):
            names.setdefault(name_fold(name), name)
    post_towns: dict[str, str] = {}
    for row in _rows("postcodes.csv"):
        city = _capitalised(row["city_fi"])
        post_towns[row["postcode"]] = city
        if row["type_code"] != _LARGE_CUSTOMER:  # their post town is their own name
            for name in (city, _capitalised(row["city_sv"])):
                names.setdefault(name_fold(name), name)
    names.pop("", None)
    return Places(MappingProxyType(names), MappingProxyType(post_towns))


def _capitalised(city: str) -> str:
    """ "MÄNTTÄ-VILPPULA" as it is written in running text."""
    return city.title() if city.isupper() else city


@cache
def _industries(industry_set: IndustrySet) -> Mapping[str, dict[str, str]]:
    name = {IndustrySet.TOL2008: "tol2008.csv", IndustrySet.TOL2025: "tol2025.csv"}.get(industry_set)
    return {row["code"]: row for row in _rows(name)} if name else {}


@cache
def _successions() -> Mapping[tuple[IndustrySet, IndustrySet], Mapping[str, list[tuple[str, str]]]]:
    """(from, to) -> code -> (mark, successor), marks in order: the only or main one first."""
    forwards: dict[str, list[tuple[str, str]]] = {}
    backwards: dict[str, list[tuple[str, str]]] = {}
    for row in _rows("tol2008_tol2025.csv"):
        forwards.setdefault(row["tol2008"], []).append((row["source_to_target"], row["tol2025"]))
        backwards.setdefault(row["tol2025"], []).append((row["target_to_source"], row["tol2008"]))
    for successors in (*forwards.values(), *backwards.values()):
        successors.sort()
    old, new = IndustrySet.TOL2008, IndustrySet.TOL2025
    return {(old, new): forwards, (new, old): backwards}


@cache
def _forms() -> Mapping[str, dict[str, str]]:
    return {row["type_code"]: row for row in _rows("company-forms.csv")}


@cache
def _register_codes() -> Mapping[tuple[str, str], dict[str, str]]:
    return {(row["code_set"], row["code"]): row for row in _rows("ytj-codes.csv")}

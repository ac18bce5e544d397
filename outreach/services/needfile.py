"""Needs from a file: TOML with one [[need]] table each, or CSV with one row each; the same names in both.

Lists are TOML lists, or cells with semicolons between the values. `town` is a municipality's name or code.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

from outreach import codes
from outreach.errors import BadInput
from outreach.rules.text import clean
from outreach.terms.candidate import ActorType, IndustrySet
from outreach.terms.message import Message, say
from outreach.terms.needs import Age, NeedInput, NeedSpec, Place, Size

MOST_BYTES = 2_000_000
_DELIMITERS = ";,\t"
_YES, _NO = frozenset({"true", "yes", "1", "x", "kyllä", "ja"}), frozenset({"false", "no", "0", "ei", "nej"})
_EDITIONS = {"tol2025": IndustrySet.TOL2025, "tol2008": IndustrySet.TOL2008}


def read_needs_file(path: Path) -> tuple[NeedInput, ...]:
    """The needs of a .toml or .csv file, not yet checked against codes and towns. BadInput names row and column."""
    try:
        raw = path.read_bytes()[: MOST_BYTES + 1]
    except OSError as error:
        raise _unreadable(path.name, say("It cannot be opened")) from error
    if len(raw) > MOST_BYTES:
        raise _unreadable(path.name, say("It is larger than {n} bytes", n=MOST_BYTES))
    kind = path.suffix.lower()
    if kind == ".toml":
        return _from_toml(_decoded(raw), path.name)
    if kind in (".csv", ".txt", ".tsv"):
        return needs_from_rows(_table(_decoded(raw)))
    raise _unreadable(path.name, say("Needs are read from .toml and .csv files"))


def example_needs() -> tuple[NeedInput, ...]:
    """The examples that ship with the program, marked as such: made for trying out, not the towns' own statements."""
    text = files("outreach").joinpath("data", "needs.toml").read_text(encoding="utf-8")
    return tuple(replace(need, example=True) for need in _from_toml(text, "needs.toml"))


def needs_from_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[NeedInput, ...]:
    """Needs from the rows of a table, heading -> cell; the first row below the headings is row 2."""
    return tuple(_need(row, number) for number, row in enumerate(rows, start=2) if any(map(_text, row.values())))


def _from_toml(text: str, name: str) -> tuple[NeedInput, ...]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(name, say("It is not TOML: {detail}", detail=str(error))) from error
    tables = data.get("need")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _unreadable(name, say("It has no [[need]] tables"))
    return tuple(_need(table, number) for number, table in enumerate(tables, start=1))


def _need(row: Mapping[str, Any], number: int) -> NeedInput:
    """One need; `number` says which row or table, for the sentence when something is wrong with it."""
    values: dict[str, Any] = {}
    for heading, cell in row.items():
        name = clean(heading, 60).lower().replace(" ", "_")
        if not name and not _text(cell):
            continue
        reader = _READERS.get(name)
        if reader is None:
            raise _wrong(number, name, say("There is no such column. Columns: {names}", names=tuple(_READERS)))
        if cell is None or cell == "":
            continue
        try:
            values[name] = reader(cell)
        except ValueError as error:
            raise _wrong(number, name, say("This cannot be used: {value}", value=clean(_text(cell), 60))) from error
    if not values.get("town"):
        raise _wrong(number, "town", say("A need belongs to a town"))
    return _input(values)


def _input(values: Mapping[str, Any]) -> NeedInput:
    get = values.get
    place = Place(get("municipalities", ()), get("regions", ()), get("place_hard", False))
    age = Age(get("age_at_least"), get("age_at_most"), get("age_hard", False))
    spec = NeedSpec(
        industry_set=get("industry_set", IndustrySet.TOL2025),
        **{name: get(name, ()) for name in _SPEC_LISTS},
        actor_types=get("actor_types", ()),
        place=place if place.municipalities or place.regions else None,
        size=Size(values["employer"], get("size_hard", False)) if "employer" in values else None,
        age=age if (age.at_least, age.at_most) != (None, None) else None,
        weights=get("weights", {}),
    )
    return NeedInput(
        town_code=values["town"],
        theme=get("theme", ""),
        title_fi=get("title_fi", ""),
        title_sv=get("title_sv", ""),
        title_en=get("title_en", ""),
        spec=spec,
        target_count=get("target", 0),
        deadline=get("deadline"),
        owner=get("owner", ""),
    )


def _texts(cell: Any) -> tuple[str, ...]:
    pieces = cell if isinstance(cell, list) else re.split(r"[;\n]", _text(cell))
    return tuple(text for text in (clean(piece, 200) for piece in pieces) if text)


def _flag(cell: Any) -> bool:
    text = _text(cell).lower()
    if text not in _YES | _NO:
        raise ValueError(text)
    return text in _YES


def _day(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    finnish = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", _text(cell))
    return date(int(finnish[3]), int(finnish[2]), int(finnish[1])) if finnish else date.fromisoformat(_text(cell))


def _town(cell: Any) -> str:
    text = _text(cell)
    found = codes.municipality(text.zfill(3)) if text.isdigit() else codes.find_municipality(text)
    if found is None:
        raise ValueError(text)
    return found.code


def _edition(cell: Any) -> IndustrySet:
    text = re.sub(r"\W", "", _text(cell)).lower()
    return _EDITIONS[text] if text in _EDITIONS else IndustrySet(_text(cell))


def _weights(cell: Any) -> dict[str, int]:
    if isinstance(cell, dict):
        return {str(key): int(weight) for key, weight in cell.items()}
    pairs = (piece.partition("=") for piece in _texts(cell))
    return {key.strip(): int(weight) for key, _, weight in pairs}


def _text(cell: Any) -> str:
    return ", ".join(map(_text, cell)) if isinstance(cell, list) else clean(cell, 2000)


_SPEC_LISTS = (
    "industry_codes",
    "industry_excluded",
    "keywords_fi",
    "keywords_sv",
    "keywords_en",
    "negative_keywords",
    "competences",
)
_READERS: dict[str, Callable[[Any], Any]] = {
    "town": _town,
    "theme": _text,
    "title_fi": _text,
    "title_sv": _text,
    "title_en": _text,
    "industry_set": _edition,
    **dict.fromkeys(_SPEC_LISTS, _texts),
    "actor_types": lambda cell: tuple(ActorType(text.lower()) for text in _texts(cell)),
    "municipalities": lambda cell: tuple(_town(text) for text in _texts(cell)),
    "regions": _texts,
    "place_hard": _flag,
    "employer": _flag,
    "size_hard": _flag,
    "age_at_least": lambda cell: int(_text(cell)),
    "age_at_most": lambda cell: int(_text(cell)),
    "age_hard": _flag,
    "weights": _weights,
    "target": lambda cell: int(_text(cell)),
    "deadline": _day,
    "owner": _text,
}


def _table(text: str) -> list[dict[str, Any]]:
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    return [
        {heading: cell for heading, cell in row.items() if heading is not None}
        for row in csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)
    ]


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _wrong(number: int, column: str, reason: Message) -> BadInput:
    return BadInput(say("Row {row}, column {column}: {reason}", row=number, column=column or "–", reason=reason))


def _unreadable(name: str, reason: Message) -> BadInput:
    return BadInput(
        say("The file could not be read: {file}. {reason}. Nothing was saved.", file=clean(name, 100), reason=reason)
    )

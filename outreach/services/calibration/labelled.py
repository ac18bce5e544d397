"""Lists whose truth is known, as files: what a register holds, what came in, and what each incoming record is.

    register.jsonl  register_id, business_id, name, parallel_names, aux_names, former_names, form, street, postcode,
                    city, municipality, municipality_sv, tol, website, email, phone
    incoming.jsonl  incoming_id, source, name, town, postcode, street, website, email, phone, business_id
    truth.csv       incoming_id, register_id (empty where the register lacks it), entity, class

One object a line in UTF-8; any value but the ids may be empty or missing. BadInput names file and line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from outreach import codes
from outreach.errors import BadInput, NotFound
from outreach.rules.text import clean
from outreach.terms.calibration import Truth
from outreach.terms.linkage import Record
from outreach.terms.message import say

REGISTER, INCOMING, TRUTH = "register.jsonl", "incoming.jsonl", "truth.csv"
LONGEST_LINE = 1_000_000
Text = str | int | float | None
_FORMATS = say("The formats are told in docs/linkage.md.")


class RegisterRow(msgspec.Struct, frozen=True, gc=False):
    register_id: Text
    business_id: Text = None
    name: Text = None
    parallel_names: list[Text] | None = None
    aux_names: list[Text] | None = None
    former_names: list[Text] | None = None
    form: Text = None
    street: Text = None
    postcode: Text = None
    city: Text = None
    municipality: Text = None
    municipality_sv: Text = None
    website: Text = None
    email: Text = None
    phone: Text = None


class IncomingRow(msgspec.Struct, frozen=True, gc=False):
    incoming_id: Text
    source: Text = None
    name: Text = None
    town: Text = None
    postcode: Text = None
    street: Text = None
    website: Text = None
    email: Text = None
    phone: Text = None
    business_id: Text = None


@dataclass(frozen=True, slots=True)
class Files:
    """A labelled set on disk. Without `register` records are looked up in the register of the database."""

    incoming: Path
    truth: Path
    register: Path | None = None


class Told(NamedTuple):
    """A line of truth, and where it stands."""

    truth: Truth
    line: int


def files(given: Sequence[Path]) -> Files:
    """A labelled set from a folder that holds the files under their names, or from the files themselves, which are
    known by their headings."""
    paths: list[Path] = []
    for path in given:
        if path.is_dir():
            paths += [path / name for name in (REGISTER, INCOMING, TRUTH) if (path / name).is_file()]
        elif path.is_file():
            paths.append(path)
        else:
            raise NotFound(say("There is no such file or folder: {path}", path=str(path)))
    found: dict[str, Path] = {}
    for path in paths:
        kind = _kind(path)
        if kind in found:
            raise BadInput(say("Two files of one kind: {one} and {other}", one=str(found[kind]), other=str(path)))
        found[kind] = path
    missing = [name for name in (INCOMING, TRUTH) if name not in found]
    if missing:
        raise BadInput(
            say("A labelled set needs {files}.", files=tuple(missing)),
            say("Name a folder that holds {all}, or the files.", all=(REGISTER, INCOMING, TRUTH)),
        )
    return Files(found[INCOMING], found[TRUTH], found.get(REGISTER))


def register_rows(path: Path) -> Iterator[tuple[int, RegisterRow]]:
    """(line, row) of a register."""
    return _rows(path, RegisterRow)


def incoming_rows(path: Path) -> Iterator[tuple[int, IncomingRow]]:
    """(line, row) of an incoming list."""
    return _rows(path, IncomingRow)


def truths(path: Path) -> dict[str, Told]:
    """What each incoming record is, by its id."""
    found: dict[str, Told] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [name for name in ("incoming_id", "register_id") if name not in (reader.fieldnames or ())]
            if missing:
                raise BadInput(say("{file} has no column {columns}.", file=path.name, columns=tuple(missing)), _FORMATS)
            for row in reader:
                key = (row["incoming_id"] or "").strip()
                if not key:
                    raise _at(path, reader.line_num, "incoming_id")
                if key in found:
                    raise BadInput(
                        say(
                            "{file}, line {line}: {id} stands there twice.",
                            file=path.name,
                            line=reader.line_num,
                            id=clean(key, 60),
                        )
                    )
                register_id, entity, kind = (clean(row.get(n) or "", 80) for n in ("register_id", "entity", "class"))
                found[key] = Told(Truth(register_id, entity, kind), reader.line_num)
    except UnicodeDecodeError as error:
        raise _no_text(path) from error
    except csv.Error as error:
        raise BadInput(say("{file} cannot be read as a table.", file=path.name), _FORMATS) from error
    return found


def known_record(row: RegisterRow) -> Record:
    """A row of a register as linkage compares it."""
    city, town, town_sv = (text(value) for value in (row.city, row.municipality, row.municipality_sv))
    return Record(
        key=text(row.register_id),
        names=_texts([row.name, *(row.parallel_names or ())]),
        auxiliary=_texts(row.aux_names),
        former=_texts(row.former_names),
        legal_form_code=text(row.form),
        business_id=text(row.business_id),
        town=town or city,
        towns=tuple(dict.fromkeys(name for name in (town, city, town_sv) if name)),
        postcode=postcode(row.postcode),
        street=text(row.street),
        website=text(row.website),
        email=text(row.email),
        phone=text(row.phone),
    )


def incoming_record(row: IncomingRow, towns_of_postcode: Mapping[str, tuple[str, ...]]) -> Record:
    """An incoming row as linkage compares it. `towns_of_postcode` gives the names of a postcode's place."""
    town, code = text(row.town), postcode(row.postcode)
    found = codes.find_municipality(town) if town else None
    named = (found.name_fi, found.name_sv) if found is not None else ()
    return Record(
        key=text(row.incoming_id),
        names=(name,) if (name := text(row.name)) else (),
        business_id=text(row.business_id),
        town=town,
        towns=tuple(dict.fromkeys((*named, *towns_of_postcode.get(code, ())))),
        postcode=code,
        street=text(row.street),
        website=text(row.website),
        email=text(row.email),
        phone=text(row.phone),
    )


def text(value: Text) -> str:
    """A value as text, whatever type it was written in."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value), 2_000)


def _texts(values: Sequence[Text] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for value in values or () if (one := text(value))))


def postcode(value: Text) -> str:
    """A postcode, whose leading zeros a number has lost."""
    code = text(value)
    return code.zfill(5) if code.isdigit() and 3 <= len(code) <= 5 else code


def _rows(path: Path, kind: type[Any]) -> Iterator[tuple[int, Any]]:
    decode = msgspec.json.Decoder(kind).decode
    key = kind.__struct_fields__[0]
    with path.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(LONGEST_LINE), b""), start=1):
            line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if not line.strip():
                continue
            try:
                row = decode(line)
            except msgspec.ValidationError as error:
                raise _at(path, number, _field(str(error), key)) from error
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise BadInput(
                    say("{file}, line {line}: this is not JSON.", file=path.name, line=number), _FORMATS
                ) from error
            if not text(getattr(row, key)):
                raise _at(path, number, key)
            yield number, row


def _kind(path: Path) -> str:
    """Which of the three a file is, by its first line."""
    with path.open("rb") as stream:
        first = stream.readline(LONGEST_LINE)
    if path.suffix.lower() == ".csv":
        return TRUTH
    if b'"incoming_id"' in first:
        return INCOMING
    if b'"register_id"' in first:
        return REGISTER
    if path.name in (REGISTER, INCOMING):
        return path.name  # reading it tells which line is wrong
    raise BadInput(say("It cannot be told what this file is: {path}", path=str(path)), _FORMATS)


def _field(said: str, key: str) -> str:
    """The field that a decoder complains about: "... - at `$.phone`", "... missing required field `name`"."""
    quoted = said.rpartition("`")[0].rpartition("`")[2]
    return quoted.removeprefix("$.").partition("[")[0] or key


def _at(path: Path, line: int, field: str) -> BadInput:
    return BadInput(
        say(
            "{file}, line {line}: the field {field} is missing or is no text.",
            file=path.name,
            line=line,
            field=clean(field, 60),
        ),
        _FORMATS,
    )


def _no_text(path: Path) -> BadInput:
    return BadInput(say("{file} is not text in UTF-8.", file=path.name), _FORMATS)

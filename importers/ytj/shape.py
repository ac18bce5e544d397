"""The fields of a register record, each with what reads it: from one table come the types that a record is decoded to,
and what is kept, left out or wrong.

The schema is PRH's OpenAPI description of v3. It calls `lastModified` required and real records lack it, so nothing but
the Business ID and the current name is required here. The daily file writes null where the interface leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from outreach.rules.text import clean
from outreach.terms.message import Message, say

LONGEST_TEXT = 1000  # characters: the schema's bound for a name and for a free address line
LARGEST_NUMBER = 1_000_000  # of a version

WRONG_TYPE = say("the value is of another type than the register's description says")
TOO_LONG = say("the text is longer than {limit} characters", limit=str(LONGEST_TEXT))
NO_SUCH_DATE = say("there is no such date")


class Wrong(Exception):
    """Why a value, and with it the record, is not accepted. `field` is a path, "names[2].name"."""

    def __init__(self, reason: Message, field: str = "", value: object = None) -> None:
        super().__init__()
        self.reason, self.field = reason, field
        self.value = clean(value, 100) if isinstance(value, str | int | float) else type(value).__name__


def text(value: Any) -> str:
    """Clean text; empty when it is missing or null."""
    if value is None:
        return ""
    if type(value) is not str:
        raise Wrong(WRONG_TYPE, value=value)
    if len(value) > LONGEST_TEXT:
        raise Wrong(TOO_LONG, value=value)
    return value if _is_plain(value) else clean(value, LONGEST_TEXT)


def _is_plain(value: str) -> bool:
    """Whether a text is what `clean` would make of it; quick, and right for nearly all texts of the register.

    The printable characters of Latin-1 are neither invisible nor blank, but for the space, and are composed.
    """
    if not value.isprintable() or "  " in value or value.strip() != value:
        return False
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


code = lru_cache(maxsize=16_384)(text)
"""The same for texts that come again and again: codes, post towns."""


@lru_cache(maxsize=65_536)
def day(value: Any) -> date | None:
    """A date yyyy-mm-dd; None when it is missing, null or empty."""
    if value is None or value == "":
        return None
    if type(value) is not str:
        raise Wrong(WRONG_TYPE, value=value)
    if len(value) != 10 or value[4] != "-" or value[7] != "-":
        raise Wrong(NO_SUCH_DATE, value=value)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Wrong(NO_SUCH_DATE, value=value) from None


def number(value: Any) -> int:
    """A whole number, which must be there."""
    if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
        raise Wrong(WRONG_TYPE, value=value)
    return value


@lru_cache(maxsize=64)
def kind(value: Any) -> str:
    """Kind of an address, which must be there: a number, where all other codes are texts."""
    if type(value) is int:
        return str(value)
    if not value:
        raise Wrong(WRONG_TYPE, value=value)
    return code(value)


_NOT_KEPT = None  # known, and left out: texts of codes, the register a value came from, what the daily file repeats

# Field -> what reads it; a dictionary is an object, a list of one dictionary a list of objects.
SHAPE: Mapping[str, Any] = {
    "businessId": {"value": text, "registrationDate": day, "source": _NOT_KEPT},
    "euId": {"value": text, "source": _NOT_KEPT},
    "names": [
        {
            "name": text,
            "type": code,
            "version": number,
            "registrationDate": day,
            "endDate": day,
            "source": _NOT_KEPT,
        }
    ],
    "mainBusinessLine": {
        "type": code,
        "typeCodeSet": code,
        "registrationDate": day,
        "descriptions": _NOT_KEPT,
        "source": _NOT_KEPT,
    },
    "website": {"url": text, "registrationDate": day, "source": _NOT_KEPT},
    "companyForms": [
        {
            "type": code,
            "version": number,
            "registrationDate": day,
            "endDate": day,
            "descriptions": _NOT_KEPT,
            "source": _NOT_KEPT,
        }
    ],
    "companySituations": [{"type": code, "registrationDate": day, "endDate": day, "source": _NOT_KEPT}],
    "registeredEntries": [
        {
            "register": code,
            "type": code,
            "authority": code,
            "registrationDate": day,
            "endDate": day,
            "descriptions": _NOT_KEPT,
        }
    ],
    "addresses": [
        {
            "type": kind,
            "street": text,
            "buildingNumber": text,
            "entrance": text,
            "apartmentNumber": text,
            "apartmentIdSuffix": text,
            "postOfficeBox": text,
            "freeAddressLine": text,
            "co": text,
            "postCode": code,
            "postOffices": [
                {
                    "city": code,
                    "languageCode": code,
                    "municipalityCode": code,
                    "active": _NOT_KEPT,
                    "postCode": _NOT_KEPT,
                }
            ],
            "country": code,
            "registrationDate": day,
            "source": _NOT_KEPT,
        }
    ],
    "tradeRegisterStatus": code,
    "status": code,
    "registrationDate": day,
    "endDate": day,
    "lastModified": text,
}


def record_type(*, strict: bool) -> type[msgspec.Struct]:
    """The type that a record is decoded to. A field that is left out is stepped over; `strict` refuses fields that the
    table does not know."""
    return _type_of("Record", SHAPE, strict)


_TYPES: Mapping[Any, tuple[Any, Any]] = {  # reader -> type, default; a number and a kind must be there
    text: (str | None, None),
    code: (str | None, None),
    day: (str | None, None),
    number: (int, msgspec.NODEFAULT),
    kind: (int | str, msgspec.NODEFAULT),
    _NOT_KEPT: (msgspec.Raw, msgspec.Raw()),
}


def _type_of(name: str, shape: Mapping[str, Any], strict: bool) -> type[msgspec.Struct]:
    fields = []
    for key, reader in shape.items():
        if isinstance(reader, list):
            inner: Any = list[_type_of(key, reader[0], strict)]  # type: ignore[misc]
            fields.append((key, inner | None, None))
        elif isinstance(reader, dict):
            fields.append((key, _type_of(key, reader, strict) | None, None))
        else:
            fields.append((key, *_TYPES[reader]))
    return msgspec.defstruct(name, fields, kw_only=True, gc=False, forbid_unknown_fields=strict)


def not_kept(shape: Mapping[str, Any] = SHAPE, path: str = "") -> Iterator[str]:
    """Paths of the fields that are known and left out: "names[].source"."""
    for key, reader in shape.items():
        if reader is _NOT_KEPT:
            yield path + key
        elif isinstance(reader, list):
            yield from not_kept(reader[0], f"{path}{key}[].")
        elif isinstance(reader, dict):
            yield from not_kept(reader, f"{path}{key}.")


def unread_keys(raw: Mapping[str, Any], shape: Mapping[str, Any] = SHAPE, path: str = "") -> Iterator[str]:
    """Paths of the fields of a good record that the table does not know."""
    for key, value in raw.items():
        if key not in shape:
            yield path + clean(key, 60)
        elif isinstance(shape[key], list):
            for item in value or ():
                yield from unread_keys(item, shape[key][0], f"{path}{key}[].")
        elif isinstance(shape[key], dict):
            yield from unread_keys(value or {}, shape[key], f"{path}{key}.")


def first_wrong(raw: Mapping[str, Any], shape: Mapping[str, Any] = SHAPE, path: str = "") -> Wrong | None:
    """The first field of a record that its reader does not take."""
    for key, reader in shape.items():
        found = _wrong(raw.get(key), reader, path + key)
        if found:
            return found
    return None


def _wrong(value: Any, reader: Any, path: str, missing: bool = True) -> Wrong | None:
    """`missing` tells whether null may stand here: in a list it may not."""
    if isinstance(reader, dict):
        if type(value) is not dict:
            return None if value is None and missing else Wrong(WRONG_TYPE, path, value)
        return first_wrong(value, reader, f"{path}.")
    if isinstance(reader, list):
        if value is not None and type(value) is not list:
            return Wrong(WRONG_TYPE, path, value)
        inner = (
            _wrong(item, reader[0], f"{path}[{index}]", missing=False)
            if type(item) is dict
            else Wrong(WRONG_TYPE, f"{path}[{index}]", item)
            for index, item in enumerate(value or ())
        )
        return next(filter(None, inner), None)
    read: Callable[[Any], Any] | None = reader
    if read is not None:
        try:
            read(value)
        except Wrong as wrong:
            return Wrong(wrong.reason, path, value)
        except TypeError:  # not even hashable
            return Wrong(WRONG_TYPE, path, value)
    return None

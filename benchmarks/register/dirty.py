"""Records as no register should write them. Each is one JSON object still, so that the file stays readable.

Outcomes: "rejected", the record is not accepted and is named; "accepted", it is, and the report tells what was odd.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

Record = dict[str, Any]
REJECTED, ACCEPTED = "rejected", "accepted"
LONG = 10_000  # letters


def _name(text: str) -> Callable[[Record], None]:
    def change(record: Record) -> None:
        record["names"][0]["name"] = text

    return change


def _set(key: str, value: Any) -> Callable[[Record], None]:
    def change(record: Record) -> None:
        record[key] = value

    return change


def _set_in(key: str, inner: str, value: Any) -> Callable[[Record], None]:
    def change(record: Record) -> None:
        record[key][0][inner] = value

    return change


def _bad_check_digit(record: Record) -> None:
    value = record["businessId"]["value"]
    record["businessId"]["value"] = value[:-1] + str((int(value[-1]) + 1) % 10)


def _half_a_character(record: Record) -> None:
    record["names"][0]["name"] += " \ud83d"


def _unknown_codes(record: Record) -> None:
    record["names"].append({**record["names"][0], "type": "9", "version": 1})
    record["companySituations"].append({"type": "UUSI", "registrationDate": None, "endDate": None, "source": "1"})
    record["registeredEntries"][-1] |= {"register": "77", "type": "123"}
    record["tradeRegisterStatus"] = "9"


def _unknown_fields(record: Record) -> None:
    record["newField"] = {"deep": [1, 2, {"er": None}]}
    record["addresses"][0]["region"] = "Uusimaa"


def _looks_like_a_beginning(record: Record) -> None:
    """Text and an inner object that look like where a record begins."""
    record["names"][0]["name"] = 'Ansa ,{"businessId":{"value":"9000000-1"}} Oy'
    record["newField"] = [{"x": 1}, {"businessId": {"value": "9999999-9"}}]


def _fields_are_missing(record: Record) -> None:
    for key in ("website", "status", "euId"):
        del record[key]


DAMAGES: tuple[tuple[str, str, Callable[[Record], None]], ...] = (
    ("name is a number", REJECTED, _name(17)),  # type: ignore[arg-type]
    ("names are an object", REJECTED, _set("names", {})),
    ("names are null", REJECTED, _set("names", None)),
    ("no current name", REJECTED, _set("names", [])),
    ("name is empty", REJECTED, _name("")),
    ("name of 10 000 letters", REJECTED, _name("Ä" * LONG)),
    ("check digit", REJECTED, _bad_check_digit),
    ("no Business ID", REJECTED, _set("businessId", None)),
    ("Business ID is a text", REJECTED, _set("businessId", "9000000-1")),
    ("no such date", REJECTED, _set("registrationDate", "2026-02-31")),
    ("address without a kind", REJECTED, _set_in("addresses", "type", None)),
    ("version is a text", REJECTED, _set_in("names", "version", "1")),
    ("entries are a text", REJECTED, _set("registeredEntries", "none")),
    ("half a character", ACCEPTED, _half_a_character),
    ("NUL in a name", ACCEPTED, _name("Nolla\x00 Malli Oy")),
    ("control characters in a name", ACCEPTED, _name("\x1b[31mPuna\u202e Malli Oy\x7f")),
    ("unknown codes", ACCEPTED, _unknown_codes),
    ("unknown fields", ACCEPTED, _unknown_fields),
    ("looks like the beginning of a record", ACCEPTED, _looks_like_a_beginning),
    ("lists are null", ACCEPTED, lambda record: record.update(addresses=None, companySituations=None)),
    (
        "fields are missing",
        ACCEPTED,
        _fields_are_missing,
    ),
)


def damaged(record: bytes, rng: random.Random) -> tuple[str, str, bytes]:
    """(kind, outcome, text) of a record made worse."""
    kind, outcome, change = DAMAGES[int(rng.random() * len(DAMAGES))]
    return kind, outcome, damage(record, change)


def damage(record: bytes, change: Callable[[Record], None]) -> bytes:
    made: Record = json.loads(record)
    change(made)
    try:
        return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half a character can only be written as an escape
        return json.dumps(made, separators=(",", ":")).encode()

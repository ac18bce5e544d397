"""Printing: data on standard output, talk on standard error, JSON when asked."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import date
from enum import StrEnum
from io import TextIOWrapper
from typing import Any

from outreach.i18n import tr, value_text
from outreach.rules.text import clean
from outreach.terms.message import Message, say

LEAST = 8  # columns that are left of a text that is cut
STOPPED = say("Stopped. What was saved is kept; run the command again to go on.")


def any_letter() -> None:
    """Letters that the character set of a terminal or a pipe lacks are shown as "?" and end no command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def complain(text: str) -> None:
    """One line to standard error."""
    print(clean(text, 4_000), file=sys.stderr)  # noqa: T201


def tell(message: Message | str) -> None:
    """Talk: what was done. Standard error, so that it never mixes with data."""
    complain(tr(message))


def put(text: str = "") -> None:
    """One line of data."""
    print(text)  # noqa: T201


@contextmanager
def as_talk() -> Iterator[None]:
    """What is printed as data inside goes to standard error: something shown before a question."""
    with redirect_stdout(sys.stderr):
        yield


def put_json(data: Any) -> None:
    """Data for other programs: codes, numbers, ISO days; sentences in the user's language. No letter is lost."""
    whole = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(plain(data), ensure_ascii=not whole, indent=1))  # noqa: T201


def put_line(data: Any) -> None:
    """One record of data for other programs, on one line: what has many records is read line by line."""
    whole = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(plain(data), ensure_ascii=not whole))  # noqa: T201


def plain(data: Any) -> Any:
    """Dataclasses, enums, days and messages as JSON holds them."""
    if isinstance(data, Message):
        return tr(data)
    if isinstance(data, StrEnum):
        return data.value
    if dataclasses.is_dataclass(data) and not isinstance(data, type):
        return {field.name: plain(getattr(data, field.name)) for field in dataclasses.fields(data)}
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, set | frozenset):
        return sorted(plain(value) for value in data)
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    return data


def table(
    headings: Sequence[Message | str],
    rows: Iterable[Sequence[Any]],
    *,
    spare: Sequence[int] = (),
    cut: int | None = None,
) -> None:
    """Columns under their headings; numbers to the right. Texts from outside lose their control characters.

    In a terminal too narrow for all, the columns `spare` are left out one by one, then `cut` is made shorter.
    """
    raw = list(rows)
    shown = [[_cell(cell) for cell in row] for row in raw]
    if not shown:
        return
    lines = [[tr(heading) for heading in headings], *shown]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(headings))]
    right = [all(isinstance(row[i], int | float) or row[i] is None for row in raw) for i in range(len(headings))]
    kept = _fitting(widths, _terminal_width(), spare, cut)
    for line in lines:
        cells = [_pad(_shortened(line[i], widths[i]), widths[i], right=right[i]) for i in kept]
        put("  ".join(cells).rstrip())


def _fitting(widths: list[int], most: int | None, spare: Sequence[int], cut: int | None) -> list[int]:
    """The columns that are shown; `widths` of the one that is cut is made smaller."""
    kept = list(range(len(widths)))
    if most is None:
        return kept
    for column in spare:
        if _needed(widths, kept) > most:
            kept.remove(column)
    if cut is not None:
        widths[cut] = max(LEAST, widths[cut] - max(0, _needed(widths, kept) - most))
    return kept


def _needed(widths: Sequence[int], kept: Sequence[int]) -> int:
    return sum(widths[column] for column in kept) + 2 * (len(kept) - 1)


def _terminal_width() -> int | None:
    """Columns of the terminal that the data goes to; None for a file or a pipe, which get everything."""
    if not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def _shortened(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    while _width(text) > width - 1:
        text = text[:-1]
    return f"{text}…"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Message):
        return tr(value)
    if isinstance(value, int):
        return str(value)  # numbers that name things are typed again: no separators
    if isinstance(value, str):
        return " " * (len(value) - len(value.lstrip(" "))) + clean(value, 80)
    return value_text(value)


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def one_line(text: str) -> str:
    """A text from outside as part of a printed line."""
    return clean(text, 400)

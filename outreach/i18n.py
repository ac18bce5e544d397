"""From `Message` values and English texts to the user's language: English itself, Finnish or Swedish.

The catalogues are gettext files inside the package (`locales/<language>/LC_MESSAGES/outreach.mo`). Where one is missing
or lacks a text, English is shown. Dates, numbers and per cents take the form that the language writes (Finnish and
Finland-Swedish: 10.3.2026, 1 234,5 and 12 % with no-break spaces).
"""

from __future__ import annotations

import gettext as _gettext
import locale
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from outreach.clock import helsinki
from outreach.errors import OutreachError
from outreach.terms.message import Message

LANGUAGES = ("fi", "sv", "en")
LOCALES = Path(__file__).parent / "locales"
_SPACE = "\N{NO-BREAK SPACE}"
_STORED_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?")

_everywhere = "en"
_here: ContextVar[str] = ContextVar("outreach_language", default="")


def set_language(code: str) -> None:
    """The language of the whole program, all threads included: "fi", "sv" or "en"."""
    global _everywhere
    if code not in LANGUAGES:
        raise ValueError(f"not a language of the program: {code!r}")
    _everywhere = code


def language() -> str:
    """Language in force here."""
    return _here.get() or _everywhere


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Another language for a while and for this thread or task only: a Swedish report from a Finnish screen."""
    if code not in LANGUAGES:
        raise ValueError(f"not a language of the program: {code!r}")
    token = _here.set(code)
    try:
        yield
    finally:
        _here.reset(token)


def language_from_locale(environ: Mapping[str, str]) -> str:
    """Language of the user's system: by the usual variables, else by the system's own setting, else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(variable, "")
        if value:
            wanted = [value] if _is_c(value) else [*environ.get("LANGUAGE", "").split(":"), value]
            return next((code for code in map(_code_of, wanted) if code), "en")
    return _code_of(locale.getlocale()[0] or "") or "en"


def tr(message: Message | str) -> str:
    """The text in the language in force, values put in as `value_text` writes them."""
    if isinstance(message, str):
        return _(message)
    catalogue = _catalogue(language())
    if message.plural:
        template = catalogue.ngettext(message.text, message.plural, message.n)
    elif message.context:
        template = catalogue.pgettext(message.context, message.text)
    else:
        template = _of(catalogue, message.text)
    if not message.values:
        return template
    values = {key: value_text(value) for key, value in message.values.items()}
    try:
        return template.format(**values)
    except (KeyError, IndexError, ValueError):  # a slip in a translation must not hide the message
        return (message.plural if message.plural and message.n != 1 else message.text).format(**values)


def _(text: str) -> str:
    """Translation of an English literal, looked up when called."""
    return _of(_catalogue(language()), text)


def N_(text: str) -> str:  # noqa: N802 - the name gettext users know
    """Marks a literal for the catalogue and leaves it in English: it is translated with `tr` where it is shown."""
    return text


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form that `n` wants, without `n` put in."""
    return _catalogue(language()).ngettext(singular, plural, n)


def render_error(error: OutreachError) -> str:
    """What went wrong and what to do next, in the language in force."""
    said = tr(error.message)
    if error.hint is None:
        return said
    return f"{said if said.endswith(('.', '!', '?')) else said + '.'} {tr(error.hint)}"


def value_text(value: Any) -> str:
    """A value as the language in force writes it; None is a dash. Times are Finnish time.

    Text that is exactly an ISO date or time is taken for one: stored messages keep them so.
    """
    if isinstance(value, Message):
        return tr(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float | Decimal):
        return number_text(value)
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, tuple | list):
        return ", ".join(value_text(v) for v in value)
    if isinstance(value, str) and _STORED_TIME.fullmatch(value):
        return _stored_time(value)
    return "–" if value is None else str(value)


def date_text(day: date) -> str:
    """10.3.2026 in Finnish and Swedish, 2026-03-10 in English."""
    return day.isoformat() if language() == "en" else f"{day.day}.{day.month}.{day.year}"


def time_text(at: datetime) -> str:
    """Day and time of an aware instant in Finnish time, 10.3.2026 8.00; a time without a zone is shown as it is."""
    local = helsinki(at) if at.tzinfo else at
    clock = f"{local:%H:%M}" if language() == "en" else f"{local.hour}.{local:%M}"
    return f"{date_text(local.date())} {clock}"


def number_text(value: int | float | Decimal) -> str:
    """At most four decimals; thousands apart, but not in whole numbers of four digits, which may be years."""
    if isinstance(value, int):
        text = f"{value:,}" if abs(value) > 9999 else str(value)
    else:
        text = f"{round(value, 4):,}"
        text = text.rstrip("0").rstrip(".") if "." in text and "e" not in text.lower() else text
    return text if language() == "en" else text.replace(",", _SPACE).replace(".", ",")


def percent_text(share: float, decimals: int = 0) -> str:
    """A share of 0 to 1 in per cent, halves rounded up."""
    percent = Decimal(str(share)).scaleb(2).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{number_text(percent)}%" if language() == "en" else f"{number_text(percent)}{_SPACE}%"


def signed_text(value: float, decimals: int = 1) -> str:
    """A number with its sign, always with as many decimals: +7.0, −0.5."""
    text = f"{'−' if value < 0 else '+'}{abs(value):.{decimals}f}"
    return text if language() == "en" else text.replace(".", ",")


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    if code == "en":  # the source language: no catalogue
        return _gettext.NullTranslations()
    return _gettext.translation("outreach", LOCALES, [code], fallback=True)


def _of(catalogue: _gettext.NullTranslations, text: str) -> str:
    return catalogue.gettext(text) if text else ""  # gettext("") would be the head of the catalogue


def _is_c(value: str) -> bool:
    return value.partition(".")[0] in ("C", "POSIX")


def _code_of(name: str) -> str:
    code = name.lower().replace("-", "_").partition(".")[0].partition("_")[0]
    code = {"finnish": "fi", "swedish": "sv", "english": "en"}.get(code, code)
    return code if code in LANGUAGES else ""


def _stored_time(text: str) -> str:
    try:
        return time_text(datetime.fromisoformat(text)) if len(text) > 10 else date_text(date.fromisoformat(text))
    except ValueError:  # looks like a date and is none: 2026-02-30
        return text

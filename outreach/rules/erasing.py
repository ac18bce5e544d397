"""Taking one person out of texts and stored values: the name in both orders, the e-mail address, the phone number."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from outreach.rules.text import name_fold

GONE = "[…]"
_SHORTEST_WORD = 3  # letters of a name's word that is looked for alone
_ENDING = r"[a-zåäö]{0,6}"  # case endings: Virtaselle, Marialta
_CFEMAIL = re.compile(r"""cfemail=["']?((?:[0-9a-fA-F]{2}){4,200})\b|email-protection#((?:[0-9a-fA-F]{2}){4,200})\b""")
_TAG = re.compile(r"<[^<>]{0,4000}>")
# Keys of stored values that hold what an adviser wrote, where a person is named by one word too.
_NOTES = frozenset({"text", "title", "reason", "note", "description", "what", "evidence", "role"})


@dataclass(frozen=True)
class Traces:
    """What tells a person apart. `email` and `phone` are left empty where they are the organisation's as well."""

    name: str
    email: str = ""
    phone: str = ""  # E.164, else as given

    @cached_property
    def values(self) -> re.Pattern[str] | None:
        """E-mail address and phone number as people write them."""
        parts = [re.escape(self.email)] if self.email else []
        digits = re.sub(r"[^0-9]", "", self.phone)
        if len(digits) >= 5:
            national = digits[3:] if self.phone.startswith("+358") else digits
            spaced = r"[\s\-()./]{0,3}".join(national.removeprefix("0"))
            parts.append(rf"(?<![0-9])(?:(?:\+\s?|00)?358[\s\-]?(?:\(0\))?[\s\-]?|\+|0)?{spaced}(?![0-9])")
        return re.compile("|".join(parts), re.IGNORECASE) if parts else None

    @cached_property
    def whole_name(self) -> re.Pattern[str] | None:
        """The full name, first or last name first, with the case ending of its last word."""
        words = self.name.split()
        if not words:
            return None
        orders = sorted({tuple(words), tuple(words[::-1]), (*words[-1:], *words[:-1])})
        names = (r",?\s+".join(map(_inflected, order)) for order in orders)
        return re.compile("|".join(rf"(?<!\w){name}(?!\w)" for name in names), re.IGNORECASE)

    @cached_property
    def words(self) -> re.Pattern[str] | None:
        """Each longer word of the name alone, as written with its capital."""
        words = [word for word in self.name.split() if len(word) >= _SHORTEST_WORD]
        return re.compile("|".join(rf"(?<!\w){_inflected(word)}(?!\w)" for word in words)) if words else None

    def pieces(self) -> tuple[str, ...]:
        """Lower-case bits that every text with the e-mail address or the number holds, whatever the spelling."""
        digits = re.sub(r"[^0-9]", "", self.phone)
        return tuple(piece for piece in (self.email.lower(), digits[-2:] if len(digits) >= 5 else "") if piece)


def scrub_text(text: str, traces: Traces, *, named: bool, loose: bool) -> str:
    """The text without the person. `named`: the name counts; `loose`: each word of the name alone counts too."""
    if traces.values is not None:
        text = traces.values.sub(GONE, text)
    if named and traces.whole_name is not None:
        text = traces.whole_name.sub(GONE, text)
    if named and loose and traces.words is not None:
        text = traces.words.sub(GONE, text)
    return text


def scrub_value(
    value: Any, traces: Traces, *, named: bool, keep: Collection[str] = (), loose: bool = False, key: str = ""
) -> Any:
    """A stored value (JSON-ready) without the person; an equal value comes back where nothing was found.

    A `contact` that is the person goes as a whole; texts in `keep`, the organisation's names, stay.
    """
    if isinstance(value, Mapping):
        if key == "contact" and _is_contact(value, traces, named=named):
            return None
        return {
            name: scrub_value(inner, traces, named=named, keep=keep, loose=loose or name in _NOTES, key=name)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [scrub_value(inner, traces, named=named, keep=keep, loose=loose, key=key) for inner in value]
    if isinstance(value, str) and value not in keep:
        return scrub_text(value, traces, named=named, loose=loose)
    return value


def _is_contact(value: Mapping[str, Any], traces: Traces, *, named: bool) -> bool:
    if named and name_fold(str(value.get("name") or "")) == name_fold(traces.name):
        return True
    found = (str(value.get(field) or "") for field in ("email", "phone"))
    return traces.values is not None and any(traces.values.search(text) for text in found if text)


def _inflected(word: str) -> str:
    """A word of a name with its Finnish endings: names in -nen change their stem (Virtanen, Virtasen)."""
    if len(word) > 4 and word.lower().endswith("nen"):
        return rf"{re.escape(word[:-3])}(?:nen|s{_ENDING})"
    return re.escape(word) + (_ENDING if len(word) >= _SHORTEST_WORD else "")


def page_texts(raw: bytes) -> tuple[str, ...]:
    """A page's bytes as the texts in which a person may be named: as they are, without markup, and hidden addresses."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    source = html.unescape(unquote(text, errors="replace") if "%" in text else text)
    hidden = " ".join(_unhidden(one or other) for one, other in _CFEMAIL.findall(text))
    return source, " ".join(_TAG.sub(" ", source).split()), hidden


def names_person(text: str, traces: Traces) -> bool:
    """Whether a text that is not ours to mend, a page, names the person; an address counts however its @ is written."""
    if scrub_text(text, traces, named=True, loose=False) != text:
        return True
    local, _, domain = traces.email.lower().partition("@")
    lower = text.lower()
    return bool(domain) and local in lower and domain.partition(".")[0] in lower


def _unhidden(digits: str) -> str:
    """An address behind data-cfemail: its first byte is mixed into all others."""
    code = bytes.fromhex(digits)
    return bytes(byte ^ code[0] for byte in code[1:]).decode("utf-8", "replace")

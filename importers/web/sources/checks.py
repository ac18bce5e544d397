"""What each kind of value of a source file may be: text, selector, rule, number, day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from importers.web.sources.keys import Key, Takes
from importers.web.sources.patterns import pattern_of
from importers.web.sources.rules import rule_of
from importers.web.sources.selectors import compiled
from importers.web.sources.spec import AUTO, LINE, FieldRule, Rule
from outreach.rules.text import clean, clean_block
from outreach.terms.message import Message, say

LANGUAGES = ("fi", "sv", "en")


class Wrong(ValueError):
    """What is wanted of a key instead of what stands there."""

    def __init__(self, wanted: Message) -> None:
        super().__init__(str(wanted))
        self.wanted = wanted


def _text(value: Any, key: Key) -> str:
    if not isinstance(value, str):
        raise Wrong(say("text in quotation marks"))
    return clean_block(value, 2000)


def _language(value: Any, key: Key) -> str:
    if value not in LANGUAGES:
        raise Wrong(say("one of {values}", values=LANGUAGES))
    return str(value)


def _address(value: Any, key: Key) -> str:
    text = clean(value, 2000) if isinstance(value, str) else ""
    try:
        parts = urlsplit(text)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and " " not in text
    except ValueError:
        good = False
    if not good:
        raise Wrong(say("an address that starts with https://"))
    return text


def _addresses(value: Any, key: Key) -> tuple[str, ...]:
    many = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(_address(each, key) for each in many))


def _css(value: Any, key: Key) -> str:
    text = clean(value, 2000) if isinstance(value, str) else ""
    if not text:
        raise Wrong(say("a selector in quotation marks"))
    compiled(text)
    return text


def _next(value: Any, key: Key) -> str:
    return AUTO if value == AUTO else _css(value, key)


def _split(value: Any, key: Key) -> str:
    text = (
        " ".join(value.lower().replace("<", " ").replace("/", " ").replace(">", " ").split())
        if isinstance(value, str)
        else ""
    )
    if text in ("br br", "brbr"):
        return "br br"
    if text in (LINE, "lines", "br"):
        return LINE
    raise Wrong(say("one of {values}", values=('"br br"', '"line"')))


def _rule(value: Any, key: Key) -> Rule:
    if not isinstance(value, str):
        raise Wrong(say("text in quotation marks"))
    return rule_of(value)


def _rules(value: Any, key: Key) -> FieldRule:
    many = value if isinstance(value, list) else [value]
    if not many or len(many) > 20:
        raise Wrong(say("a rule, or a list of up to {n}", n=20))
    return FieldRule(tuple(_rule(each, key) for each in many))


def _texts(value: Any, key: Key) -> tuple[str, ...]:
    many = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in many):
        raise Wrong(say("text in quotation marks, or several of them in brackets"))
    texts = tuple(dict.fromkeys(filter(None, (clean_block(each, 2000) for each in many))))
    if key.path == "drop.*":
        for each in texts:
            if each.startswith("~"):
                pattern_of(each[1:].strip())
    return texts


def _whole(value: Any, key: Key) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not key.least <= value <= key.most:
        raise Wrong(say("a whole number from {least} to {most}", least=int(key.least), most=int(key.most)))
    return value


def _number(value: Any, key: Key) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not key.least <= value <= key.most:
        raise Wrong(say("a number from {least} to {most}", least=int(key.least), most=int(key.most)))
    return float(value)


def _date(value: Any, key: Key) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Wrong(say("a day such as {day}", day="2026-03-10")) from error


def _yes_no(value: Any, key: Key) -> bool:
    if not isinstance(value, bool):
        raise Wrong(say("true or false without quotation marks"))
    return value


READERS: Mapping[Takes, Callable[[Any, Key], Any]] = {
    Takes.TEXT: _text,
    Takes.LANGUAGE: _language,
    Takes.ADDRESS: _address,
    Takes.ADDRESSES: _addresses,
    Takes.CSS: _css,
    Takes.NEXT: _next,
    Takes.SPLIT: _split,
    Takes.RULE: _rule,
    Takes.RULES: _rules,
    Takes.TEXTS: _texts,
    Takes.WHOLE: _whole,
    Takes.NUMBER: _number,
    Takes.DATE: _date,
    Takes.YES_NO: _yes_no,
}

"""A source as the text of its file, with a short comment beside each key for people who do not program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

import tomli_w

from importers.web.sources.keys import KEYS
from importers.web.sources.rules import text_of_rule
from importers.web.sources.spec import Expect, Fetching, FieldRule, SourceSpec, Terms
from outreach.terms.message import Message

_DOCS = {key.path: key.doc for key in KEYS}
_COLUMN = 44  # where a comment starts, if the line leaves room


def write_spec(spec: SourceSpec, tr: Callable[[Message], str] = str) -> str:
    """The text that `read_spec` reads as this source; `tr` puts the comments into the user's language."""
    top = {
        "name": spec.name,
        "start": list(spec.start),
        "lang": spec.lang,
        "note": spec.note,
        "rows": spec.rows,
        "starts": spec.starts,
        "split": spec.split,
        "in": spec.within,
    }
    parts = ["".join(_line(key, value, key, tr) for key, value in top.items() if value)]
    if spec.fields:
        parts.append(_table("fields", _rules(spec.fields), tr))
    if spec.next:
        parts.append(_table("next", {"css": spec.next.css, "max_pages": spec.next.max_pages}, tr))
    if spec.detail:
        detail = {"link": text_of_rule(spec.detail.link)}
        named = {f"fields.{name}": rule for name, rule in _rules(spec.detail.fields).items()}
        parts.append(_table("detail", {**detail, **named}, tr))
    parts.append(_table("fill", dict(spec.fill), tr))
    parts.append(_table("drop", dict(spec.drop), tr))
    expect: dict[str, Any] = {"min": spec.expect.min} if spec.expect.min else {}
    if spec.expect.fill:
        expect["fill"] = dict(spec.expect.fill)
    parts.append(_table("expect", expect, tr, given=spec.expect != Expect()))
    parts.append(_table("fetch", _changed(spec.fetch, Fetching()), tr))
    parts.append(_table("terms", _changed(spec.terms, Terms()), tr))
    return "\n".join(filter(None, parts))


def _rules(fields: Mapping[str, FieldRule]) -> dict[str, Any]:
    texts = {name: [text_of_rule(rule) for rule in field.rules] for name, field in fields.items()}
    return {name: each[0] if len(each) == 1 else each for name, each in texts.items()}


def _changed(one: Fetching | Terms, usual: Fetching | Terms) -> dict[str, Any]:
    values = {each.name: getattr(one, each.name) for each in fields_of(one)}
    return {name: value for name, value in values.items() if value != getattr(usual, name)}


def _table(name: str, values: Mapping[str, Any], tr: Callable[[Message], str], *, given: bool = True) -> str:
    if not values or not given:
        return ""
    head = f"[{name}]"
    lines = [_commented(head, tr(_DOCS[name]))]
    lines += [_line(key, value, f"{name}.{key}", tr) for key, value in values.items()]
    return "".join(lines)


def _line(key: str, value: Any, path: str, tr: Callable[[Message], str]) -> str:
    """One key and its value; a comment where the key itself is declared with one."""
    written = f"{key} = {_value(value)}"
    doc = _DOCS.get(path)
    return _commented(written, tr(doc)) if doc and "\n" not in written else written + "\n"


def _commented(written: str, comment: str) -> str:
    line = " ".join(comment.split())
    if len(written) < _COLUMN:
        return f"{written:<{_COLUMN}}# {line}\n"
    return f"# {line}\n{written}\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key} = {_value(each)}" for key, each in value.items())
        return "{ " + inner + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str) and "\\" in value and "'" not in value and value.isprintable():
        return f"'{value}'"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | bool | int | float | date):
        return tomli_w.dumps({"x": value}).partition("= ")[2].rstrip("\n")
    raise TypeError(type(value).__name__)

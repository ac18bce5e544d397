"""Sentences that do not know their language yet.

Every layer below the screen speaks in `Message` values: an English template and its values. `outreach.i18n.tr`
turns one into the user's language; what is stored in the database is the `Message`, never a translated text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """An English template with named values; `plural` and `n` are set where a number decides the form.

    A value may itself be a `Message` (the name of a stage, say): it is translated before it is put in. A tuple of
    values is put in as a list with commas. `context` tells apart equal English words that other languages keep apart.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str = ""
    n: int = 1
    context: str = ""

    def __str__(self) -> str:
        template = self.plural if self.plural and self.n != 1 else self.text
        return template.format(**{k: _text(v) for k, v in self.values.items()}) if self.values else template

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready mapping that `from_plain` reads back; dates become ISO text."""
        values = {key: _plain(value) for key, value in self.values.items()}
        plain = {"text": self.text, "values": values, "plural": self.plural, "n": self.n}
        return {**plain, "context": self.context} if self.context else plain

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> Message:
        """The message that `to_plain` wrote."""
        values = {key: _from_plain(value) for key, value in plain.get("values", {}).items()}
        return Message(
            plain["text"], values, plain.get("plural", ""), plain.get("n", 1), context=plain.get("context", "")
        )

    def to_json(self) -> str:
        """One line of JSON, keys sorted, for a text column."""
        return json.dumps(self.to_plain(), ensure_ascii=False, sort_keys=True)


def _text(value: Any) -> str:
    return ", ".join(_text(v) for v in value) if isinstance(value, tuple | list) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return value.to_plain()
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _from_plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_from_plain(v) for v in value)
    return Message.from_plain(value) if isinstance(value, dict) and "text" in value else value


def say(text: str, /, **values: Any) -> Message:
    """A message from an English template. The catalogue is collected from these calls: pass a literal."""
    return Message(text, values)


def say_n(singular: str, plural: str, n: int, /, **values: Any) -> Message:
    """A message whose form depends on `n`, which is also put in as `{n}`."""
    return Message(singular, {"n": n, **values}, plural, n)


def say_c(context: str, text: str, /, **values: Any) -> Message:
    """A message whose English text means different things in different places: `context` is for translators only."""
    return Message(text, values, context=context)

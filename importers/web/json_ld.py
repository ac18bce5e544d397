"""JSON-LD blocks of a page, each read on its own: a broken one loses only itself.

Pages wrap and break their blocks in the same few ways, so these are mended: comments, CDATA marks, a closing semicolon,
commas before a closing bracket, raw line ends in texts, quotation marks in quotation marks, escapes that JSON does not
know, markup's own &quot;.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup

_TYPE = re.compile(r"^\s*application/ld\+json", re.IGNORECASE)
_PIECE = re.compile(
    r'"(?:[^"\\]|\\.)*"?|/\*.*?(?:\*/|$)|//\s*(?:<!\[CDATA\[|\]\]>)|//[^\n]*|<!--|-->|<!\[CDATA\[|\]\]>'
    r'|[;,]|[^"/<\-\];,]+|.',
    re.DOTALL,
)
_STRAY_ESCAPE = re.compile(r'\\(?=[^"\\/bfnrtu])')
_INNER = re.compile(
    r'("[\w@:-]{1,60}"[ \t]*:[ \t]*")([^\n]{0,2000}?)("[ \t]*(?:,[ \t]*)?(?=[\n\r}\]]|"[\w@:-]{1,60}"[ \t]*:))'
)
_DROPPED = ("/*", "//", "<!", "-->", "]]>", ";")

MOST_MENDED = 100_000  # characters of a block whose quotation marks are looked into


def blocks(soup: BeautifulSoup) -> Iterator[tuple[int, Any]]:
    """Number from 1 and content of each block, None for one that cannot be read."""
    for number, script in enumerate(soup.find_all("script", type=_TYPE), start=1):
        yield number, load(script.string or script.get_text())


def load(text: str) -> Any:
    """Content of a block, None when it is no JSON even after mending."""
    for mend in (str, mended, _unescaped):
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unescaped(text: str) -> str:
    """The mended text with what a careless template leaves in it put right, at most MOST_MENDED characters of it."""
    if len(text) > MOST_MENDED:
        return ""
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    return mended(_INNER.sub(_inner_quotes, _STRAY_ESCAPE.sub("", text)))


def _inner_quotes(line: re.Match[str]) -> str:
    """A line `"key": "text"` with the quotation marks inside of its text escaped."""
    inside = re.sub(r'(?<!\\)"', r'\\"', line[2])
    return f"{line[1]}{inside}{line[3]}"


def mended(text: str) -> str:
    """The text without comments, CDATA marks, semicolons and superfluous commas, all of them outside quoted texts."""
    kept: list[str] = []
    comma = False
    for piece in _PIECE.findall(text):
        if piece.startswith(_DROPPED):
            continue
        if piece == ",":
            comma = True
        elif piece.isspace():
            kept.append(piece)
        else:
            if comma and piece.lstrip()[0] not in "]}":
                kept.append(",")
            comma = False
            kept.append(piece)
    return "".join(kept)

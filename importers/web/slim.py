"""A large page made small enough for a tree in memory: what shows nothing is dropped before it is parsed.

An element costs about a kilobyte in the tree, so what counts is the number of elements.
"""

from __future__ import annotations

import re

LARGE = 300_000  # characters from which a page is slimmed
MOST_ELEMENTS = 50_000  # in the tree: some 50 MB, and as much again for what is worked out from it
MOST_TEXT = 8_000_000  # characters of markup that are parsed

_OPENING = re.compile(r"<(script|style|svg|template|iframe|object|canvas|select|datalist)\b([^<>]{0,3000})>", re.I)
_CLOSING = {
    name: re.compile(rf"</{name}\s*>", re.I)
    for name in ("script", "style", "svg", "template", "iframe", "object", "canvas", "select", "datalist")
}
_EMBEDDED = re.compile(r"data:[a-z]{2,20}/[^\s\"'<>]{200,}", re.I)
_BLANK = re.compile(r"\s{2,}")
_BETWEEN = re.compile(
    r"(</?(?:table|thead|tbody|tr|td|th|div|ul|ol|li|dl|dt|dd|section|article|p|h[1-6])(?:\s[^<>]{0,500})?>)\s+(?=<)",
    re.I,
)


def slimmed(text: str) -> tuple[str, bool]:
    """The markup of a page as it is parsed, and whether its end had to be left out."""
    if len(text) < LARGE:
        return text, False
    text = _EMBEDDED.sub("data:", _without_comments(_without_unseen(text)))
    end = min(len(text), MOST_TEXT)
    if _elements(text, 0, end) > MOST_ELEMENTS:
        end = min(end, _place_of(text, MOST_ELEMENTS))
    cut = end < len(text)
    if cut:
        last = text.rfind("<", 0, end)
        text = text[: last if last > 0 else end]
    if "<pre" not in text and "<PRE" not in text:
        text = _BETWEEN.sub(r"\1", _BLANK.sub(_one_blank, text))
    return text, cut


def _one_blank(found: re.Match[str]) -> str:
    return "\n" if "\n" in found[0] else " "


def _without_unseen(text: str) -> str:
    """Without scripts, styles, drawings and choices; JSON-LD stays, and an empty element shows where a script was."""
    parts: list[str] = []
    at = 0
    lost: set[str] = set()  # kinds that are never closed again: asked once each, so that the work stays linear
    while found := _OPENING.search(text, at):
        name = found[1].lower()
        closing = None if name in lost else _CLOSING[name].search(text, found.end())
        if closing is None:
            lost.add(name)
            parts.append(text[at : found.end()])
            at = found.end()
            continue
        if name == "script" and "ld+json" in found[2].lower():
            parts.append(text[at : closing.end()])
        else:
            parts.append(text[at : found.start()])
            if name == "script":
                parts.append("<script></script>")
        at = closing.end()
    parts.append(text[at:])
    return "".join(parts)


def _without_comments(text: str) -> str:
    """Without comments, but not inside of scripts, where JSON-LD may stand in one."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        inside = text.rfind("<script", at, start) > text.rfind("</script", at, start)
        parts.append(text[at : end + 3] if inside else text[at:start])
        at = end + 3
    parts.append(text[at:])
    return "".join(parts)


def _elements(text: str, begin: int, end: int) -> int:
    """How many elements begin in a part of the markup; cells of a table, which cost less to read, count for a third."""
    cells = sum(text.count(tag, begin, end) for tag in ("<td", "<TD"))
    return text.count("<", begin, end) - text.count("</", begin, end) - 2 * cells // 3


def _place_of(text: str, number: int) -> int:
    """About where the `number`th element of a text begins; its end when it has fewer."""
    at, left, step = 0, number, 200_000
    while at < len(text):
        here = _elements(text, at, at + step)
        if here < left:
            left -= here
            at += step
        elif step == 1:
            return at
        else:
            step = max(1, step // 20)
    return len(text)

"""The door for every text that is shown: plain, cleaned, never markup, and cut by the cells it takes on the screen."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells
from textual.content import Content

from outreach.i18n import tr
from outreach.rules.text import clean, clean_block
from outreach.terms.message import Message

ELLIPSIS = "…"
MOST = 2000  # characters of one line that are looked at; no screen is wider


def plain(value: object) -> str:
    """One line of text as it may be shown: a `Message` translated, control characters and bidi marks gone."""
    text = tr(value) if isinstance(value, Message) else str(value)
    return text if text.isascii() and text.isprintable() and len(text) <= MOST else _one_line(text)


def block(value: object) -> str:
    """Several lines of text, cleaned likewise."""
    return clean_block(tr(value) if isinstance(value, Message) else str(value))


def content(value: object, style: str = "") -> Content:
    """Text for a widget: what looks like markup in it stays text. `style` is one of ours, never from outside."""
    text = block(value)
    return Content.styled(text, style) if style else Content(text)


def width(text: str) -> int:
    """Cells that a text takes: wide characters two, combining marks none."""
    return cell_len(text)


def cut(value: object, cells: int) -> str:
    """Text of at most `cells` cells, with … where something was left out."""
    text = plain(value)
    if cells <= 0:
        return ""
    if cell_len(text) <= cells:
        return text
    head = chop_cells(text[: 4 * cells + 4], cells - 1)[0] if cells > 1 else ""
    return head.rstrip() + ELLIPSIS


def fit(value: object, cells: int, *, right: bool = False) -> str:
    """Text of exactly `cells` cells, filled with blanks on the right, or on the left for numbers."""
    text = cut(value, cells)
    blanks = " " * max(0, cells - cell_len(text))
    return blanks + text if right else text + blanks


def wrap(value: object, cells: int, most: int = 1000) -> list[str]:
    """Text broken between words into lines of at most `cells` cells; the last of `most` lines ends with … when cut."""
    lines: list[str] = []
    for paragraph in block(value).split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if cell_len(longer) <= cells:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = chop_cells(word, max(1, cells)) or [""]
            lines.extend(full)
        lines.append(line)
        if len(lines) > most:
            break
    if len(lines) > most:
        return [*lines[: most - 1], cut(f"{lines[most - 1]} {ELLIPSIS}", cells)]
    return lines


def _one_line(text: str) -> str:
    """Cleaned word by word: the blanks between them, which our own texts use for layout, are kept."""
    return " ".join(clean(word, limit=MOST) for word in text[:MOST].split(" "))

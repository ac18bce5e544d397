"""What the values of an .xlsx sheet do not say: addresses behind cells, merged cells, hidden rows and columns.

Read from the parts of the archive themselves, since a reader that goes row by row gives none of it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from importers.files.grid import Marks, Span
from outreach.rules.text import clean

MOST_BYTES = 60_000_000  # of a sheet's part; a larger one is read without marks
MOST_MARKS = 200_000
_MOST_COVERED = 200  # cells of one link

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_LINK = re.compile(
    r'\s*(?:_xlfn\.)?HYPERLINK\(\s*"((?:[^"]|"")*)"\s*(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)\s*', re.IGNORECASE
)
_COMPUTED = re.compile(r"[A-Z][A-Z0-9.]*\s*\(|\$?\b[A-Z]{1,3}\$?[1-9][0-9]{0,6}\b|^[\s0-9.,+*/^-]+$")
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def marks_of(raw: bytes, part: str) -> Marks:
    """The marks of the sheet in a part of the archive; none where it is damaged or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if archive.getinfo(part).file_size > MOST_BYTES:
                return Marks()
            targets = _targets(archive, part)
            content = archive.read(part)
        return _marks(content, targets)
    except Exception:  # values are read all the same; what is wrong with them is told there
        return Marks()


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Addresses by the number of their relationship."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in archive.namelist() or archive.getinfo(path).file_size > MOST_BYTES:
        return {}
    return {
        str(element.get("Id", "")): str(element.get("Target", ""))
        for element in _elements(archive.read(path), ("Relationship",))
    }


def _elements(content: bytes, names: tuple[str, ...]) -> Iterator[Any]:
    """The elements of some names, each thrown away when it has been looked at."""
    from lxml import etree  # type: ignore[import-untyped]

    tags = [f"{{*}}{name}" for name in names]
    for _, element in etree.iterparse(
        io.BytesIO(content), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    ):
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None and (parent := element.getparent()) is not None:
            del parent[0]


def _marks(content: bytes, targets: dict[str, str]) -> Marks:
    links: dict[tuple[int, int], str] = {}
    texts: dict[tuple[int, int], str] = {}
    merged: list[Span] = []
    hides = b"hidden=" in content
    names = ["mergeCell", "hyperlink", *(["row", "col"] if hides else []), *(["c"] if _has_formulas(content) else [])]
    hides = False
    for element in _elements(content, tuple(names)):
        name = element.tag.rpartition("}")[2]
        if len(links) + len(texts) + len(merged) > MOST_MARKS:
            break
        if name == "c":
            _formula(element, links, texts)
        elif name in {"row", "col"}:
            hides = hides or element.get("hidden") in {"1", "true"}
        elif area := _AREA.fullmatch(str(element.get("ref", ""))):
            span = _span(area)
            if name == "mergeCell":
                merged.append(span)
            elif target := clean(targets.get(str(element.get(_ID, "")), ""), 2000):
                links.update(dict.fromkeys(_covered(span), target))
    return Marks(links, texts, tuple(merged), hides)


def _has_formulas(content: bytes) -> bool:
    return b"<f>" in content or b"<f " in content or b":f>" in content


def _formula(cell: Any, links: dict[tuple[int, int], str], texts: dict[tuple[int, int], str]) -> None:
    """The address and the text of HYPERLINK(); other formulas that nobody has computed stay text if they read so."""
    formula = next((str(child.text or "") for child in cell if child.tag.rpartition("}")[2] == "f"), "")
    area = _AREA.fullmatch(str(cell.get("r", "")))
    if not formula or not area:
        return
    place = (int(area[2]), _column(area[1]))
    link = _LINK.fullmatch(formula[:5000])
    if link:
        address = link[1].replace('""', '"')
        links[place] = clean(address, 2000)
        texts[place] = clean(link[2] or address, 1000).replace('""', '"')
    elif len(formula) < 300 and not _COMPUTED.search(formula.upper()):
        texts[place] = "=" + formula


def _span(area: re.Match[str]) -> Span:
    top, left = int(area[2]), _column(area[1])
    return Span(top, left, int(area[4] or top), _column(area[3]) if area[3] else left)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _covered(span: Span) -> Iterator[tuple[int, int]]:
    cells = [
        (row, column)
        for row in range(span.top, min(span.bottom, span.top + _MOST_COVERED) + 1)
        for column in range(span.left, min(span.right, span.left + 20) + 1)
    ]
    yield from cells[:_MOST_COVERED]

"""The name of a record: heading, bold text, the first useful link, an image's text, the first line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from importers.columns import Field
from importers.web.evidence import Kind, is_legal_form
from importers.web.marks import Page
from importers.web.names import BULLET, MOST_LABEL, is_place, label_of, tidy
from importers.web.outline import HEADING, PLAIN, STRONG, TITLE
from importers.web.wording import GENERIC, LOGO
from outreach.rules.text import clean, name_fold

MOST_LOOKED_AT = 80  # segments of a record in which its name is looked for
FIRST_LINES = 3

LINK, IMAGE, LINE = 4, 5, 6
PLACE = 0  # a heading that is a town: what follows is an office in it, not an organisation

_DASH = re.compile(r"\s[–—|•·/]\s|\s-\s|;\s|:\s|\s\s")
_FILE_NAME = re.compile(
    r"^\S+\.(?:png|jpe?g|gif|svg|webp)$|^(?:img|image|kuva|bild|dsc|logo)[-_ ]?[0-9]*$", re.IGNORECASE
)
_GENITIVE = re.compile(r"(?<=\w)[:’'][ns]$")
_SHOWN = re.compile(r"(?:(?:valo)?kuva|bild|foto|picture|photo|image|kuvassa|på bilden)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"^(?:öppet bolag|kommanditbolag|avoin yhtiö|aktiebolag|ltd|inc|llc|oy|ab)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    rank: int
    first: int  # segments that it stands in
    last: int


def name_of(page: Page, first: int, last: int, banned: frozenset[str] = frozenset()) -> Name | None:
    """The name of the record between two segments. `banned` are folded texts that other records bear as well."""
    best: dict[int, Name] = {}
    office = False  # a heading says that this is an office in a town
    for each in _candidates(page, first, min(last, first + MOST_LOOKED_AT)):
        if each.rank == PLACE:
            office = True
        elif office and not is_legal_form(each.text):
            continue
        elif each.rank not in best and name_fold(each.text) not in banned:
            best[each.rank] = each
            if each.rank == HEADING:
                break
    for rank in (HEADING, TITLE):
        if rank in best:
            return best[rank]
    if text := page.titles.get(first):
        named = tidy(page, text)
        if named and name_fold(named) not in banned:
            return Name(named, TITLE, first, first + 1)
    line = best.get(LINE)
    for rank in (STRONG, LINK, IMAGE):
        other = best.get(rank)
        if other and (line is None or _goes_before(page, other, line)):
            return other
    return line


def name_rivals(page: Page, name: Name, first: int, last: int, most: int = 6) -> list[str]:
    """Names in a span that look like `name`, itself among them: several are several records."""
    out = page.outline
    title = out.segments[name.first].title
    if title < 0 or name.rank > STRONG:
        return [name.text]
    found: list[str] = []
    seen: set[int] = set()
    for index in range(first, min(last, first + 4 * MOST_LOOKED_AT)):
        segment = out.segments[index]
        if segment.title in seen or segment.title < 0 or out.keys[segment.title] != out.keys[title]:
            continue
        seen.add(segment.title)
        text = _title(page, index, min(out.ends[segment.title], last))
        if text and text not in found and (name.rank < STRONG or is_legal_form(text)):
            found.append(text)
            if len(found) >= most:
                break
    return found


def _goes_before(page: Page, other: Name, line: Name) -> bool:
    """Whether a bold text, link or image names the record rather than its first line does."""
    segments = page.outline.segments
    if other.rank == IMAGE:
        return is_legal_form(other.text) or not is_legal_form(line.text)
    if segments[other.first].line == segments[line.first].line:
        return other.first <= line.last or is_legal_form(other.text)
    return is_legal_form(other.text) and not is_legal_form(line.text)


def _candidates(page: Page, first: int, last: int) -> Iterator[Name]:
    out = page.outline
    seen: set[int] = set()
    lines = 0
    line = -1
    labelled = False  # the line before is a label that says "name"
    for index in range(first, last):
        segment = out.segments[index]
        if segment.rank < PLAIN and segment.title not in seen and out.starts[segment.title] >= first:
            seen.add(segment.title)
            end = min(out.ends[segment.title], last)
            if text := _title(page, index, end):
                yield Name(text, segment.rank, index, end)
            elif segment.rank == HEADING and is_place(page, out.joined(index, end)[0]):
                yield Name("", PLACE, index, end)
        if segment.link >= 0 and segment.link not in seen and out.starts[segment.link] >= first:
            seen.add(segment.link)
            end = min(out.ends[segment.link], last)
            if text := _title(page, index, end):
                shown = all(each.alt for each in out.segments[index:end])
                yield Name(text, IMAGE if shown else LINK, index, end)
        if segment.alt:
            if (text := _image(page, segment.text)) and segment.rank >= PLAIN:
                yield Name(text, IMAGE, index, index + 1)
        elif segment.line != line:
            line = segment.line
            lines += 1
            if lines > FIRST_LINES + 1:
                continue
            found, said = _of_line(page, index, last, labelled)
            labelled = said
            if found and (lines <= FIRST_LINES or found.rank == TITLE):
                yield found


def _title(page: Page, first: int, last: int) -> str:
    """Text of a heading or link without the small print in it: the town, a badge."""
    out = page.outline
    if last - first > 12:
        return ""
    spoken = [index for index in range(first, last) if not out.segments[index].alt]
    if not spoken:
        return _image(page, out.segments[first].text) if last > first else ""
    main = [index for index in spoken if not _is_small(page, index, first)]
    kept = main or spoken
    if len(kept) == len(spoken):
        text = clean(out.joined(kept[0], kept[-1] + 1)[0])
    else:
        text = " ".join(out.segments[index].text for index in kept)
    return tidy(page, text)


def _is_small(page: Page, index: int, first: int) -> bool:
    segment = page.outline.segments[index]
    if index == first and page.outline.name(segment.element) not in {"small", "sup"}:
        return False
    if segment.element >= 0 and page.outline.name(segment.element) in {"small", "sup", "time"}:
        return True
    text = segment.text.strip(" ,()–-|")
    values = page.values(text)
    whole = any(each.kind is not Kind.FORM and each.end - each.start >= len(text) - 2 for each in values)
    return not text or whole or text.lower() in GENERIC


def _image(page: Page, text: str) -> str:
    if _FILE_NAME.match(text) or _SHOWN.match(text):
        return ""
    bare = LOGO.sub(" ", text).strip(" :–-,")
    if bare != text:
        bare = _GENITIVE.sub("", bare)
    return tidy(page, clean(bare))


def _of_line(page: Page, first: int, last: int, labelled: bool) -> tuple[Name | None, bool]:
    """The name that a line begins with, and whether the line is only a label for one. A labelled one is as good as a
    heading."""
    out = page.outline
    end = first + 1
    while end < last and out.segments[end].line == out.segments[first].line:
        end += 1
    whole = out.joined(first, end)[0]
    label, colon, value = whole.partition(":")
    if len(label) <= MOST_LABEL and label_of(label) is Field.NAME and (colon or not labelled):
        text = tidy(page, value) if colon else ""
        return (Name(text, TITLE, first, end) if text else None), not value.strip()
    start = out.segments[first].text
    if end > first + 1 and len(start) <= MOST_LABEL and label_of(start) is Field.NAME:
        text = tidy(page, clean(out.joined(first + 1, end)[0]))
        return (Name(text, TITLE, first + 1, end) if text else None), False
    following = next((out.segments[index].text for index in range(first + 1, end) if not out.segments[index].alt), "")
    if (following and _GOES_ON.match(following)) or not (text := _head(page, start)):
        text = _head(page, whole)
    return (Name(text, TITLE if labelled else LINE, first, end) if text else None), False


def _head(page: Page, line: str) -> str:
    """What a line says before its first value, comma or dash."""
    text = BULLET.sub("", line[:400])
    for value in page.values(text):
        if value.kind in (Kind.FORM, Kind.TOWN) or value.start > 1:
            break
        return _head(page, text[value.end :].lstrip(" ,;:–-|•")) if value.end else ""
    cut = len(text)
    for value in page.values(text):
        if value.kind not in (Kind.FORM, Kind.TOWN) and value.start < cut:
            cut = value.start
    text = text[:cut]
    if dash := _DASH.search(text, 2):
        text = text[: dash.start()]
    at = text.find(", ", 2)
    if at > 0 and not _GOES_ON.match(text[at + 2 :]):
        text = text[:at]
    at = text.find(" (", 2)
    if at > 0 and not is_legal_form(text[at:]):
        text = text[:at]
    return tidy(page, text)

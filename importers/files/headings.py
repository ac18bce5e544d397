"""Headings of lists in files: merged ones spread, several rows joined downwards, and words nearly known.

What `importers.columns` knows exactly counts most; here is what a heading means that only holds a known word
("Yrityksen nykyinen postinumero"), and which columns hold several values at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from importers.columns import Columns, Field, field_of, heading_for, map_headings
from importers.files.grid import Grid, Row, Span
from importers.recognise import STRONG, passes
from importers.values import has_legal_form, text_of
from outreach.rules.text import clean

MOST_LEVELS = 3
_LOOSE = 0.7  # how surely a heading names a field by one of its words

_PERSON = re.compile(r"yhteyshenkil|yhteyshlö|yht\.? ?hlö|kontaktperson|contact person|edustaja", re.IGNORECASE)
_OTHER = re.compile(
    r"lasku|faktura|billing|invoice|\bkoti(?!s)|\bhome\b|hem(?:adress|telefon)|\bfax|faksi|telefax|\bother\b|muu\b|lupa"
    r"|suostumus|tillstånd|samtycke|consent|kielto|display|\btype\b|\bphonetic|assistant|\blkm\b|määrä|antal|number of"
    r"|birthday|\bpvm\b|päivä(?:ys|määrä)|datum|\bdate\b",
    re.IGNORECASE,
)
_WORDS: tuple[tuple[Field, re.Pattern[str]], ...] = tuple(
    (field, re.compile(words, re.IGNORECASE))
    for field, words in (
        (Field.BUSINESS_ID, r"y-?tunnus|fo-?n(?:umme)?r|business id|organisationsnum|org\.?n(?:umme)?r|\bvat\b"),
        (Field.EMAIL, r"sähköposti|sahkoposti|s-posti|sposti|e-?mail|e-?post\b|e-postadress|e-postaddress"),
        (
            Field.WEBSITE,
            r"\bwww|kotisivu|verkkosivu|nettisivu|hemsid|webbplats|webbsid|website|web ?site|home ?page|\burl\b",
        ),
        (Field.PHONE, r"puhelin|\bpuh\b|\bgsm\b|telefon|phone|\btfn\b|\btel\b|mobil"),
        (Field.POSTCODE, r"postinumero|postinro|postnummer|\bpostnr|post ?code|postal ?code|\bzip\b"),
        (Field.STREET, r"osoite|adress"),
        (
            Field.TOWN,
            r"paikkakunta|postitoimipaikka|\bkunta\b|kaupunki|postort|\bort\b|\bcity\b|\btown\b|municipality|\bkommun\b",
        ),
        (Field.INDUSTRY, r"toimiala|bransch|industry"),
        (Field.DESCRIPTION, r"kuvaus|beskrivning|description"),
        (
            Field.NAME,
            r"\byritys\b|yrityksen nimi|yhteisön nimi|toimijan nimi|organisaatio|\bföretag|\bcompany\b|organi[sz]ation"
            r"|toiminimi|jäsenyritys|yhdistyksen nimi|föreningens namn|näytteilleasettaja|utställare|exhibitor",
        ),
    )
)
_PERSONS = ((Field.PERSON_EMAIL, Field.EMAIL), (Field.PERSON_PHONE, Field.PHONE))
_ROLE = re.compile(r"titteli|tehtävä|rooli|asema|title|role|befattning|roll\b", re.IGNORECASE)
_DETAILS = re.compile(
    r"(?:yrityksen |organisaation )?yhteystiedot|yhteystieto|osoite ?tiedot|kontaktuppgifter|kontaktinformation"
    r"|contact (?:details|information|info)|tiedot|uppgifter|details",
    re.IGNORECASE,
)
_VALUE_LIKE = re.compile(r"[0-9]{3}|[0-9]{1,2}\.[0-9]{1,2}\.|@|://")


@dataclass(frozen=True, slots=True)
class Headings:
    """Heading rows of a table: indexes of the first and of the row below the last, and what stands over each column.

    `named` are the fields of columns and how surely the heading names them, 0 to 1.
    """

    top: int
    start: int
    columns: Columns
    named: dict[int, tuple[Field, float]]


def is_other(heading: str) -> bool:
    """Whether a heading stands over what is no fact of an organisation: invoicing, home, permission, counts."""
    return bool(heading) and field_of(heading) is None and bool(_OTHER.search(heading[:200]))


def nearly(heading: str) -> Field | None:
    """The field that a heading of a few words names by one of them; None where it names none."""
    text = clean(heading, 100)
    if not text or len(text.split()) > 6 or len(text) > 60 or _OTHER.search(text):
        return None
    for field, words in _WORDS:
        if words.search(text):
            if _PERSON.search(text):
                return next((own for own, known in _PERSONS if known is field), None)
            return field
    if _PERSON.search(text):
        return Field.ROLE if _ROLE.search(text) else Field.PERSON
    return None


def known_words(cells: Sequence[str]) -> float:
    """How much a row reads as headings: its different fields, those named nearly counting less; 0 with values in it."""
    exact = {field for cell in cells if (field := field_of(cell))}
    loose = {field for cell in cells if cell and not field_of(cell) and (field := nearly(cell))} - exact
    score = len(exact) + _LOOSE * len(loose)
    values = sum(1 for cell in cells if cell and any(passes(cell, field) for field in (*STRONG, Field.PHONE)))
    return score if values <= (1 if score >= 3 else 0) else 0.0


def lines_of(row: Row) -> list[str]:
    """Cells as headings: lines of a cell are kept, since a bilingual heading often has two."""
    return [cell[:200].strip() if isinstance(cell, str) else text_of(cell, 200) for cell in row.cells]


def read_headings(grid: Grid, head: Sequence[Sequence[str]], best: int) -> Headings:
    """The headings around the row that reads most like them: rows above and below that belong to it are joined."""
    top = bottom = best
    while bottom + 1 < len(head) and bottom - top + 1 < MOST_LEVELS and _goes_on_below(grid, head, bottom):
        bottom += 1
    while top and bottom - top + 1 < MOST_LEVELS and _goes_on_above(grid, head, top):
        top -= 1
    width = max(len(head[index]) for index in range(top, bottom + 1))
    levels = [_spread(grid, index, [*head[index], *[""] * (width - len(head[index]))]) for index in range(top, bottom)]
    own = [*head[bottom], *[""] * (width - len(head[bottom]))]
    cells: list[str] = []
    groups: list[str] = []
    for column in range(width):
        above = [level[column] for level in levels if level[column]]
        straight = [head[index][column] for index in range(top, bottom) if column < len(head[index])]
        inherited = next((text for text in reversed(straight) if text), "")
        covering = _covering_from_above(grid, head, top, bottom, column)
        cells.append(own[column] or inherited or covering)
        groups.append(next((text for text in reversed(above) if text != cells[-1]), ""))
    return _named(top, bottom + 1, cells, groups)


def _named(top: int, start: int, cells: Sequence[str], groups: Sequence[str]) -> Headings:
    sure: dict[int, float] = {}
    spoken: list[str] = []
    for column, cell in enumerate(cells):
        exact = field_of(cell)
        if exact:
            sure[column] = 1.0
            spoken.append(cell)
            continue
        group = groups[column]
        if cell and _DETAILS.fullmatch(clean(cell)):
            spoken.append(cell)
            continue
        joined = field_of(f"{group} {cell}") if cell and group else None
        over = field_of(group) if cell and group else None
        over = over if over not in {None, Field.NAME, Field.PERSON, Field.STREET} and not _OTHER.search(cell) else None
        found = joined or nearly(cell) or over
        if found:
            sure[column] = 0.9 if joined else _LOOSE
        spoken.append(heading_for(found) if found else cell)
    columns = map_headings(spoken, groups if any(groups) else ())
    shown = tuple(text_of(cell, 100) for cell in cells)
    named = {column: (field, sure.get(column, 1.0)) for column, field in columns.fields}
    for column, cell in enumerate(cells):
        if column not in named and cell and _DETAILS.fullmatch(clean(cell)):
            named[column] = (Field.DETAILS, _LOOSE)
    return Headings(top, start, Columns(columns.fields, shown, columns.industry_set), named)


def _goes_on_below(grid: Grid, head: Sequence[Sequence[str]], index: int) -> bool:
    """Whether the next row is one more row of headings: known words, or words under headings that lie over several."""
    row, below = head[index], head[index + 1]
    filled = [(column, cell) for column, cell in enumerate(below) if cell]
    if not filled or grid.rows[index + 1].number != grid.rows[index].number + 1:
        return False
    if all(field_of(cell) for _, cell in filled) and not _same(row, below):
        return True
    number = grid.rows[index].number
    wide = [span for span in grid.merged if span.top == number and span.bottom == number and span.right > span.left]
    under = [cell for column, cell in filled if any(span.left <= column <= span.right for span in wide)]
    return len(under) >= 2 and len(under) == len(filled) and all(map(_is_label, under))


def _goes_on_above(grid: Grid, head: Sequence[Sequence[str]], index: int) -> bool:
    """Whether the row above holds wider headings: at least two labels, and not a title over all."""
    above = [cell for cell in head[index - 1] if cell]
    adjacent = grid.rows[index - 1].number == grid.rows[index].number - 1
    if not adjacent or not all(map(_is_label, above)):
        return False
    number = grid.rows[index - 1].number
    spans = [span for span in grid.merged if span.top == number and span.right > span.left]
    width = len(head[index])
    part = [span for span in spans if span.right - span.left + 1 < max(width - 1, 2)]
    return len(above) >= 2 or (len(above) == 1 and bool(part) and head[index - 1][0] == "")


def _is_label(text: str) -> bool:
    return len(text) <= 60 and not _VALUE_LIKE.search(text) and not (has_legal_form(text) and not field_of(text))


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    return [cell for cell in one if cell] == [cell for cell in other if cell]


def _spread(grid: Grid, index: int, cells: Sequence[str]) -> list[str]:
    """Each wider heading repeated over what it covers: its merged cells where the file says so, else the empty ones."""
    number = grid.rows[index].number
    spans = [span for span in grid.merged if span.top <= number <= span.bottom]
    if spans:
        spread = list(cells)
        for span in spans:
            text = cells[span.left] if span.left < len(cells) and span.top == number else ""
            for column in range(span.left, min(span.right + 1, len(cells))):
                spread[column] = spread[column] or text
        return spread
    last, spread = "", []
    for cell in cells:
        last = cell or last
        spread.append(last)
    return spread


def _covering_from_above(grid: Grid, head: Sequence[Sequence[str]], top: int, bottom: int, column: int) -> str:
    """The text of a merged cell that covers a column of the heading rows downwards."""
    numbers = {grid.rows[index].number: index for index in range(top, bottom + 1)}
    for span in grid.merged:
        if span.top in numbers and _covers(span, column) and span.bottom > span.top:
            row = head[numbers[span.top]]
            return row[span.left] if span.left < len(row) else ""
    return ""


def _covers(span: Span, column: int) -> bool:
    return span.left <= column <= span.right

"""Columns without headings, recognised by what stands in them: Business IDs, e-mails, websites, phones, postcodes.

A column is one thing when most of its filled cells are. The names of the organisations are the column that reads most
like names. Shared by spreadsheets and the tables of web pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from importers.columns import Columns, Field
from importers.values import has_legal_form, phone_of, postcode_of, split_postcode_town
from outreach.rules.identity import business_id, email_address, website_url

SAMPLE = 200  # rows looked at
ENOUGH = 0.6  # share of filled cells that must be the same thing
MOST_WORDS = 6  # of a cell that holds an e-mail address and not a whole visiting card

_WEB = re.compile(
    r"(?:https?://|www\.)\S+|[a-z0-9åäö-]+(?:\.[a-z0-9åäö-]+)*\.(?:fi|com|eu|net|org|se|ax)/?", re.IGNORECASE
)
_PHONE = re.compile(r"(?:(?:puh|p|tel|tfn|gsm|mob)[.:]{0,2} ?)?[+(]?[0-9][0-9 ()-]{5,18}", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}.*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")

_TESTS: tuple[tuple[Field, Callable[[str], bool]], ...] = (
    (Field.BUSINESS_ID, lambda text: bool(business_id(text)) and len(text) <= 14),
    (Field.EMAIL, lambda text: bool(email_address(text)) and len(text) <= 100 and len(text.split()) <= MOST_WORDS),
    (Field.WEBSITE, lambda text: bool(_WEB.fullmatch(text) and website_url(text))),
    (Field.POSTCODE, lambda text: bool(postcode_of(text) or split_postcode_town(text)[0])),
    (Field.PHONE, lambda text: bool(_PHONE.fullmatch(text) and not _DATE.fullmatch(text) and phone_of(text))),
)
_TEST_OF = dict(_TESTS)
_SAME_TEST = {Field.PERSON_EMAIL: Field.EMAIL, Field.PERSON_PHONE: Field.PHONE}
_WORDS = frozenset({Field.NAME, Field.PERSON, Field.STREET, Field.TOWN, Field.FIRST_NAME, Field.LAST_NAME, Field.ROLE})
_CONTRADICTED = 0.2  # a smaller share of fitting cells speaks against the heading
STRONG = frozenset({Field.BUSINESS_ID, Field.EMAIL, Field.WEBSITE})  # sure also under a heading that nobody knows


def field_by_values(values: Sequence[str]) -> Field | None:
    """What a column of filled cells holds, None when no test passes for most of them."""
    for field, test in _TESTS:
        if values and sum(map(test, values)) >= ENOUGH * len(values):
            return field
    return None


def passes(text: str, field: Field) -> bool:
    """Whether a text is a value of a field that has a test; False for fields without one."""
    return any(test(text) for known, test in _TESTS if known is field)


def settle(
    named: Mapping[int, tuple[Field, float]], values: Mapping[int, Sequence[str]], unknown: frozenset[int] = frozenset()
) -> dict[int, Field]:
    """Which column holds which field, by its heading (a field and how surely it names it) and by its filled cells.

    A pair of column and field is worth 0.6 x heading + 0.4 x share of cells that pass the field's test. The best pairs
    are taken first, one column for a field; other columns under headings of the same field follow as second choices.
    A heading that its cells contradict counts half, so that a column of e-mails under "Puhelin" holds e-mails.
    `unknown` are columns under headings that nobody knows: they hold what cannot be mistaken or nothing.
    """
    pairs: list[tuple[float, int, Field]] = []
    contradicted: set[int] = set()
    for column, (field, sure) in named.items():
        cells = values.get(column, ())
        share = _share(cells, field)
        if cells and share < _CONTRADICTED:
            contradicted.add(column)
        pairs.append((0.6 * sure * (0.5 if column in contradicted else 1.0) + 0.4 * share, column, field))
    for column, cells in values.items():
        if column in named and column not in contradicted:
            continue
        for field, test in _TESTS:
            share = sum(map(test, cells)) / len(cells) if cells else 0.0
            sure_enough = field in STRONG or (column not in unknown and field is not Field.POSTCODE)
            sure_enough = sure_enough or (field is Field.PHONE and sum(map(_dialled, cells)) >= 0.8 * len(cells))
            if share >= ENOUGH and sure_enough:
                pairs.append((0.4 * share, column, field))
    settled: dict[int, Field] = {}
    for _, column, field in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if column not in settled and field not in settled.values():
            settled[column] = field
    for column, (field, _) in named.items():
        if column not in settled and column not in contradicted:
            settled[column] = field
    return settled


def _dialled(text: str) -> bool:
    """Whether a number is written as it is dialled, which no number of members or euros is."""
    return text[:1] in "+0" and 7 <= sum(map(str.isdigit, text)) <= 13


def _share(cells: Sequence[str], field: Field) -> float:
    """Share of filled cells that can be values of a field; fields of free words are only harmed by what is none."""
    if not cells:
        return 0.0
    test = _TEST_OF.get(_SAME_TEST.get(field, field))
    if test is None and field not in _WORDS:
        return 1.0
    return sum(map(test or _is_words, cells)) / len(cells)


def _is_words(text: str) -> bool:
    return bool(_LETTERS.search(text)) and not any(test(text) for known, test in _TESTS if known in STRONG)


def is_label(text: str, field: Field) -> bool:
    """Whether a cell is words where a value of the field belongs: what an unknown heading looks like."""
    return bool(_LETTERS.search(text)) and not any(test(text) for known, test in _TESTS if known is field)


def complete(known: Columns, rows: Sequence[Sequence[str]], *, need_forms: float = 0.0) -> Columns | None:
    """`known` with more columns recognised by the values of `rows`, names above all; None when no column holds names.

    Without any heading and any recognised column, names need legal forms in at least `need_forms` of the cells.
    """
    sample = rows[:SAMPLE]
    width = max((len(row) for row in sample), default=0)
    taken = {column for column, _ in known.fields}
    fields = dict(known.fields)
    values = {
        column: [row[column] for row in sample if column < len(row) and row[column]]
        for column in range(width)
        if column not in taken
    }
    for column, cells in values.items():
        field = field_by_values(cells)
        unheaded = column >= len(known.headings) or not known.headings[column]
        if field and field not in fields.values() and (unheaded or field in STRONG):
            fields[column] = field
    if Field.NAME not in fields.values():
        free = {column: cells for column, cells in values.items() if column not in fields}
        name = _most_name_like(free, len(sample), 0.0 if fields else need_forms)
        if name is None:
            return None
        fields[name] = Field.NAME
    return Columns(tuple(sorted(fields.items())), known.headings, known.industry_set)


def _most_name_like(columns: dict[int, list[str]], rows: int, need_forms: float) -> int | None:
    """Column with the best share of filled, different, wordy cells; legal forms count most."""
    best, best_score = None, 0.0
    for column, cells in columns.items():
        wordy = sum(1 for cell in cells if _LETTERS.search(cell) and len(cell) <= 150)
        if not cells or wordy < ENOUGH * len(cells) or len(cells) < ENOUGH * rows:
            continue
        forms = sum(map(has_legal_form, cells)) / len(cells)
        if forms < need_forms:
            continue
        score = 2 * forms + len(set(cells)) / len(cells) + len(cells) / rows
        if score > best_score + 1e-9:
            best, best_score = column, score
    return best

"""Rows of a list that are no records: sums, repeated headings, headings between groups, notes below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from importers.columns import Columns, Field, field_of, hits
from importers.files.grid import Grid, Row, Span
from importers.places import NO_PLACES, Places
from importers.recognise import SAMPLE
from importers.values import has_legal_form, text_of
from outreach.rules.identity import business_id, email_address
from outreach.rules.text import name_fold
from outreach.terms.message import Message, say

_TOTAL = re.compile(
    r"(?:[^\W\d_]+ ){0,2}(?:yhteensä|yht|välisumma|summa|totalt|delsumma|sammanlagt|(?:grand |sub-?)?total|sum)"
    r"[\s.:]*(?:[0-9][0-9\s.,]*(?:kpl|st|pcs|€|[^\W\d_]+)?)?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:lähde|lähteet|tietolähde|källa|källor|source|päivitetty|viimeksi päivitetty|uppdaterad|updated|last updated"
    r"|tulostettu|utskriven|printed|huom|huomaa|obs|note|nb|n\.b|selite|selitteet|merkinnät|laatinut|laatija|koonnut"
    r"|sammanställd|copyright|tilanne|esimerkki|exempel|example|esim|lisätietoja|lisätiedot|mer information"
    r"|more information)\s*[.:!]|(?:päivitetty|uppdaterad|updated|tulostettu|tilanne)\s+[0-9]|[*†‡¹²³]|©|\(\*"
    r"|(?:sivu|sida|page) [0-9]+",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"(?:esim\.|esimerkki\s?[:–-]|t\.ex\.|exempel\s?[:–-]|e\.g\.|example\s?[:–-])", re.IGNORECASE)
_REMARK = re.compile(r"[^\W\d_][^:]{2,25}:\s+\S")
_ONE = re.compile(
    r"(?:yhdistys|seura|kahvila|ravintola|paja|verstas|kauppa|liike|huolto|palvelu|museo|koulu|opisto|instituutti|säätiö"
    r"|tila|klubi|kerho|studio|förening|föreningen|klubb|butik|gård|stiftelse|stiftelsen|seurakunta|församling|keskus)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Aside:
    """Why a row is no record; `section` is the heading over the rows that follow."""

    reason: Message
    section: str = ""


class Judge:
    """Tells the rows of one table that are no records; knows what is usual in it."""

    def __init__(self, grid: Grid, rows: Sequence[Row], columns: Columns, places: Places = NO_PLACES) -> None:
        self.columns = columns
        self.places = places
        filled = [sum(bool(text_of(cell, 100)) for cell in row.cells) for row in rows[:SAMPLE]]
        self.usual = median([fill for fill in filled if fill > 1] or [0])
        names = [text for row in rows[:SAMPLE] for column in columns.of(Field.NAME)[:1] if (text := _text(row, column))]
        self.shouting = sum(map(str.isupper, names)) > 0.5 * len(names)
        self.following = {row.number: after for row, after in pairwise(rows)}
        width = len(columns.headings) or max((len(row.cells) for row in rows[:SAMPLE]), default=1)
        self.wide = {span.top for span in grid.merged if _is_wide(span, width)}

    def aside(self, row: Row, texts: Sequence[str]) -> Aside | None:
        """Why a row is no record; None when it is one."""
        filled = [text for text in texts if text]
        if not filled:
            return None
        if self._is_total(filled):
            return Aside(say("A row of totals was passed over"))
        if self.is_heading(texts):
            return Aside(say("A repeated heading was passed over"))
        if len(filled) <= 2 and _NOTE.match(filled[0]) and not any(map(business_id, filled)):
            return Aside(say("A note between or below the rows was passed over"))
        if _EXAMPLE.match(filled[0]):
            return Aside(say("An example row was passed over"))
        if len(filled) == 1 and len(self.columns.fields) > 1:
            return self._alone(row, texts, filled[0])
        return None

    def is_heading(self, texts: Sequence[str]) -> bool:
        """Whether a row repeats the headings, or has others that begin a new list."""
        filled = [text for text in texts if text]
        return len(filled) > 1 and all(map(field_of, filled)) and hits(texts) * 2 >= max(len(self.columns.fields), 3)

    def _is_total(self, filled: Sequence[str]) -> bool:
        if any(map(business_id, filled)) or any(map(email_address, filled)):
            return False
        first = next((text for text in filled if not _is_number(text)), "")
        rest = [text for text in filled if text is not first]
        return bool(_TOTAL.fullmatch(first)) and not has_legal_form(first) and all(map(_is_number, rest))

    def _alone(self, row: Row, texts: Sequence[str], text: str) -> Aside | None:
        """A row with one filled cell: a note, a heading over what follows, or an organisation with a name only."""
        heading = Aside(say("A heading between rows was passed over"), text)
        note = Aside(say("A note between or below the rows was passed over"))
        after = self.following.get(row.number)
        if row.number in self.wide:
            return heading if after and not _is_sentence(text) else note
        outside = not any(column < len(texts) and texts[column] for column in self.columns.of(Field.NAME))
        if has_legal_form(text) and not text.endswith(":"):
            return note if outside and _is_sentence(text) else None
        if _is_sentence(text) or _REMARK.match(text):
            return note
        if len(text) == 1 or (name_fold(text) in self.places.names and self.usual >= 2):
            return heading if after else note
        if outside or text.endswith(":"):
            return heading if after else note
        if text.isupper() and self.usual >= 2 and not self.shouting:
            return heading
        words = text.split()
        if after is None or (len(words) > 1 and _ONE.search(text)):
            return None
        fuller = sum(bool(text_of(cell, 100)) for cell in after.cells) > 1
        return heading if self.usual >= 3 and fuller else None


def _text(row: Row, column: int) -> str:
    return text_of(row.cells[column], 300) if column < len(row.cells) else ""


def _is_wide(span: Span, width: int) -> bool:
    """A merged cell over at least three columns, or over half of the table."""
    across = span.right - span.left + 1
    return across >= 3 or (across >= 2 and across * 2 >= width)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9\s.,%€-]+(?:kpl|st|pcs|eur)?", text, re.IGNORECASE))


def _is_sentence(text: str) -> bool:
    words = text.split()
    return len(words) >= 12 or (len(words) >= 5 and text.endswith((".", "!")) and not text.endswith(("r.y.", "r.f.")))

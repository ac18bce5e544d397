"""Text from outside made safe, and the forms of a name that are sorted and searched by.

Everything that enters the program passes `clean` or `clean_block`; what a spreadsheet will open passes `safe_cell`.
All functions take texts of any length in linear time.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

KEY_LENGTH = 300  # characters of a sort key; also keeps an index row of any database small
MARKS_IN_A_ROW = 4  # accents on one letter; longer piles paint over other lines and make normalising slow

# Characters that show nothing and change what is shown: C0, C1, bidi marks and overrides, zero-width and soft hyphen,
# fillers, variation selectors, tags, lone surrogates, noncharacters of the basic plane (Unicode 16, Cf and others).
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_BEYOND_LATIN = re.compile("[\u0300-\U0010ffff]")
_EMPTY_LINES = re.compile(r"\n{3,}")
_DIGITS = re.compile(r"[0-9]+")
_NORDIC = re.compile(r"[A-Za-z0-9ÅÄÖåäö !\"#$%&()*+,./:;<=>?@\[\]\\^_-]*")
_ASCII_WORDS = re.compile(r"[a-z0-9]+")
_ASCII_KEY_WORDS = re.compile(r"[a-z0-9{|}]+")
# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS: dict[str, str | int | None] = {
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ı": "i",
    "ħ": "h",
}
# What almost every name needs, in one pass: those, the accented letters of Europe, punctuation blank, no apostrophes.
_PLAIN: dict[int, int | str | None] = {
    **{
        ord(char): "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
        for char in map(chr, range(0xE0, 0x180))
        if char.islower()
    },
    **str.maketrans(_LETTERS),
    **str.maketrans("‐‑–—−”“„«»·•\u00a0", " " * 13),
    **dict.fromkeys(map(ord, "'\u2019\u2018\u00b4`\u02bc")),
}
# Order of Finnish: å ä ö after z, æ with ä, ø with ö, ü with y (SFS 4600). The bytes { | } stand right after z.
_ORDER = str.maketrans(
    {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "õ": "}", "œ": "}", "ü": "y"} | dict.fromkeys("{|}", " ")
)
_FORMULA_STARTS = frozenset("=+-@＝＋－＠")


def clean(value: object, limit: int = 1000) -> str:
    """One line of plain text from any cell, field or page: NFC, nothing invisible, single spaces, at most `limit` long.

    None and "not a number" become empty; a whole float loses the ".0" that spreadsheets give to codes.
    """
    text = _LINE_END.sub(" ", _text_of(value)).replace("\t", " ")
    if "  " not in text and text.isascii() and text.isprintable():
        return text.strip(" ")[:limit].rstrip()
    return _SPACES.sub(" ", _compose(text)).strip()[:limit].rstrip()


def clean_block(value: object, limit: int = 20_000) -> str:
    """The same for notes: lines are kept and end in "\\n"; at most one empty line stands between two others."""
    text = _LINE_END.sub("\n", _text_of(value)).replace("\t", " ")
    lines = (_SPACES.sub(" ", _compose(line)).strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()[:limit].rstrip()


def name_key(name: str) -> str:
    """Key by which names sort as a Finnish reader expects when compared byte by byte: a to z, then å ä ö.

    Capitals, punctuation and foreign accents do not count; words compare one by one; numbers of up to six digits
    compare as numbers ("As Oy X 2" before "As Oy X 10"); legal forms are kept. Ties are for the caller to break by id.
    """
    plain = _plainly(name)
    if plain is not None and len(plain) <= KEY_LENGTH:
        ordered = plain.replace("å", "{").replace("ä", "|").replace("ö", "}")
        words = _ASCII_KEY_WORDS.findall(ordered)
    else:
        words = _words(_compose(name)[: 4 * KEY_LENGTH].casefold().translate(_ORDER), keep="{|}")
    key = " ".join(words)
    return (_DIGITS.sub(_six_digits, key) if _DIGITS.search(key) else key)[:KEY_LENGTH].rstrip()


def name_fold(text: str) -> str:
    """Text as search compares it: no capitals, accents or punctuation, so that ä finds a and a finds ä."""
    plain = _plainly(text)
    if plain is not None:
        return " ".join(_ASCII_WORDS.findall(plain.replace("å", "a").replace("ä", "a").replace("ö", "o")))
    folded = text.casefold() if text.isascii() else _compose(text).casefold()
    return " ".join(_words(folded))


def search_words(query: str, most: int = 8) -> tuple[str, ...]:
    """Different folded words of what somebody typed, in order: of the first 200 letters, at most `most`."""
    return tuple(dict.fromkeys(name_fold(query[:200]).split()))[:most]


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before = + - @, also where blanks stand first."""
    for char in text:
        if char in _FORMULA_STARTS:
            return "'" + text
        if not (char.isspace() or unicodedata.category(char)[0] in "CZ"):
            return text
    return text


def date_fi(day: date) -> str:
    """A date as Finnish and Finland-Swedish texts write it: 10.3.2026."""
    return f"{day.day}.{day.month}.{day.year}"


def _plainly(text: str) -> str | None:
    """A text of nothing but letters of Finnish and Swedish, digits and blanks or simple marks, in small letters: what
    nearly every name is made of; None for any other."""
    return text.lower() if _NORDIC.fullmatch(text) else None


def _six_digits(found: re.Match[str]) -> str:
    return found[0].zfill(6)


def _text_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if value != value else str(int(value)) if value.is_integer() else str(value)
    return str(value)


def _compose(text: str) -> str:
    """NFC without invisible characters. Piles of marks are cut first: normalising them takes quadratic time."""
    if text.isascii() and text.isprintable():
        return text
    text = _INVISIBLE.sub("", text)
    if _BEYOND_LATIN.search(text):
        text = unicodedata.normalize("NFC", _without_piles(text))
        text = _INVISIBLE.sub("", text)
    return text


def _without_piles(text: str) -> str:
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def _words(folded: str, keep: str = "") -> list[str]:
    """Words of casefolded text, accents taken off; `keep` are the characters besides letters and digits that stay."""
    text = folded.translate(_PLAIN)
    if text.isascii():
        return (_ASCII_KEY_WORDS if keep else _ASCII_WORDS).findall(text)
    text = unicodedata.normalize("NFKD", _without_piles(unicodedata.normalize("NFKC", text))).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_PLAIN)
    text = "".join(char for char in text if not unicodedata.combining(char))
    return "".join(char if char.isalnum() or char in keep else " " for char in text).split()

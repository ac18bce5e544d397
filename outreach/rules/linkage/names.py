"""An organisation's name taken apart: telling words, legal form, and the shorter readings of titles and double names.

`link_key` is stored with every name in the database and read by the index of names.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from outreach.rules.linkage import forms
from outreach.rules.text import clean, name_fold

NAME_LENGTH = 300  # longer texts are no names; what follows is not read
MOST_WORDS = 16

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_DOTTED = (
    (re.compile(r"\bo\s?\.\s?y\b\.?(?!\w)"), "oy "),
    (re.compile(r"\br\s?\.\s?y\b\.?(?!\w)"), "ry "),
    (re.compile(r"\br\s?\.\s?f\b\.?(?!\w)"), "rf "),
    (re.compile(r"\ba\s?\.\s?b\.?$"), "ab "),
    (re.compile(r"\bt\s?[:.]\s?mi\b\.?"), "tmi "),
    (re.compile(r"\bk\s?\.\s?y\b\.?(?!\w)"), "ky "),
    (re.compile(r"\ba\s?\.\s?y\.?$"), "ay "),
    (re.compile(r"\bf\s?:\s?ma\b"), "fma "),
    (re.compile(r"\bk\s?:\s?ni\b"), "kni "),
    (re.compile(r"\bom(?:ist)?\."), " "),
    (re.compile(r"(?<=\w):(?:n|[aä]|t[aä]|l[aä]|ll[aäe]|lt[aä]|ss[aä]|st[aä]|lle|ksi|een|aan|ään|hin)\b"), ""),
)
_ABBREVIATIONS = (
    (re.compile(r"\bins\.\s?t(?:oimi)?sto\b"), "insinööritoimisto"),
    (re.compile(r"\btil\.\s?t(?:oimi)?sto\b"), "tilitoimisto"),
    (re.compile(r"\brak\.\s?l\b\.?"), "rakennusliike "),
    (re.compile(r"\bkulj\.\s?l\b\.?"), "kuljetusliike "),
    (re.compile(r"\bvlj\.\s?"), "veljekset "),
    (re.compile(r"\brak\.\s?(?=liike|tsto|toimisto|palvelu)"), "rakennus"),
    (re.compile(r"\bkulj\.\s?(?=liike)"), "kuljetus"),
    (re.compile(r"\brak\."), "rakennus "),
    (re.compile(r"\bkulj\."), "kuljetus "),
    (re.compile(r"\bkiint\."), "kiinteistö "),
    (re.compile(r"\byhd\."), "yhdistys "),
    (re.compile(r"(?<=\w)tsto\b"), "toimisto"),
)
_HOUSING_BEHIND = re.compile(r"^([^,]+),\s*((?:asunto|as\.?|kiinteistö|kiint\.?)(?:[\s-]?osakeyhtiö|[\s.]*oy))\b")
_OFFICE = re.compile(r"(?<=\w)tsto\b")
_LOST_IN_FORM = re.compile(r"\bkiinteist[?\ufffd]\s")
_LOST_LETTER = re.compile(r"(?<=[a-zåäö])[?\ufffd]+(?=[a-zåäö?\ufffd\s,.]|$)")  # å, ä or ö that a page could not show
_REGIONS = {"p": "pohjois", "e": "etelä", "l": "länsi", "k": "keski"}
_REGION = re.compile(r"\b([pelk])-(?=(?:suom|savo|karjal|pohjanma|häme|lapi|lappi|päijän|satakun|uudenma|saima|kainu))")
_PARTNERS = re.compile(r"(?:&|\+|\bja\b|\boch\b|\band\b)\s*(?:co|kni|kumpp|pojat kumpp)\b\.?")
_CONNECTIVES = frozenset({"ja", "och", "and", "amp"})
_BREAKS = re.compile(
    r",?\s(?:ruotsiksi|på svenska|in english|aputoiminimi)\s|\som(?:ist)?\.\s"
    r"|\s(?:[/|:»›·•\u2013\u2014-]|::)\s|\s?\|\s?|,\s|;\s"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_INNER_FORM = re.compile(r"\s(?:ky|kommandiittiyhtiö|ay|avoin yhtiö|tmi|t:mi|oy|ab|oyj|ry)\b[\s,]", re.IGNORECASE)
_FORM_BEGINS = frozenset(phrase[0] for phrase in forms.ANYWHERE)
_LONG_BEGINS = frozenset(phrase[0] for phrase in forms.ANYWHERE if len(phrase) > 1)
_SHORT_FORMS = {phrase[0]: code for phrase, code in forms.ANYWHERE.items() if len(phrase) == 1}
_END_WORDS = frozenset(phrase[0] for table in (forms.AT_END, forms.AT_ENDS, forms.ALONE) for phrase in table)
_LEADING_BEGINS = frozenset(phrase[0] for phrase in forms.LEADING)
# A name without punctuation, in which no partners ("ja kumpp"), ("FAb") hide: letters, digits and single blanks.
_SIMPLE = re.compile(r"(?!.* (?:ja|och|and) |FAb |.*tsto)[A-Za-z0-9ÅÄÖåäö]+(?: [A-Za-z0-9ÅÄÖåäö]+)*")
_ROMAN = frozenset({"ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"})


@dataclass(frozen=True, slots=True)
class ParsedName:
    """`words`: telling words in order, folded. `readings`: words of shorter ways to read it, without the whole one."""

    text: str
    words: tuple[str, ...]
    legal_form_code: str  # code set YRMU; "" when the name tells none
    key: str  # words sorted and joined by a space: equal whatever the order, capitals, accents and legal form
    readings: tuple[tuple[str, ...], ...]

    @property
    def joined(self) -> str:
        """The words written as one: "Byte Lab" meets "Bytelab"."""
        return "".join(self.words)

    @property
    def person(self) -> bool:
        """Whether the name is a private trader's, so that namesakes are to be expected."""
        return self.legal_form_code == "26"


@lru_cache(maxsize=8192)
def parse_name(raw: str) -> ParsedName:
    """Takes a name apart; never fails, whatever the text holds."""
    text = clean(_mended(raw[: 4 * NAME_LENGTH]), NAME_LENGTH)
    words, code = _words_and_form(text)
    readings = {reading: None for part in parts_of(text, words) if (reading := _words_and_form(part)[0]) != words}
    whole = words or tuple(name_fold(text).split()[:MOST_WORDS])
    return ParsedName(text, whole, code, key_of(whole), tuple(reading for reading in readings if reading))


def link_key(raw: str) -> str:
    """The telling words of a name in their order, joined by a space: what is stored beside every name."""
    return " ".join(_telling_words(raw))


def sorted_key(raw: str) -> str:
    """The `key` of a name without its readings."""
    return key_of(_telling_words(raw))


def _telling_words(raw: str) -> tuple[str, ...]:
    if len(raw) <= NAME_LENGTH and _SIMPLE.fullmatch(raw):
        tokens = raw.lower().replace("å", "a").replace("ä", "a").replace("ö", "o").split()
        return _telling(_without_forms(tokens)[0]) or tuple(tokens[:MOST_WORDS])
    text = clean(_mended(raw[: 4 * NAME_LENGTH]), NAME_LENGTH)
    return _words_and_form(text)[0] or tuple(name_fold(text).split()[:MOST_WORDS])


def key_of(words: tuple[str, ...]) -> str:
    """Words in alphabetical order, joined by a space."""
    return " ".join(sorted(words))


@lru_cache(maxsize=65_536)
def is_number(word: str) -> bool:
    """Whether a word sets siblings apart: digits, a Roman numeral, or a single letter."""
    return len(word) == 1 or not word.isalpha() or word in _ROMAN


def _mended(raw: str) -> str:
    """HTML entities undone, twice escaped ones too, and UTF-8 that was read as cp1252."""
    text = raw
    for _ in range(2):
        if "&" in text and _ENTITY.search(text):
            text = html.unescape(text)
    if "Ã" in text or "Â" in text:
        try:
            text = text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return text
    return text


def _words_and_form(text: str) -> tuple[tuple[str, ...], str]:
    """Telling words, none when the text is nothing but legal forms, and the code of the form."""
    words, codes = _without_forms(_tokens(text))
    code = next((code for code in forms.PRECEDENCE if code in codes), "")
    if not code:
        code = next((forms.KEPT[word] for word in words if word in forms.KEPT), "")
    return _telling(words), code


def _telling(words: list[str]) -> tuple[str, ...]:
    return tuple([word for word in words if word not in _CONNECTIVES][:MOST_WORDS])


def _tokens(text: str) -> list[str]:
    low = text.casefold()
    if "," in low:
        low = _HOUSING_BEHIND.sub(r"\2 \1", low)
    if "." in low or ":" in low:
        for pattern, plain in (*_DOTTED, *_ABBREVIATIONS):
            low = pattern.sub(plain, low)
    elif "tsto" in low:
        low = _OFFICE.sub("toimisto", low)
    if "?" in low or "\ufffd" in low:
        low = _LOST_LETTER.sub("ä", _LOST_IN_FORM.sub("kiinteistö ", low))
    if "-" in low:
        low = _REGION.sub(lambda m: _REGIONS[m[1]] + " ", low)
    if "&" in low or "+" in low or " ja " in low or " och " in low or " and " in low:
        low = _PARTNERS.sub(" ", low)
    tokens = name_fold(low).split()
    if text.startswith("FAb "):
        tokens[0:1] = ["fastighets", "ab"]
    return tokens


def _without_forms(tokens: list[str]) -> tuple[list[str], set[str]]:
    """Words left when the forms are taken off, and the codes of those forms."""
    rest = list(tokens)
    codes: set[str] = set()
    first: list[str] = []
    for size in range(forms.LONGEST_PHRASE, 0, -1) if rest and rest[0] in _LEADING_BEGINS else ():
        marker = forms.LEADING.get(tuple(rest[:size]))
        if marker and len(rest) > size:
            first = [marker[0]]
            codes.add(marker[1])
            rest = rest[size:]
            break
    kept: list[str] = rest if _FORM_BEGINS.isdisjoint(rest) else []
    place = len(kept)
    while place < len(rest):
        word = rest[place]
        if word not in _LONG_BEGINS:
            if word in _SHORT_FORMS:
                codes.add(_SHORT_FORMS[word])
            else:
                kept.append(word)
            place += 1
            continue
        for size in range(forms.LONGEST_PHRASE, 0, -1):
            phrase = tuple(rest[place : place + size])
            if len(phrase) == size and phrase in forms.ANYWHERE:
                codes.add(forms.ANYWHERE[phrase])
                place += size
                break
        else:
            kept.append(rest[place])
            place += 1
    while kept and len(first) + len(kept) > 1 and not _END_WORDS.isdisjoint((kept[0], kept[-1])):
        last, start = (kept[-1],), (kept[0],)
        if last in forms.AT_END or last in forms.AT_ENDS or (last in forms.ALONE and not codes):
            codes.add(forms.AT_END.get(last) or forms.AT_ENDS.get(last) or forms.ALONE.get(last) or "")
            kept.pop()
        elif start in forms.AT_ENDS or (start in forms.ALONE and not codes):
            codes.add(forms.AT_ENDS.get(start) or forms.ALONE.get(start) or "")
            kept.pop(0)
        else:
            break
    return first + kept, codes


def has_parts(text: str) -> bool:
    """Whether a name may be read in shorter ways: `parts_of` gives nothing for one that has none."""
    return "(" in text or _BREAKS.search(text) is not None or _INNER_FORM.search(text) is not None


def parts_of(text: str, words: tuple[str, ...]) -> list[str]:
    """Shorter ways to read a name: both sides of a slash, dash or comma, what stands before a form, no brackets."""
    parts: list[str] = []
    if _BREAKS.search(text):
        parts += _BREAKS.split(text)[:6]
    if "(" in text:
        parts.append(_BRACKETS.sub(" ", text))
    inner = _INNER_FORM.search(text)
    if inner and words and words[0] not in {forms.HOUSING, forms.PREMISES}:
        parts.append(text[: inner.start()])
    return parts

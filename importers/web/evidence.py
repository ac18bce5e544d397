"""Values that tell of an organisation, found in one line of text: e-mail, phone, Business ID, address, site.

Fax and bank account numbers, prices, dates and stand numbers are no values. Every pattern is bounded and every text is
cut, so that no page makes them run away.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from importers.places import Places
from importers.web.postcodes import posts
from importers.web.streets import post_boxes, street_before, streets
from importers.web.wording import DATE, FAX
from outreach.rules.identity import business_id, is_role_mailbox
from outreach.rules.text import name_fold

MOST_LINE = 4_000  # characters of a line that are looked at


class Kind(IntEnum):
    """What a value is; also its bit in a mask of kinds."""

    EMAIL = 0
    PHONE = 1
    NUMBER = 2  # Business ID
    POST = 3  # postcode and town
    STREET = 4
    SITE = 5
    FORM = 6  # legal form: only organisations and traders bear one
    TOWN = 7  # a known place alone


class Value(NamedTuple):
    kind: Kind
    start: int
    end: int
    text: str  # tidied
    more: str = ""  # town of a POST, "" where the code stands alone in its line


_AT_SIGN = (
    r"(?:\s?@\s?|\s?[\[({<]\s?(?:at|ät|a|@|ät-merkki|miukumauku|miuku|kissanhäntä|snabel-?a|snabela)\s?[\])}>]\s?"
    r"|\s(?:at|ät|snabel-?a|miukumauku)\s)"
)
_DOT = r"(?:\s?[\[({]\s?(?:dot|piste|punkt|\.)\s?[\])}]\s?|\s(?:dot|piste|punkt)\s|\.)"
_WORD = r"[\w+%'&-]{1,63}"
_HIDDEN_EMAIL = re.compile(
    rf"(?<![\w.+@-])({_WORD}(?:{_DOT}{_WORD}){{0,3}}?)({_AT_SIGN})({_WORD}(?:{_DOT}{_WORD}){{0,3}}?{_DOT}[a-z]{{2,24}})(?![\w-])",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w][\w.+%'&-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_MAYBE_HIDDEN = re.compile(
    r"\s@|@\s|[\[({<]\s?(?:at|ät|a|@|ät-merkki|miuku|kissa|snabel)|\b(?:at|ät|snabel-?a|miukumauku)\b", re.I
)
_ANY_AT = re.compile(_AT_SIGN, re.IGNORECASE)
_ANY_DOT = re.compile(_DOT, re.IGNORECASE)

_NUMBER = re.compile(
    r"(?<![\w/.,+-])(?:FI[\s-]?)?[0-9]{6,7}\s?[-–‐−]\s?[0-9](?![\w-])|(?<![A-Za-z])FI[\s-]?[0-9]{7}-?[0-9](?![0-9])"
)
_BARE_NUMBER = re.compile(
    r"(?:y-?\s?tunnus|ly-?tunnus|fo-?\s?nummer|fo-?nr|business\s?id|vat(?:\s?(?:no|nr|id|number))?)[\s:.]{0,3}"
    r"((?:FI[\s-]?)?[0-9]{7}\s?-?\s?[0-9])(?![0-9])",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\b[A-Z]{2}[0-9]{2}(?:\s?[0-9]{4}){3,6}(?:\s?[0-9]{1,3})?\b")
_PHONE = re.compile(r"(?<![\w,/=#-])(?<![0-9]\.)(?:\+\s?[0-9]|\(?\+[0-9]|\(?0)[0-9\s()–/.-]{5,26}(?![0-9])")
_PHONE_END = re.compile(r"[\s()–/.-]+$")
_PARTS = re.compile(r"\s/\s|/(?=[+0])|\s[–-]\s(?=[+0])")
_LAST_GROUP = re.compile(r"[\s().–-]+[0-9]{1,5}$")

_SITE = re.compile(
    r"(?<![\w@.-])(?:(?:https?://|www\.)[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,24}|"
    r"[\w-]{2,63}(?:\.[\w-]{2,63}){0,2}\.(?:fi|com|net|org|eu|se|ax|io|info|biz|ee|example))"
    r"(?![\w@-])(?::[0-9]{2,5})?(?:/[\w./?=&%~#+-]{0,200})?"
)
_NAME_FOLLOWS = re.compile(r"\s{0,2}(?:oyj?|abp?|ltd|inc)(?!\w)", re.IGNORECASE)

# Case counts where a form is also a word: "as", "ab", "ay", "ky".
LEGAL_FORM = re.compile(
    r"(?<![\w.-])(?:[Oo]yj?|OYJ?|[Oo]\.[Yy]\.?|Abp?|ABP?|[Kk]y|KY|Kb|KB|[Aa]y|AY|Öb|ÖB|[Tt]mi|TMI|[Tt]:mi|[Ff]:?ma"
    r"|[Oo]sk|OSK|[Aa]nl"
    r"|r\.?\s?y|RY|r\.?\s?f|RF|sr|Ltd|LTD|LLC|Inc|GmbH|AS|ASA|OÜ|A/S|ApS|B\.?V|plc|PLC|SE"
    r"|[Oo]sakeyhtiö|[Aa]ktiebolag(?:et)?|[Kk]ommandiittiyhtiö|[Kk]ommanditbolag|[Aa]voin yhtiö|[ÖÖö]ppet bolag"
    r"|[Tt]oiminimi"
    r"|\w{0,30}[Oo]suuskunta|\w{0,30}[Aa]ndelslag(?:et)?|[Rr]ekisteröity yhdistys|[Rr]egistrerad förening"
    r"|\w{0,40}yhdistys"
    r"|\w{0,40}säätiö|\w{0,40}stiftelsen?|\w{0,40}förening|\w{0,40}kuntayhtymä|\w{0,40}ammattikorkeakoulu)(?![\w-])"
)
_TOWN_PART = re.compile(r"(?:[^,;|•·()/–\s]|\s(?!\s)){2,40}")


def values_in(line: str, places: Places) -> list[Value]:
    """All values of a line in order of place; spans of different values do not overlap."""
    text = line[:MOST_LINE]
    found: list[Value] = []
    plain = text
    if "@" in text or _MAYBE_HIDDEN.search(text):
        found += _emails(text)
        plain = _blanked(plain, found)
    if any(char.isdigit() for char in plain):
        numbers = _numbers(plain)
        found += [each for each in numbers if each.text]
        plain = _blanked(plain, numbers)
        codes = [Value(Kind.POST, *each) for each in posts(plain, places)]
        found += codes
        found += _phones(plain, codes)
        found += _addresses(plain, codes, places)
    if "." in plain:
        found += _sites(plain)
    if len(text) <= 300:
        found += [Value(Kind.FORM, m.start(), m.end(), m[0]) for m in LEGAL_FORM.finditer(plain)]
        if places.names and not any(each.kind is Kind.POST for each in found):
            found += _towns(_blanked(plain, [each for each in found if each.kind is not Kind.FORM]), places)
    return sorted(found, key=lambda each: (each.start, each.kind))


def is_legal_form(text: str) -> bool:
    """Whether a text has a legal form in it."""
    return len(text) <= 300 and LEGAL_FORM.search(text) is not None


def _blanked(text: str, values: list[Value]) -> str:
    for value in values:
        text = f"{text[: value.start]}{'_' * (value.end - value.start)}{text[value.end :]}"
    return text


def _emails(text: str) -> list[Value]:
    found = [Value(Kind.EMAIL, m.start(), m.end(), m[0].rstrip(".").lower()) for m in _EMAIL.finditer(text)]
    if not _MAYBE_HIDDEN.search(text):
        return found
    for m in _HIDDEN_EMAIL.finditer(_blanked(text, found)):
        local, sign, host = (m[1], m[2], m[3])
        bare = sign.strip().lower()
        said = re.sub(r"\s+", "", f"{_ANY_DOT.sub('.', local)}@{_ANY_DOT.sub('.', host)}").lower()
        worded = re.search(r"\s(?:dot|piste|punkt)\s|[\[({]", host, re.IGNORECASE)
        if bare == "at" and not worded and not is_role_mailbox(said):
            continue  # "Meet us at example.fi"
        found.append(Value(Kind.EMAIL, m.start(), m.end(), said))
    return found


def _numbers(text: str) -> list[Value]:
    """Business IDs; wrong ones and bank accounts come with an empty text, so that nobody takes them for phones."""
    found = [Value(Kind.NUMBER, m.start(), m.end(), "") for m in _ACCOUNT.finditer(text)]
    for m in _NUMBER.finditer(text):
        found.append(Value(Kind.NUMBER, m.start(), m.end(), business_id(m[0])))
    for m in _BARE_NUMBER.finditer(text):
        if not any(each.start < m.end(1) and m.start(1) < each.end for each in found):
            found.append(Value(Kind.NUMBER, m.start(1), m.end(1), business_id(m[1])))
    return found


def _phones(text: str, codes: list[Value]) -> list[Value]:
    found: list[Value] = []
    for m in _PHONE.finditer(text):
        start, end = m.start(), m.end()
        end = min([end, *(each.start for each in codes if start < each.start < end)])
        if any(each.start <= start < each.end for each in codes) or DATE.match(text, start):
            continue
        if FAX.search(text[max(0, start - 14) : start]):
            continue
        position = start
        for part in _PARTS.split(text[start:end]):
            begin = text.find(part, position)
            position = begin + len(part)
            number = _shortened(_PHONE_END.sub("", part))
            if 6 <= sum(char.isdigit() for char in number) <= 15 and not DATE.match(number):
                found.append(Value(Kind.PHONE, begin, begin + len(number), number))
    return found


def _shortened(number: str) -> str:
    """A run of digits without the groups at its end that belong to something else."""
    most = 14 if "+" in number or number.startswith("00") else 11
    for _ in range(6):
        if sum(char.isdigit() for char in number) <= most:
            break
        shorter = _LAST_GROUP.sub("", number)
        if shorter == number:
            break
        number = shorter
    return number


def _addresses(text: str, codes: list[Value], places: Places) -> list[Value]:
    found = [
        Value(Kind.STREET, start, end, text[start:end]) for start, end in (*streets(text, places), *post_boxes(text))
    ]
    for post in codes:
        if not any(0 <= post.start - each.end <= 40 for each in found) and (span := street_before(text, post.start)):
            found.append(Value(Kind.STREET, *span, text[span[0] : span[1]]))
    return found


def _sites(text: str) -> list[Value]:
    return [
        Value(Kind.SITE, m.start(), m.end(), m[0].rstrip("./"))
        for m in _SITE.finditer(text)
        if not _NAME_FOLLOWS.match(text, m.end())
    ]


def _towns(text: str, places: Places) -> list[Value]:
    found = []
    for m in _TOWN_PART.finditer(text):
        part = m[0].strip()
        if part[:1].isupper() and name_fold(part) in places.names:
            start = m.start() + m[0].index(part)
            found.append(Value(Kind.TOWN, start, start + len(part), part))
    return found

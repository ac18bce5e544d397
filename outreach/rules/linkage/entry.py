"""Both sides of a comparison, parsed once: a known record as an index holds it, and a record that is looked up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from outreach.rules.identity import (
    base_domain,
    business_id,
    domain_of,
    email_address,
    is_shared_domain,
    street_key,
)
from outreach.rules.linkage.align import PAGE_WORDS
from outreach.rules.linkage.forms import HOUSING, LONG_FORMS, PREMISES
from outreach.rules.linkage.names import parse_name, parts_of
from outreach.rules.text import clean, name_fold
from outreach.terms.linkage import Record

CURRENT, AUXILIARY, FORMER = 0, 1, 2  # kinds of a name
MOST_NAMES = 60  # of one organisation
SHORTEST_DOMAIN_WORD = 4
LONGEST_CELL = 30  # characters from which a name may have been cut off by the width of a column


class Entry(NamedTuple):
    """A known record. Texts are folded; `names` are telling words in their order, the main name first.

    `streets` are "postcode street" where the postcode is known, else the street alone, as `identity.street_key` has it.
    """

    key: int
    names: tuple[tuple[str, int], ...]  # (words joined by one blank, CURRENT, AUXILIARY or FORMER)
    form: str = ""  # code set YRMU
    business_id: str = ""
    towns: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()  # own ones, without those that everybody shares
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()  # +358401234567
    active: bool = True


class Reading(NamedTuple):
    """One way to read an incoming name. `cut`: the last word may have lost its end."""

    words: tuple[str, ...]
    form: str = ""
    part: bool = False  # a part of what was written
    aside: bool = False  # and not the part where the name is expected
    cut: bool = False
    domain: bool = False  # the word of a web address


@dataclass(frozen=True, slots=True)
class Query:
    """An incoming record, parsed once."""

    readings: tuple[Reading, ...]
    own: Identifiers


def entry_of(record: Record, key: int) -> Entry:
    """A known record, parsed."""
    own = _identifiers(record)
    names: dict[str, int] = {}
    form = form_code(record.legal_form_code)
    for kind, raws in ((CURRENT, record.names), (AUXILIARY, record.auxiliary), (FORMER, record.former)):
        for raw in raws:
            parsed = parse_name(raw)
            form = form or (parsed.legal_form_code if kind == CURRENT else "")
            for words in (parsed.words, *parsed.readings):
                names.setdefault(" ".join(words), kind)
    names.pop("", None)
    postcodes = dict.fromkeys(code for code in (own.postcode, *(p for p, _ in record.streets)) if code)
    return Entry(
        key,
        tuple(names.items())[:MOST_NAMES],
        form,
        own.business_id,
        tuple(sorted(own.towns)),
        tuple(postcodes),
        tuple(sorted(own.streets)),
        tuple(sorted(own.domains)),
        (own.email,) if own.email else (),
        (own.phone,) if own.phone else (),
        record.active,
    )


@lru_cache(maxsize=2048)
def query_of(record: Record) -> Query:
    """An incoming record, parsed. What cannot be read counts as not known."""
    own = _identifiers(record)
    return Query(_readings(record, own.domains), own)


class Identifiers(NamedTuple):
    """What a record has besides its names, each value in its normal form."""

    business_id: str
    towns: frozenset[str]
    postcode: str
    streets: frozenset[str]
    domains: frozenset[str]
    shared_domain: str
    email: str
    phone: str


def _identifiers(record: Record) -> Identifiers:
    email = email_address(record.email) if record.email else ""
    named = [name for name in record.names if "." in name and _DOMAIN.fullmatch(name.strip())]
    hosts = [host for text in (record.website, email, *named) if text and (host := domain_of(text))]
    shared = [host for host in hosts if is_shared_domain(host)]
    postcode = clean(record.postcode, 10)
    postcode = postcode if len(postcode) == 5 and postcode.isdigit() else ""
    return Identifiers(
        business_id=business_id(record.business_id) if record.business_id else "",
        towns=frozenset(fold for name in (record.town, *record.towns) if (fold := _town(name))),
        postcode=postcode,
        streets=_streets(record, postcode),
        domains=frozenset(base_domain(host) for host in hosts if host not in shared),
        shared_domain=shared[0] if shared else "",
        email=email,
        phone=phone_key(record.phone) if record.phone else "",
    )


@lru_cache(maxsize=8192)
def _town(name: str) -> str:
    return name_fold(name[:100])


def form_code(text: str) -> str:
    """A legal form as its code of the set YRMU, from the code, its letters ("AOY") or its name; "" when it is none."""
    if text.isdigit():
        return text
    letters = name_fold(text)
    known = {"aoy": "2", "koy": "10", "ay": "5", "osk": "14", "sr": "18", "saatio": "18"}
    return known.get(letters) or parse_name(f"nimi {text}").legal_form_code if letters else ""


def place_key(postcode: str, street: str) -> str:
    """How a street is compared: with its postcode where there is one."""
    key = street_key(street)
    return f"{postcode} {key}" if key and postcode else key


def _streets(record: Record, postcode: str) -> frozenset[str]:
    places = ((postcode, record.street), *record.streets)
    return frozenset(key for code, street in places if street and (key := place_key(code, street)))


def phone_key(raw: str) -> str:
    """A phone number as +358..., read by its digits alone: what is compared need not be a number that exists."""
    text = clean(raw, 60).replace("(0)", "")
    found = _NUMBER.search(text)
    digits = "".join(char for char in found[0] if char.isdigit()) if found else ""
    if found is None or not 6 <= len(digits.removeprefix("00")) <= 15:
        return ""
    if found[0].startswith("+"):
        return f"+{digits}"
    return f"+{digits[2:]}" if digits.startswith("00") else f"+358{digits.removeprefix('0')}"


_NUMBER = re.compile(r"\+?\(?[0-9](?:[ ().\u00a0\u2013-]{0,3}[0-9])+")
_ENDS_IN_FORM = re.compile(r"\b(?:oy|oyj|ab|ky|ry|rf|sr|tmi|osk|ay|r\.y|o\.y)\.?$", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:www\.)?[\w-]{3,}\.(?:fi|com|net|org|eu|se|ax)", re.IGNORECASE)
_TWO_NAMES = re.compile(r" / |\sruotsiksi\s|på svenska|in english|aputoiminimi", re.IGNORECASE)


def _readings(record: Record, domains: frozenset[str]) -> tuple[Reading, ...]:
    found: dict[tuple[str, ...], Reading] = {}

    def read(words: tuple[str, ...], **how: Any) -> None:
        if words:
            found.setdefault(words, Reading(words, **how))

    for raw in (*record.names, *record.auxiliary, *record.former):
        for text in dict.fromkeys((raw, _with_dots(raw))):
            _read_text(text, read)
    for domain in sorted(domains):
        word = name_fold(domain.rpartition(".")[0].rpartition(".")[2])
        if len(word) >= SHORTEST_DOMAIN_WORD:
            read(tuple(word.split()), part=True, domain=True)
    return tuple(found.values())


_FORM_WORDS = frozenset({HOUSING, PREMISES})
_NO_NAMES = PAGE_WORDS | _FORM_WORDS


def _read_text(text: str, read: Callable[..., None]) -> None:
    """The whole text, then its parts. The name is expected in the first that has a legal form, or is no filler."""
    whole = parse_name(text)
    cut = len(whole.text) >= LONGEST_CELL - 2 and not _ENDS_IN_FORM.search(whole.text)
    read(whole.words, form=whole.legal_form_code, cut=cut)
    form_begun = any(phrase.startswith(whole.words[-1]) for phrase in LONG_FORMS) if whole.words else False
    if cut and form_begun and len(whole.words) > 1 and whole.words[0] not in _FORM_WORDS:
        read(whole.words[:-1], form=whole.legal_form_code, part=True)
    parts = [parse_name(part) for part in parts_of(whole.text, whole.words)]
    parts = [part for part in parts if part.words != whole.words and not _NO_NAMES.issuperset(part.words)]
    if not parts:
        return
    first = next((part for part in parts if part.legal_form_code), parts[0])
    both = _TWO_NAMES.search(text) is not None
    for part in parts:
        read(part.words, form=part.legal_form_code, part=True, aside=part is not first and not both)


def _with_dots(raw: str) -> str:
    """Letters of a foreign keyboard put right: "Maekinen Osakeyhtioe"."""
    if "ae" not in raw.lower() and "oe" not in raw.lower():
        return raw
    return raw.replace("ae", "ä").replace("oe", "ö").replace("AE", "Ä").replace("OE", "Ö").replace("Ae", "Ä")

"""Address books in vCard form (2.1, 3.0 RFC 2426, 4.0 RFC 6350): organisations and the persons who work in them.

A person's card with an organisation gives the organisation and its contact person; a private person's card gives a
reject. Cards are parted first, so that a broken one loses only itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from importers.files.decode import decode, mended
from importers.files.kind import unreadable
from importers.values import has_legal_form, is_named_mailbox, phone_of, postcode_of
from outreach.rules.identity import (
    business_id,
    domain_of,
    email_address,
    is_shared_domain,
    sole_trader_by_name,
    website_url,
)
from outreach.rules.text import clean, clean_block, name_fold
from outreach.terms.candidate import Candidate, Contact, Parsed, Provenance, Reject
from outreach.terms.message import Message, say

MOST_CARDS = 50_000
MOST_CARD = 200_000  # characters without pictures
MOST_LINES = 500  # of a card
_BROKEN = "card"  # field of the reject of a card that cannot be read

_BEGIN = re.compile(r"^[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^[ \t]*END[ \t]*:[ \t]*VCARD[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PICTURE = re.compile(r"(?:[\w-]{1,40}\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE|X-MS-OL-DESIGN)\b", re.IGNORECASE)
_PARTS = re.compile(r"(?<!\\)((?:\\\\)*);")
_ESCAPE = re.compile(r"\\([\\,;:nN])")
_APPLE_LABEL = re.compile(r"_\$!<(.*?)>!\$_")
_EXTENSION = re.compile(r";.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    kinds: frozenset[str]  # types in small letters: work, home, fax, pref
    group: str

    @property
    def parts(self) -> list[str]:
        """The components that semicolons part."""
        return [_plain(part) for part in _PARTS.sub("\\1\0", self.text).split("\0")]

    @property
    def plain(self) -> str:
        return _plain(self.text)


@dataclass(slots=True)
class _Card:
    values: dict[str, list[_Value]] = field(default_factory=dict)

    def all(self, name: str) -> list[_Value]:
        """Values of a property: those of work first, preferred ones before others, those of home last."""
        return sorted(self.values.get(name, ()), key=lambda value: _order(value.kinds))

    def text(self, name: str, limit: int = 300) -> str:
        return next((text for value in self.all(name) if (text := clean(value.plain, limit))), "")

    def label(self, group: str) -> str:
        """The label that an address book program gives to a group of lines."""
        for value in self.values.get("x-ablabel", ()):
            if group and value.group == group:
                return _APPLE_LABEL.sub(r"\1", value.plain).lower()
        return ""


def parse_cards(raw: bytes, *, source: str, fetched_at: datetime, content_hash: str) -> Parsed:
    """Candidates and rejects of all cards; a card counts as a row."""
    decoded = decode(raw)
    candidates: list[Candidate] = []
    rejects: list[Reject] = []
    for number, text in enumerate(_cards(decoded.text), start=1):
        if number > MOST_CARDS:
            raise unreadable(
                source, say("It has more than {most} cards: divide it into several files", most=MOST_CARDS)
            )
        provenance = Provenance(
            source=source,
            where=f"card {number}",
            fetched_at=fetched_at,
            content_hash=content_hash,
            how="vcard",
            row=number,
        )
        found = _read(text, provenance)
        (rejects if isinstance(found, Reject) else candidates).append(found)  # type: ignore[arg-type]
    if not candidates and all(reject.field == _BROKEN for reject in rejects):
        raise unreadable(source, say("It is damaged: save the address book again"))
    return Parsed(tuple(candidates), tuple(rejects), decoded.notes)


def _cards(text: str) -> Iterator[str]:
    """Each card from BEGIN to END, or to the next BEGIN where its end is missing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [found.start() for found in _BEGIN.finditer(text)]
    for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
        end = _END.search(text, start, following)
        yield text[start : end.start() if end else following]


def _read(text: str, provenance: Provenance) -> Candidate | Reject:
    text = _without_pictures(text)

    def reject(reason: Message, value: str = "", field: str = "name") -> Reject:
        return Reject(where=provenance.where, field=field, reason=reason, value=clean(value, 200), row=provenance.row)

    if len(text) > MOST_CARD or text.count("\n") > MOST_LINES:
        return reject(say("The card is too large"), field=_BROKEN)
    try:
        card = _parsed(text)
    except Exception:  # the reader raises whatever a damaged line happens to cause
        return reject(say("The card is damaged"), text[:100], _BROKEN)
    if not card.values:
        return reject(say("The card is damaged"), text[:100], _BROKEN)
    shown = card.text("fn") or _name_of(card)
    kind = (card.text("kind") or card.text("x-addressbookserver-kind")).lower()
    if kind in {"group", "location", "device", "application"}:
        return reject(say("It is a group of cards or a place, not an organisation"), shown)
    org = clean(next((part for value in card.all("org") for part in value.parts[:1] if part.strip()), ""), 300)
    is_org = kind == "org" or card.text("x-abshowas").lower() == "company"
    if not org and (is_org or has_legal_form(shown) or sole_trader_by_name(shown)):
        org = shown
    if not org:
        return reject(say("It reads as a private person without an organisation"), shown)
    person = shown if not is_org and name_fold(shown) != name_fold(org) and not has_legal_form(shown) else ""
    person = person or ("" if is_org and not _name_of(card) else _other_person(card, org))
    return _candidate(card, org, person, provenance)


def _without_pictures(text: str) -> str:
    """The card without its pictures and keys, which can be large and are never read."""
    kept: list[str] = []
    skipping = False
    for line in text.split("\n"):
        if skipping and (line[:1] in {" ", "\t"} or (":" not in line and ";" not in line and line.strip())):
            continue
        skipping = bool(_PICTURE.match(line))
        if not skipping:
            kept.append(line)
    return "\n".join(kept)


def _parsed(text: str) -> _Card:
    import vobject

    card = _Card()
    (component,) = vobject.readComponents(
        f"{text.rstrip()}\nEND:VCARD\n", validate=False, transform=False, ignoreUnreadable=True, allowQP=True
    )
    for name, lines in component.contents.items():
        for line in lines:
            value = line.value if isinstance(line.value, str) else ""
            kinds = {kind.lower() for kinds in _types(line) for kind in kinds.split(",")}
            card.values.setdefault(name.lower(), []).append(
                _Value(mended(value), frozenset(kinds), (line.group or "").lower())
            )
    return card


def _types(line: Any) -> Iterator[str]:
    yield from (str(kind) for kind in line.singletonparams)
    yield from (str(kind) for kind in line.params.get("TYPE", ()))
    yield from ("pref" for _ in line.params.get("PREF", ()))


def _order(kinds: frozenset[str]) -> tuple[bool, bool, bool]:
    return ("home" in kinds, "work" not in kinds, "pref" not in kinds)


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _name_of(card: _Card) -> str:
    """First and last name of the structured name."""
    for value in card.all("n"):
        family, given, *_ = [*value.parts, "", ""]
        if found := clean(f"{given} {family}", 200):
            return found
    return ""


def _other_person(card: _Card, org: str) -> str:
    """The person of the structured name, where the shown name is the organisation's."""
    person = _name_of(card)
    words = set(name_fold(person).split())
    return "" if not words or has_legal_form(person) or words <= set(name_fold(org).split()) else person


def _candidate(card: _Card, org: str, person: str, provenance: Provenance) -> Candidate:
    street, postcode, town = _address(card)
    note = next((text for value in card.all("note") if (text := clean_block(value.plain, 5000))), "")
    own_mail, mail = _emails(card, org, person)
    own_phone, phone = _phones(card, bool(person))
    role = card.text("title", 200) or card.text("role", 200)
    contact = Contact(name=person, role=role, email=mail, phone=phone) if person else None
    numbers = [value.plain for name, values in card.values.items() for value in values if name.startswith("x-")]
    return Candidate(
        name=org,
        provenance=provenance,
        business_id=next((found for text in (note, *numbers) if (found := business_id(clean(text, 2000)))), ""),
        street=street,
        postcode=postcode,
        town=town,
        website=_website(card),
        email=own_mail,
        phone=own_phone,
        description=note,
        sole_trader=sole_trader_by_name(org),
        contact=contact,
    )


def _website(card: _Card) -> str:
    found = [address for value in card.all("url") if (address := website_url(clean(value.plain, 2000)))]
    return next((each for each in found if not is_shared_domain(domain_of(each))), found[0] if found else "")


def _emails(card: _Card, org: str, person: str) -> tuple[str, str]:
    """E-mail of the organisation and of the person."""
    found = [email for value in card.all("email") if (email := email_address(value.plain.removeprefix("mailto:")))]
    if not person:
        return (found[0] if found else ""), ""
    words = name_fold(person).split()
    personal = [each for each in found if is_named_mailbox(each, org) or name_fold(each.partition("@")[0]) in words]
    return next((each for each in found if each not in personal), ""), (personal[0] if personal else "")


def _phones(card: _Card, of_person: bool) -> tuple[str, str]:
    """Phone of the organisation and of the person: a mobile or home number is the person's where there is one."""
    own = theirs = ""
    for value in card.all("tel"):
        kinds = value.kinds | set(card.label(value.group).split())
        number = phone_of(_EXTENSION.sub("", value.plain.strip().removeprefix("tel:")))
        if not number or ("fax" in " ".join(kinds) and "voice" not in kinds) or kinds & {"pager", "modem"}:
            continue
        if of_person and kinds & {"cell", "mobile", "iphone", "home", "car"} and "main" not in kinds:
            theirs = theirs or number
        else:
            own = own or number
    return own, theirs


def _address(card: _Card) -> tuple[str, str, str]:
    for value in card.all("adr"):
        box, extended, street, town, _, code, *_ = [*(clean(part, 300) for part in value.parts), *[""] * 7]
        lines = [clean(line, 300) for line in street.split("\n")] if street else []
        where = clean(" ".join(lines), 300) or box or extended
        if where or town or code:
            return where, postcode_of(code), town
    return "", "", ""

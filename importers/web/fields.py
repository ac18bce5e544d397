"""The values of one record: which of several phones, mailboxes, addresses and links is the organisation's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from importers.columns import Field
from importers.values import phone_of, split_address
from importers.web.evidence import Kind
from importers.web.labelled import Reading
from importers.web.links import is_site
from importers.web.mailboxes import Mailboxes
from importers.web.marks import Mark, Page
from importers.web.people import is_person
from importers.web.streets import is_box
from importers.web.wording import FIRST_NAMES
from outreach.rules.identity import (
    base_domain,
    business_id,
    domain_of,
    email_address,
    is_role_mailbox,
    sole_trader_by_name,
    website_url,
)
from outreach.rules.text import clean, name_fold
from outreach.terms.candidate import Trace

_NAMED = re.compile(r"[^\W\d_]+(?:[._-][^\W\d_]{2,})+[0-9]{0,2}")
_MOBILE = re.compile(r"^\+358(?:4|50)")
_TRACKING = re.compile(r"(?<=[?&])(?:utm_\w+|fbclid|gclid)=[^&]*&?")
_PLACE_WORD = re.compile(r"(?<![\w-])[A-ZÅÄÖ][a-zåäö]{2,20}(?![\w-])(?!\s[A-ZÅÄÖ])")
_TRUNK = re.compile(r"\(0\)")
_COUNTRY = re.compile(r",?\s*(?:finland|suomi|åland)\.?$", re.IGNORECASE)
_POSTCODE_TOWN = re.compile(r"(?:FI-?\s?)?([0-9]{5})\s+(.{2,60})", re.IGNORECASE)
# Mailboxes of a trade or a place of work rather than of a person.
_WORKPLACES = """
myymala kahvila kahvio studio verstas paja korjaamo leipomo hoitola salonki kampaamo parturi taksi kuljetus rakennus
sahko lvi puutarha tila maatila bistro cafe pub bar baari autokorjaamo huoltamo tehdas varaamo verkko tuotanto
vuokraus matkailu majoitus leirinta lomat juhlat catering kukat optikko hammas klinikka tilitoimisto isannointi
arkkitehti insinoori verkstad bageri salong taxi transport bygg tradgard gard kafe butiken bilverkstad fabrik
produktion uthyrning turism inkvartering blommor optiker tandvard klinik bokforing arkitekt factory lab agency clinic
bakery garage rental travel studioinfo hq welcome ask questions connect community general
"""
WORKPLACES = frozenset(_WORKPLACES.split())


@dataclass(slots=True)
class Facts:
    """A record's marks and lines, its name, the list's own domains, and where the ways of finding are noted."""

    page: Page
    reading: Reading
    marks: list[Mark]
    name: str
    common: frozenset[str]
    traces: list[Trace]

    def of(self, kind: Kind) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind is kind]

    def note(self, field: str, mark: Mark) -> None:
        """Notes how a value was found."""
        segment = self.page.outline.segments[mark.segment]
        link = self.page.links.get(segment.link) if segment.link >= 0 else None
        linked = link is not None and link.kind is mark.kind and link.text == mark.text
        line = self.reading.line_of(mark.segment)
        if linked:
            how = {Kind.EMAIL: "mailto", Kind.PHONE: "tel"}.get(mark.kind, "link")
        else:
            how = "label" if line and line.labelled else "text"
        self.traces.append(Trace(field, how, 0.95 if linked else 0.9 if how == "label" else 0.8))


def number_in(facts: Facts) -> str:
    """Business ID with the right check digit."""
    for mark in facts.of(Kind.NUMBER):
        facts.note("business_id", mark)
        return mark.text
    found = business_id(facts.reading.said(Field.BUSINESS_ID)[:60])
    if found:
        facts.traces.append(Trace("business_id", "label", 0.95))
    return found


def phone_in(facts: Facts) -> str:
    """The first number that is neither a fax nor, where another stands, the mobile of a person named beside it."""
    spare: tuple[Mark, str] | None = None
    for mark in facts.of(Kind.PHONE):
        line = facts.reading.line_of(mark.segment)
        if line and line.fax:
            continue
        number = number_of(mark.text)
        if not number:
            continue
        if line and line.personal and _MOBILE.match(number):
            spare = spare or (mark, number)
            continue
        facts.note("phone", mark)
        return number
    if spare:
        facts.note("phone", spare[0])
        return spare[1]
    said = number_of(facts.reading.said(Field.PHONE)[:60])
    if said:
        facts.traces.append(Trace("phone", "label", 0.8))
    return said


def number_of(text: str) -> str:
    """E.164 form of a written number; one that no plan of numbers knows stays if it has a usual length."""
    line = _TRUNK.sub("", clean(text, 60)) if "+" in text else clean(text, 60)
    found = phone_of(line)
    if found:
        return found
    digits = "".join(char for char in line if char.isdigit())
    if line.lstrip(" (").startswith("+") and 8 <= len(digits) <= 15:
        return f"+{digits}"
    if digits.startswith("00") and 10 <= len(digits) <= 15:
        return f"+{digits[2:]}"
    if digits.startswith("0") and 7 <= len(digits) <= 11:
        return f"+358{digits[1:]}"
    return ""


def email_in(facts: Facts, mailboxes: Mailboxes, persons: bool) -> str:
    """A mailbox of the organisation, generic ones first; a person's only where the source allows persons."""
    marks = facts.of(Kind.EMAIL)
    texts = list(dict.fromkeys(mark.text for mark in marks))
    if not persons:
        personal = [text for text in texts if _is_personal(facts.name, text)]
        mailboxes.left_out += len(personal)
        texts = [text for text in texts if text not in personal]
    said = email_address(facts.reading.said(Field.EMAIL)[:200])
    if said and said not in texts:
        texts.append(said)
    role = next((text for text in texts if is_role_mailbox(text)), "")
    own = role or next((text for text in texts if _is_own(facts, text)), "")
    if own:
        mailboxes.first([text for text in texts if text != own], facts.name)  # counts those that are left out
        found = own
    else:
        found = mailboxes.first(texts, facts.name) or (texts[0] if persons and texts else "")
    mark = next((each for each in marks if each.text == found), None)
    if mark:
        facts.note("email", mark)
    return found


def _is_personal(name: str, email: str) -> bool:
    """Whether a mailbox is surely a person's, also where the organisation is called by that person."""
    local = email.partition("@")[0]
    if is_role_mailbox(email) or not _NAMED.fullmatch(local):
        return False
    return sole_trader_by_name(name) or is_person(name) or name_fold(local).split()[0] in FIRST_NAMES


def _is_own(facts: Facts, email: str) -> bool:
    """Whether the mailbox is called by a town or a trade."""
    words = name_fold(email.partition("@")[0]).split()
    places = facts.page.document.places.names
    return bool(words) and all(word in WORKPLACES or (word in places and word not in FIRST_NAMES) for word in words)


def address_in(facts: Facts) -> tuple[str, str, str]:
    """Street, postcode and town of the first address; a street before a post box."""
    streets, posts = facts.of(Kind.STREET), facts.of(Kind.POST)
    street = next((each for each in streets if not is_box(each.text)), streets[0] if streets else None)
    said = facts.reading.said(Field.STREET)
    if street is None and said:
        line, code, town = split_address(_COUNTRY.sub("", clean(said, 200)))
        post = posts[0] if posts else None
        if line and len(line) <= 80:
            facts.traces.append(Trace("street", "label", 0.8))
            return line.strip(" ,"), post.text if post else code, post.more if post else town
    position = street.segment if street else 0
    following = [each for each in posts if each.segment >= position]
    post = next(iter(following or posts), None)
    if street:
        facts.note("street", street)
    if post:
        facts.note("postcode", post)
        if post.more:
            facts.note("town", post)
    code = post.text if post else _code(facts.reading.said(Field.POSTCODE))
    return clean(street.text, 200).strip(" ,") if street else "", code, post.more if post else ""


def _code(said: str) -> str:
    found = re.search(r"(?<![0-9])[0-9]{5}(?![0-9])", said[:60])
    return found[0] if found else ""


def town_in(facts: Facts) -> str:
    """A town without an address: labelled, or a known place that stands by itself."""
    said = clean(facts.reading.said(Field.TOWN), 100)
    if said:
        found = _POSTCODE_TOWN.fullmatch(said)
        town = (found[2] if found else said).split(",")[0].strip()
        if town and len(town) <= 40 and not any(char.isdigit() for char in town):
            facts.traces.append(Trace("town", "label", 0.9))
            return town
    for mark in facts.of(Kind.TOWN):
        facts.note("town", mark)
        return mark.text
    return _told_town(facts)


def _told_town(facts: Facts) -> str:
    """The one place that the sentences of a record name."""
    places = facts.page.document.places.names
    found: set[str] = {
        word
        for line in facts.reading.lines
        if not line.personal
        for word in _PLACE_WORD.findall(line.text.replace(facts.name, " ")[:1000])
        if name_fold(word) in places and name_fold(word) not in FIRST_NAMES
    }
    if len(found) != 1:
        return ""
    facts.traces.append(Trace("town", "text", 0.6))
    return next(iter(found))


def website_in(facts: Facts) -> str:
    """The organisation's own site: a link called so, then any link to elsewhere, then an address in the text."""
    page, segments = facts.page, facts.page.outline.segments
    linked: list[tuple[Mark, bool]] = []
    written: list[Mark] = []
    for mark in facts.of(Kind.SITE):
        element = segments[mark.segment].link
        link = page.links.get(element) if element >= 0 else None
        if link and link.text == mark.text and link.kind is Kind.SITE:
            linked.append((mark, link.labelled))
        else:
            written.append(mark)
    usable = [(mark, labelled) for mark, labelled in linked if domain_of(mark.text) not in facts.common]
    best = next((mark for mark, labelled in usable if labelled), usable[0][0] if usable else None)
    if best is None:
        best = next((mark for mark in written if _is_foreign(facts, mark.text)), None)
    if best is None:
        said = _written_site(facts.reading.said(Field.WEBSITE))
        if said and _is_foreign(facts, said):
            facts.traces.append(Trace("website", "label", 0.9))
            return website_url(said)
        return ""
    facts.note("website", best)
    return _TRACKING.sub("", website_url(best.text)).rstrip("?&")


def _written_site(said: str) -> str:
    words: Iterable[str] = said[:200].split()
    return next((word.strip(".,;()") for word in words if "." in word and "@" not in word), "")


def _is_foreign(facts: Facts, address: str) -> bool:
    host = domain_of(address)
    return is_site(host) and base_domain(host) not in facts.page.own and host not in facts.common

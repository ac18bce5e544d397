"""What speaks for and against two records being one organisation, in bits: a table a person can read line by line.

Weights are base-2 logarithms of how much more often a field agrees (or differs) in true pairs than in chance pairs,
measured on labelled lists against registers of 10 000 to 2 million companies. An identifier that many share weighs
less; free mail, social networks and chains weigh nothing. A Business ID with a wrong check digit is no ID.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from outreach.rules.identity import (
    base_domain,
    business_id,
    domain_of,
    email_address,
    is_shared_domain,
    phone_e164,
    street_key,
)
from outreach.rules.linkage.align import OTHER_FORM, Frequency, NameComparison, Rarity, compare_names
from outreach.rules.text import clean, name_fold
from outreach.terms.linkage import Evidence, EvidenceRow, Grade, NameAgreement, Record
from outreach.terms.message import Message, say

REGISTER_SIZE = 500_000  # names to choose from, where the caller has not counted them

ID_EQUAL, ID_DIFFERS = 24.0, -22.0
TOWN_EQUAL, TOWN_DIFFERS = 3.0, -3.5
POSTCODE_EQUAL = 2.5
STREET_EQUAL = 5.0
DOMAIN_EQUAL, DOMAIN_DIFFERS = 7.0, -3.5
PHONE_EQUAL, PHONE_DIFFERS = 7.0, -1.5
EMAIL_EQUAL = 7.0
MOST_OWNERS = 5  # an identifier with more owners among the candidates supports no link by itself

Owners = Callable[[str], int]  # identifier -> how many known records have it


@dataclass(frozen=True, slots=True)
class Identifiers:
    """A record's identifiers in their normal forms, read once."""

    business_id: str
    town: str
    municipality_code: str
    postcode: str
    street: str
    domains: frozenset[str]  # own ones only
    shared_domain: str
    email: str
    phone: str


@lru_cache(maxsize=4096)
def identifiers(record: Record) -> Identifiers:
    """Reads a record's identifiers; what cannot be read counts as not known."""
    email = email_address(record.email)
    hosts = [host for host in (domain_of(record.website), domain_of(email)) if host]
    shared = [host for host in hosts if is_shared_domain(host)]
    phone = clean(record.phone, 60)
    plain = phone[:1] == "+" and phone[1:].isdigit() and 7 <= len(phone) <= 16
    code = clean(record.municipality_code, 10)
    postcode = clean(record.postcode, 10)
    return Identifiers(
        business_id=business_id(record.business_id),
        town=name_fold(record.town[:100]),
        municipality_code=code if len(code) == 3 and code.isdigit() else "",
        postcode=postcode if len(postcode) == 5 and postcode.isdigit() else "",
        street=street_key(record.street),
        domains=frozenset(base_domain(host) for host in hosts if host not in shared),
        shared_domain=shared[0] if shared else "",
        email=email,
        phone=phone if plain else phone_e164(phone),
    )


def score_pair(
    incoming: Record,
    known: Record,
    *,
    frequency: Frequency | None = None,
    total: int = REGISTER_SIZE,
    owners: Owners | None = None,
) -> Evidence:
    """Compares two records field by field.

    `frequency` tells how many names of the register hold a folded word, `total` how many names it has; `owners` how
    many known records share a domain, phone or street. Without them, words are weighed by length and a list of
    common ones, and an identifier counts as one owner's.
    """
    ours, theirs = identifiers(incoming), identifiers(known)
    place = _places(incoming, known, ours, theirs)
    nearby = any(row.grade is Grade.EQUAL for row in place)
    rarity = Rarity(frequency, max(total, 2))
    comparison = compare_names(incoming.names, known.names, rarity, (known.town or incoming.town) if nearby else "")
    contacts, supports = _contacts(ours, theirs, owners or (lambda _: 1), nearby)
    rows = (_id_row(ours, theirs), *_name_rows(comparison), *place, *contacts)
    return Evidence(
        rows=rows,
        name=comparison.agreement,
        left_over=(*comparison.left_incoming, *comparison.left_known),
        clashing_numbers=comparison.clashing_numbers,
        supports=supports,
        nearby=nearby,
        namesakes=comparison.person and place[0].grade is Grade.DIFFERS and not nearby,
    )


def _id_row(ours: Identifiers, theirs: Identifiers) -> EvidenceRow:
    left, right = ours.business_id, theirs.business_id
    if not left or not right:
        return EvidenceRow("business_id", Grade.MISSING, 0.0, left, right, say("Not known on both sides"))
    if left == right:
        return EvidenceRow("business_id", Grade.EQUAL, ID_EQUAL, left, right, say("Same Business ID"))
    return EvidenceRow("business_id", Grade.DIFFERS, ID_DIFFERS, left, right, say("Different Business IDs"))


def _name_rows(comparison: NameComparison) -> list[EvidenceRow]:
    left, right = comparison.incoming, comparison.known
    over = ", ".join((*comparison.left_incoming, *comparison.left_known))
    pairs = ", ".join(f"{word} – {other}" for word, other in comparison.similar)
    match comparison.agreement:
        case NameAgreement.FULL:
            grade, words = Grade.EQUAL, say("All words of the name agree")
        case NameAgreement.LOOSE if pairs:
            grade, words = Grade.SIMILAR, say("Words that resemble each other: {words}", words=pairs)
        case NameAgreement.LOOSE if over:
            grade, words = Grade.SIMILAR, say("The name agrees but for the town: {words}", words=over)
        case NameAgreement.LOOSE:
            grade, words = Grade.SIMILAR, say("The name agrees when it is read in a shorter way or without its form")
        case NameAgreement.PARTIAL:
            grade, words = Grade.SIMILAR, say("Left over in the name: {words}", words=over)
        case _:
            grade, words = Grade.DIFFERS, say("The names have no telling word in common")
    rows = [EvidenceRow("name", grade, comparison.bits, left, right, words)]
    if comparison.forms_differ and comparison.agreement is not NameAgreement.NONE:
        rows.append(EvidenceRow("legal_form", Grade.DIFFERS, -OTHER_FORM, left, right, say("Different legal forms")))
    return rows


def _places(incoming: Record, known: Record, ours: Identifiers, theirs: Identifiers) -> list[EvidenceRow]:
    """Town by municipality code or name, whichever agrees: lists give post towns, villages and Swedish names."""
    left, right = clean(incoming.town or ours.municipality_code, 60), clean(known.town or theirs.municipality_code, 60)
    codes = ours.municipality_code and theirs.municipality_code
    if (codes and ours.municipality_code == theirs.municipality_code) or (ours.town and ours.town == theirs.town):
        town = EvidenceRow("town", Grade.EQUAL, TOWN_EQUAL, left, right, say("Same town"))
    elif codes or (ours.town and theirs.town):
        weight = TOWN_DIFFERS if codes else TOWN_DIFFERS / 2
        town = EvidenceRow("town", Grade.DIFFERS, weight, left, right, say("Different towns"))
    else:
        town = EvidenceRow("town", Grade.MISSING, 0.0, left, right, say("Not known on both sides"))
    left, right = ours.postcode, theirs.postcode
    if not left or not right:
        return [town, EvidenceRow("postcode", Grade.MISSING, 0.0, left, right, say("Not known on both sides"))]
    if left == right:
        return [town, EvidenceRow("postcode", Grade.EQUAL, POSTCODE_EQUAL, left, right, say("Same postcode"))]
    return [town, EvidenceRow("postcode", Grade.DIFFERS, 0.0, left, right, say("Different postcodes"))]


def _contacts(
    ours: Identifiers, theirs: Identifiers, owners: Owners, nearby: bool
) -> tuple[list[EvidenceRow], tuple[str, ...]]:
    """Street, domain, e-mail and phone, and which of them support a link on their own."""
    found = [
        _street(ours, theirs, owners, nearby),
        _domain(ours, theirs, owners),
        _email(ours, theirs, owners),
        _phone(ours, theirs, owners),
    ]
    return [row for row, _ in found if row], tuple(row.field for row, strong in found if row and strong)


def _street(ours: Identifiers, theirs: Identifiers, owners: Owners, nearby: bool) -> tuple[EvidenceRow, bool]:
    left, right = ours.street, theirs.street
    if not left or not right:
        return EvidenceRow("street", Grade.MISSING, 0.0, left, right, say("Not known on both sides")), False
    postcodes = bool(ours.postcode and theirs.postcode)
    if left != right or not nearby or (postcodes and ours.postcode != theirs.postcode):
        return EvidenceRow("street", Grade.DIFFERS, 0.0, left, right, say("Different addresses")), False
    shared = owners(left)
    row = EvidenceRow("street", Grade.EQUAL, _weight(STREET_EQUAL, shared), left, right, say("Same address"))
    return row, shared <= MOST_OWNERS


def _domain(ours: Identifiers, theirs: Identifiers, owners: Owners) -> tuple[EvidenceRow, bool]:
    left, right = _list(ours.domains) or ours.shared_domain, _list(theirs.domains) or theirs.shared_domain
    both = sorted(ours.domains & theirs.domains)
    if both:
        shared = min(owners(domain) for domain in both)
        words = say("Same website or mail domain: {domain}", domain=both[0])
        row = EvidenceRow("domain", Grade.EQUAL, _weight(DOMAIN_EQUAL, shared), left, right, words)
        return row, shared <= MOST_OWNERS
    if ours.domains and theirs.domains:
        words = say("Different website or mail domains")
        return EvidenceRow("domain", Grade.DIFFERS, DOMAIN_DIFFERS, left, right, words), False
    words = say("Not known on both sides")
    if ours.shared_domain and ours.shared_domain == theirs.shared_domain:
        words = say("Many share this domain: {domain}", domain=ours.shared_domain)
    return EvidenceRow("domain", Grade.MISSING, 0.0, left, right, words), False


def _email(ours: Identifiers, theirs: Identifiers, owners: Owners) -> tuple[EvidenceRow | None, bool]:
    """An equal address counts on its own where its domain is everybody's; else the domain has been counted."""
    if not ours.email or ours.email != theirs.email:
        return None, False
    own_domain = base_domain(domain_of(ours.email)) in ours.domains
    shared = owners(ours.email)
    weight = 0.0 if own_domain else _weight(EMAIL_EQUAL, shared)
    row = EvidenceRow("email", Grade.EQUAL, weight, ours.email, theirs.email, say("Same e-mail address"))
    return row, not own_domain and shared <= MOST_OWNERS


def _phone(ours: Identifiers, theirs: Identifiers, owners: Owners) -> tuple[EvidenceRow, bool]:
    left, right = ours.phone, theirs.phone
    if not left or not right:
        return EvidenceRow("phone", Grade.MISSING, 0.0, left, right, say("Not known on both sides")), False
    if left != right:
        return EvidenceRow("phone", Grade.DIFFERS, PHONE_DIFFERS, left, right, say("Different phone numbers")), False
    shared = owners(left)
    row = EvidenceRow("phone", Grade.EQUAL, _weight(PHONE_EQUAL, shared), left, right, say("Same phone number"))
    return row, shared <= MOST_OWNERS


def _weight(bits: float, owners: int) -> float:
    return max(0.0, bits - log2(max(owners, 1)))


def _list(domains: Iterable[str]) -> str:
    return ", ".join(sorted(domains))


FIELD_LABELS: dict[str, Message] = {
    "business_id": say("Business ID"),
    "name": say("Name"),
    "legal_form": say("Legal form"),
    "town": say("Town"),
    "postcode": say("Postcode"),
    "street": say("Address"),
    "domain": say("Website"),
    "email": say("E-mail"),
    "phone": say("Phone"),
}


def labels(fields: Sequence[str]) -> tuple[Message, ...]:
    """What the fields of evidence are called on screen."""
    return tuple(FIELD_LABELS[field] for field in fields)

"""When two records say the same of an organisation, so that an answer on one is an answer on the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from outreach.rules.identity import domain_of, email_address, phone_e164, street_key
from outreach.rules.linkage.names import sorted_key
from outreach.rules.text import name_fold
from outreach.terms.linkage import Record


@dataclass(frozen=True, slots=True)
class Values:
    """What is compared of a record, each value in its normal form. Equal ones are one question to a person."""

    names: frozenset[str]
    place: str
    postcode: str
    street: str
    domain: str
    email: str
    phone: str

    @property
    def more_than_a_name(self) -> bool:
        """Whether something besides the name tells who is meant; a bare name may be somebody else's elsewhere."""
        return bool(self.place or self.postcode or self.street or self.domain or self.email or self.phone)


def place_and_name(record: Record) -> str:
    """Equal for records that may say the same: to be looked up by before `values_of` is compared."""
    return f"{_place(record)} {sorted_key(record.names[0]) if record.names else ''}"


def values_of(record: Record) -> Values:
    """The values of a record without its Business ID, which may be added in one place and not in the other."""
    return _values(
        record.names, _place(record), record.postcode, record.street, record.website, record.email, record.phone
    )


@lru_cache(maxsize=16_384)
def _values(
    names: tuple[str, ...], place: str, postcode: str, street: str, website: str, email: str, phone: str
) -> Values:
    return Values(
        names=frozenset(filter(None, map(name_fold, names))),
        place=place,
        postcode=postcode,
        street=street_key(street) or name_fold(street),
        domain=domain_of(website) if website else "",
        email=(email_address(email) or email.lower()) if email else "",
        phone=(phone_e164(phone) or phone) if phone else "",
    )


def ids_agree(one: str, other: str) -> bool:
    """Whether two Business IDs may be one organisation's: equal, or one of them not known."""
    return not one or not other or one == other


def _place(record: Record) -> str:
    return record.municipality_code or name_fold(record.town)

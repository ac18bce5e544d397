"""What to look up for a record so that the true match is among the candidates: the database does the looking up.

Everything that shares the Business ID, a link key, the phone, an own domain, or street and postcode with the record is
a candidate; names that hold its longest telling words come after those, up to what the caller can afford.
"""

from __future__ import annotations

from outreach.rules.linkage.align import MOST_INCOMING_NAMES, Frequency
from outreach.rules.linkage.common_words import COMMON_WORDS
from outreach.rules.linkage.evidence import identifiers
from outreach.rules.linkage.names import ParsedName, is_number, key_of, parse_name
from outreach.terms.linkage import Blocks, Record

MOST_KEYS = 12
MOST_WORDS = 3
SHORTEST_WORD = 4


def blocks(record: Record, frequency: Frequency | None = None) -> Blocks:
    """The look-ups for a record. With `frequency` the rarest words are taken, else the longest."""
    names = [parse_name(name) for name in record.names[:MOST_INCOMING_NAMES]]
    own = identifiers(record)
    return Blocks(
        business_id=own.business_id,
        link_keys=_keys(names),
        words=_words(names, frequency),
        domains=tuple(sorted(own.domains)),
        email=own.email,
        phone=own.phone,
        street_key=own.street,
        postcode=own.postcode,
    )


def _keys(names: list[ParsedName]) -> tuple[str, ...]:
    """Keys of whole names first, then joined to one word, then of shorter readings."""
    keys = [name.key for name in names]
    keys += [name.joined for name in names if len(name.words) > 1]
    keys += [key_of(reading) for name in names for reading in name.readings]
    return tuple(key for key in dict.fromkeys(keys) if key)[:MOST_KEYS]


def _words(names: list[ParsedName], frequency: Frequency | None) -> tuple[str, ...]:
    words = dict.fromkeys(word for name in names for word in name.words if not is_number(word))
    telling = [word for word in words if len(word) >= SHORTEST_WORD and word not in COMMON_WORDS]
    pool = telling or [word for word in words if word not in COMMON_WORDS]
    if frequency:
        return tuple(sorted(pool, key=lambda word: (frequency(word), -len(word), word))[:MOST_WORDS])
    return tuple(sorted(pool, key=lambda word: (-len(word), word))[:MOST_WORDS])

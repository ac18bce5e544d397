"""What the mirror holds, for an import that looks at its source before it writes anything."""

from __future__ import annotations

from collections.abc import Iterable

from db.queries import register as register_queries
from db.unit import Read
from outreach.rules.identity import actor_of_business_id, business_id_of_actor


def stored_hashes(uow: Read) -> dict[int, int]:
    """Content hash of every company of the mirror by its key."""
    return register_queries.content_hashes(uow.session)


def known_companies(uow: Read, business_ids: Iterable[str]) -> frozenset[str]:
    """Those of the Business IDs that the mirror holds."""
    found = register_queries.known_ids(uow.session, [actor_of_business_id(number) for number in business_ids])
    return frozenset(business_id_of_actor(key) for key in found)

"""Names of towns and post towns, handed in by whoever has the tables (`outreach.codes.places`)."""

from __future__ import annotations

from outreach.terms.places import NO_PLACES, Places

__all__ = ["NO_PLACES", "Places"]

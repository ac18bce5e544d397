"""Pages of tests: read from their text, and told as rows of plain values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from importers.places import Places
from importers.web import parse
from outreach.terms.candidate import Candidate, Parsed

URL = "https://mallila.example/jasenet"
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
TOWNS = {"rauma": "Rauma", "raumo": "Raumo", "heinola": "Heinola", "raahe": "Raahe", "iisalmi": "Iisalmi"}
TOWNS |= {"kristinestad": "Kristinestad", "kuusamo": "Kuusamo"}
PLACES = Places(names=TOWNS, post_towns={"26100": "Rauma", "18100": "Heinola", "92100": "Raahe"})


def read(text: str, url: str = URL, **more: Any) -> Parsed:
    return parse(text.encode(), source=url, url=url, fetched_at=NOW, places=PLACES, **more)


def names(found: Parsed) -> list[str]:
    return [each.name for each in found.candidates]


def told(candidate: Candidate, *fields: str) -> tuple[str, ...]:
    """Values of a candidate in the order of their names."""
    return tuple(str(getattr(candidate, field)) for field in fields)


def last_note(found: Parsed) -> str:
    return str(found.notes[-1]) if found.notes else ""

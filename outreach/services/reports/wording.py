"""A reason as one line of text."""

from __future__ import annotations

from outreach.i18n import tr
from outreach.terms.views import Reason


def reason(row: Reason, language: str) -> str:
    """ "36/40 industry 28990 → 2899: ..."; a dash where the fact is not known and not counted."""
    points = "–" if row.points is None else str(row.points)
    return f"{points}/{row.of} {tr(row.text)}"

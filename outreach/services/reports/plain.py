"""The status report as plain data for other programs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from outreach.services.reports import wording
from outreach.services.reports.tables import attribution
from outreach.terms.reports import StatusReport


def status(report: StatusReport, language: str) -> dict[str, Any]:
    """Codes, numbers and ISO days; reasons as sentences in the language asked for."""
    return {
        "report": "status",
        "town": report.town_code,
        "since": _plain(report.since),
        "until": _plain(report.until),
        "practice": report.practice,
        "sources": list(attribution(report.register_day)),
        "cases": [
            {key: _plain(value) for key, value in asdict(row).items() if key not in ("reasons", "persons")}
            | {"reasons": [wording.reason(reason, language) for reason in row.reasons]}
            | ({"persons": list(row.persons)} if report.with_names else {})
            for row in report.cases
        ],
        "coverage": [asdict(row) for row in report.coverage],
        "funnel": [asdict(row) for row in report.funnel],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

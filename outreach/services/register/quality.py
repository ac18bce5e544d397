"""What a run says of the quality of the register's data: how many companies have each fact, what changed edition.

The report is plain data, stored with the run: "filled" (fact -> share of companies, 0 to 1), "unknown_codes" and
"unread_fields" (path -> records met), "reclassified" and "ambiguous" (pairs with counts).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from outreach.services.register.merge import Merging
from outreach.terms.message import Message, say_n

# Fact -> when a company of a scratch file has it.
FACTS = {
    "industry": "industry_code <> ''",
    "municipality": "municipality_code <> ''",
    "street": "street <> ''",
    "postcode": "postcode <> ''",
    "website": "website <> ''",
    "legal form": "form_code <> ''",
    "EUID": "euid <> ''",
    "registration date": "registered IS NOT NULL",
    "employer": "employer",
    "active": "active",
}
MANY = 100  # companies, from which on a new edition of industry codes is told


def filled(parts: Iterable[tuple[Path, float]]) -> dict[str, float]:
    """Share of companies that have each fact, over scratch files, each with how many companies one in it stands for."""
    counts = dict.fromkeys(FACTS, 0.0)
    total = 0.0
    columns = ", ".join(f"coalesce(sum({when}), 0)" for when in FACTS.values())
    for path, weight in parts:
        connection = sqlite3.connect(path)
        try:
            number, *found = connection.execute(f"SELECT count(*), {columns} FROM registry_company").fetchone()
        finally:
            connection.close()
        total += weight * number
        for fact, count in zip(FACTS, found, strict=True):
            counts[fact] += weight * count
    return {fact: round(count / total, 3) for fact, count in counts.items()} if total else {}


def of_changes(merging: Merging) -> dict[str, Any]:
    """New editions of industry codes that a run has met."""
    found: dict[str, Any] = {}
    if merging.reclassified:
        found["reclassified"] = [[*pair, count] for pair, count in merging.reclassified.most_common()]
    if merging.ambiguous:
        found["ambiguous"] = [[*pair, count] for pair, count in merging.ambiguous.most_common(200)]
    return found


def remarks(merging: Merging) -> list[Message]:
    """A new edition of the industry codes as one event, whose companies do what they did before."""
    count = sum(merging.reclassified.values())
    if count < MANY:
        return []
    found = [
        say_n(
            "The industry code of {n} company is of a new edition of the classification; it does what it did.",
            "The industry codes of {n} companies are of a new edition of the classification; they do what they did.",
            count,
        )
    ]
    if merging.ambiguous:
        codes = tuple(f"{old} → {new}" for (old, new), _ in merging.ambiguous.most_common(20))
        found.append(
            say_n(
                "{n} of them has a code that the old one does not decide: {codes}",
                "{n} of them have codes that the old ones do not decide: {codes}",
                sum(merging.ambiguous.values()),
                codes=codes,
            )
        )
    return found

"""What a reading of the register has met: counts, fields that nobody reads, codes that nobody knows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from outreach.terms.message import Message, say, say_n

MOST_KINDS = 200  # different fields or codes that are remembered; a broken source could name millions


@dataclass(slots=True)
class Report:
    """Counts of one reading. Keys of `unread_fields` are paths, "addresses[].floor"; of `unknown_codes` "path=code"."""

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    unread_fields: Counter[str] = field(default_factory=Counter)
    unknown_codes: Counter[str] = field(default_factory=Counter)
    several_current_names: int = 0
    records_with_unread: int = 0

    def unread(self, path: str) -> None:
        """A field that the program does not know."""
        _count(self.unread_fields, path)

    def unknown(self, path: str, code: str) -> None:
        """A code outside the known set; what it stood on is left out of the company."""
        _count(self.unknown_codes, f"{path}={code}")

    def add(self, other: Report) -> None:
        """Takes in what another reading of the same source has met."""
        self.read += other.read
        self.accepted += other.accepted
        self.rejected += other.rejected
        self.several_current_names += other.several_current_names
        self.records_with_unread += other.records_with_unread
        for mine, others in ((self.unread_fields, other.unread_fields), (self.unknown_codes, other.unknown_codes)):
            for key, count in others.items():
                _count(mine, key, count)

    def notes(self) -> tuple[Message, ...]:
        """What the analyst should look at, one sentence each."""
        found: list[Message] = []
        if self.unread_fields:
            found.append(
                say("The register has fields that nobody reads: {fields}", fields=tuple(sorted(self.unread_fields)))
            )
        if self.unknown_codes:
            found.append(
                say("The register has codes that nobody knows: {codes}", codes=tuple(sorted(self.unknown_codes)))
            )
        if self.several_current_names:
            found.append(
                say_n(
                    "{n} company has several current names; the newest was taken.",
                    "{n} companies have several current names; the newest was taken.",
                    self.several_current_names,
                )
            )
        return tuple(found)


def _count(counter: Counter[str], key: str, count: int = 1) -> None:
    if key in counter or len(counter) < MOST_KINDS:
        counter[key] += count

"""Time that only sleeping moves, and a Fetcher that lives in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from importers.fetch import Fetcher

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@dataclass
class FakeTime:
    at: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def monotonic(self) -> float:
        return self.at

    @staticmethod
    def now() -> datetime:
        return NOW

    def fetcher(self, *ports: int, contact: str = "tuki@example.fi", **options: Any) -> Fetcher:
        """A Fetcher that may ask the loopback servers at these ports, and never really waits."""
        settings: dict[str, Any] = {"sleep": self.sleep, "monotonic": self.monotonic, "clock": self.now}
        return Fetcher(contact, allow=[("127.0.0.1", port) for port in ports], **(settings | options))

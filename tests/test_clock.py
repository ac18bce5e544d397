"""The clock: one instant for a whole run when asked for, days as Finland has them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from outreach import clock
from outreach.errors import BadConfig


def test_now_is_the_present_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OUTREACH_NOW", raising=False)
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-03-10T08:00", datetime(2026, 3, 10, 6, tzinfo=UTC)),  # winter: two hours ahead
        ("2026-07-10 08:00:30", datetime(2026, 7, 10, 5, 0, 30, tzinfo=UTC)),  # summer: three
        ("2026-03-10T08:00:00Z", datetime(2026, 3, 10, 8, tzinfo=UTC)),
        ("2026-03-10T08:00:00+05:00", datetime(2026, 3, 10, 3, tzinfo=UTC)),
        ("2026-03-10", datetime(2026, 3, 9, 22, tzinfo=UTC)),
        (" 2026-03-10T08:00 ", datetime(2026, 3, 10, 6, tzinfo=UTC)),
    ],
)
def test_a_fixed_now_without_a_zone_is_finnish_time(
    monkeypatch: pytest.MonkeyPatch, written: str, instant: datetime
) -> None:
    monkeypatch.setenv("OUTREACH_NOW", written)
    assert clock.now() == instant
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("written", ["yesterday", "2026-13-01", "10.3.2026", "0001-01-01T00:00"])
def test_a_time_that_cannot_be_read_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("OUTREACH_NOW", written)
    with pytest.raises(BadConfig, match=f"OUTREACH_NOW cannot be read: {written}.*2026-03-10T08:00"):
        clock.now()


def test_the_day_is_the_one_in_finland() -> None:
    assert clock.today(datetime(2026, 3, 9, 22, 30, tzinfo=UTC)) == date(2026, 3, 10)
    assert clock.today(datetime(2026, 3, 9, 21, 30, tzinfo=UTC)) == date(2026, 3, 9)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        clock.helsinki(datetime(2026, 3, 9, 22, 30))  # noqa: DTZ001 - the very mistake

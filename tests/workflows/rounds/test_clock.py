"""When rounds close."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import UsageError
from likeness.workflows.rounds.clock import clean_schedule, next_after, require_ahead, time_of


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Berlin's clock on this machine: an hour before UTC, two in summer."""
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "now", "then"),
    [
        ("daily", "2026-01-10T12:00", "2026-01-10T23:00"),  # midnight in Berlin
        ("daily", "2026-07-10T12:00", "2026-07-10T22:00"),
        ("weekly", "2026-01-10T12:00", "2026-01-11T23:00"),  # the night to Monday
        ("0 18 * * 5", "2026-01-10T12:00", "2026-01-16T17:00"),
        ("30 2 * * *", "2026-03-29T00:00", "2026-03-29T00:30"),  # 2:30 is skipped: at 1:30
        ("0 3 * * *", "2026-10-25T00:30", "2026-10-25T02:00"),
    ],
)
@pytest.mark.usefixtures("berlin")
def test_a_schedule_is_read_in_local_time_and_told_in_utc(
    schedule: str, now: str, then: str
) -> None:
    assert next_after(clean_schedule(schedule), utc(now)) == utc(then)


@pytest.mark.usefixtures("berlin")
@settings(deadline=None)
@given(st.integers(0, 365 * 24 * 60))
def test_the_next_time_always_lies_ahead(minutes: int) -> None:
    moment = utc("2026-01-01T00:00") + timedelta(minutes=minutes)

    assert moment < next_after("*/15 * * * *", moment) <= moment + timedelta(hours=2)


@pytest.mark.parametrize(
    "schedule",
    ["", "hourly", "* * * * *", "0 0 30 2 *", "0 0 * *", "0 0 0 * * *", "61 * * * *", "1 " * 9999],
)
def test_a_schedule_that_makes_no_sense_is_refused(schedule: str) -> None:
    with pytest.raises(UsageError, match=r"schedule"):
        clean_schedule(schedule)


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=-1), timedelta(days=4000)])
def test_a_round_closes_after_it_opens_and_soon_enough(ahead: timedelta) -> None:
    now = utc("2026-01-01T00:00")
    with pytest.raises(UsageError, match="within ten years"):
        require_ahead(now + ahead, now)


@pytest.mark.usefixtures("berlin")
def test_a_time_without_a_zone_is_local() -> None:
    assert time_of(datetime(2026, 1, 1, 12)) == utc("2026-01-01T11:00")  # noqa: DTZ001 - it is

"""Rounds that close, and open, by themselves."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from likeness import Library
from likeness.errors import UnknownSeriesError
from tests.workflows.rounds.conftest import Join

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_round_closes_when_it_is_due_and_not_before(library: Library, join: Join) -> None:
    library.open_round("Party", closes=NOW + HOUR, now=NOW)
    join("Party", "Penny", now=NOW)

    assert library.tick_rounds(NOW + HOUR - timedelta(seconds=1)) == []
    (closed,) = library.tick_rounds(NOW + HOUR)
    assert (closed.state, closed.closed) == ("closed", NOW + HOUR)
    assert [row.name for row in closed.winners] == ["Penny"]
    assert library.tick_rounds(NOW + 2 * HOUR) == []


def test_the_next_round_of_a_schedule_opens_as_one_closes(library: Library) -> None:
    first = library.open_round("Hourly", every="0 * * * *", collection="Event", now=NOW)
    assert first.closes == NOW + HOUR / 2
    closed, opened = library.tick_rounds(NOW + HOUR / 2)

    assert (closed.round, closed.state) == (first.round, "closed")
    assert (opened.state, opened.series) == ("open", first.series)
    assert (opened.collection, opened.everyone) == ("Event", True)
    assert opened.closes == NOW + 3 * HOUR / 2
    assert library.tick_rounds(NOW + HOUR / 2) == []


def test_what_was_missed_is_not_made_up_for(library: Library) -> None:
    library.open_round("Hourly", every="0 * * * *", now=NOW)
    found = library.tick_rounds(NOW + 100 * HOUR)

    assert [row.state for row in found] == ["closed", "open"]
    assert found[1].closes == NOW + 100 * HOUR + HOUR / 2
    assert len(library.rounds()) == 2


def test_two_servers_at_once_close_and_open_one_round(library: Library) -> None:
    library.open_round("Hourly", every="0 * * * *", collection="Event", now=NOW)
    begin = threading.Barrier(2)

    def tick() -> None:
        with Library.open(library.folder) as mine:
            begin.wait()
            mine.tick_rounds(NOW + HOUR)

    servers = [threading.Thread(target=tick) for _ in range(2)]
    for server in servers:
        server.start()
    for server in servers:
        server.join()
    assert [row.state for row in library.rounds()] == ["open", "closed"]


def test_a_round_waits_a_little_for_photos_that_were_just_sent(
    library: Library, join: Join
) -> None:
    library.open_round("Party", closes=NOW + HOUR, now=NOW)
    join("Party", "Penny", now=NOW)

    assert library.tick_rounds(NOW + HOUR, grace_seconds=60) == []
    (closed,) = library.tick_rounds(NOW + HOUR + timedelta(seconds=60), grace_seconds=60)
    assert closed.participants == 1


def test_a_series_that_is_removed_opens_nothing_more(library: Library) -> None:
    library.open_round("Hourly", every="0 * * * *", now=NOW)
    assert library.remove_series("Hourly").cron == "0 * * * *"

    assert [row.state for row in library.tick_rounds(NOW + HOUR)] == ["closed"]
    assert library.series() == []
    with pytest.raises(UnknownSeriesError):
        library.remove_series("Hourly")


def test_a_round_that_was_closed_by_hand_is_followed_at_its_time(library: Library) -> None:
    first = library.open_round("Hourly", every="0 * * * *", now=NOW)
    library.close_round(first.round, now=NOW)

    assert library.tick_rounds(NOW) == []
    (opened,) = library.tick_rounds(NOW + HOUR)
    assert opened.state == "open"

"""Who did best over many rounds."""

from __future__ import annotations

import pytest

from likeness import Library
from likeness.errors import UnknownSeriesError
from tests.workflows.rounds.conftest import GUESTS, Join


def test_the_first_three_places_bring_points(library: Library, join: Join) -> None:
    library.open_round("Party", season="Summer")
    for name in GUESTS[:4]:
        join("Party", name)
    library.close_round("Party")

    places = [row.name for row in library.boards("Party")[0].entries]
    found = library.leaderboard("Summer")
    assert [row.name for row in found] == places
    assert [row.points for row in found] == [3, 2, 1, 0]
    assert [row.wins for row in found] == [1, 0, 0, 0]


def test_points_add_up_over_rounds_for_one_nickname(library: Library, join: Join) -> None:
    for title, guests in (("One", GUESTS[:2]), ("Two", GUESTS[2:4])):
        library.open_round(title, season="Summer")
        join(title, guests[0], nickname="Max")
        join(title, guests[1], nickname="MAX" if title == "Two" else "Eva")
        library.close_round(title)

    found = {row.entry: row for row in library.leaderboard("Summer")}
    assert set(found) == {"max", "eva"}
    assert found["max"].rounds == 2
    assert found["max"].points == (3 if found["max"].wins == 2 else 2) + 3


def test_only_closed_rounds_of_the_series_count(library: Library, join: Join) -> None:
    for title, season in (("One", "Summer"), ("Two", "Winter"), ("Three", "Summer")):
        library.open_round(title, season=season)
        join(title, GUESTS[0])
    library.close_round("One")
    library.close_round("Two")

    assert [row.rounds for row in library.leaderboard("Summer")] == [1]
    assert [row.rounds for row in library.leaderboard()] == [2]
    with pytest.raises(UnknownSeriesError):
        library.leaderboard("Autumn")


def test_who_withdrew_has_no_points(library: Library, join: Join) -> None:
    library.open_round("Party")
    joined = join("Party", "Penny")
    library.close_round("Party")
    library.withdraw(joined.participant)

    assert library.leaderboard() == []

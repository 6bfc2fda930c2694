"""A round begins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from likeness import Library
from likeness.errors import UnknownCollectionError, UnknownRoundError, UsageError

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


def test_everyone_takes_part_if_there_is_a_collection(library: Library) -> None:
    assert library.open_round("One", collection="Event").everyone
    assert not library.open_round("Two").everyone
    assert not library.open_round("Three", collection="Event", everyone=False).everyone


def test_tokens_are_long_drawn_and_open_the_round(library: Library) -> None:
    one, two = library.open_round("One"), library.open_round("Two")
    tokens = [*map(library.round_tokens, (one.round, two.round))]
    drawn = {token for row in tokens for token in (row.join, row.screen)}

    assert len(drawn) == 4
    assert all(len(token) >= 22 for token in drawn)  # 128 bits
    assert library.round_of_token(join=tokens[0].join) == one
    assert library.round_of_token(screen=tokens[1].screen) == two
    with pytest.raises(UnknownRoundError):
        library.round_of_token(join=tokens[0].screen)


def test_a_title_is_made_of_the_day(library: Library) -> None:
    assert library.open_round(now=NOW).title == f"Round, {NOW.astimezone():%Y-%m-%d}"


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"title": "a\u202eb"}, r"U\+202E"),
        ({"title": ""}, "at least one visible"),
        ({"closes": NOW}, "after it opens"),
        ({"every": "often"}, "A schedule is"),
        ({"every": "daily", "closes": NOW + timedelta(days=1)}, "A schedule says when"),
        ({"every": "daily", "season": "Summer"}, "A schedule says when"),
        ({"groups": ["women"]}, "Every round has a board women"),
    ],
)
def test_what_makes_no_sense_is_refused(
    library: Library, told: dict[str, object], what: str
) -> None:
    with pytest.raises(UsageError, match=what):
        library.open_round(**({"title": "Party", "now": NOW} | told))  # type: ignore[arg-type]
    assert library.rounds() == []
    assert library.series() == []


@pytest.mark.parametrize("told", [{"collection": "None"}, {"groups": ["None"]}])
def test_there_is_no_round_over_a_collection_that_is_not_there(
    library: Library, told: dict[str, object]
) -> None:
    with pytest.raises(UnknownCollectionError):
        library.open_round("Party", **told)  # type: ignore[arg-type]


def test_rounds_of_one_season_are_in_one_series(library: Library) -> None:
    one = library.open_round("One", season="Summer")
    two = library.open_round("Two", season="Summer")

    assert one.series == two.series == library.series()[0].series
    assert [row.title for row in library.series()] == ["Summer"]

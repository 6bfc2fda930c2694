"""What of a board is for everybody."""

from __future__ import annotations

import pytest

from likeness.rest.podium import MOST, pictured, podium
from likeness.types import Board, FaceId, RankedBoard, RankedEntry


def entry(number: int, place: int) -> RankedEntry:
    return RankedEntry(
        entry=f"q{number:016x}",
        place=place,
        name=None,
        face=FaceId(f"f{number:016x}"),
        person=None,
        similarity=1 - place / 100,
        weight=0.5,
        twin=None,
    )


def board(name: str, members: int, *places: int) -> RankedBoard:
    return RankedBoard(
        board=Board(name),
        members=members,
        entries=tuple(entry(number, place) for number, place in enumerate(places)),
    )


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((), []),
        ((1,), [1]),
        ((1, 2, 3, 4), [1, 2, 3]),
        ((1, 1, 3, 4), [1, 1, 3]),
        ((1, 2, 3, 3, 3, 6), [1, 2, 3, 3, 3]),
    ],
)
def test_the_first_three_places_are_on_it_with_all_who_share_them(
    places: tuple[int, ...], expected: list[int]
) -> None:
    assert [one.place for one in podium(board("all", 9, *places))] == expected


def test_a_crowd_that_shares_a_place_does_not_stand_on_it() -> None:
    assert len(podium(board("all", 99, *[1] * 99))) == MOST


def test_an_average_of_three_is_shown_and_of_two_is_not() -> None:
    boards = [board("all", 5), board("women", 3), board("men", 2)]

    assert pictured(boards, "all") == "all"
    assert pictured(boards, "women") == "women"
    assert pictured(boards, "men") is None
    assert pictured(boards, "children") is None


def test_who_is_measured_against_others_is_shown_with_the_average_of_the_others() -> None:
    boards = [board("women", 2), board("men", 3), board("women:men", 3), board("men:women", 2)]

    assert pictured(boards, "women:men") == "men"
    assert pictured(boards, "men:women") is None

"""The boards of rounds are read again only after something changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness import Library
from likeness.errors import UnknownRoundError
from likeness.rest.boards import Boards
from tests.rest.game import ALONE


@pytest.fixture
def reads(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rounds whose boards the library was asked for."""
    asked: list[str] = []
    before = library.boards

    def noted(round_: str) -> object:
        asked.append(round_)
        return before(round_)

    monkeypatch.setattr(library, "boards", noted)
    return asked


def test_they_are_kept_until_somebody_withdraws_or_is_named(
    library: Library, photos: Path, reads: list[str]
) -> None:
    boards = Boards()
    made = library.open_round(everyone=True)
    assert boards.of(library, made.round) == []
    own = library.join_round(made.round, photos / ALONE[0], "Anna", consent=True)
    library.close_round(made.round)
    first = boards.of(library, made.round)
    assert "Anna" in {entry.name for entry in first[0].entries}
    assert len(reads) == 2

    assert boards.of(library, made.round) is first
    assert len(reads) == 2
    library.name(library.people()[0].person, "Somebody")
    assert "Somebody" in {entry.name for entry in boards.of(library, made.round)[0].entries}
    library.withdraw(own.participant, secret=own.secret)
    assert "Anna" not in {entry.name for entry in boards.of(library, made.round)[0].entries}
    assert len(reads) == 4


def test_the_round_that_was_asked_for_longest_ago_gives_way(
    library: Library, reads: list[str]
) -> None:
    boards = Boards(most=2)
    rounds = [library.open_round(f"Round {number}").round for number in range(3)]
    for round_ in (*rounds, rounds[2], rounds[1]):
        boards.of(library, round_)
    assert reads == list(rounds)

    boards.of(library, rounds[0])
    assert reads == [*rounds, rounds[0]]


def test_a_round_that_was_removed_has_none(library: Library) -> None:
    boards = Boards()
    made = library.open_round()
    boards.of(library, made.round)
    library.remove_round(made.round)

    with pytest.raises(UnknownRoundError):
        boards.of(library, made.round)

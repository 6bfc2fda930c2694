"""Somebody leaves a round."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from likeness import Library
from likeness.errors import JoinRefusedError, UnknownParticipantError, UnknownRoundError
from likeness.types import RankedBoard
from tests.workflows.rounds.conftest import GUESTS, Join

Guest = Callable[[str], Path]


def boards(library: Library, round_: str = "Party") -> list[tuple[object, ...]]:
    """What boards say, without ids that are drawn."""

    def named(shown: RankedBoard, entry: str | None) -> str | None:
        return next((row.name for row in shown.entries if row.entry == entry), None)

    return [
        (shown.board, row.name, row.place, row.similarity, row.face, named(shown, row.twin))
        for shown in library.boards(round_)
        for row in shown.entries
    ]


def test_the_ranking_is_as_if_they_had_never_been_there(library: Library, join: Join) -> None:
    library.open_round("Party", collection="Event")
    library.open_round("Without", collection="Event")
    joined = {name: join("Party", name) for name in GUESTS}
    for name in GUESTS[1:]:
        join("Without", name)
    library.close_round("Party")
    library.close_round("Without")
    assert boards(library) != boards(library, "Without")

    left = joined[GUESTS[0]]
    library.withdraw(left.participant, secret=left.secret)
    assert boards(library) == boards(library, "Without")
    assert library.replay_round("Party").same


def test_the_photo_is_forgotten_for_good(library: Library, join: Join, guest: Guest) -> None:
    library.open_round("Party")
    joined = join("Party", "Penny")
    library.close_round("Party")
    library.withdraw(joined.participant, secret=joined.secret)

    assert joined.photo not in {row.sha256 for row in library.photos()}
    assert not list((library.folder / "uploads").rglob("*.jpg"))
    assert library.participants("Party") == []
    assert library.round("Party").winners == ()
    library.open_round("Again")
    with pytest.raises(JoinRefusedError) as refused:
        join("Again", "Penny")
    assert refused.value.reason == "forgotten"


def test_a_photo_that_is_still_on_its_way_in_never_comes(library: Library, join: Join) -> None:
    library.open_round("Party")
    joined = join("Party", "Penny")
    library.withdraw(joined.participant, secret=joined.secret)
    library.work(once=True)  # the job that was asked for when they joined

    assert joined.photo not in {row.sha256 for row in library.photos()}
    assert not list((library.folder / "uploads").rglob("*.jpg"))


def test_a_photo_that_the_library_had_before_stays(
    library: Library, join: Join, guest: Guest
) -> None:
    library.add(guest("Penny"))
    library.open_round("Party")
    joined = join("Party", "Penny")
    library.close_round("Party")
    assert [row.sha256 for row in library.photos(collection="Round: Party")] == [joined.photo]
    library.withdraw(joined.participant, secret=joined.secret)

    assert joined.photo in {row.sha256 for row in library.photos()}
    assert library.photos(collection="Round: Party") == []
    assert boards(library) == []


def test_a_photo_whose_owner_added_it_meanwhile_stays(
    library: Library, join: Join, guest: Guest
) -> None:
    library.open_round("Party")
    joined = join("Party", "Penny")
    library.add(guest("Penny"))
    library.withdraw(joined.participant, secret=joined.secret)

    assert joined.photo in {row.sha256 for row in library.photos()}


def test_only_who_has_the_secret_or_the_library_may_do_so(library: Library, join: Join) -> None:
    library.open_round("Party")
    penny, howard = join("Party", "Penny"), join("Party", "Howard")

    for wrong in ("", "x", howard.secret, "\ud800"):
        with pytest.raises(UnknownParticipantError) as refused:
            library.withdraw(penny.participant, secret=wrong)
        with pytest.raises(UnknownParticipantError):
            library.own_place(penny.participant, wrong)
    with pytest.raises(UnknownParticipantError, match=str(refused.value)):
        library.withdraw("q0000000000000000", secret=penny.secret)
    library.withdraw(penny.participant)
    assert [row.nickname for row in library.participants("Party")] == ["Howard"]


def test_who_joined_is_told_their_own_place_and_nothing_more(library: Library, join: Join) -> None:
    library.open_round("Party")
    joined = {name: join("Party", name) for name in GUESTS[:3]}
    mine = joined["Penny"]
    before = library.own_place(mine.participant, mine.secret)
    library.close_round("Party")
    after = library.own_place(mine.participant, mine.secret)

    assert (before.state, before.place, before.of, before.twin) == ("open", None, 0, None)
    (row,) = [row for row in library.boards("Party")[0].entries if row.entry == mine.participant]
    assert (after.place, after.similarity, after.of) == (row.place, row.similarity, 3)
    assert after.twin in set(GUESTS[:3]) - {after.nickname}


def test_a_round_that_is_removed_takes_what_was_brought_with_it(
    library: Library, join: Join
) -> None:
    library.open_round("Party", collection="Event")
    joined = join("Party", "Penny")
    library.close_round("Party")
    before = {row.sha256 for row in library.photos()}
    library.remove_round("Party")

    assert {row.sha256 for row in library.photos()} == before - {joined.photo}
    with pytest.raises(UnknownRoundError):
        library.round("Party")
    assert library.doctor()[-1].ok

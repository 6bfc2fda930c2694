"""A round ends."""

from __future__ import annotations

import numpy as np
import pytest

from likeness import Library
from likeness.errors import EditRefusedError, UnknownRoundError
from likeness.types import RankedBoard
from tests.workflows.rounds.conftest import GUESTS, Join


def board(library: Library, round_: str, name: str = "all") -> RankedBoard:
    (found,) = [row for row in library.boards(round_) if row.board == name]
    return found


def test_all_who_joined_are_ranked_though_no_worker_added_their_photos(
    library: Library, join: Join
) -> None:
    library.open_round("Party")
    for name in GUESTS[:3]:
        join("Party", name)
    closed = library.close_round("Party")

    shown = board(library, "Party")
    assert closed.state == "closed"
    assert {row.name for row in shown.entries} == set(GUESTS[:3])
    assert closed.winners == (shown.entries[0],)
    assert closed.participants == shown.members == 3


def test_similarities_are_cosines_to_the_mean_weighted_by_quality(
    library: Library, join: Join
) -> None:
    library.open_round("Party", collection="Event")
    join("Party", "Penny")
    library.close_round("Party")

    entries = board(library, "Party").entries
    vectors = library._parts.catalog.embeddings([row.face for row in entries]).astype(np.float64)
    faces = {face.face: face for face in library.faces()}
    weights = np.array([faces[row.face].quality for row in entries], np.float64)
    mean = weights @ vectors
    cosines = vectors @ mean / np.linalg.norm(mean)
    assert [row.similarity for row in entries] == pytest.approx(cosines.tolist(), abs=2e-6)


def test_everyone_means_each_person_once_with_the_best_face(library: Library) -> None:
    library.open_round("Party", collection="Event")
    library.close_round("Party")

    entries = board(library, "Party").entries
    people = [row.person for row in entries if row.person is not None]
    assert len(people) == len(set(people)) > 0
    for row in entries:
        if row.person is not None:
            theirs = library.faces(person=row.person)
            best = max(face.quality or 0 for face in theirs)
            assert len(theirs) > 1
            assert row.weight == pytest.approx(best)


def test_with_only_joined_nobody_else_takes_part(library: Library, join: Join) -> None:
    library.open_round("Party", collection="Event", everyone=False)
    join("Party", "Penny")

    assert [row.name for row in library.close_round("Party").winners] == ["Penny"]
    assert len(board(library, "Party").entries) == 1


@pytest.mark.parametrize("way", ["hide", "opt_out"])
def test_who_is_hidden_or_opted_out_takes_no_part(library: Library, way: str) -> None:
    person = library.people()[0].person
    getattr(library, way)(person)
    library.open_round("Party", collection="Event")
    library.close_round("Party")

    assert person not in {row.person for row in board(library, "Party").entries}


@pytest.mark.parametrize("way", ["hide", "opt_out"])
def test_who_opts_out_afterwards_is_on_no_board_any_more(library: Library, way: str) -> None:
    library.open_round("Party", collection="Event")
    before = library.close_round("Party")
    person = library.people()[0].person
    getattr(library, way)(person)

    for shown in library.boards("Party"):
        assert person not in {row.person for row in shown.entries}
    assert library.round("Party").participants == before.participants - 1
    assert library.replay_round("Party").same


def test_guests_of_one_round_do_not_take_part_in_another(library: Library, join: Join) -> None:
    library.open_round("One")
    join("One", "Penny")
    library.close_round("One")
    library.open_round("Two", everyone=True)
    library.close_round("Two")

    face = board(library, "One").entries[0].face
    assert face not in {row.face for row in board(library, "Two").entries}


def test_a_round_of_nobody_ends_without_a_winner(library: Library) -> None:
    library.open_round("Party")
    closed = library.close_round("Party")

    assert (closed.state, closed.participants, closed.winners) == ("closed", 0, ())
    assert library.boards("Party") == []
    assert library.replay_round("Party").same


def test_closing_twice_changes_nothing(library: Library, join: Join) -> None:
    library.open_round("Party")
    join("Party", "Penny")
    closed = library.close_round("Party")

    assert library.close_round("Party") == closed
    with pytest.raises(UnknownRoundError):
        library.close_round("Other")


def test_groups_and_opposites_have_boards_of_their_own(library: Library, join: Join) -> None:
    person = library.people()[0].person
    (some, *_) = library.photos(person=[person])
    library.create_collection("Desk", [some.sha256])
    library.open_round("Party", collection="Event", groups=["Desk"])
    for name in GUESTS:
        join("Party", name)
    library.close_round("Party")

    boards: dict[str, RankedBoard] = {row.board: row for row in library.boards("Party")}
    assert list(boards) == ["all", "women", "men", "Desk", "women:men", "men:women"]
    on_it = {face.face for face in library.faces(photo=some.sha256)}
    people = {face.person for face in library.faces(photo=some.sha256)} - {None}
    for row in boards["Desk"].entries:
        assert row.face in on_it or row.person in people
    women = {row.entry for row in boards["women"].entries}
    assert women == {row.entry for row in boards["women:men"].entries}
    assert boards["women:men"].members == len(boards["men"].entries)
    assert women.isdisjoint(row.entry for row in boards["men"].entries)
    assert "Penny" in {row.name for row in boards["women"].entries}


def test_a_collection_that_was_deleted_does_not_keep_a_round_open(
    library: Library, join: Join
) -> None:
    library.open_round("Party", collection="Event", groups=["Event"])
    join("Party", "Penny")
    library.delete_collection("Event")

    assert [row.name for row in library.close_round("Party").winners] == ["Penny"]


def test_two_libraries_with_the_same_photos_come_to_the_same_places(
    library: Library, join: Join
) -> None:
    places = []
    for title in ("One", "Two"):
        library.open_round(title, collection="Event")
        library.close_round(title)
        places.append(library.boards(title))

    assert places[0] == places[1]


def test_nobody_may_rank_who_was_forgotten(library: Library, join: Join) -> None:
    library.open_round("Party", collection="Event")
    joined = join("Party", "Penny")
    library.close_round("Party")
    library.forget_photo(joined.photo)

    assert "Penny" not in {row.name for row in board(library, "Party").entries}
    assert library.participants("Party") == []
    assert library.replay_round("Party").same


def test_an_open_round_has_no_boards_and_no_replay(library: Library) -> None:
    library.open_round("Party", collection="Event")

    assert library.boards("Party") == []
    assert library.round("Party").winners == ()
    with pytest.raises(EditRefusedError, match="close it first"):
        library.replay_round("Party")

"""Who is how close to an average."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.types import FaceId
from likeness.workflows.rounds.ranking import (
    DECIMALS,
    Entry,
    Ranked,
    average,
    ranked_boards,
    weight_of,
)

LENGTH = 4


def entry(name: str, vector: list[float], weight: float = 0.5) -> Entry:
    unit = np.array(vector, np.float64) / np.linalg.norm(vector)
    face = FaceId(f"f{name}")
    return Entry(entry=name, face=face, weight=weight, vector=unit.astype(np.float32))


@st.composite
def boards(draw: st.DrawFn) -> dict[str, list[Entry]]:
    """Up to eight entries, some of them twins to the last bit, women and men among them."""
    numbers = st.integers(-3, 3)
    count = draw(st.integers(0, 8))
    everybody = []
    for n in range(count):
        vector = draw(st.lists(numbers, min_size=LENGTH, max_size=LENGTH).filter(any))
        weight = draw(st.sampled_from([0.001, 0.25, 0.5, 1.0]))
        everybody.append(entry(f"q{n}", [float(each) for each in vector], weight))
    women = [each for each in everybody if draw(st.booleans())]
    men = [each for each in everybody if each not in women]
    return {"all": everybody, "women": women, "men": men}


def on(rows: list[Ranked], board: str) -> list[Ranked]:
    return [row for row in rows if row.board == board]


@settings(deadline=None)
@given(boards(), st.randoms())
def test_the_order_in_which_people_came_changes_nothing(
    some: dict[str, list[Entry]], chance: object
) -> None:
    shuffled = {board: list(entries) for board, entries in some.items()}
    for entries in shuffled.values():
        chance.shuffle(entries)  # type: ignore[attr-defined]

    assert ranked_boards(shuffled) == ranked_boards(some)


@settings(deadline=None)
@given(boards())
def test_who_is_more_alike_has_the_better_place_and_equal_ones_share_it(
    some: dict[str, list[Entry]],
) -> None:
    rows = ranked_boards(some)

    for board in {row.board for row in rows}:
        found = on(rows, board)
        for row in found:
            ahead = sum(other.similarity > row.similarity for other in found)
            assert row.place == ahead + 1


@settings(deadline=None)
@given(boards(), st.integers(0, 7))
def test_who_withdrew_leaves_the_ranking_as_if_they_had_never_been_there(
    some: dict[str, list[Entry]], gone: int
) -> None:
    name = f"q{gone}"
    never = {board: [one for one in of if one.entry != name] for board, of in some.items()}
    vectors = {one.entry: one.vector for one in some["all"]}
    left: dict[str, list[Entry]] = {}
    for row in ranked_boards(some):  # what is kept of a round is its places
        if row.member and row.entry != name:
            vector = vectors[row.entry]
            kept = Entry(entry=row.entry, face=row.face, weight=row.weight, vector=vector)
            left.setdefault(row.board, []).append(kept)

    again = ranked_boards(left)
    assert sorted(map(repr, again)) == sorted(map(repr, ranked_boards(never)))
    assert name not in {row.entry for row in again} | {row.twin for row in again}


@settings(deadline=None)
@given(boards())
def test_similarities_are_those_that_a_plain_computation_gives(
    some: dict[str, list[Entry]],
) -> None:
    everybody = some["all"]
    total = sum((one.weight * one.vector.astype(np.float64) for one in everybody), np.zeros(LENGTH))
    if np.linalg.norm(total) < 1e-6:
        return  # they cancel each other out
    mean = total / np.linalg.norm(total)

    for row in on(ranked_boards(some), "all"):
        (one,) = [each for each in everybody if each.entry == row.entry]
        assert row.similarity == pytest.approx(float(one.vector @ mean), abs=2e-6)


@settings(deadline=None)
@given(boards())
def test_a_twin_is_the_most_alike_of_the_others(some: dict[str, list[Entry]]) -> None:
    vectors = {one.entry: one.vector.astype(np.float64) for one in some["all"]}

    for row in on(ranked_boards(some), "all"):
        others = {
            name: float(vector @ vectors[row.entry])
            for name, vector in vectors.items()
            if name != row.entry
        }
        assert (row.twin is None) == (not others)
        if row.twin is not None:
            assert others[row.twin] >= max(others.values()) - 10**-DECIMALS


def test_women_are_ranked_against_the_average_of_men_and_men_against_that_of_women() -> None:
    anna, berta = entry("anna", [1, 0, 0, 0]), entry("berta", [0, 1, 0, 0])
    carl = entry("carl", [0, 0.6, 0.8, 0])
    rows = ranked_boards({"all": [anna, berta, carl], "women": [anna, berta], "men": [carl]})

    across = on(rows, "women:men")
    assert [(row.entry, row.place, row.similarity) for row in across] == [
        ("berta", 1, 0.6),
        ("anna", 2, 0.0),
    ]
    assert not any(row.member for row in across)
    assert [row.entry for row in on(rows, "men:women")] == ["carl"]


def test_equal_ones_share_a_place_and_the_next_is_as_if_they_did_not() -> None:
    twins = [entry("b", [1, 0, 0, 0]), entry("a", [1, 0, 0, 0])]
    rows = on(ranked_boards({"all": [*twins, entry("c", [0, 1, 0, 0])]}), "all")

    assert [(row.entry, row.place) for row in rows] == [("a", 1), ("b", 1), ("c", 3)]


def test_one_who_is_alone_wins_and_has_no_twin() -> None:
    (row,) = ranked_boards({"all": [entry("a", [1, 2, 3, 4])], "women": [], "men": []})

    assert (row.place, row.similarity, row.twin) == (1, 1.0, None)


def test_a_round_of_nobody_has_no_places() -> None:
    assert ranked_boards({"all": [], "women": [], "men": []}) == []


def test_where_faces_cancel_each_other_out_nobody_is_nearer_than_others() -> None:
    opposite = [entry("a", [1, 0, 0, 0]), entry("b", [-1, 0, 0, 0])]

    mean = average(opposite)
    assert mean is not None
    assert not mean.any()
    assert [(row.place, row.similarity) for row in ranked_boards({"all": opposite})] == [
        (1, 0.0),
        (1, 0.0),
    ]


def test_the_better_photo_counts_for_more() -> None:
    good, poor = entry("a", [1, 0, 0, 0], 0.9), entry("b", [0, 1, 0, 0], 0.1)

    assert [row.entry for row in ranked_boards({"all": [poor, good]})] == ["a", "b"]


@pytest.mark.parametrize(("quality", "weight"), [(0.7, 0.7), (0.0, 0.001), (None, 0.001)])
def test_no_face_weighs_nothing(quality: float | None, weight: float) -> None:
    assert weight_of(quality) == weight

"""How much each face has to say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.portrait.members import Members
from likeness.portrait.votes import votes, worths
from tests.portrait.looks import CANVAS, drawn_look

LOOK = drawn_look(0, side=96)

Photo = tuple[str, float, float]  # voter, spread, quality
photos = st.lists(
    st.tuples(st.sampled_from("abc"), st.floats(0.008, 0.05), st.floats(0, 1)),
    min_size=1,
    max_size=12,
)


def members(*photos: Photo) -> Members:
    return Members.of(
        [
            replace(LOOK, key=f"f{number:02}", voter=voter, spread=spread, quality=quality)
            for number, (voter, spread, quality) in enumerate(photos)
        ],
        CANVAS,
    )


@settings(max_examples=40, deadline=None)
@given(photos)
def test_shares_are_positive_and_add_up_to_one(some: list[Photo]) -> None:
    shares = votes(members(*some))
    assert shares.sum() == pytest.approx(1)
    assert (shares > 0).all()


def test_each_voter_has_one_vote_however_many_photos() -> None:
    shares = votes(members(*[("a", 0.013, 0.9)] * 50, ("b", 0.013, 0.9)))
    assert shares[:50].sum() == pytest.approx(0.5)


def test_a_face_of_nobody_has_half_a_vote_beside_people_and_a_whole_one_among_its_kind() -> None:
    nobody = replace(LOOK, key="f1", voter="f1", ballot=0.5)
    person = replace(LOOK, key="f2", voter="p2")
    other = replace(LOOK, key="f3", voter="f3", ballot=0.5)
    beside = votes(Members.of([nobody, person], CANVAS))
    among = votes(Members.of([nobody, other], CANVAS))
    assert beside == pytest.approx([1 / 3, 2 / 3])
    assert among == pytest.approx([0.5, 0.5])


def test_the_better_photos_of_a_voter_say_more() -> None:
    sharp, doubtful, poor = votes(members(("a", 0.01, 1), ("a", 0.04, 1), ("a", 0.01, 0.2)))
    assert sharp > doubtful
    assert sharp > poor


def test_a_voter_of_whom_there_are_poor_photos_only_says_less() -> None:
    good, poor = votes(members(("a", 0.019, 0.9), ("b", 0.07, 0.5)))
    assert poor < good / 3


def test_a_face_from_the_side_is_worth_less() -> None:
    turned = LOOK.points.copy()
    turned[27:36, 0] += 0.3 * LOOK.eye_distance
    both = Members.of([LOOK, replace(LOOK, key="z", points=turned)], CANVAS)
    front, side = worths(both)
    assert side < front / 3
    assert np.all(np.isfinite([front, side]))

"""Votes through the index are those of the whole library, as long as everybody is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.workflows.calibrated import from_all, from_drawn
from likeness.workflows.voters import draw, votes_of
from tests.workflows.crowded import CONTRACT, Crowded, person_id


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowded]:
    """Sixty people with five faces each, and thirty faces of nobody."""
    made = Crowded.of(tmp_path_factory.mktemp("crowded"), 60, 5, alone=30)
    yield made
    made.close()


def test_both_ways_to_calibrate_agree(crowded: Crowded) -> None:
    """Whoever is drawn is compared as if everybody were read."""
    whole = from_all(crowded.catalog, CONTRACT)
    drawn = from_drawn(crowded.catalog, CONTRACT, crowded.index)

    assert (drawn.entries, drawn.alone, drawn.twice) == (60, 30, whole.twice)
    np.testing.assert_allclose(drawn.pooled, whole.pooled, atol=1e-5)
    for one, other in zip(drawn.classes + drawn.own, whole.classes + whole.own, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
    assert drawn.usual.level == pytest.approx(whole.usual.level, abs=1e-5)
    assert drawn.usual.scale == pytest.approx(whole.usual.scale, abs=1e-5)
    assert drawn.shortfall == pytest.approx(whole.shortfall, abs=1e-5)
    np.testing.assert_allclose(drawn.logits, whole.logits, atol=0.05)


def test_it_says_how_far_it_is(crowded: Crowded) -> None:
    """Learning takes most of a minute in a large library."""
    told: list[tuple[int, int]] = []
    from_drawn(crowded.catalog, CONTRACT, crowded.index, lambda *at: told.append(at))

    assert told == [(50, 90), (90, 90)]


def test_where_nobody_is_known_nobody_votes(tmp_path: Path) -> None:
    """A library that was never grouped says nothing of strangers."""
    made = Crowded.of(tmp_path, 0, 1, alone=3)
    drawn = draw(made.catalog.entries(CONTRACT))

    assert (drawn.entries, drawn.unassigned) == (0, 3)
    assert len(votes_of(made.catalog, CONTRACT, made.index, drawn)) == 0
    made.close()


def test_a_person_whose_faces_are_all_near_does_not_hide_the_others(tmp_path: Path) -> None:
    """Then more faces are asked for, until they belong to people enough."""
    made = Crowded.of(tmp_path, 4, 90)
    drawn = draw([person_id(0)])
    votes = votes_of(made.catalog, CONTRACT, made.index, drawn)

    assert (votes.strangers > 0).all()
    assert (votes.own > votes.strangers[:, 0]).all()
    made.close()


@given(st.sets(st.integers(0, 2**64 - 1), max_size=60), st.integers(1, 20))
def test_who_is_drawn_stays_drawn_when_others_leave(numbers: set[int], most: int) -> None:
    """The draw depends on ids alone: the same library is asked the same way."""
    ids = sorted(f"{'pf'[n % 2]}{n:016x}" for n in numbers)
    chosen = draw(ids, most)
    who = {*chosen.people, *chosen.alone}

    assert len(who) == min(most, len(ids))
    assert chosen.entries + chosen.unassigned == len(ids)
    assert draw(reversed(ids), most) == chosen
    assert draw(sorted(who), most).people == chosen.people

"""Halves of one person are told from those who only look alike."""

from __future__ import annotations

import numpy as np

from likeness.grouping.strangers.calibration import calibrate
from likeness.grouping.strangers.doubles import doubles, shortfall
from likeness.grouping.strangers.known import Known
from likeness.grouping.strangers.votes import take_votes
from tests.grouping.strangers.people import crowd


def test_faces_of_one_half_score_as_well_for_the_other() -> None:
    """Of different people they fall short."""
    vectors, quality, _ = crowd(2, 12, noise=0.3)
    known = Known.of(vectors, quality, np.repeat([0, 1, 2], [6, 6, 12]))
    assert abs(shortfall(known, 0, 1)) < 0.25 * shortfall(known, 0, 2)


def test_two_faces_alone_cannot_be_compared() -> None:
    """There is nothing that says how a person's own faces score."""
    vectors, quality, people = crowd(2, 1)
    assert np.isnan(shortfall(Known.of(vectors, quality, people), 0, 1))


def test_votes_of_halves_do_not_count_and_those_of_others_do() -> None:
    """What strangers score stays nearly what it is without the split."""
    vectors, quality, people = crowd(120, 8, noise=0.3)
    split = np.where((people < 6) & (np.arange(len(people)) % 2 == 1), people + 120, people)
    known = Known.of(vectors, quality, split)
    votes = take_votes(known)
    same, _ = doubles(votes)
    owners = known.people[known.owners[votes.faces]]
    halves = (owners < 6) | (owners >= 120)
    assert same[halves].mean() > 0.7
    assert not same[~halves].any()
    whole = calibrate(Known.of(vectors, quality, people))
    assert abs(calibrate(known).usual.level - whole.usual.level) < 0.005

"""How probably each photo shows the person."""

from __future__ import annotations

import numpy as np

from likeness.grouping.strangers.calibration import calibrate
from likeness.grouping.strangers.known import Known, rank
from likeness.grouping.strangers.photos import cut, outside_probabilities, photo_probabilities
from likeness.grouping.strangers.verdicts import decide
from tests.grouping.strangers.people import crowd


def test_photos_of_the_found_person_are_likely_and_those_of_others_are_not() -> None:
    vectors, quality, people = crowd(100, 4)
    stray = people.copy()
    stray[2] = -1  # a photo of the first person that grouping left alone
    kept = np.arange(len(people)) != 0
    known = Known.of(vectors[kept], quality[kept], stray[kept])
    calibration = calibrate(known)
    (verdict,) = decide(known, calibration, rank(known, vectors[:1]), quality[:1])
    named = np.zeros(len(known))
    for each in verdict.candidates:
        named[each.person] = each.probability
    mine = np.flatnonzero(known.owners == 0)
    alone = np.flatnonzero((known.vectors == vectors[2]).all(axis=1))
    others = np.flatnonzero(known.owners == 1)
    chances = photo_probabilities(known, calibration, named, np.r_[mine, alone, others])
    assert (chances[:2] > 0.8).all()
    assert chances[2] > 0.5
    assert (chances[3:] < 0.1).all()


def test_photos_beyond_the_sample_of_a_person_are_judged_alike() -> None:
    """Of somebody with thousands of photos only a sample is compared."""
    vectors, quality, people = crowd(100, 12)
    sampled = np.arange(len(people)) % 12 < 8
    whole = Known.of(vectors, quality, people)
    known = Known.of(vectors[sampled], quality[sampled], people[sampled])
    calibration = calibrate(known)
    few = np.flatnonzero(~sampled & (people < 3))
    named = np.zeros(len(known))
    named[:3] = (1.0, 0.5, 0.0)
    theirs = [int(np.flatnonzero((whole.vectors == vectors[row]).all(axis=1))[0]) for row in few]
    inside = photo_probabilities(whole, calibration, named, np.array(theirs))

    chances = outside_probabilities(known, calibration, named, vectors[few], people[few])
    wrong = outside_probabilities(known, calibration, named, vectors[few][8:], people[few][:4])

    np.testing.assert_allclose(chances, inside, atol=0.05)
    assert (chances[:4] > 0.9).all()
    assert (chances[8:] == 0).all()
    assert (wrong < 0.1).all()


def test_photos_are_cut_where_the_next_is_likelier_wrong_than_right() -> None:
    assert cut(np.array([0.9, 0.6, 0.5, 0.4])) == 3
    assert cut(np.array([0.2])) == 0

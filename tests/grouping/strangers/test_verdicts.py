"""The answer to a search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from likeness.grouping.strangers.base import ALPHA
from likeness.grouping.strangers.calibration import calibrate
from likeness.grouping.strangers.known import Known, Ranked, rank
from likeness.grouping.strangers.verdicts import decide, unrecognisable
from tests.grouping.strangers.people import GOOD, crowd, known_of


def test_a_person_of_the_library_is_found_and_a_stranger_is_not() -> None:
    vectors, quality, people = crowd(130, 4)
    enrolled = (np.arange(len(people)) % 4 < 3) & (people < 129)
    known = Known.of(vectors[enrolled], quality[enrolled], people[enrolled])
    verdicts = decide(known, calibrate(known), rank(known, vectors[[3, 519]]), quality[:2])
    assert [each.answer for each in verdicts] == ["found", "absent"]
    assert verdicts[0].candidates[0].person == 0
    assert verdicts[0].candidates[0].probability > 0.9
    assert verdicts[0].likely == (0,)
    assert verdicts[1].p_value > ALPHA


def test_near_ties_show_both() -> None:
    known = known_of(150, 2)
    ranked = Ranked(
        people=np.array([[3, 8, 5]]),
        scores=np.array([[0.99, 0.985, 0.5]]),
        sizes=np.full((1, 3), 2),
    )
    (verdict,) = decide(known, calibrate(known), ranked, np.array([GOOD]))
    assert verdict.twins == ()
    assert verdict.answer == "unsure"
    assert verdict.likely == (3, 8)


def test_what_hardly_anybody_is_recognised_on_is_unrecognisable() -> None:
    known = known_of(130, 2)
    calibration = calibrate(known)
    weak = np.array([0.1], np.float32)
    assert unrecognisable(calibration, weak).all()  # the library has no weak faces: assumed
    good = np.full(40, 0.95)
    recognised = replace(calibration, own=(good, good, good))
    assert not unrecognisable(recognised, weak).any()
    lost = replace(calibration, own=(np.full(40, 0.0), good, good))
    ranked = Ranked(
        people=np.array([[0, 1]]), scores=np.array([[0.1, 0.0]]), sizes=np.full((1, 2), 2)
    )
    assert decide(known, lost, ranked, weak)[0].answer == "unrecognisable"
    assert decide(known, lost, ranked, np.array([GOOD]))[0].answer == "absent"


@pytest.mark.parametrize(("alpha", "prior"), [(0, 0.5), (1, 0.5), (0.01, 0), (0.01, 1)])
def test_a_level_or_a_prior_that_is_none_is_refused(alpha: float, prior: float) -> None:
    known = known_of(3, 2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        decide(
            known,
            calibrate(known),
            rank(known, known.vectors),
            known.quality,
            alpha=alpha,
            prior=prior,
        )


def test_a_library_of_one_person_and_of_one_face_answers() -> None:
    for photos in (1, 3):
        known = known_of(1, photos)
        (verdict,) = decide(
            known, calibrate(known), rank(known, known.vectors[:1]), known.quality[:1]
        )
        assert verdict.answer in {"found", "unsure"}
        assert verdict.method == "extrapolated"


def test_two_halves_of_one_person_are_found_both_and_called_one() -> None:
    """Grouping leaves some people in two parts: that is no reason to be unsure who it is."""
    vectors, quality, people = crowd(130, 8, noise=0.3)
    halves = np.where((people == 0) & (np.arange(len(people)) % 2 == 1), 130, people)
    kept = np.arange(len(people)) != 3
    known = Known.of(vectors[kept], quality[kept], halves[kept])
    (verdict,) = decide(known, calibrate(known), rank(known, vectors[3:4]), quality[3:4])
    assert verdict.answer == "found"
    assert set(known.people[list(verdict.twins)].tolist()) == {0, 130}
    assert set(verdict.likely) == set(verdict.twins)
    assert verdict.probability > 0.9

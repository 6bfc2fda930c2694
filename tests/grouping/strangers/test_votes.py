"""Everybody votes once, with what a stranger scores."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.grouping.strangers.base import BASE
from likeness.grouping.strangers.calibration import calibrate, most_of_strangers
from likeness.grouping.strangers.known import Known
from likeness.grouping.strangers.votes import class_of, take_votes, voters
from tests.grouping.strangers.people import GOOD, brute_score, crowd, known_of


def test_everybody_votes_once_however_many_photos_they_have() -> None:
    vectors, quality, _ = crowd(1, 30)
    known = Known.of(vectors, quality, np.array([0] * 20 + [1] * 9 + [-1]))
    faces, first = voters(known)
    assert known.owners[faces].tolist() == [0, 1, 2]
    assert first.all()


def test_a_person_votes_once_in_each_class_of_quality_and_once_in_all() -> None:
    vectors, quality, people = crowd(1, 4)
    quality[:] = [0.9, 0.1, 0.1, 0.5]
    faces, first = voters(Known.of(vectors, quality, people))
    assert class_of(quality[faces]).tolist() == [2, 0, 1]
    assert first.tolist() == [True, False, False]


def test_of_more_people_than_votes_every_so_many_th_votes() -> None:
    known = known_of(50, 1)
    faces, _ = voters(known, 20)
    assert known.owners[faces].tolist() == list(range(0, 50, 3))


def test_a_vote_is_the_best_score_among_the_others() -> None:
    known = known_of(10, 3)
    votes = take_votes(known)
    for row, face in enumerate(votes.faces):
        others = [
            brute_score(known.vectors[face], known.vectors[known.owners == each])
            for each in range(len(known))
            if each != known.owners[face]
        ]
        assert votes.strangers[row, 0] == pytest.approx(max(others), abs=1e-6)


def test_an_entry_that_is_the_same_person_again_does_not_vote() -> None:
    vectors, quality, people = crowd(60, 2, noise=0.1)
    again = np.concatenate([vectors, vectors[:1]])
    known = Known.of(again, np.append(quality, GOOD), np.append(people, -1))
    calibration = calibrate(known)
    assert calibration.twice == 1
    assert len(calibration.pooled) == 60
    assert calibrate(Known.of(vectors, quality, people)).twice == 0


def test_the_best_score_that_is_believed_grows_with_the_votes() -> None:
    votes = np.linspace(0.8, 0.9, 50)
    more = np.linspace(0.8, 0.9, 500)
    assert votes.max() < most_of_strangers(votes, 50) < most_of_strangers(more, 50)
    assert most_of_strangers(np.empty(0), 10) > BASE.level

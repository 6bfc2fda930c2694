from __future__ import annotations

import numpy as np
import pytest

from likeness.evaluation.baselines.base import BASELINES
from tests.evaluation.baselines.crowd import crowd, same

every = pytest.mark.parametrize("name", BASELINES)


@every
def test_a_name_is_that_of_its_entry(name: str) -> None:
    assert BASELINES[name].name == name
    assert BASELINES[name].title
    assert BASELINES[name].threshold


@every
def test_people_who_lie_far_apart_are_found(name: str) -> None:
    vectors, people = crowd(1, 60, people=4, spread=0.03, d=8)
    assert same(BASELINES[name].run(vectors, 0.45, 0), people)


@every
def test_a_sweep_gives_what_single_runs_give_in_any_order(name: str) -> None:
    vectors = crowd(2, 50)[0]
    thresholds = [0.7, 0.2, 0.45]
    swept = BASELINES[name].sweep(vectors, thresholds, 5)
    assert len(swept) == 3
    for threshold, groups in zip(thresholds, swept, strict=True):
        assert same(groups, BASELINES[name].run(vectors, threshold, 5))


@every
@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_few_faces_are_grouped_too(name: str, n: int) -> None:
    vectors = crowd(3, n)[0]
    groups = BASELINES[name].sweep(vectors, [0.0, 0.5, 3.0], 0)
    assert [part.shape for part in groups] == [(n,)] * 3
    assert len(set(groups[0].tolist())) == n or name == "hdbscan"


@every
def test_no_threshold_gives_no_groups(name: str) -> None:
    assert BASELINES[name].sweep(crowd(3, 9)[0], [], 0) == []


@every
def test_copies_of_one_face_stay_together(name: str) -> None:
    vectors = np.repeat(crowd(4, 2, people=2, spread=0)[0][:1], 5, axis=0)
    groups = BASELINES[name].run(vectors, 0.3, 0)
    # HDBSCAN never takes everybody as one group.
    assert len(set(groups.tolist())) == 1 or name == "hdbscan"


@every
def test_nan_is_refused(name: str) -> None:
    vectors = crowd(5, 9)[0]
    vectors[3, 1] = np.nan
    with pytest.raises(ValueError, match="finite"):
        BASELINES[name].run(vectors, 0.5, 0)

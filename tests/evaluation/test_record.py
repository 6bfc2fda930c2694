"""Results as plain values."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import pytest

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.record import plain


@dataclass(frozen=True)
class Found:
    rate: Estimate
    values: object


def test_dataclasses_arrays_and_estimates_become_json() -> None:
    found = Found(Estimate(value=0.5, low=0.25), {"a": np.array([[1, 2]]), 3: np.float32(0.5)})

    assert json.loads(json.dumps(plain(found), allow_nan=False)) == {
        "rate": {"value": 0.5, "low": 0.25, "high": None, "note": ""},
        "values": {"a": [[1, 2]], "3": 0.5},
    }


def test_what_is_not_finite_is_null() -> None:
    assert plain([np.nan, float("inf"), np.array([1.0, np.nan])]) == [None, None, [1.0, None]]


def test_sets_are_sorted_and_tuples_are_lists() -> None:
    assert plain((frozenset({3, 1, 2}), True)) == [[1, 2, 3], True]


@pytest.mark.parametrize("value", [object(), b"bytes", {1.5: "x"}, {True: "x"}, Found])
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        plain(value)

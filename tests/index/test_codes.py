from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.index.codes import (
    centre_of,
    encode,
    encode_queries,
    integer_products,
    margins,
    scores,
)


def unit(count: int, width: int, seed: int, power: float) -> NDArray[np.float32]:
    """Return random unit vectors; the larger *power*, the more a few numbers dominate."""
    rows = np.random.default_rng(seed).standard_normal((count, width))
    rows = np.sign(rows) * np.abs(rows) ** power + 1e-9
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([1, 2, 7, 64, 128, 512]),
    st.sampled_from([0.01, 1.0, 3.0, 20.0]),
    st.sampled_from(["mean", "origin", "far"]),
)
def test_no_score_is_farther_from_the_truth_than_its_margin(
    seed: int, width: int, power: float, centre: str
) -> None:
    vectors, queries = unit(50, width, seed, power), unit(5, width, seed + 1, power)
    queries[0] = vectors[0]
    around = {"mean": centre_of(vectors), "origin": 0 * vectors[0], "far": -vectors[0]}[centre]
    coded, asked = encode(vectors, around), encode_queries(queries)
    approximate = scores(coded, asked)
    truth = queries.astype(np.float64) @ vectors.astype(np.float64).T
    for i in range(len(queries)):
        assert np.all(np.abs(approximate[i] - truth[i]) <= margins(coded, asked, i))


def test_margins_are_small_enough_to_be_useful() -> None:
    rows = unit(1000, 128, 0, 1.0) + 2 * unit(1, 128, 1, 1.0)
    vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    asked, centre = encode_queries(vectors[:1]), centre_of(vectors)
    around_mean = margins(encode(vectors, centre), asked, 0)
    around_origin = margins(encode(vectors, 0 * centre), asked, 0)
    assert around_mean.max() < 0.006
    assert around_mean.mean() < 0.6 * around_origin.mean()


def test_codes_are_symmetric_and_zero_has_no_scale() -> None:
    rows = np.array([[0.6, -0.8], [-0.6, 0.8], [0, 0]], np.float32)
    coded = encode(rows, np.zeros(2, np.float32))
    np.testing.assert_array_equal(coded.codes, [[95, -127], [-95, 127], [0, 0]])
    assert coded.scales[2] == 0
    assert coded.rests[2] < 1e-30


def test_the_centre_of_nothing_is_the_origin() -> None:
    np.testing.assert_array_equal(centre_of(np.empty((0, 3), np.float32)), np.zeros(3))


def test_integer_products_are_exact_for_any_shape() -> None:
    rng = np.random.default_rng(0)
    for rows, columns, width in ((1, 1, 1), (3, 5, 7), (1001, 2, 128), (65, 16, 513)):
        a = rng.integers(-127, 128, (rows, width), dtype=np.int8)
        b = rng.integers(-127, 128, (columns, width), dtype=np.int8)
        np.testing.assert_array_equal(
            integer_products(a, b), a.astype(np.int64) @ b.astype(np.int64).T
        )

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.index.codes import encode, encode_queries, integer_products, margins, scores


def unit(count: int, width: int, seed: int, power: float) -> NDArray[np.float32]:
    """Return random unit vectors; the larger *power*, the more a few numbers dominate."""
    rows = np.random.default_rng(seed).standard_normal((count, width))
    rows = np.sign(rows) * np.abs(rows) ** power + 1e-9
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([1, 2, 7, 64, 128, 512]),
    st.sampled_from([0.01, 1.0, 3.0, 20.0]),
)
def test_no_score_is_farther_from_the_truth_than_its_margin(
    seed: int, width: int, power: float
) -> None:
    vectors, queries = unit(50, width, seed, power), unit(5, width, seed + 1, power)
    queries[0] = vectors[0]
    coded, asked = encode(vectors), encode_queries(queries)
    approximate = scores(coded, asked)
    truth = queries.astype(np.float64) @ vectors.astype(np.float64).T
    for i in range(len(queries)):
        assert np.all(np.abs(approximate[i] - truth[i]) <= margins(coded, asked, i))


def test_margins_are_small_enough_to_be_useful() -> None:
    vectors = unit(1000, 128, 0, 1.0)
    asked = encode_queries(vectors[:1])
    assert margins(encode(vectors), asked, 0).max() < 0.015


def test_codes_are_symmetric_and_zero_has_no_scale() -> None:
    coded = encode(np.array([[0.6, -0.8], [-0.6, 0.8], [0, 0]], np.float32))
    np.testing.assert_array_equal(coded.codes, [[95, -127], [-95, 127], [0, 0]])
    assert coded.scales[2] == 0
    assert coded.rests[2] < 1e-30


def test_integer_products_are_exact_for_any_shape() -> None:
    rng = np.random.default_rng(0)
    for rows, columns, width in ((1, 1, 1), (3, 5, 7), (1001, 2, 128), (65, 16, 513)):
        a = rng.integers(-127, 128, (rows, width), dtype=np.int8)
        b = rng.integers(-127, 128, (columns, width), dtype=np.int8)
        np.testing.assert_array_equal(
            integer_products(a, b), a.astype(np.int64) @ b.astype(np.int64).T
        )

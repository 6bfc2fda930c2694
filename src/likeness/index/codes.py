"""Vectors as 8-bit codes, and how wrong a dot product of codes can be at most.

Faces crowd around a centre m, so the way from there is coded: it is shorter, and so is what codes
miss of it. A vector x is kept as an int8 vector c and a scale s, so that x = m + s c + e; the
length r of the rest e is kept too. A query y is needed once, so it is written twice as finely:
y = s1 c1 + s2 c2 + f, where c2 codes what c1 left over. Then

    <x, y> = <m, y> + <s c, s1 c1 + s2 c2> + <e, y> + <s c, f>,

the second product is a sum of integers, computed without any error, and by Cauchy and Schwarz

    | <x, y> - <m, y> - s (s1 <c, c1> + s2 <c, c2>) |  <=  r |y| + (|x - m| + r) |f|.

`margins` returns that right-hand side for x and y of unit length and any m inside the unit sphere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 127  # codes lie in [-127, 127]: symmetric, so that -x has the negated codes of x

# Lengths of "unit" float32 vectors, with room for how they were normalised.
LONGEST = 1.001
SHORTEST = 0.999

# Scores are float32 sums of three numbers below LONGEST ** 2: at most eight roundings of 2 ** -24
# each, and two more when similarities are rounded to float32. Ten times that.
ROUNDING = 6e-6


@dataclass(frozen=True, slots=True)
class Codes:
    """Vectors as codes: x = centre + scales * codes + something at most *rests* long."""

    codes: NDArray[np.int8]  # (n, d)
    scales: NDArray[np.float32]  # (n,)
    rests: NDArray[np.float32]  # (n,), rounded up
    centre: NDArray[np.float32]  # (d,), at most one long


@dataclass(frozen=True, slots=True)
class QueryCodes:
    """Queries as two layers of codes; row 2 i is the first layer of query i, 2 i + 1 the second."""

    queries: NDArray[np.float32]  # (m, d)
    codes: NDArray[np.int8]  # (2 m, d)
    scales: NDArray[np.float32]  # (2 m,)
    rests: NDArray[np.float32]  # (m,), rounded up


def centre_of(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean (d,) of *vectors* (n, d), zero where there are none."""
    if len(vectors) == 0:
        return np.zeros(vectors.shape[1], np.float32)
    return np.asarray(vectors.mean(axis=0, dtype=np.float64), np.float32)


def encode(vectors: NDArray[np.floating], centre: NDArray[np.float32]) -> Codes:
    """Return the codes of *vectors* (n, d) around *centre* (d,); each row has its own scale."""
    wide = vectors.astype(np.float64) - centre
    scales = (np.abs(wide).max(axis=1, initial=0) / STEPS).astype(np.float32)
    divisors = np.where(scales > 0, scales, 1).astype(np.float64)[:, None]
    codes = np.clip(np.rint(wide / divisors), -STEPS, STEPS).astype(np.int8)
    rests = np.linalg.norm(wide - scales.astype(np.float64)[:, None] * codes, axis=1)
    return Codes(codes, scales, _rounded_up(rests), centre)


def encode_queries(queries: NDArray[np.float32]) -> QueryCodes:
    """Return *queries* (m, d) in two layers of codes."""
    origin = np.zeros(queries.shape[1], np.float32)
    first = encode(queries, origin)
    left = queries - first.scales.astype(np.float64)[:, None] * first.codes
    second = encode(left, origin)
    return QueryCodes(
        queries,
        np.stack([first.codes, second.codes], axis=1).reshape(-1, queries.shape[1]),
        np.stack([first.scales, second.scales], axis=1).ravel(),
        second.rests,
    )


def integer_products(codes: NDArray[np.int8], queries: NDArray[np.int8]) -> NDArray[np.int32]:
    """Return the exact dot products (n, m) of *codes* (n, d) and *queries* (m, d)."""
    import numkong

    packed = numkong.dots_pack(queries)
    return np.asarray(numkong.dots_packed(codes, packed), np.int32)


def scores(codes: Codes, queries: QueryCodes) -> NDArray[np.float32]:
    """Return the approximate cosines (m, n)."""
    products = integer_products(codes.codes, queries.codes).T.astype(np.float32)
    products *= queries.scales[:, None]
    sums = products[0::2] + products[1::2]
    sums *= codes.scales
    offsets = queries.queries.astype(np.float64) @ codes.centre.astype(np.float64)
    sums += offsets.astype(np.float32)[:, None]
    return sums


def margins(codes: Codes, queries: QueryCodes, query: int) -> NDArray[np.float32]:
    """Return (n,) how far the scores of one query can be from the true cosines at most."""
    rest = float(queries.rests[query])
    return codes.rests * np.float32(LONGEST + rest) + np.float32(2 * LONGEST * rest + ROUNDING)


def _rounded_up(values: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.nextafter(values.astype(np.float32), np.float32(np.inf))

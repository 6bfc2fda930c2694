"""Whatever is kept of them, the edges are those of comparing all with all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likeness.types import NodeId
from likeness.vectors.exact import Cosines
from likeness.workflows.network import edges as drawn
from likeness.workflows.network.edges import Edges, edges
from likeness.workflows.network.nodes import Nodes

FEW = 4  # neighbours that are kept here

Pairs = dict[tuple[int, int], float]


def everybody(seed: int, n: int) -> Nodes:
    rng = np.random.default_rng(seed)
    vectors = rng.integers(-2, 3, (n, 4)).astype(np.float64)
    vectors[:, 0] += 0.25
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Nodes(
        ids=tuple(NodeId(f"f{row:03}") for row in range(n)), vectors=vectors.astype(np.float32)
    )


def kept_of(nodes: Nodes, k: int) -> dict[NodeId, dict[NodeId, float]]:
    others, cosines = Cosines(nodes.vectors).nearest(np.arange(len(nodes.ids)), k)
    return {
        nodes.ids[row]: {
            nodes.ids[other]: alike
            for other, alike in zip(others[row].tolist(), cosines[row].tolist(), strict=True)
        }
        for row in range(len(nodes.ids))
    }


def some_of(nodes: Nodes, seed: int) -> Nodes:
    n = len(nodes.ids)
    size = np.random.default_rng(seed).integers(1, n + 1)
    rows = np.sort(np.random.default_rng(seed).choice(n, size, replace=False))
    return Nodes(ids=tuple(nodes.ids[row] for row in rows), vectors=nodes.vectors[rows])


def by_force(nodes: Nodes, minimum: float, nearest: int, most: int) -> Pairs:
    n = len(nodes.ids)
    rows = np.arange(n)
    table = np.array([Cosines(nodes.vectors).between(np.full(n, row), rows) for row in rows])
    near: Pairs = {}
    for row in range(n):
        ranked = sorted((-table[row, other], other) for other in range(n) if other != row)
        for _, other in ranked[:nearest]:
            near[min(row, other), max(row, other)] = table[row, other]
    rest = sorted(
        (-table[one, other], one, other)
        for one in range(n)
        for other in range(one + 1, n)
        if table[one, other] >= minimum and (one, other) not in near
    )
    room = max(0, most - len(near))
    return dict(sorted((near | {(i, j): -negative for negative, i, j in rest[:room]}).items()))


def pairs_of(found: Edges) -> Pairs:
    ends = map(tuple, found.pairs.tolist())
    return dict(zip(ends, found.similarity.tolist(), strict=True))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 30),
    st.floats(-1, 1),
    st.integers(0, FEW),
    st.integers(1, 200),
    st.booleans(),
)
def test_they_are_the_same_with_what_is_kept_and_without(
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    n: int,
    minimum: float,
    nearest: int,
    most: int,
    known: bool,
) -> None:
    monkeypatch.setattr(drawn, "NEAREST", FEW)
    monkeypatch.setattr(drawn, "MOST", most)
    library = everybody(seed, n)
    nodes = some_of(library, seed)
    kept = kept_of(library, FEW) if known else {}

    found = edges(nodes, kept, n, minimum, nearest)

    assert pairs_of(found) == by_force(nodes, minimum, nearest, most)


def test_what_is_left_out_is_said_by_the_minimum(monkeypatch: pytest.MonkeyPatch) -> None:
    nodes = everybody(1, 30)
    whole = edges(nodes, kept_of(nodes, FEW), 30, -1, 1)
    assert (len(whole.pairs), whole.minimum) == (435, -1)
    monkeypatch.setattr(drawn, "MOST", 200)
    for kept in ({}, kept_of(nodes, FEW)):
        found = edges(nodes, kept, 30, -1, 1)
        assert len(found.pairs) == 200
        more_alike = {ends for ends, alike in pairs_of(whole).items() if alike > found.minimum}
        assert more_alike <= pairs_of(found).keys()
        assert -1 < found.minimum < 1


def test_what_is_kept_is_enough_where_nobody_resembles_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nodes = everybody(2, 40)
    kept = kept_of(nodes, 16)
    least = max(next(reversed(near.values())) for near in kept.values())

    def never(*_: object) -> None:
        raise AssertionError("compared again")

    monkeypatch.setattr(drawn, "Cosines", never)
    assert len(edges(nodes, kept, 40, min(1.0, least + 1e-6), 8).pairs) >= 40 * 8 / 2


def test_neighbours_that_somebody_took_away_meanwhile_are_found_again() -> None:
    nodes = everybody(3, 40)
    kept = kept_of(nodes, 16)
    damaged = dict(kept)
    del damaged[nodes.ids[0]]
    damaged[nodes.ids[1]] = dict(list(kept[nodes.ids[1]].items())[1:])
    expected = pairs_of(edges(nodes, kept, 40, 0.5, 8))
    assert pairs_of(edges(nodes, damaged, 40, 0.5, 8)) == expected

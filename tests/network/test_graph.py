from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.network.graph import Graph, folded, graph_of, parts_of, renumbered


def matrix(graph: Graph) -> NDArray[np.float64]:
    """Return (n, n) the weights; on the diagonal twice what is inside a node."""
    full = np.diag(graph.loops)
    for row in range(graph.count):
        for at in range(graph.starts[row], graph.starts[row + 1]):
            full[row, graph.others[at]] += graph.weights[at]
    return full


@st.composite
def edge_lists(draw: st.DrawFn) -> tuple[int, NDArray[np.int64], NDArray[np.float64]]:
    count = draw(st.integers(1, 8))
    pair = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    edges = draw(st.lists(pair, max_size=20))
    weights = [draw(st.sampled_from([0.0, 0.25, 0.5, 1.0])) for _ in edges]
    return count, np.array(edges, np.int64).reshape(-1, 2), np.array(weights)


@settings(deadline=None)
@given(given_=edge_lists())
def test_a_graph_holds_each_edge_at_both_ends_and_adds_up_what_is_listed_twice(
    given_: tuple[int, NDArray[np.int64], NDArray[np.float64]],
) -> None:
    count, edges, weights = given_
    wanted = np.zeros((count, count))
    for (one, other), weight in zip(edges.tolist(), weights.tolist(), strict=True):
        if one != other:
            wanted[one, other] += weight
            wanted[other, one] += weight
    graph = graph_of(count, edges, weights)
    assert np.array_equal(matrix(graph), wanted)
    assert np.array_equal(graph.strengths, wanted.sum(axis=1))
    assert (graph.weights > 0).all()
    for row in range(count):
        here = graph.others[graph.starts[row] : graph.starts[row + 1]]
        assert (np.diff(here) > 0).all()


@settings(deadline=None)
@given(given_=edge_lists(), data=st.data())
def test_a_folded_graph_keeps_all_weight(
    given_: tuple[int, NDArray[np.int64], NDArray[np.float64]], data: st.DataObject
) -> None:
    graph = graph_of(*given_)
    groups = data.draw(st.integers(1, graph.count))
    into = np.array([data.draw(st.integers(0, groups - 1)) for _ in range(graph.count)])
    member = np.eye(groups)[into]
    coarse = folded(graph, into, groups)
    assert np.array_equal(matrix(coarse), member.T @ matrix(graph) @ member)
    again = folded(coarse, np.zeros(groups, np.int64), 1)
    assert again.loops.tolist() == [pytest.approx(graph.strengths.sum())]


def test_parts_are_numbered_by_their_smallest_node() -> None:
    graph = graph_of(6, [[4, 1], [5, 3]], [1.0, 1.0])
    assert parts_of(graph).tolist() == [0, 1, 2, 3, 1, 3]
    assert parts_of(graph, np.array([0, 0, 0, 0, 1, 0])).tolist() == [0, 1, 2, 3, 4, 3]


def test_groups_are_renumbered_in_order_of_appearance() -> None:
    assert renumbered(np.array([7, 2, 7, 9])).tolist() == [0, 1, 0, 2]


@pytest.mark.parametrize(
    ("edges", "weights", "says"),
    [
        ([[0, 3]], [1.0], "nodes 0 to 2"),
        ([[-1, 0]], [1.0], "nodes 0 to 2"),
        ([[0, 1, 2]], [1.0], r"\(m, 2\)"),
        ([[0, 1]], [1.0, 2.0], r"\(m,\)"),
        ([[0, 1]], [-0.5], "at least 0"),
        ([[0, 1]], [float("nan")], "at least 0"),
    ],
)
def test_what_is_no_graph_is_refused(
    edges: list[list[int]], weights: list[float], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        graph_of(3, edges, weights)

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.grouping.strictness import best_cut, nested

seeds = st.integers(0, 2**32 - 1)


def rows(seed: int) -> NDArray[np.intp]:
    """Return groups of 7 faces at 3 strictnesses, not nested."""
    rng = np.random.default_rng(seed)
    return np.stack([rng.integers(0, most, 7) for most in (6, 4, 2)]).astype(np.intp)


@given(seed=seeds)
def test_nested_groups_lie_in_those_of_all_looser_rows(seed: int) -> None:
    """Two faces share a name if they share their groups in this row and in all looser ones."""
    groups = rows(seed)
    tree = nested(groups)
    for step, a, b in itertools.product(range(3), range(7), range(7)):
        together = (groups[step:, a] == groups[step:, b]).all()
        assert (tree[step, a] == tree[step, b]) == together


def cuts(tree: NDArray[np.intp], step: int, node: int) -> list[list[tuple[int, int]]]:
    """Return all ways to cut a branch, each as (row, name) of its groups."""
    if step == 0:
        return [[(0, node)]]
    below = np.unique(tree[step - 1][tree[step] == node]).tolist()
    ways = itertools.product(*(cuts(tree, step - 1, child) for child in below))
    return [[(step, node)], *(list(itertools.chain(*way)) for way in ways)]


@settings(max_examples=40, deadline=None)
@given(seed=seeds)
def test_no_other_cut_has_a_larger_sum(seed: int) -> None:
    """The cut is as good as the best of all that there are."""
    tree = nested(rows(seed))
    values = np.random.default_rng(seed).standard_normal((3, 7))
    best = sum(
        max(
            sum(float(values[step][tree[step] == name].sum()) for step, name in way)
            for way in cuts(tree, 2, node)
        )
        for node in np.unique(tree[2]).tolist()
    )
    found = best_cut(rows(seed), values)
    assert abs(float(values[found.rung, np.arange(7)].sum()) - best) < 1e-7


@given(seed=seeds)
def test_a_group_is_of_one_rung_and_named_by_its_smallest_face(seed: int) -> None:
    """Faces with one root have one rung, and the root is the first of them."""
    found = best_cut(rows(seed), np.random.default_rng(seed).standard_normal((3, 7)))
    for root in np.unique(found.root).tolist():
        members = np.flatnonzero(found.root == root)
        assert members[0] == root
        assert len(set(found.rung[members].tolist())) == 1


def test_of_equal_sums_the_looser_is_taken() -> None:
    """Where nothing is gained by a split, there is none."""
    found = best_cut(np.array([[0, 1], [0, 0]]), np.zeros((2, 2)))
    assert found.root.tolist() == [0, 0]
    assert found.rung.tolist() == [1, 1]


@given(seed=seeds)
def test_branches_of_few_faces_are_cut_where_the_library_is(seed: int) -> None:
    """If every branch is small, all groups are those of the usual row; a large one decides."""
    groups, values = rows(seed), np.random.default_rng(seed).standard_normal((3, 7))
    for usual in range(3):
        found = best_cut(groups, values, usual=usual, few=8)
        tree = nested(groups)[usual]
        assert set(found.rung.tolist()) == {usual}
        assert ((found.root[:, None] == found.root) == (tree[:, None] == tree)).all()
    free = best_cut(groups, values)
    assert np.array_equal(best_cut(groups, values, usual=1, few=1).root, free.root)


def test_without_faces_there_is_nothing_to_cut() -> None:
    """No face is no error."""
    assert len(best_cut(np.empty((3, 0), np.intp), np.empty((3, 0))).root) == 0

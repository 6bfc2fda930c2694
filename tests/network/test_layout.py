from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial import Delaunay, cKDTree

from likeness.errors import InterruptedRunError
from likeness.network.drawing import communities, lay_out
from likeness.network.layout_kernels import plant, push, spread

# What this draws. It may change with the way of drawing, not with the machine.
KITE = [
    [0.801223, 0.245196],
    [0.80235, -0.240798],
    [0.314964, 0.00105],
    [-0.54451, 0.000399],
    [-1.0, 0.002724],
]


def groups(
    seed: int, sizes: list[int], *, between: int
) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return edges among groups of these sizes, few between them, and the group of each node."""
    random = np.random.default_rng(seed)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    ends = np.cumsum(sizes)
    edges = [
        random.integers(ends[at] - size, ends[at], (5 * size, 2)) for at, size in enumerate(sizes)
    ]
    edges.append(np.stack([np.arange(1, len(owner)), np.arange(len(owner) - 1)], axis=1))
    edges.append(random.integers(0, len(owner), (between, 2)))
    return np.concatenate(edges).astype(np.int64), owner


def apart(places: NDArray[np.float64]) -> float:
    """Return the least distance of two places."""
    return float(cKDTree(places).query(places, k=2)[0][:, 1].min())


@settings(deadline=None, max_examples=40)
@given(count=st.integers(0, 30), seed=st.integers(0, 2**32 - 1), data=st.data())
def test_every_network_fits_and_no_two_nodes_lie_on_each_other(
    count: int, seed: int, data: st.DataObject
) -> None:
    pairs = st.tuples(st.integers(0, max(count - 1, 0)), st.integers(0, max(count - 1, 0)))
    edges = data.draw(st.lists(pairs, max_size=60 if count else 0))
    places = lay_out(count, edges, np.ones(len(edges)), seed=seed)
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()
    assert np.abs(places).max(initial=0.0) <= 1.0
    if count > 1:
        assert np.abs(places).max() == 1.0
        # As many discs side by side would be 2 / sqrt(count) wide and more.
        assert apart(places) > 0.2 / np.sqrt(count)


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_draws_the_same_picture_in_another_process_too(
    seed: int, tmp_path: Path
) -> None:
    edges, _ = groups(seed, [400, 500, 600], between=60)
    weights = np.random.default_rng(seed).random(len(edges))
    here = lay_out(1500, edges, weights, seed=seed)
    assert np.array_equal(lay_out(1500, edges, weights, seed=seed), here)
    program = (
        "import sys, numpy as np\n"
        "from likeness.vectors import compiled\n"
        "compiled.threads = lambda: 1\n"  # the first number of threads is the machine's
        "from likeness.network.drawing import lay_out\n"
        "edges, weights = np.load(sys.argv[1]).values()\n"
        "np.save(sys.argv[2], lay_out(1500, edges, weights, seed=int(sys.argv[3])))\n"
    )
    given_, drawn = str(tmp_path / "given.npz"), str(tmp_path / "drawn.npy")
    np.savez(given_, edges=edges, weights=weights)
    call = [sys.executable, "-c", program, given_, drawn, str(seed)]
    subprocess.run(call, check=True, timeout=200)
    assert np.array_equal(np.load(drawn), here)


def test_the_picture_is_the_same_on_every_machine() -> None:
    kite = [[0, 1], [1, 2], [0, 2], [2, 3], [3, 4]]
    assert lay_out(5, kite, np.ones(5)) == pytest.approx(np.array(KITE), abs=1e-5)


def test_another_seed_draws_another_picture() -> None:
    edges, _ = groups(0, [20, 30], between=5)
    weights = np.ones(len(edges))
    assert not np.array_equal(
        lay_out(50, edges, weights, seed=0), lay_out(50, edges, weights, seed=1)
    )


def test_communities_lie_apart() -> None:
    edges, owner = groups(2, [60, 40, 50, 30, 70], between=40)
    places = lay_out(250, edges, np.ones(len(edges)))
    nearest = cKDTree(places).query(places, k=6)[1][:, 1:]
    assert (owner[nearest] == owner[:, None]).mean() > 0.85


def test_neighbours_lie_near() -> None:
    edges, _ = groups(4, [150, 200, 100], between=30)
    edges = edges[edges[:, 0] != edges[:, 1]]
    places = lay_out(450, edges, np.ones(len(edges)))
    joined = np.hypot(*(places[edges[:, 0]] - places[edges[:, 1]]).T)
    any_ = np.hypot(*(places[:225] - places[225:]).T)
    assert np.median(joined) < 0.4 * np.median(any_)


def test_parts_lie_beside_each_other_and_who_is_alone_stands_around_them_in_order() -> None:
    edges, _ = groups(1, [30], between=0)
    others = edges[:100] % 12 + 30
    edges = np.concatenate([edges, others])
    places = lay_out(50, edges, np.ones(len(edges)))
    alone = np.setdiff1d(np.arange(50), edges)
    inner = Delaunay(places[np.unique(edges)])
    assert (inner.find_simplex(places[alone]) == -1).all()
    turn = np.arctan2(places[alone, 0], places[alone, 1]) % (2 * np.pi)
    assert (np.diff(turn) > 0).all()
    one, other = places[:30], places[30:42]
    (lower, upper), (left, right) = (
        ((part.min(axis=0), part.max(axis=0))) for part in (one, other)
    )
    assert ((upper < left) | (right < lower)).any()


def test_the_long_side_of_a_single_part_lies() -> None:
    path = [[at, at + 1] for at in range(7)]
    width, height = np.ptp(lay_out(8, path, np.ones(7)), axis=0)
    assert width > 2 * height


def test_only_how_weights_compare_counts() -> None:
    edges, _ = groups(3, [15, 20], between=6)
    weights = np.random.default_rng(0).random(len(edges)) + 0.1
    assert np.array_equal(lay_out(35, edges, weights), lay_out(35, edges, 4.0 * weights))


def test_progress_is_told_from_nothing_to_all_and_not_too_often() -> None:
    edges, _ = groups(5, [900, 700], between=40)
    told: list[tuple[int, int]] = []
    lay_out(1610, edges, np.ones(len(edges)), progress=lambda done, of: told.append((done, of)))
    assert told[0] == (0, 1610)
    assert told[-1] == (1610, 1610)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert 5 < len(told) <= 102


def test_it_stops_when_it_is_told_to() -> None:
    edges, _ = groups(5, [900, 700], between=40)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    with pytest.raises(InterruptedRunError, match="stopped"):
        lay_out(1600, edges, np.ones(len(edges)), stop=stop)
    assert asked == 4


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 200), near=st.booleans())
def test_far_nodes_push_together_about_as_they_do_one_by_one(
    seed: int, count: int, near: bool
) -> None:
    random = np.random.default_rng(seed)
    x, y = random.random((2, count)) * 30
    if near:  # several in one place
        x, y = np.round(x / 10), np.round(y / 10)
    mass = random.random(count) + 0.5
    out, slow = np.zeros((count, 2)), np.zeros((count, 2))
    nobody = np.zeros(count + 1, np.int64), np.zeros(0, np.int64), np.zeros(0)
    push(x, y, mass, plant(x, y, mass), *nobody, 0.0, 0, count, out)
    for i in range(count):
        for j in range(count):
            gap = np.array([x[i] - x[j], y[i] - y[j]])
            square = float(gap @ gap)
            if square > 0:
                slow[i] += gap * mass[j] / ((square + 0.05) * np.sqrt(square + 0.25))
    error = np.hypot(*(out - slow).T).mean()
    assert error < 0.1 * np.hypot(*slow.T).mean() + 0.02 * near + 1e-9


def test_nodes_make_room_for_each_other() -> None:
    random = np.random.default_rng(0)
    x, y = random.random((2, 300)) * 5
    turns = spread(x, y, 1.0, 2000)
    assert turns < 2000
    assert apart(np.column_stack([x, y])) > 0.998


def test_twenty_thousand_nodes_take_less_than_half_a_minute_of_one_processor() -> None:
    random = np.random.default_rng(0)
    edges, _ = groups(0, random.integers(5, 60, 620).tolist(), between=40_000)
    count = int(edges.max()) + 1
    assert count > 19_000
    assert len(edges) > 160_000
    began = time.process_time()
    places = lay_out(count, edges, random.random(len(edges)))
    found = communities(count, edges, np.ones(len(edges)))
    assert time.process_time() - began < 30
    assert np.abs(places).max() == 1.0
    assert len(found) == count

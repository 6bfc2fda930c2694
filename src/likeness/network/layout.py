"""Where the nodes of a network lie.

Each connected part is laid out by itself: neighbours pull as strongly as their edge is long, and
all nodes push each other away with the inverse of the squared distance, those with many neighbours
more (Jacomy, Venturini, Heymann and Bastian, "ForceAtlas2", 2014; the square after Hu, "Efficient
and high quality force-directed graph drawing", 2005: clusters do not drift far apart). What is far
away pushes together (Barnes and Hut, 1986). A part is drawn as a few communities first, then as
what these consist of, and so on (Walshaw, "A multilevel algorithm for force-directed graph
drawing", 2003), so that communities lie apart and 20,000 nodes take seconds. Then nodes that
overlap make room for each other, the parts are packed beside each other, and nodes without edges
stand around them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from likeness.errors import InterruptedRunError
from likeness.network.communities import hierarchy, refined
from likeness.network.graph import Graph, graph_of, parts_of
from likeness.network.packing import packed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from likeness.network.graph import Real, Whole

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

# Of the finest level of large parts; all others take COARSE_STEPS. Twice as many look the same.
STEPS = 150
COARSE_STEPS = 250
LARGE = 2_000  # nodes
FEW = 1_000  # nodes whose forces are computed on one thread: more threads would cost more

BETWEEN = 0.4  # how strongly edges between communities pull, beside those inside
GRAVITY = 0.01  # how strongly the middle pulls: enough to keep long arms near
SPEED = 0.5  # of the way to where a node's forces are even
FIRST_STEP = 0.1  # of the width of the part, that nothing moves further than at first
LAST_STEP = 0.01  # in units

# In the unit that parts are laid out in: about the distance of two neighbours.
APART = 1.0  # least distance of nodes
MARGIN = 1.2  # around each part
GAP = 2.5  # between nodes of the rim

FLATTEST = 0.4  # height by width of the rim, at least

ROUNDS = 300  # of making room, at most
TIGHTER = 100  # steps to the circle around a part: within 1 % of the smallest
DIGITS = 6  # of places: less is rounding
ASKED = 10  # steps between two questions whether to stop


def silent(done: int, of: int) -> None:
    """Say nothing."""


def never() -> bool:
    """Go on."""
    return False


def lay_out(
    count: int,
    edges: ArrayLike,
    weights: ArrayLike,
    *,
    seed: int = 0,
    progress: Progress = silent,
    stop: Stop = never,
) -> NDArray[np.float64]:
    """Return (n, 2) where each node lies, in [-1, 1], the same for the same arguments.

    Args:
        count: How many nodes there are.
        edges: (m, 2) the two nodes of each edge.
        weights: (m,) how strong each is, at least 0; only how they compare counts.
        seed: Another seed draws another picture of the same.
        progress: Called with how many nodes are done and how many there are, at first with 0 and
            at last with all, in between at most a hundred times.
        stop: Asked between steps.

    Raises:
        ValueError: Edges or weights are malformed; see `graph_of`.
        InterruptedRunError: *stop* said so.
    """
    graph = graph_of(count, edges, weights)
    part = parts_of(graph)
    sizes = np.bincount(part)
    order = np.argsort(part, kind="stable")
    ends = np.cumsum(sizes)
    drawn: list[Real] = []
    members: list[Whole] = []
    watch = _Watch(count, progress, stop)
    for at in np.lexsort((np.arange(len(sizes)), -sizes)).tolist():
        if sizes[at] == 1:
            continue
        nodes = order[int(ends[at] - sizes[at]) : int(ends[at])]
        members.append(nodes)
        drawn.append(_part(_within(graph, nodes), seed, watch))
        watch.done += len(nodes)
    places = _together(count, members, drawn, np.flatnonzero(sizes[part] == 1))
    progress(count, count)
    return np.round(places, DIGITS) + 0.0


class _Watch:
    """Tells how far the drawing is, and asks whether it is still wanted."""

    def __init__(self, count: int, progress: Progress, stop: Stop) -> None:
        self.done = 0  # nodes of parts that are laid out
        self._count, self._progress, self._stop = count, progress, stop
        self._told = 0
        progress(0, count)

    def __call__(self, nodes: float = 0) -> None:
        """Say that so many nodes of the next part are as good as done, every hundredth of all."""
        if self._stop():
            raise InterruptedRunError("The network was not laid out: it was stopped.")
        done = self.done + int(nodes)
        if done - self._told >= self._count / 100:
            self._told = done
            self._progress(done, self._count)


def _within(graph: Graph, nodes: Whole) -> Graph:
    """Return the connected part that consists of some nodes, ascending."""
    number = np.empty(graph.count, np.int64)
    number[nodes] = np.arange(len(nodes))
    counts = graph.starts[nodes + 1] - graph.starts[nodes]
    starts = np.zeros(len(nodes) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    at = np.arange(starts[-1]) + np.repeat(graph.starts[nodes] - starts[:-1], counts)
    return Graph(
        starts=starts,
        others=number[graph.others[at]],
        weights=graph.weights[at],
        loops=np.zeros(len(nodes)),
    )


def _part(graph: Graph, seed: int, watch: _Watch) -> Real:
    """Return (n, 2) the places of a connected part, nodes about 1 apart, around the middle."""
    watch()
    if graph.count == 2:
        return np.array([[-0.5, 0.0], [0.5, 0.0]])
    from likeness.network.layout_kernels import spread

    places = _levels(graph, seed, watch)
    watch()
    x, y = places[:, 0].copy(), places[:, 1].copy()
    spread(x, y, APART, ROUNDS)
    return _turned(np.column_stack([x, y]))


def _levels(graph: Graph, seed: int, watch: _Watch) -> Real:
    """Lay out the communities, then what they consist of."""
    levels = hierarchy(graph, seed)
    random = np.random.default_rng(seed)
    sizes: list[Real] = [np.ones(graph.count)]
    for _, into in levels:
        sizes.append(np.bincount(into, sizes[-1]).astype(np.float64))
    graphs = [level for level, _ in levels]
    at = len(graphs) - 1
    places = _scattered(
        random, np.sqrt(sizes[at]).max() * np.sqrt(graphs[at].count), graphs[at].count
    )
    while True:
        steps = STEPS if at == 0 and graph.count > LARGE else COARSE_STEPS
        looser = _between(graph, refined(graph, levels, seed)) if at == 0 else graphs[at]
        places = _settled(looser, sizes[at], places, steps, watch if at == 0 else lambda _: watch())
        if at == 0:
            return places
        into = levels[at - 1][1]
        wide = np.sqrt(sizes[at])[into]
        at -= 1
        places = places[into] + wide[:, None] * _scattered(random, 1.0, len(into))


def _between(graph: Graph, group: Whole) -> Graph:
    """Return the graph with weaker edges between communities."""
    rows = np.repeat(np.arange(graph.count), np.diff(graph.starts))
    apart = group[rows] != group[graph.others]
    return replace(graph, weights=np.where(apart, BETWEEN, 1.0) * graph.weights)


def _scattered(random: np.random.Generator, wide: float, count: int) -> Real:
    """Return (n, 2) places at random in a square around the middle."""
    return (random.random((count, 2)) - 0.5) * wide


def _settled(
    graph: Graph, sizes: Real, places: Real, steps: int, watch: Callable[[float], None]
) -> Real:
    """Let the nodes of one level pull and push each other until they rest.

    Args:
        graph: Of the level.
        sizes: (n,) how many nodes of the finest level each stands for.
        places: (n, 2) where they begin.
        steps: How long.
        watch: Called now and then with how many of the nodes are as good as done.
    """
    from likeness.network.layout_kernels import plant, step
    from likeness.vectors.compiled import in_parts

    x, y = places[:, 0].copy(), places[:, 1].copy()
    force = np.zeros((graph.count, 2))
    strong = graph.strengths
    # Exact sums: the last digit of any other differs between processors, and what follows is chaos.
    unit = math.fsum(strong.tolist()) / math.fsum(sizes.tolist())
    pulls = graph.weights / unit
    mass = 0.5 * sizes + 0.5 * strong / unit
    extent = np.sqrt(sizes.sum())
    for turn in range(steps):
        if turn % ASKED == 0:
            watch(graph.count * turn / steps)
        tree = plant(x, y, mass)
        left = 1 - turn / steps
        work = partial(
            _pushed, (x, y, mass, tree, graph.starts, graph.others, pulls, GRAVITY), force
        )
        in_parts(work, graph.count, 0 if graph.count > FEW else 1)
        step(x, y, force, SPEED * left, FIRST_STEP * extent * left * left + LAST_STEP)
    return np.column_stack([x, y])


def _pushed(of: tuple[Any, ...], force: Real, begin: int, end: int) -> None:
    """Write the velocity of some nodes."""
    from likeness.network.layout_kernels import push

    push(*of, begin, end, force)


def _turned(places: Real) -> Real:
    """Return places whose longest direction lies, around the middle."""
    places = places - places.mean(axis=0)
    x, y = places[:, 0], places[:, 1]
    across, along = float(x @ y), float(x @ x - y @ y) / 2
    long = np.hypot(across, along)
    if long == 0:
        return places
    cosine = np.sqrt(max(0.0, (1 + along / long) / 2))
    sine = np.sqrt(max(0.0, (1 - along / long) / 2)) * (1 if across >= 0 else -1)
    return np.column_stack([cosine * x + sine * y, cosine * y - sine * x])


def _together(count: int, members: list[Whole], drawn: list[Real], alone: Whole) -> Real:
    """Return (n, 2) all parts beside each other, those that are alone around them."""
    places = np.zeros((count, 2))
    circles = [_circle(part) for part in drawn]
    radii = np.array([radius for _, radius in circles]) + MARGIN
    middles = packed(radii)
    for nodes, part, (middle, _), target in zip(members, drawn, circles, middles, strict=True):
        places[nodes] = part - middle + target
    axes = np.zeros(2)
    if members:
        inner = np.concatenate(members)
        middle, axes = _ellipse(places[inner])
        places[inner] -= middle
    places[alone] = _rim(len(alone), axes)
    most = float(np.abs(places).max()) if count else 0.0
    return places / most if most else places


def _rim(count: int, axes: Real) -> Real:
    """Return (n, 2) places on rings around an ellipse, in order, from the top clockwise.

    Args:
        count: How many.
        axes: (2,) half the width and the height of the ellipse; 0: there is nothing inside.
    """
    if count == 1 and not axes.any():
        return np.zeros((1, 2))
    rings = []
    left = count
    while left:
        axes = axes + GAP
        room = max(1, int(2 * np.pi * axes.min() / GAP))
        here = min(room, left)
        if left - here < here and left > here:  # the last ring is not left with a few
            here = -(-left // 2)
        angle = 2 * np.pi * np.arange(here) / here
        rings.append(axes * np.column_stack([np.sin(angle), np.cos(angle)]))
        left -= here
    return np.concatenate(rings) if rings else np.zeros((0, 2))


def _ellipse(places: Real) -> tuple[Real, Real]:
    """Return the middle and half the width and height of a small upright ellipse around places."""
    sides = np.ptp(places, axis=0)
    flat = np.maximum(sides / sides.max(), FLATTEST)
    middle, radius = _circle(places / flat)
    return middle * flat, radius * flat


def _circle(places: Real) -> tuple[Real, float]:
    """Return the middle and the radius of a small circle around places.

    Source: Badoiu and Clarkson, "Smaller core-sets for balls", 2003: the middle walks towards the
    furthest place, less far each time.
    """
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    for turn in range(1, TIGHTER):
        apart = ((places - middle) ** 2).sum(axis=1)
        middle = middle + (places[np.argmax(apart)] - middle) / (turn + 1)
    return middle, float(np.sqrt(((places - middle) ** 2).sum(axis=1).max()))

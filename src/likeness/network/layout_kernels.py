"""The forces between nodes of a drawing: compiled.

No square roots but numpy's own, no other functions of the C library, no sums over threads: the same
numbers on every machine.
"""

# ruff: noqa: PLR0917 - numba calls its functions by position
from __future__ import annotations

import numpy as np

from likeness.vectors.compiled import kernel

DEEPEST = 24  # levels of the tree: nodes nearer than 2^-24 of the drawing lie in one place
FAR = 0.85  # a cell that is seen under less than this (width by distance) acts as one node


@kernel
def plant(x, y, mass):  # type: ignore[no-untyped-def]  # noqa: PLR0915 - a call costs here
    """Return the quadtree over some places (Barnes and Hut, 1986).

    Returns:
        (c, 4) of each cell what lies in its quarters: -1 nothing, a node, or n + a cell; (n,) the
        next node in the same place, or -1; (c, 4) of each cell its middle x and y, mass and the
        square of its width.
    """
    n = len(x)
    left, right, low, high = x.min(), x.max(), y.min(), y.max()
    half = max(right - left, high - low) / 2 * 1.0001 + 1e-9
    room = 4 * n + 64
    quarters = np.full((room, 4), -1, np.int64)
    cells = np.zeros((room, 4))
    same = np.full(n, -1, np.int64)
    middles = np.empty((room, 2))
    middles[0, 0], middles[0, 1] = (left + right) / 2, (low + high) / 2
    cells[0, 3] = 4 * half * half
    count = 1
    for i in range(n):
        cell, deep, wide = 0, 0, half
        while True:
            east, north = x[i] > middles[cell, 0], y[i] > middles[cell, 1]
            quarter = (1 if east else 0) + (2 if north else 0)
            there = quarters[cell, quarter]
            if there == -1:
                quarters[cell, quarter] = i
                break
            if there >= n:
                cell = there - n
                wide /= 2
                deep += 1
                continue
            if deep >= DEEPEST or count >= room:
                same[i] = same[there]
                same[there] = i
                break
            middles[count, 0] = middles[cell, 0] + (wide / 2 if east else -wide / 2)
            middles[count, 1] = middles[cell, 1] + (wide / 2 if north else -wide / 2)
            cells[count, 3] = wide * wide
            below = (1 if x[there] > middles[count, 0] else 0) + (
                2 if y[there] > middles[count, 1] else 0
            )
            quarters[count, below] = there
            quarters[cell, quarter] = n + count
            cell = count
            count += 1
            wide /= 2
            deep += 1
    for cell in range(count - 1, -1, -1):
        for quarter in range(4):
            there = quarters[cell, quarter]
            if there >= n:
                inner = there - n
                cells[cell, 0] += cells[inner, 0] * cells[inner, 2]
                cells[cell, 1] += cells[inner, 1] * cells[inner, 2]
                cells[cell, 2] += cells[inner, 2]
            while 0 <= there < n:
                cells[cell, 0] += x[there] * mass[there]
                cells[cell, 1] += y[there] * mass[there]
                cells[cell, 2] += mass[there]
                there = same[there]
        cells[cell, 0] /= cells[cell, 2]
        cells[cell, 1] /= cells[cell, 2]
    return quarters, same, cells


@kernel
def push(  # type: ignore[no-untyped-def]  # noqa: C901 - a call costs here
    x, y, mass, tree, starts, others, pulls, gravity, begin, end, out
):
    """Write the velocity of some nodes: away from all, towards their neighbours and the middle.

    Args:
        x: (n,) places.
        y: (n,) places.
        mass: (n,) how strongly each pushes.
        tree: Of `plant`.
        starts: (n + 1,) of `Graph`.
        others: (e,) of `Graph`.
        pulls: (e,) how strongly each edge pulls, for each unit that it is long.
        gravity: How strongly the middle pulls.
        begin: The first of the nodes.
        end: Behind the last.
        out: (n, 2), written from begin to end.
    """
    n = len(x)
    quarters, same, cells = tree
    stack = np.empty(4 * DEEPEST + 16, np.int64)
    for i in range(begin, end):
        fx, fy = -gravity * x[i] * mass[i], -gravity * y[i] * mass[i]
        stack[0] = n
        top = 1
        while top > 0:
            top -= 1
            there = stack[top]
            if there >= n:
                cell = there - n
                dx, dy = x[i] - cells[cell, 0], y[i] - cells[cell, 1]
                far = dx * dx + dy * dy
                if cells[cell, 3] < FAR * FAR * far:
                    much = mass[i] * cells[cell, 2] / (far * np.sqrt(far + 0.25))
                    fx += dx * much
                    fy += dy * much
                else:
                    for quarter in range(4):
                        inner = quarters[cell, quarter]
                        if inner != -1:
                            stack[top] = inner
                            top += 1
                continue
            while there != -1:
                if there != i:
                    dx, dy = x[i] - x[there], y[i] - y[there]
                    far = dx * dx + dy * dy
                    if far < 1e-12:  # in one place: apart, each to its own side
                        dx, dy = (
                            (1e-6, 1e-6 * (i % 7)) if i > there else (-1e-6, -1e-6 * (there % 7))
                        )
                        far = 1e-12
                    much = mass[i] * mass[there] / ((far + 0.05) * np.sqrt(far + 0.25))
                    fx += dx * much
                    fy += dy * much
                there = same[there]
        for at in range(starts[i], starts[i + 1]):
            fx += pulls[at] * (x[others[at]] - x[i])
            fy += pulls[at] * (y[others[at]] - y[i])
        out[i, 0], out[i, 1] = fx / mass[i], fy / mass[i]


@kernel
def step(x, y, force, much, most):  # type: ignore[no-untyped-def]
    """Move all nodes along their velocities, none further than *most*; then centre them."""
    n = len(x)
    sx, sy = 0.0, 0.0
    for i in range(n):
        dx, dy = force[i, 0] * much, force[i, 1] * much
        far = np.sqrt(dx * dx + dy * dy)
        if far > most:
            dx *= most / far
            dy *= most / far
        x[i] += dx
        y[i] += dy
        sx += x[i]
        sy += y[i]
    for i in range(n):
        x[i] -= sx / n
        y[i] -= sy / n


@kernel
def spread(x, y, apart, rounds):  # type: ignore[no-untyped-def]  # noqa: C901 - a call costs here
    """Push nodes that are nearer than *apart* away from each other until none are, in place.

    Args:
        x: (n,) places.
        y: (n,) places.
        apart: The least distance.
        rounds: How often all are looked at, at most.

    Returns:
        How many rounds it took.
    """
    n = len(x)
    for turn in range(rounds):
        left, low = x.min(), y.min()
        wide = int((x.max() - left) / apart) + 1
        tall = int((y.max() - low) / apart) + 1
        size = 1
        while size < 2 * n:
            size *= 2
        heads = np.full(size, -1, np.int64)
        after = np.full(n, -1, np.int64)
        column, row = np.empty(n, np.int64), np.empty(n, np.int64)
        for i in range(n - 1, -1, -1):
            column[i], row[i] = int((x[i] - left) / apart), int((y[i] - low) / apart)
            at = (column[i] * 73856093 ^ row[i] * 19349663) & (size - 1)
            after[i] = heads[at]
            heads[at] = i
        moved = 0
        for i in range(n):
            for right in range(max(column[i] - 1, 0), min(column[i] + 2, wide)):
                for up in range(max(row[i] - 1, 0), min(row[i] + 2, tall)):
                    j = heads[(right * 73856093 ^ up * 19349663) & (size - 1)]
                    while j != -1:
                        if j > i and column[j] == right and row[j] == up:
                            dx, dy = x[j] - x[i], y[j] - y[i]
                            far = dx * dx + dy * dy
                            if far < apart * apart * 0.998:
                                if far < 1e-18:
                                    dx, dy = 1e-9 * (1 + i % 5), 1e-9 * (1 + j % 7)
                                    far = dx * dx + dy * dy
                                far = np.sqrt(far)
                                much = (apart - far) / far * 0.5
                                x[i] -= dx * much
                                y[i] -= dy * much
                                x[j] += dx * much
                                y[j] += dy * much
                                moved += 1
                        j = after[j]
        if moved == 0:
            return turn
    return rounds

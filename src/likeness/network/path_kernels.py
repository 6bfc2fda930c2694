"""Shortest paths, every edge one step: compiled."""

from __future__ import annotations

import numpy as np

from likeness.vectors.compiled import kernel


@kernel
def steps_from(starts, others, source):  # type: ignore[no-untyped-def]
    """Return (n,) how many steps it takes from one node to each; -1: none lead there.

    Args:
        starts: (n + 1,) of `Graph`.
        others: (e,) of `Graph`.
        source: Where paths begin.
    """
    n = len(starts) - 1
    steps = np.full(n, -1, np.int64)
    queue = np.empty(n, np.int64)
    steps[source], queue[0] = 0, source
    at, end = 0, 1
    while at < end:
        here = queue[at]
        at += 1
        for k in range(starts[here], starts[here + 1]):
            there = others[k]
            if steps[there] < 0:
                steps[there] = steps[here] + 1
                queue[end] = there
                end += 1
    return steps


@kernel
def through(starts, others, sources):  # type: ignore[no-untyped-def]
    """Return (n,) how many shortest paths from some nodes lead through each node.

    Of several shortest paths between two, each counts its share. Source: Brandes, "A faster
    algorithm for betweenness centrality", 2001.

    Args:
        starts: (n + 1,) of `Graph`.
        others: (e,) of `Graph`.
        sources: Where paths begin.
    """
    n = len(starts) - 1
    found = np.zeros(n)
    steps = np.empty(n, np.int64)
    ways, share = np.empty(n), np.empty(n)
    queue = np.empty(n, np.int64)
    for source in sources:
        steps[:] = -1
        ways[:] = 0
        share[:] = 0
        steps[source], ways[source], queue[0] = 0, 1, source
        end = 1
        at = 0
        while at < end:
            here = queue[at]
            at += 1
            for k in range(starts[here], starts[here + 1]):
                there = others[k]
                if steps[there] < 0:
                    steps[there] = steps[here] + 1
                    queue[end] = there
                    end += 1
                if steps[there] == steps[here] + 1:
                    ways[there] += ways[here]
        for at in range(end - 1, 0, -1):
            here = queue[at]
            for k in range(starts[here], starts[here + 1]):
                there = others[k]
                if steps[there] == steps[here] - 1:
                    share[there] += ways[there] / ways[here] * (1 + share[here])
            found[here] += share[here]
    return found

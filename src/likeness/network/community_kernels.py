"""Moving nodes between communities: compiled."""

# ruff: noqa: PLR0917 - numba calls its functions by position
from __future__ import annotations

import numpy as np

from likeness.vectors.compiled import kernel

# A community must be better than the node's own by this much of the node's strength: less is
# rounding, after which nodes would walk to and fro.
BETTER = 1e-9


@kernel
def move(starts, others, weights, strengths, order, group, passes):  # type: ignore[no-untyped-def]  # noqa: C901 - a call costs here
    """Move each node to the neighbouring community that gains most modularity, until none does.

    Of equal gains the own community wins, then the one with the smallest number.

    Args:
        starts: (n + 1,) of `Graph`.
        others: (e,) of `Graph`.
        weights: (e,) of `Graph`.
        strengths: (n,) of `Graph`.
        order: (n,) in which nodes are asked.
        group: (n,) the community of each, [0, n); changed in place.
        passes: How often all are asked at most.

    Returns:
        How many moves there were.
    """
    n = len(order)
    total = np.zeros(n)
    everything = 0.0
    for i in range(n):
        total[group[i]] += strengths[i]
        everything += strengths[i]
    towards = np.zeros(n)
    near = np.empty(n, np.int64)
    moves = 0
    for _ in range(passes):
        moved = 0
        for i in order:
            count = 0
            for at in range(starts[i], starts[i + 1]):
                other = group[others[at]]
                if towards[other] == 0.0:
                    near[count] = other
                    count += 1
                towards[other] += weights[at]
            own = group[i]
            share = strengths[i] / everything
            total[own] -= strengths[i]
            best, top = own, towards[own] - share * total[own] + BETTER * strengths[i]
            for k in range(count):
                other = near[k]
                gain = towards[other] - share * total[other]
                if gain > top or (gain == top and best != own and other < best):
                    best, top = other, gain
            for k in range(count):
                towards[near[k]] = 0.0
            total[best] += strengths[i]
            if best != own:
                group[i] = best
                moved += 1
        moves += moved
        if moved == 0:
            break
    return moves

"""Average linkage of a sparse graph under limits: compiled.

Every group holds its pairs as a chain of entries. When two groups merge, one chain is hung onto the
other; entries of the same other group are added up when the chain is next walked. So a merge costs
nothing, and a group is only looked at again when it or its best partner changed.
"""

# ruff: noqa: PLR0917 - numba calls its functions by position
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.vectors.compiled import PARTS, in_parts, kernel, offsets, threads

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.points import Limits

    Starts = NDArray[np.int64]
    Faces = NDArray[np.int32]
    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Weights = NDArray[np.float64]


def link(
    alike: tuple[Starts, Faces, Faces], limits: Limits, weights: Weights, enough: int
) -> NDArray[np.intp]:
    """Merge groups until none are alike enough.

    Args:
        alike: Where the pairs of each face begin (n + 1,), the other faces, and how alike they are
            in billionths.
        limits: What to respect.
        weights: (n,) how much each face counts in a mean.
        enough: Least mean of a merge, in billionths.

    Returns:
        (n,) the smallest face of the group of each face.
    """
    starts, faces, values = alike
    n = len(weights)
    parent = limits.start.astype(np.int32)
    part = parent.copy()
    _connect(starts, faces, values, limits.taken, part, enough)
    members = np.argsort(part, kind="stable").astype(np.int32)
    borders = np.flatnonzero(np.diff(part[members], prepend=-1, append=-1))
    sizes = np.diff(borders)
    some = np.flatnonzero(sizes > 1)
    spans = np.stack([borders[some], borders[some] + sizes[some]], axis=1).astype(np.int64)
    head = np.full((n, 2), -1, np.int64)
    ahead, others, sums = _entries(alike, weights, limits.taken, part, head)
    ban_head = np.full((n, 2), -1, np.int64)
    # Each part touches its own faces only: several are linked at the same time.
    met = part[limits.apart[:, 0]] == part[limits.apart[:, 1]]
    ban_next, ban_others = _bans(limits.apart[met], ban_head)
    total = np.bincount(limits.start, weights, minlength=n)
    fixed = limits.fixed.copy()
    state = np.zeros((5, n), np.int32)
    chosen = np.full(n, -1, np.int32)
    value, place = np.zeros(n, np.int64), np.zeros(n, np.int64)

    def work(begin: int, end: int) -> None:
        for one in range(int(cuts[begin]), int(cuts[end])):
            _link(
                members[spans[one, 0] : spans[one, 1]],
                parent,
                (head, ahead, others, sums),
                (ban_head, ban_next, ban_others),
                (total, fixed),
                (state, chosen, value, place),
                enough,
            )

    cuts = _dealt(np.diff(starts)[members], spans)
    in_parts(work, len(cuts) - 1, len(cuts) - 1)
    _settle(parent)
    return parent.astype(np.intp)


def _dealt(lengths: Numbers, spans: Numbers) -> Numbers:
    """Return borders between connected parts that deal their pairs about evenly."""
    before = offsets(lengths)
    pairs = offsets(before[spans[:, 1]] - before[spans[:, 0]])
    share = np.linspace(0, pairs[-1], PARTS * threads() + 1)
    cuts = np.searchsorted(pairs, share)
    cuts[0], cuts[-1] = 0, len(spans)
    return np.unique(cuts)


def _entries(
    alike: tuple[Starts, Faces, Faces], weights: Weights, taken: Flags, part: Faces, head: Numbers
) -> tuple[Numbers, Faces, Numbers]:
    """Return the next entry of each, the other face, and the weighted overlap; fill in *head*."""
    starts, faces, values = alike
    counts = np.empty(len(part), np.int64)

    def count(begin: int, end: int) -> None:
        _count(starts, faces, taken, part, counts, begin, end)

    in_parts(count, len(part))
    ends = offsets(counts)
    ahead = np.empty(ends[-1], np.int64)
    others, sums = np.empty(ends[-1], np.int32), np.empty(ends[-1], np.int64)

    def fill(begin: int, end: int) -> None:
        _fill(
            starts, faces, values, weights, taken, part, ends, head, ahead, others, sums, begin, end
        )

    in_parts(fill, len(part))
    return ahead, others, sums


def _bans(apart: NDArray[np.intp], head: Numbers) -> tuple[Numbers, Faces]:
    """Return the next entry of each, and whom it must not meet; fill in *head*."""
    both = np.concatenate([apart, apart[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    ahead = np.arange(1, len(both) + 1)
    if len(both):
        last = np.flatnonzero(np.diff(both[:, 0], append=-1))
        ahead[last] = -1
        first = np.flatnonzero(np.diff(both[:, 0], prepend=-1))
        head[both[first, 0], 0] = first
        head[both[last, 0], 1] = last
    return ahead, both[:, 1].astype(np.int32)


@kernel
def _root(parent: Faces, i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@kernel
def _connect(
    starts: Starts, faces: Faces, values: Faces, taken: Flags, part: Faces, enough: int
) -> None:
    """Unite faces that are alike enough; leave the smallest face of each part at its members."""
    for i in range(len(part)):
        if not taken[i]:
            continue
        for at in range(starts[i], starts[i + 1]):
            j = faces[at]
            if j < i and values[at] >= enough and taken[j]:
                a, b = _root(part, i), _root(part, j)
                part[max(a, b)] = min(a, b)
    _settle(part)


@kernel
def _settle(parent: Faces) -> None:
    for i in range(len(parent)):
        parent[i] = _root(parent, i)


@kernel
def _count(
    starts: Starts,
    faces: Faces,
    taken: Flags,
    part: Faces,
    counts: Numbers,
    begin: int,
    end: int,
) -> None:
    for i in range(begin, end):
        counts[i] = 0
        for at in range(starts[i], starts[i + 1]):
            j = faces[at]
            counts[i] += taken[i] and taken[j] and part[i] == part[j]


@kernel
def _fill(
    starts: Starts,
    faces: Faces,
    values: Faces,
    weights: Weights,
    taken: Flags,
    part: Faces,
    ends: Starts,
    head: Numbers,
    ahead: Numbers,
    others: Faces,
    sums: Numbers,
    begin: int,
    end: int,
) -> None:
    for i in range(begin, end):
        free = ends[i]
        for at in range(starts[i], starts[i + 1]):
            j = faces[at]
            if taken[i] and taken[j] and part[i] == part[j]:
                others[free] = j
                sums[free] = np.int64(np.floor(weights[i] * weights[j] * values[at] + 0.5))
                ahead[free] = free + 1
                free += 1
        if free > ends[i]:
            ahead[free - 1] = -1
            head[i, 0], head[i, 1] = ends[i], free - 1


@kernel
def _hang(head: Numbers, ahead: Numbers, i: int, j: int) -> None:
    """Hang the chain of j onto that of i."""
    if head[j, 0] < 0:
        return
    if head[i, 0] < 0:
        head[i, 0] = head[j, 0]
    else:
        ahead[head[i, 1]] = head[j, 0]
    head[i, 1] = head[j, 1]
    head[j, 0] = -1


@kernel
def _ban(bans, parent, banned, i, mark):  # type: ignore[no-untyped-def]
    """Mark the groups that i must not meet, and drop what its chain holds twice."""
    head, ahead, others = bans
    last = -1
    at = head[i, 0]
    while at >= 0:
        other = _root(parent, others[at])
        after = ahead[at]
        if other != i and banned[other] != mark:
            banned[other] = mark
            others[at] = other
            if last < 0:
                head[i, 0] = at
            else:
                ahead[last] = at
            last = at
        at = after
    _end(head, ahead, i, last)


@kernel
def _end(head: Numbers, ahead: Numbers, i: int, last: int) -> None:
    """End the chain of i at this entry; -1: it is empty."""
    head[i, 1] = last
    if last < 0:
        head[i, 0] = -1
    else:
        ahead[last] = -1


@kernel
def _gather(chain, parent, state, place, i, mark):  # type: ignore[no-untyped-def]
    """Add up the entries of the same group in the chain of i; drop those that never will meet."""
    head, ahead, others, sums = chain
    seen, closed = state[1], state[2]
    last = -1
    at = head[i, 0]
    while at >= 0:
        other = _root(parent, others[at])
        after = ahead[at]
        if other != i and closed[other] == 0:
            if seen[other] == mark:
                sums[place[other]] += sums[at]
            else:
                seen[other] = mark
                place[other] = at
                others[at] = other
                if last < 0:
                    head[i, 0] = at
                else:
                    ahead[last] = at
                last = at
        at = after
    _end(head, ahead, i, last)


@kernel
def _look(chain, scales, found, i):  # type: ignore[no-untyped-def]
    """Find the best partner of i: of equals the smallest."""
    head, ahead, others, sums = chain
    total, fixed = scales
    state, chosen, value, _ = found
    banned, mark = state[0], state[3, i]
    best, top = -1, np.int64(-1)
    at = head[i, 0]
    while at >= 0:
        other = others[at]
        if banned[other] != mark and not (fixed[i] and fixed[other]):
            mean = np.int64(np.floor(sums[at] / (total[i] * total[other]) + 0.5))
            if mean > top or (mean == top and other < best):
                best, top = other, mean
        at = ahead[at]
    chosen[i], value[i] = best, top


@kernel
def _link(  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912 - a call costs here
    members, parent, chain, bans, scales, found, enough
):
    """Link one connected part, in rounds.

    *found* holds, of each face: banned mark, seen mark, closed, own mark and the round in which it
    last changed; its best partner, how alike that is, and the entry of a group while adding up.
    """
    state, chosen, value, place = found
    closed, own, changed = state[2], state[3], state[4]
    active = np.empty(len(members), np.int32)
    count = 0
    for i in members:
        if parent[i] != i:
            root = _root(parent, i)
            _hang(chain[0], chain[1], root, i)
            _hang(bans[0], bans[1], root, i)
        changed[i] = 1
    for i in members:
        if parent[i] == i:
            active[count] = i
            count += 1
    mark, turn = 0, 1
    while count > 1:
        left = 0
        for a in range(count):
            i = active[a]
            if parent[i] != i:
                continue
            if changed[i] == turn or changed[chosen[i]] == turn:
                mark += 1
                own[i] = mark
                _ban(bans, parent, state[0], i, mark)
                _gather(chain, parent, state, place, i, mark)
                _look(chain, scales, found, i)
            if value[i] < enough:
                closed[i] = 1
            else:
                active[left] = i
                left += 1
        count = left
        turn += 1
        merged = False
        for a in range(count):
            i = active[a]
            j = chosen[i]
            if i < j and chosen[j] == i:
                parent[j] = i
                _hang(chain[0], chain[1], i, j)
                _hang(bans[0], bans[1], i, j)
                scales[0][i] += scales[0][j]
                scales[1][i] |= scales[1][j]
                changed[i] = changed[j] = turn
                merged = True
        if not merged:
            return

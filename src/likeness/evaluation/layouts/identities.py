"""Identities out of pairs: who is one person if these are."""

from __future__ import annotations

from collections.abc import Iterable


def identities(count: int, same: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each of *count* photos the least photo of its person (union-find).

    Source: Tarjan, "Efficiency of a good but not linear set union algorithm", JACM 22(2), 1975;
    with path halving (Tarjan and van Leeuwen, 1984). The least root wins, so that the result does
    not depend on the order of the pairs.

    Args:
        count: Number of photos; they are called 0 to count - 1.
        same: Pairs of photos of one person.
    """
    parent = list(range(count))

    def root(photo: int) -> int:
        while parent[photo] != photo:
            parent[photo] = parent[parent[photo]]
            photo = parent[photo]
        return photo

    for left, right in same:
        first, second = sorted((root(left), root(right)))
        parent[second] = first
    return [root(photo) for photo in range(count)]

"""Which strictness suits which part of a library.

Good and degraded photos, or people whom the embedding tells apart well and others whom it does not,
need different strictnesses. Groups at successive strictnesses are made into a tree: at the loosest
one stand its groups, and below each what the next one leaves together of it. Every branch is then
cut where its faces are best off, from the bottom to the top, as HDBSCAN does with the mass of its
branches: a group stands if the sum of its faces' silhouettes, less the doubt about the strictness,
is at least that of the best cut below it. Branches of few faces are cut where the whole library is:
their silhouettes are noise, and two strangers alone would always gain by being merged.

Source: Campello, Moulavi, Sander, "Density-based clustering based on hierarchical density
estimates", 2013, section 5 (optimal selection from a tree); silhouettes in place of mass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What is chosen of groups at several strictnesses."""

    root: NDArray[np.intp]  # (n,) the smallest face of the group of each face
    rung: NDArray[np.intp]  # (n,) which of the strictnesses each face's group is of


def nested(groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return groups (r, n) of which each lies in one of the next row, as names 0, 1, ... .

    Args:
        groups: (r, n) the group of each face at every strictness, strictest first. Usually they
            are nested already but for a few faces; what two faces share in all looser rows and in
            their own they share in the result.
    """
    result = np.empty(groups.shape, np.intp)
    above = np.zeros(groups.shape[1], np.intp)
    for step in range(len(groups) - 1, -1, -1):
        _, here = np.unique(groups[step], return_inverse=True)
        codes = above.astype(np.int64) * (len(here) + 1) + here
        _, above = np.unique(codes, return_inverse=True)
        result[step] = above
    return result


def best_cut(
    groups: NDArray[np.intp], values: NDArray[np.float64], *, usual: int = 0, few: int = 0
) -> Cut:
    """Return the groups whose faces have the largest sum of values.

    Args:
        groups: (r, n) the group of each face at every strictness, strictest first.
        values: (r, n) how well off each face is in it. Of equal sums the looser one is taken.
        usual: The row at which branches of few faces are cut.
        few: Branches of fewer faces than this have no say.
    """
    tree = nested(groups)
    count = tree.shape[1]
    kept = tree[0].copy()  # name of the chosen group, unique together with its rung
    rung = np.zeros(count, np.intp)
    if count == 0:
        return Cut(root=kept, rung=rung)
    sums = np.bincount(tree[0], values[0])
    for step in range(1, len(tree)):
        below, here = tree[step - 1], tree[step]
        _, first = np.unique(below, return_index=True)
        parts = np.bincount(here[first], sums)
        whole = np.bincount(here, values[step])
        # Rounded, so that the order in which faces are added up makes no difference.
        better = np.round(whole, 9) >= np.round(parts, 9)
        better = np.where(np.bincount(here) < few, step <= usual, better)
        kept = np.where(better[here], here, kept)
        rung = np.where(better[here], step, rung)
        sums = np.where(better, whole, parts)
    _, first, name = np.unique(rung * count + kept, return_index=True, return_inverse=True)
    return Cut(root=first[name].astype(np.intp), rung=rung)

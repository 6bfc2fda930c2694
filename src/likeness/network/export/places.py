"""Where nodes lie on paper: how large it is, how large they are, and none on another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.types.network import Network

Floats = NDArray[np.float64]

LEAST_SIDE, MOST_SIDE = 500.0, 2800.0  # pixels, of the longer side that nodes lie on
SIDE_GROWS = 70.0  # with the root of their number
LEAST_SHARE = 0.62  # the shorter side has at least so much of the longer one
CROWDED = 0.2  # radius, as a share of the side that a node has to itself
MANY = 300  # with more nodes that share shrinks, so that lines show between them
SHRINKS = 0.13
LEAST_RADIUS, MOST_RADIUS = 4.0, 46.0  # pixels
SMALLER, LARGER = 0.78, 1.45  # of that: people with few and with many faces
GAP = 3.0  # pixels between two nodes
NAMED = 60  # so many at most get room for their names as well
NAME_GAP = 20.0
ROUNDS = 80  # of moving apart, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Discs on a sheet, in pixels from its upper left corner."""

    centres: Floats  # (n, 2)
    radii: Floats  # (n,)
    width: float
    height: float


def places(network: Network) -> Places:
    """Return where the discs of a network lie, moved apart a little where they would overlap."""
    count = len(network.nodes)
    side = min(MOST_SIDE, LEAST_SIDE + SIDE_GROWS * float(np.sqrt(count)))
    radii = _radii(network, side)
    raw = np.array([(node.x, node.y) for node in network.nodes], np.float64).reshape(-1, 2)
    raw = np.clip(np.nan_to_num(raw), -1, 1) * (1, -1)  # y of a network grows upwards
    low, high = (raw.min(axis=0), raw.max(axis=0)) if count else (np.zeros(2), np.zeros(2))
    span = np.maximum(high - low, 1e-9)
    scale = side / span.max() if count > 1 else 1.0
    centres = _apart((raw - (low + high) / 2) * scale, radii, NAME_GAP if count <= NAMED else GAP)
    return _on_sheet(centres, radii, side)


def _radii(network: Network, side: float) -> Floats:
    count = max(len(network.nodes), 1)
    share_of_side = CROWDED * min(1.0, (MANY / count) ** SHRINKS)
    usual = min(MOST_RADIUS, max(LEAST_RADIUS, share_of_side * side / np.sqrt(count)))
    faces = np.sqrt(np.array([max(node.faces, 1) for node in network.nodes], np.float64))
    if not len(faces) or faces.max() == faces.min():
        return np.full(len(faces), usual)
    # The few with most faces do not make all others small: above the 95th percentile all are alike.
    most = max(np.quantile(faces, 0.95), faces.min() + 1e-9)
    share = np.clip((faces - faces.min()) / (most - faces.min()), 0, 1)
    return np.asarray(usual * (SMALLER + (LARGER - SMALLER) * share), np.float64)


def _apart(centres: Floats, radii: Floats, gap: float) -> Floats:
    """Move overlapping discs apart, each pair by half of what it overlaps, round by round.

    The order of pairs is that of their numbers, so the same discs always end in the same places.
    """
    from scipy.spatial import cKDTree

    if len(centres) < 2:
        return centres
    # Equal places have no direction to part in: a turn by the golden angle gives each its own.
    turns = 2.399963 * np.arange(len(centres))
    moved = centres + 1e-3 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    for _ in range(ROUNDS):
        pairs = cKDTree(moved).query_pairs(2 * radii.max() + gap, output_type="ndarray")
        one, other = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
        way = moved[other] - moved[one]
        far = np.maximum(np.hypot(*way.T), 1e-9)
        overlap = radii[one] + radii[other] + gap - far
        close = overlap > 0.01
        if not close.any():
            break
        push = (way / far[:, None] * (overlap / 2)[:, None])[close]
        for axis in (0, 1):
            step = np.bincount(other[close], push[:, axis], len(moved))
            step -= np.bincount(one[close], push[:, axis], len(moved))
            moved[:, axis] += 0.7 * step
    return moved


def _on_sheet(centres: Floats, radii: Floats, side: float) -> Places:
    if not len(centres):
        return Places(centres=centres, radii=radii, width=side, height=side * LEAST_SHARE)
    low = (centres - radii[:, None]).min(axis=0)
    high = (centres + radii[:, None]).max(axis=0)
    span = high - low
    size = np.maximum(span, LEAST_SHARE * max(side, span.max()))
    return Places(
        centres=np.round(centres - (low + high) / 2 + size / 2, 2),
        radii=np.round(radii, 2),
        width=float(np.ceil(size[0])),
        height=float(np.ceil(size[1])),
    )

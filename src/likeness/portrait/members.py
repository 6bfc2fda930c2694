"""The faces of a set without their pixels, in the order of their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import LEFT_CORNER, RIGHT_CORNER
from likeness.portrait.canvas import Canvas
from likeness.portrait.look import Look

LIPS = ((61, 67), (62, 66), (63, 65))  # points of the inner lips that face each other
EYE_STARTS = (36, 42)  # the first of the six points around each eye


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Members:
    """What weights are made of: one row per face."""

    places: tuple[int, ...]  # in the sequence that was given
    keys: tuple[str, ...]
    voters: tuple[str, ...]
    points: NDArray[np.float64]  # (n, 68, 2), pixels of each photo
    spreads: NDArray[np.float64]  # (n,)
    qualities: NDArray[np.float64]  # (n,)
    turns: NDArray[np.float64]  # (n,)
    ballots: NDArray[np.float64]  # (n,) how much of a vote the voter of each face may have
    zooms: NDArray[np.float64]  # (n,) pixels of the photo per pixel of the canvas

    @classmethod
    def of(cls, looks: Sequence[Look], canvas: Canvas) -> Members:
        """Return the members of a set; each look is taken once and let go."""
        rows = sorted(
            (_row(looks[place], place) for place in range(len(looks))),
            key=lambda row: row[:3],
        )
        facts = [row[3] for row in rows]
        return cls(
            places=tuple(row[2] for row in rows),
            keys=tuple(row[0] for row in rows),
            voters=tuple(fact[0] for fact in facts),
            points=np.stack([fact[1] for fact in facts]),
            spreads=np.array([fact[2] for fact in facts]),
            qualities=np.array([fact[3] for fact in facts]),
            turns=np.array([fact[4] for fact in facts]),
            zooms=np.array([fact[5] for fact in facts]) / canvas.eye_distance,
            ballots=np.array([fact[6] for fact in facts]),
        )

    def __len__(self) -> int:
        """Return how many faces there are."""
        return len(self.keys)

    @property
    def alone(self) -> bool:
        """Whether all are of one voter."""
        return len(set(self.voters)) == 1

    def lip_gaps(self) -> NDArray[np.float64]:
        """Return how far each mouth is open, (n,), in widths of the mouth."""
        gaps = [_between(self.points, upper, lower) for upper, lower in LIPS]
        return np.asarray(
            np.mean(gaps, axis=0)
            / np.maximum(_between(self.points, RIGHT_CORNER, LEFT_CORNER), 1e-9)
        )

    def eye_openings(self) -> NDArray[np.float64]:
        """Return how far the eyes are open, (n,): height by width, both eyes' mean."""
        both = [
            (_between(self.points, a + 1, a + 5) + _between(self.points, a + 2, a + 4))
            / (2 * np.maximum(_between(self.points, a, a + 3), 1e-9))
            for a in EYE_STARTS
        ]
        return np.asarray(np.mean(both, axis=0))


Facts = tuple[str, NDArray[np.float64], float, float, float, float, float]


def _row(look: Look, place: int) -> tuple[str, bytes, int, Facts]:
    """Return what decides the order, and what is to be known."""
    points = np.asarray(look.points, np.float64)
    seen = (look.spread, look.quality, look.turn, look.eye_distance)
    return look.key, points.tobytes(), place, (look.voter, points, *seen, look.ballot)


def _between(points: NDArray[np.float64], one: int, other: int) -> NDArray[np.float64]:
    return np.asarray(np.linalg.norm(points[:, one] - points[:, other], axis=1))

"""What speaks for and against a face or person being who they are said to be. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.questions import LEAST, TOO_FAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.belonging import Belonging
    from likeness.grouping.sides import Sides

EVIDENCE = 3  # nearest faces that are shown
OTHERS = 3  # people that a face might be instead
LOOK_ALIKES = 20  # nearest people that are compared with a person
IN_DOUBT = 0.9  # a face of less probability is in doubt: one in ten of these is somebody else


@dataclass(frozen=True, slots=True)
class Near:
    """A face that is evidence."""

    row: int
    distance: float
    probability: float


@dataclass(frozen=True, slots=True)
class Rival:
    """A person that a face or another person might be, and the nearest faces that say so."""

    side: int
    probability: float | None  # None: known to be somebody else
    near: tuple[Near, ...] = ()


def nearest_faces(belonging: Belonging, row: int, among: NDArray[np.intp]) -> tuple[Near, ...]:
    """Return the faces of *among* nearest to a face, nearest first, ties by row."""
    others = among[among != row]
    one = np.array([row], np.intp)
    gaps = belonging.distances(one, others)[0]
    order = np.lexsort((others, gaps))[:EVIDENCE]
    chances = belonging.probabilities(one, others[order])[0]
    return tuple(
        Near(int(others[i]), float(gaps[i]), float(chance))
        for i, chance in zip(order.tolist(), chances.tolist(), strict=True)
    )


def own_probability(belonging: Belonging, row: int, person: NDArray[np.intp]) -> float | None:
    """Return the probability that a face is the person it is with; None: it is alone there."""
    if len(person) < 2:
        return None
    return float(belonging.of_faces(person)[person == row][0])


def rivals_of_face(
    belonging: Belonging, sides: Sides, row: int, own: float | None, side: int
) -> list[Rival]:
    """Return the people that a face might be instead, most probable first.

    What is left when it is not its own person is shared out: a face that is surely Anna is hardly
    anybody else, however near.

    Args:
        belonging: All faces.
        sides: All people.
        row: The face.
        own: Probability of its own person; None: it has none, or nothing says.
        side: The side that it is on.
    """
    rivals = [
        Rival(
            rival,
            None if apart else (1 - (own or 0.0)) * chance,
            nearest_faces(belonging, row, sides.rows[rival]),
        )
        for rival, chance, apart in _nearest_people(
            belonging, sides, side, belonging.vectors[row], np.array([row], np.intp)
        )
    ]
    return sorted(rivals, key=_order)[:OTHERS]


def rivals_of_person(belonging: Belonging, sides: Sides, side: int) -> list[Rival]:
    """Return the people that a person may be one with, and look-alikes known to be others."""
    rivals = [
        Rival(rival, None if apart else chance)
        for rival, chance, apart in _nearest_people(
            belonging, sides, side, sides.means[side], sides.rows[side]
        )
        if apart or chance >= LEAST
    ]
    return sorted(rivals, key=_order)


def _nearest_people(
    belonging: Belonging,
    sides: Sides,
    side: int,
    direction: NDArray[np.float32],
    rows: NDArray[np.intp],
) -> list[tuple[int, float, bool]]:
    """Return people near *rows*: side, probability to be one, whether they are known not to be."""
    gaps = np.sqrt(np.maximum(2 - 2 * (sides.means @ direction), 0))
    gaps[~sides.person | ~sides.alive] = np.inf
    gaps[side] = np.inf
    best = np.argsort(gaps, kind="stable")[:LOOK_ALIKES]
    best = best[gaps[best] <= belonging.reach(TOO_FAR)]
    known = sides.apart(np.full(len(best), side, np.intp), best)
    return [
        (rival, belonging.of_groups(rows, sides.rows[rival]), bool(apart))
        for rival, apart in zip(best.tolist(), known.tolist(), strict=True)
    ]


def _order(rival: Rival) -> tuple[float, int]:
    return (-(rival.probability if rival.probability is not None else -1.0), rival.side)

"""How good a grouping is, without labels: precision, recall, and how sure that is.

Everything comes together here: doubts about the groups (`trust_doubts`), how probable they are
(`trust_chances`), signs of the whole library (`trust_signs`), the estimate from all of these
(`trust_estimate`) with its constants (`trust_fit`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.trust_doubts import doubts
from likeness.grouping.trust_estimate import Estimate, context, corrected, raw, worth_asking
from likeness.grouping.trust_fit import CHANCES, CORRECTIONS, QUESTIONS, TERMS_HIGH, TERMS_LOW
from likeness.grouping.trust_signs import TERMS, terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from likeness.grouping.trust_doubts import Doubts
    from likeness.grouping.trust_estimate import Asked
    from likeness.grouping.trust_groups import Grouped

MARGIN = 0.1  # of the range that was fitted on, by which a library may lie outside of it
FEW = 20  # faces: of fewer nothing is said about a part of the library


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How good a grouping is."""

    precision: Estimate  # BCubed, over all faces
    recall: Estimate
    outside: tuple[str, ...]  # `trust_signs.TERMS` in which the library is unlike those fitted on


def estimate(
    library: Grouped, found: Doubts, answers: Mapping[int, bool], questions: int = 0
) -> Trust:
    """Return precision and recall of a grouping, with 95 % intervals.

    Args:
        library: The faces and their groups.
        found: The doubts about them.
        answers: Number of a doubt that a human settled, and whether it is right.
        questions: How many questions these answers are from.
    """
    known = terms(library, found)
    slack = MARGIN * (np.array(TERMS_HIGH) - np.array(TERMS_LOW))
    beyond = (known < TERMS_LOW - slack) | (known > TERMS_HIGH + slack)
    outside = tuple(name for name, far in zip(TERMS, beyond.tolist(), strict=True) if far)
    sums = {
        together: raw(CHANCES[together], found, answers, together=together)
        for together in (True, False)
    }
    # With some answers, but fewer than were fitted on, the wider intervals of none hold.
    stage = QUESTIONS if questions >= QUESTIONS else 0
    result = {
        together: corrected(
            CORRECTIONS[stage][together],
            context(sums[together], sums[not together]),
            wider=bool(outside),
        )
        for together in (True, False)
    }
    return Trust(precision=result[True], recall=result[False], outside=outside)


def questions(found: Doubts, count: int) -> list[Asked]:
    """Return the questions whose answers would narrow the intervals most, most telling first."""
    return worth_asking(CHANCES, found, count)


def wrong(found: Doubts, answers: Mapping[int, bool], faces: int) -> NDArray[np.float64]:
    """Return (n,) the expected share of strangers in the group of each face; NaN: not looked at.

    Args:
        found: The doubts.
        answers: Number of a doubt that a human settled, and whether it is right.
        faces: How many faces there are.
    """
    result = np.full(faces, np.nan)
    rows = np.flatnonzero(found.together)
    chance = np.zeros(len(found))
    if len(rows):
        odds = CHANCES[True].log_odds(found.features[rows])
        chance[rows] = 1 / (1 + np.exp(-odds))
    for row, right in answers.items():
        chance[row] = float(right)
    for row in rows.tolist():
        own, rest = found.smaller[row], found.larger[row]
        part = found.sizes[row, 1] / found.faces[found.groups[row, 1]]
        for side, share in ((own, 1 - part), (rest, part)):
            before = result[side]
            result[side] = np.where(np.isnan(before), 0, before) + chance[row] * share
    return result.clip(0, 1)


def precision_of(wrong_share: NDArray[np.float64], rows: NDArray[np.bool_]) -> float | None:
    """Return the estimated precision of some faces that are in groups; None: too few are known."""
    values = wrong_share[rows & ~np.isnan(wrong_share)]
    return float(1 - values.mean()) if len(values) >= FEW else None


def both(one: Sequence[str | None], other: Sequence[str | None]) -> float:
    """Return how far two groupings of the same faces agree: BCubed F of one by the other.

    Args:
        one: The group of each face; None: alone.
        other: The same of the other grouping.
    """
    from likeness.grouping.trust_signs import shared

    numbers = []
    for names in (one, other):
        unique = [name if name is not None else f" {i}" for i, name in enumerate(names)]
        numbers.append(np.unique(np.array(unique, np.str_), return_inverse=True)[1])
    if not len(numbers[0]):
        return 1.0
    precision, recall = (float(shared(a, b).mean()) for a, b in (numbers, numbers[::-1]))
    return 2 * precision * recall / (precision + recall)


__all__ = [
    "Estimate", "Trust", "both", "doubts", "estimate", "precision_of", "questions", "wrong",
]  # fmt: skip

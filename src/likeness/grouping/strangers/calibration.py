"""What scores mean in one library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.strangers.base import (
    BASE,
    BASE_VOTES,
    TAIL,
    Base,
    Usual,
    base_level,
    usual_of,
)
from likeness.grouping.strangers.doubles import doubles
from likeness.grouping.strangers.known import NOBODY, Known
from likeness.grouping.strangers.odds import fit_logits, trials
from likeness.grouping.strangers.votes import CLASSES, Votes, take_votes

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What the best believed vote follows from: the middle of the votes and this upper share of them,
# and how seldom a library has a stranger beyond it.
UPPER = 0.2
ONCE = 0.01
LEAST_SCALE = 0.002  # votes that are all alike say nothing of the tail


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What scores mean in one library; depends on nothing but its faces and people."""

    entries: int  # people who can be candidates
    alone: int  # faces that belong to nobody
    pooled: NDArray[np.float64]  # ascending, one vote of a person
    classes: tuple[NDArray[np.float64], ...]  # the same within each class of quality
    own: tuple[NDArray[np.float64], ...]  # scores of people for their other photos, each class
    usual: Usual
    twice: int  # people left out of the votes: rather somebody else's second entry
    shortfall: float  # usual between the faces of a person and those of their nearest stranger
    logits: NDArray[np.float64]  # (4,)


def calibrate(known: Known, votes: Votes | None = None, *, base: Base = BASE) -> Calibration:
    """Say what scores mean in this library.

    Args:
        known: The library.
        votes: Of `take_votes`, if they are at hand.
        base: What is assumed where the library says too little.
    """
    votes = votes or take_votes(known)
    return calibration_from(
        votes, entries=known.entries, alone=len(known) - known.entries, base=base
    )


def calibration_from(votes: Votes, *, entries: int, alone: int, base: Base = BASE) -> Calibration:
    """Say what scores mean in the library that these votes are from.

    Args:
        votes: Of everybody, or of some who were drawn.
        entries: People in the library.
        alone: Faces in it that belong to nobody.
        base: What is assumed where the votes say too little.
    """
    strangers = votes.strangers[:, 0]
    same, shortfall = doubles(votes, base)
    most = most_of_strangers(strangers[votes.first & ~same], entries, base)
    usable = (strangers > NOBODY) & (strangers <= most) & ~same
    pooled = np.sort(strangers[votes.first & usable])
    usual = usual_of(pooled, entries, base)
    return Calibration(
        entries=entries,
        alone=alone,
        pooled=pooled,
        classes=tuple(
            np.sort(strangers[(votes.classes == each) & usable]) for each in range(CLASSES)
        ),
        own=tuple(
            np.sort(votes.own[(votes.classes == each) & ~np.isnan(votes.own)])
            for each in range(CLASSES)
        ),
        usual=usual,
        twice=int((votes.first & (same | (strangers > most))).sum()),
        shortfall=shortfall,
        logits=fit_logits(*trials(votes, usable), usual=usual, base=base),
    )


def most_of_strangers(votes: NDArray[np.float64], entries: int, base: Base = BASE) -> float:
    """Return the best score that anybody but the same person is believed to get.

    Grouping leaves some people in two parts, or faces of theirs alone. Such a part votes with the
    score of the same person: a few of them would make every search "absent". From the middle of the
    votes, which they do not reach, follows what the best of so many strangers scores once in
    1 / `ONCE` libraries.

    Args:
        votes: (n,) of all.
        entries: People in the library.
        base: Counts as `BASE_VOTES` votes.
    """
    n = len(votes)
    level, scale = base_level(base, entries), base.scale
    middle, upper = (level + scale * np.log(TAIL / share) for share in (0.5, UPPER))
    if n:
        own = np.quantile(votes, [0.5, 1 - UPPER])
        middle, upper = (n * own + BASE_VOTES * np.array([middle, upper])) / (n + BASE_VOTES)
    scale = max((upper - middle) / np.log(0.5 / UPPER), LEAST_SCALE)
    return float(upper + scale * np.log(max(n, 1) * UPPER / ONCE))

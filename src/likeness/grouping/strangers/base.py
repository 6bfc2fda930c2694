"""What is assumed of strangers where a library says too little itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What is assumed where a library says too little itself."""

    level: float  # score that a share `tail` of strangers reaches among 10 people
    rise: float  # of that score for every tenfold of people
    scale: float  # mean excess over it
    shortfall: float  # see `doubles`: usual one of strangers
    logits: tuple[float, float, float, float]  # 1, score, margin, log2 of the faces


# Fitted to libraries that benchmarks/open_set.py generates with 10 to 66 people, as photographs
# (fitted to singles, office and drama): `open_set.py --fit`.
BASE = Base(
    level=0.8975, rise=0.0146, scale=0.0101, shortfall=0.0668, logits=(-5.79, 1.03, 0.88, -0.18)
)
TAIL = 0.2  # share of the votes that the tail is fitted to

ALPHA = 0.01

# What BASE counts for beside the votes of the library; in p-values it fades, and is gone where
# there are 1 / alpha - 1 votes. Of 2 to 12 excesses none suits photographs and renders alike: see
# `benchmarks/open_set.py` for what 6 lets through.
BASE_VOTES = 10.0
BASE_EXCESSES = 6.0  # what BASE's scale is worth, in excesses
BASE_TRIALS = 0.5  # inverse variance of each coefficient around that of BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What strangers usually score; with few votes much as BASE says."""

    level: float  # that a share `TAIL` of them reaches
    scale: float  # mean excess over it


def base_level(base: Base, entries: int) -> float:
    """Return the score that BASE expects a share `TAIL` of strangers to reach."""
    return float(base.level + base.rise * np.log10(max(entries, 1) / 10))


def base_share(base: Base, entries: int, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of strangers that BASE expects to score at least this."""
    level = base_level(base, entries)
    share: NDArray[np.float64] = np.minimum(1, TAIL * np.exp(-(scores - level) / base.scale))
    return share


def usual_of(votes: NDArray[np.float64], entries: int, base: Base = BASE) -> Usual:
    """Return what strangers usually score: what the votes (n,) say and BASE, by their numbers."""
    n, level = len(votes), base_level(base, entries)
    own = float(np.quantile(votes, 1 - TAIL)) if n else level
    level = (n * own + BASE_VOTES * level) / (n + BASE_VOTES)
    excess = votes[votes > level] - level
    total = excess.sum() + BASE_EXCESSES * base.scale
    return Usual(level=level, scale=float(total / (len(excess) + BASE_EXCESSES)))

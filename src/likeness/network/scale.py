"""From how alike on two count as alike, in the space of each model.

The classic default of networks of faces is a cosine of 0.2 in the space of ArcFace: far below what
says that two photos show one person, high enough that few strangers are joined. What that means is
a rate: about one of a hundred pairs of different people is above it. In another space the default
is the cosine that as few pairs of different people are above.

The rate holds for faces of people who are picked at random. People of one family, or of one photo,
are more alike, and so are the means of several faces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.types import Contract
from likeness.types.network import SimilarityScale

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

# Of ArcFace at CLASSIC. No published figure was found at just this cosine for the files that are
# common today (buffalo_l: only 0.4078 at one in a million, MR-ALL of ICCV21-MFR, InsightFace's
# server/README.md). Adv-Makeup's test.py, whose authors say in issue 20 that these are thresholds
# on LFW, has for two networks of ArcFace's kind 0.167 at 1 % and 0.228 at 0.1 % (IR-152), and 0.145
# at 10 % and 0.241 at 1 % (IR-SE-50). On straight lines between logarithms that is 0.3 % and 2.7 %
# at 0.2, and 0.9 % in their geometric middle.
CLASSIC = 0.2
FALSE_MATCH_RATE = 0.01
ARCFACE = "arcface"  # models of this kind are named so

# So few pairs say something about one of a hundred: ten of them are above the cosine.
ENOUGH = 1_000

# Of a space of which nothing is known: between vectors that have nothing to do with each other, as
# far as a model uses both signs, and equal ones.
UNKNOWN = 0.5

DIGITS = 3
HASH = re.compile(r"-[0-9a-f]{12}$")  # that ends a contract, see `models/contract.py`


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The cosine in one space that `FALSE_MATCH_RATE` of pairs of different people are above."""

    minimum: float
    least: float  # of the fits without one set
    most: float
    people: int  # at least
    pairs: int


# By `benchmarks/similarity_scale.py`, which says on what and how. Names of models, so that another
# decoder or detector does not forget what they were measured with.
MEASURED = {
    "dlib": Measured(minimum=0.928, least=0.922, most=0.933, people=24, pairs=35_827),
    "dlib-one-view": Measured(minimum=0.921, least=0.915, most=0.928, people=24, pairs=35_827),
}


def is_known(contract: Contract) -> bool:
    """Return whether the scale of a space rests on what was measured or published."""
    name = HASH.sub("", contract)
    return name.startswith(ARCFACE) or name in MEASURED


def scale_of(contract: Contract, *, strangers: ArrayLike | None = None) -> SimilarityScale:
    """Return from where on two count as alike, by default, in the space of a contract.

    Args:
        contract: Whose space.
        strangers: Cosines of pairs of different people in this space, say of two faces on one
            photo. They are used where nothing was measured, if there are `ENOUGH`.
    """
    name = HASH.sub("", contract)
    if name.startswith(ARCFACE):
        return _classic(contract)
    if name in MEASURED:
        return _measured(contract, MEASURED[name])
    cosines = np.asarray([] if strangers is None else strangers, np.float64).ravel()
    if len(cosines) >= ENOUGH:
        return _own(contract, cosines)
    return SimilarityScale(
        contract=contract,
        minimum=UNKNOWN,
        false_match_rate=None,
        source="Nothing was measured in this space: set what suits it.",
    )


def cosine_at(cosines: ArrayLike, rate: float, weights: ArrayLike | None = None) -> float:
    """Return the cosine that a share of some pairs is above.

    Args:
        cosines: (n,) at least one.
        rate: The share, (0, 1).
        weights: (n,) how much each pair counts; None: all the same.
    """
    values = np.asarray(cosines, np.float64)
    heavy = np.ones(len(values)) if weights is None else np.asarray(weights, np.float64)
    order = np.argsort(-values, kind="stable")
    above = np.cumsum(heavy[order]) / heavy.sum()
    return float(values[order][min(int(np.searchsorted(above, rate)), len(values) - 1)])


def _classic(contract: Contract) -> SimilarityScale:
    return SimilarityScale(
        contract=contract,
        minimum=CLASSIC,
        false_match_rate=FALSE_MATCH_RATE,
        source=(
            "The classic default for ArcFace. Its rate is read between published thresholds on LFW "
            "(Adv-Makeup, test.py and issue 20): 0.3 % for one network, 2.7 % for another."
        ),
    )


def _measured(contract: Contract, found: Measured) -> SimilarityScale:
    return SimilarityScale(
        contract=contract,
        minimum=found.minimum,
        false_match_rate=FALSE_MATCH_RATE,
        source=(
            f"As rare among different people as a cosine of {CLASSIC} is for ArcFace (about 1 of "
            f"100 pairs). Measured on {found.pairs:,} pairs of faces of at least {found.people} "
            f"people, three of them rendered; without one of the sets of photos it would be "
            f"{found.least} to {found.most}."
        ),
    )


def _own(contract: Contract, cosines: NDArray[np.float64]) -> SimilarityScale:
    return SimilarityScale(
        contract=contract,
        minimum=round(cosine_at(cosines, FALSE_MATCH_RATE), DIGITS),
        false_match_rate=FALSE_MATCH_RATE,
        source=(
            f"As rare as a cosine of {CLASSIC} is for ArcFace, among {len(cosines):,} pairs of "
            "different people in this library."
        ),
    )

"""Two entries that are rather one person: grouping leaves some people in two parts.

Each half scores as the other's double, which says nothing of strangers: as a vote it would make
every search "absent", as a rival every search "unsure". Look-alikes must go on voting, so a high
score alone is no reason. What tells them apart is how faces of one score for the other, compared
with how the other's own faces do when they are left out: the halves of a person score alike, those
who look alike fall short. Of generated photographs with 2 % look-alikes the middle half of the
halves falls short by .003 either way, of the nearest strangers by .02 to .06; of renders, on which
the embedding sees less, by .006 and .01 to .03. So the limit goes by what is usual in the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.strangers.base import BASE, BASE_VOTES, Base
from likeness.grouping.strangers.known import NOBODY, Known, own_scores, score_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.strangers.votes import Votes

FACES = 6  # of each, that are compared: evidence enough, and quick

# Of the usual shortfall: who falls short by less is the same person. In 16 to 20 generated
# libraries of 500 people, alarms at a stated 1 %: 1.62 % with .3, 1.11 % with .12, 1.05 % with .08;
# found with 2 % of the people in two parts: .64 with .12, .62 with .08 (.68 where nobody is).
SHARE = 0.12
TOP = 0.2  # share of the votes that are high enough to be looked at
EVERY = 5  # every so many-th vote says what is usual


def shortfall(known: Known, one: int, other: int) -> float:
    """Return by how much faces of two people score less for each other than for themselves.

    NaN if both have one face only: then there is nothing to compare with.
    """
    total, count = 0.0, 0
    for of, to in ((one, other), (other, one)):
        theirs = np.arange(known.starts[to], known.starts[to + 1])
        if len(theirs) < 2:
            continue
        mine = np.arange(known.starts[of], known.starts[of + 1])[:FACES]
        usual = own_scores(known, theirs[:FACES]).mean()
        total += sum(usual - score_of(known, theirs, known.vectors[face]) for face in mine)
        count += len(mine)
    return total / count if count else np.nan


def shortfalls_of(
    known: Known, pairs: NDArray[np.intp], best: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (t,) the shortfall of each of *pairs* (t, 2) that `doubles` looks at, else NaN.

    Args:
        known: The library.
        pairs: Whose vote it is, and who scored best.
        best: (t,) that score.
    """
    result = np.full(len(pairs), np.nan)
    found: dict[tuple[int, int], float] = {}
    often, high = _looked_at(best)
    for vote in np.union1d(often, high).tolist():
        one, other = pairs[vote].tolist()
        if (one, other) not in found:
            found[one, other] = shortfall(known, one, other)
        result[vote] = found[one, other]
    return result


def _looked_at(best: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the votes that say what is usual, and those that are high enough to be doubles."""
    voting = np.flatnonzero(best > NOBODY)
    if not len(voting):
        return voting, voting
    return voting[::EVERY], voting[best[voting] >= np.quantile(best[voting], 1 - TOP)]


def doubles(votes: Votes, base: Base = BASE) -> tuple[NDArray[np.bool_], float]:
    """Return which votes (t,) name rather the same person again, and the usual shortfall."""
    often, high = _looked_at(votes.strangers[:, 0])
    some = votes.shortfalls[often]
    some = some[~np.isnan(some)]
    own = float(np.median(some)) if len(some) else base.shortfall
    usual = (len(some) * own + BASE_VOTES * base.shortfall) / (len(some) + BASE_VOTES)
    result = np.zeros(len(votes), np.bool_)
    result[high] = votes.shortfalls[high] < SHARE * usual
    return result, float(usual)

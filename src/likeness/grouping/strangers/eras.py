"""The spans of a life that photos fall into: a face changes, its template should not blur over it.

Whoever has photos enough over years enough gets a template for each span, and the best of them
counts. Strangers are searched for through the same templates, so what several templates let through
by chance is in the votes already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Chosen, not fitted: there is no set here with dated photos of known people over decades. Grown-ups
# are still recognised after ten years (Best-Rowden and Jain, A longitudinal study of automatic face
# recognition, 2015), of children many are not after three (Deb, Nain and Jain, Longitudinal study
# of child face recognition, 2018).
MOST = 5  # eras of a person
LEAST_FACES = 3  # of an era
SPAN = 6.0  # years of an era, about
YOUNG_SPAN = 2.0
YOUNG = 16.0  # perceived age, years


def eras(taken: NDArray[np.float64], age: NDArray[np.float32] | None = None) -> NDArray[np.intp]:
    """Return the era of each of one person's faces, 0 for the earliest.

    Photos are cut apart at the longest gaps between them, as long as both sides keep
    `LEAST_FACES`, into as many eras as the years between the first and the last ask for. Faces
    without a date fall into the era that holds most; without two eras all faces are in one.

    Args:
        taken: (n,) years such as 2019.37; NaN: not known.
        age: (n,) perceived, years, NaN: not known. None: of none.
    """
    result = np.zeros(len(taken), np.intp)
    dated = np.flatnonzero(~np.isnan(taken))
    order = dated[np.argsort(taken[dated], kind="stable")]
    times = taken[order]
    wanted = _wanted(times, age[order] if age is not None else np.full(len(order), np.nan))
    if wanted < 2:
        return result
    cuts = [0, len(order)]
    gaps = np.diff(times)
    for place in (np.argsort(-gaps, kind="stable") + 1).tolist():
        if len(cuts) > wanted:
            break
        if all(abs(place - cut) >= LEAST_FACES for cut in cuts) and gaps[place - 1] > 0:
            cuts.append(place)
    numbers = np.searchsorted(np.sort(cuts)[1:-1], np.arange(len(order)), side="right")
    result[:] = np.bincount(numbers).argmax()
    result[order] = numbers
    return result


def _wanted(times: NDArray[np.float64], age: NDArray[np.floating]) -> int:
    """Return into how many eras photos of these times, ascending, are to be cut at most."""
    if len(times) < 2 * LEAST_FACES:
        return 1
    span = YOUNG_SPAN if (age < YOUNG).mean() * 2 > 1 else SPAN
    return int(min(MOST, len(times) // LEAST_FACES, 1 + (times[-1] - times[0]) // span))

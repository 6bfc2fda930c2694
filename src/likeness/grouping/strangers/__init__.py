"""Is somebody of the library shown, or a stranger? The answer with its sureness, measured here.

    known = Known.of(vectors, quality, people)    once for each revision of the library
    calibration = calibrate(known)                likewise: a second at 100,000 faces
    ranked = rank(known, sample[None])
    (verdict,) = decide(calibration, ranked, quality)

What counts is the best score that a stranger gets in this very library: everybody in turn is taken
out and searched for among the others (leave one person out), with one photo, so that people with
many photos do not outvote the others (`votes`). Faces that belong to nobody vote too, each for
itself. The share of votes at or above a score is a conformal p-value (`tails`). That the best
candidate is right is a logistic regression on the same votes and on photos of people searched for
in a library without that very photo (`odds`). `verdicts` puts both into an answer, `photos` says of
every photo how probably it shows the person.

A `Calibration` holds scores and nothing else, and depends on nothing but the faces and people of
the library: whoever keeps it by the revision of both need not compute it again.
"""

from __future__ import annotations

from likeness.grouping.strangers.calibration import Calibration, calibrate
from likeness.grouping.strangers.known import Known, Ranked, rank
from likeness.grouping.strangers.odds import probabilities
from likeness.grouping.strangers.tails import p_values
from likeness.grouping.strangers.verdicts import Verdict, decide

__all__ = [
    "Calibration",
    "Known",
    "Ranked",
    "Verdict",
    "calibrate",
    "decide",
    "p_values",
    "probabilities",
    "rank",
]

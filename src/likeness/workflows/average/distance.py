"""How far the means of two sets of faces are apart."""

from __future__ import annotations

from itertools import islice

import numpy as np

from likeness.errors import UsageError
from likeness.portrait.apart import Apart, apart
from likeness.types import AverageOf
from likeness.workflows.average.members import admitted, nobody
from likeness.workflows.parts import Parts

MOST = 20_000  # faces of each set that are compared: ids are hashes, so the first are a fair draw


def apart_of(parts: Parts, one: AverageOf, other: AverageOf) -> Apart:
    """Compare two sets, as `resolved` returns them; each person is left out once with all photos.

    Where both sets are one person, each photo is: then it is the photos that were drawn.
    """
    some = [list(islice(admitted(parts, of), MOST)) for of in (one, other)]
    for of, members in zip((one, other), some, strict=True):
        if not members:
            raise UsageError(nobody(of))
    vectors = [np.stack([member.vector for member in members]) for members in some]
    voters = [[member.person or member.face for member in members] for members in some]
    of_one = any(len(set(each)) == 1 for each in voters)
    return apart(*vectors, voters=None if of_one else (voters[0], voters[1]))

"""Which faces shape an average: the best of everybody, in fair shares."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from likeness.types import FaceId, Member

MOST = 400  # faces that shape a picture: more change it by less than one sees
MOST_OF_ONE = 40  # of one person where there are several
ENOUGH_PEOPLE = 10 * MOST  # so many are remembered at least, with their best faces
REMEMBERED = 50_000  # and so many at most
# What a face is worth: angles and spread at which it has fallen to 1/e and 1/2. The first two as
# in the quality of a face, but stricter: a turned face is recognised well and averaged badly.
YAW, PITCH = 22.0, 30.0  # degrees
SPREAD = 0.035  # in face sizes: .018 is usual
SIZE = 50.0  # pixels between the eyes, above which more pixels count little
POOR = 0.2  # of what somebody's best face is worth: below it a face only blurs
# Distance below which two faces of one person are the same shot, or one a copy of the other: that
# of grouping (`grouping.calibration.COPY`), where it was measured.
SAME_SHOT = 0.12

Worth = tuple[float, FaceId]


def worth(member: Member) -> float:
    """Return how much a face has to give to an average, [0, 1]."""
    yaw, pitch = member.yaw, member.pitch
    if yaw is None or pitch is None or not math.isfinite(yaw + pitch):
        return 0.0
    frontal = math.exp(-((yaw / YAW) ** 2) - (pitch / PITCH) ** 2)
    spread = SPREAD if member.spread is None else member.spread
    (x1, y1), (x2, y2) = member.points[:2]
    size = math.hypot(x2 - x1, y2 - y1)
    certain = 1 / (1 + (spread / SPREAD) ** 4)
    return (member.quality or 0.0) * frontal * certain * min(1.0, math.sqrt(size / SIZE))


class Selection:
    """Takes any number of faces one by one, and remembers the best of everybody."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._best: dict[str, list[Worth]] = {}

    def add(self, member: Member) -> None:
        """Consider a face."""
        theirs = self._best.setdefault(member.person or member.face, [])
        theirs.append((-worth(member), member.face))
        if len(theirs) >= 4 * self._most:
            _keep_best(theirs, 2 * self._most)
        if len(self._best) > REMEMBERED:
            self._forget_worst()

    def candidates(self) -> list[list[FaceId]]:
        """Return faces of everybody who may have a voice, each person's best first.

        Twice as many of each as can be used: some will turn out to be copies.
        """
        people = sorted((sorted(theirs) for theirs in self._best.values()), key=lambda t: t[0])
        if len(people) > 1:
            people = people[: 2 * self._most]
        each = self._most if len(people) == 1 else MOST_OF_ONE
        fair = max(math.ceil(self._most / max(len(people), 1)), 1)
        return [[face for _, face in theirs[: 2 * min(each, fair)]] for theirs in people]

    def _forget_worst(self) -> None:
        best = sorted(self._best.items(), key=lambda item: min(item[1]))
        self._best = dict(best[: max(ENOUGH_PEOPLE, 10 * self._most)])


def chosen(people: Iterable[Sequence[Member]], most: int = MOST) -> list[Member]:
    """Return the faces that shape an average: a best one of everybody, then a second, and so on.

    Near copies and bursts count once, by their best face. Faces that are worth little beside the
    best one of their person are left out.

    Args:
        people: The faces of each person, in any order.
        most: So many faces at most.

    Returns:
        In the order of preference.
    """
    ranked = [distinct(_worthy(faces)) for faces in people]
    ranked = [faces for faces in ranked if faces]
    each = most if len(ranked) == 1 else MOST_OF_ONE
    rounds = [
        sorted(
            (faces[place] for faces in ranked if place < len(faces)),
            key=lambda member: (-worth(member), member.face),
        )
        for place in range(min(each, max(map(len, ranked), default=0)))
    ]
    return [member for faces in rounds for member in faces][:most]


def distinct(faces: Sequence[Member]) -> list[Member]:
    """Return the first of each lot of faces that show the same shot.

    Args:
        faces: Of one person, best first.
    """
    if not faces:
        return []
    vectors = np.stack([member.vector for member in faces]).astype(np.float32)
    kept: list[int] = []
    for row, vector in enumerate(vectors):
        if not kept or _nearest(vector, vectors[kept]) > SAME_SHOT:
            kept.append(row)
    return [faces[row] for row in kept]


def _worthy(faces: Sequence[Member]) -> list[Member]:
    ranked = sorted(faces, key=lambda member: (-worth(member), member.face))
    least = POOR * worth(ranked[0]) if ranked else 0.0
    return [member for member in ranked if worth(member) >= least]


def _nearest(vector: NDArray[np.float32], others: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.maximum(((others - vector) ** 2).sum(axis=1).min(), 0)))


def _keep_best(theirs: list[Worth], count: int) -> None:
    theirs.sort()
    del theirs[count:]

"""MTCNN: three small networks, each looking closer at what the one before let through.

K. Zhang et al., "Joint Face Detection and Alignment Using Multitask Cascaded Convolutional
Networks", IEEE Signal Processing Letters 23 (2016). The graphs come from `weights/mtcnn.py`. They
take RGB bytes, N x 1 x height x (3 width), and give the face score as a logit, then the offsets of
the box's four edges, then (the last one) five x and five y of the points.

On top of the paper, the last network looks twice more at every face it found: at the box that it
corrected and at the mirror image of that. Box and points are the means of these two looks; the
score is the lowest of all three, so that a face has to convince each time. On 14 variants of every
photo of office, drama, singles and trip that takes what scores 0.75 or more from 18 to 7 where no
face was known, and from 1829 to 1824 where one was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.imaging.boxes import (
    Overlap,
    areas,
    iou,
    moved,
    reading_order,
    share_of_smaller,
    squared,
    suppress,
)
from likeness.imaging.pyramid import Image, Level, cut_squares, pyramid
from likeness.models.detectors import Detections
from likeness.models.session import Session

Floats = NDArray[np.float32]

# The first network sees windows of 12 x 12 pixels, two pixels apart.
WINDOW, STRIDE = 12, 2
# Rows of pixels that it gets at once: what it computes for more falls out of the cache.
BAND = 128
REFINE_SIDE, FINISH_SIDE = 24, 48

# Scores that let pass, as probabilities. The paper has 0.6, 0.7, 0.7. The first is stricter, which
# leaves a quarter less to refine, the others looser, since the second look decides: together no
# face fewer on office, drama, trip and digiface 4000 to 4002.
PASS_PROPOSE, PASS_REFINE, PASS_FINISH = 0.7, 0.6, 0.4
MIN_SCORE = 0.5

# Overlaps beyond which two boxes are one face (the paper's).
SAME_PROPOSAL, SAME_FACE = 0.7, 0.7
# Windows of one level that overlap by more than half: the one beside, above and diagonal.
BESIDE = np.ones((3, 3), np.uint8)

# Crops per run: few enough to stay in a core's second-level cache, measured.
REFINE_CHUNK, FINISH_CHUNK = 32, 16
# Proposals per photo. A sheet of 16 heads gives 500, noise as much; this bounds time and memory.
MAX_PROPOSALS, MAX_REFINED = 1500, 500

# Left and right eye, nose, left and right mouth corner, when left becomes right.
MIRRORED_POINTS = [1, 0, 2, 4, 3]


@dataclass(frozen=True, slots=True)
class Found:
    """What one network says about n squares of one photo, in pixels of the photo."""

    boxes: Floats  # (n, 4), corrected
    points: Floats  # (n, 5, 2); (n, 0, 2) from the networks that place none
    scores: Floats  # (n,), logits or probabilities

    def __getitem__(self, chosen: NDArray[np.bool_] | NDArray[np.intp] | slice) -> Found:
        return Found(self.boxes[chosen], self.points[chosen], self.scores[chosen])

    def distinct(self, limit: float, overlap: Overlap) -> Found:
        """Return the best of those that overlap, best first."""
        return self[suppress(self.boxes, self.scores, limit, overlap)]


class MtcnnDetector:
    """Finds faces with the three networks. Safe to share between threads.

    Args:
        propose: The first network, for pictures of any size.
        refine: The second, for 24 x 24 pixels.
        finish: The third, for 48 x 48 pixels.
        min_face: Smallest side of a face that is looked for, pixels, at least 12.
        min_share: The same as a share of the photo's longer side, in [0, 1]; the larger of the
            two counts. Time grows with the inverse square of the result.

    Raises:
        ValueError: `min_face` or `min_share` is out of its range.
    """

    def __init__(
        self,
        propose: Session,
        refine: Session,
        finish: Session,
        *,
        min_face: float = 20,
        min_share: float = 0.02,
    ) -> None:
        if min_face < WINDOW or not 0 <= min_share <= 1:
            raise ValueError(
                f"min_face must be at least {WINDOW} pixels and min_share lie in [0, 1], "
                f"got {min_face} and {min_share}."
            )
        self._propose = propose
        self._refine = refine
        self._finish = finish
        self._min_face = min_face
        self._min_share = min_share

    def detect(self, images: Sequence[Image]) -> list[Detections]:
        """Find the faces of every photo, with scores from 0.5.

        Args:
            images: RGB, each of shape (height, width, 3).

        Returns:
            One `Detections` per photo, in the same order. A photo's faces do not depend on the
            photos beside it.

        Raises:
            ModelRunError: A network failed.
        """
        photos = [self._pyramid(image) for image in images]
        found = [self._proposals(levels) for levels in photos]
        found = self._look(self._refine, photos, found, REFINE_SIDE, REFINE_CHUNK)
        found = [
            _passing(faces, PASS_REFINE).distinct(SAME_FACE, iou)[:MAX_REFINED] for faces in found
        ]
        found = self._look(self._finish, photos, found, FINISH_SIDE, FINISH_CHUNK)
        found = [
            _passing(faces, PASS_FINISH).distinct(SAME_FACE, share_of_smaller) for faces in found
        ]
        return [_detections(faces) for faces in self._second_look(photos, found)]

    def _pyramid(self, image: Image) -> list[Level]:
        smallest = max(self._min_face, self._min_share * max(image.shape[:2]))
        return pyramid(image, WINDOW / smallest, WINDOW)

    def _proposals(self, levels: Sequence[Level]) -> Found:
        """Return what the first network proposes on all levels of one photo."""
        parts = [self._proposals_on(level) for level in levels[1:]]
        boxes = np.concatenate([np.empty((0, 4), np.float32), *(part[0] for part in parts)])
        scores = np.concatenate([np.empty(0, np.float32), *(part[1] for part in parts)])
        best = np.argsort(-scores, kind="stable")[:MAX_PROPOSALS]
        found = Found(boxes[best], np.empty((len(best), 0, 2), np.float32), scores[best])
        return _passing(found, PASS_PROPOSE).distinct(SAME_PROPOSAL, iou)

    def _proposals_on(self, level: Level) -> tuple[Floats, Floats]:
        """Return boxes in photo pixels and logits of the windows that beat those beside them."""
        height, width = level.image.shape[:2]
        pixels = level.image.reshape(1, 1, height, 3 * width)
        starts = range(0, STRIDE * ((height - WINDOW) // STRIDE + 1), BAND)
        bands = [pixels[:, :, top : top + BAND + WINDOW - STRIDE] for top in starts]
        maps = [self._propose.run({"input": band})[0][0] for band in bands]
        logits = np.concatenate([band[0] for band in maps])
        passing = np.flatnonzero(logits > _logit(PASS_PROPOSE))
        if len(passing):
            best = cv2.dilate(logits, BESIDE)
            passing = passing[logits.flat[passing] >= best.flat[passing]]
        y, x = np.divmod(passing, logits.shape[1])
        rows = BAND // STRIDE
        offsets = [
            band[1:, y[part] - number * rows, x[part]].T
            for number, band in enumerate(maps)
            for part in [slice(*np.searchsorted(y, (number * rows, (number + 1) * rows)))]
        ]
        corners = np.stack([x, y], axis=1).astype(np.float32) * STRIDE
        boxes = moved(np.concatenate([corners, corners + WINDOW], axis=1), np.concatenate(offsets))
        scale = np.array([level.scale_x, level.scale_y] * 2, np.float32)
        return boxes / scale, logits[y, x]

    def _look(
        self,
        network: Session,
        photos: Sequence[Sequence[Level]],
        found: Sequence[Found],
        side: int,
        chunk: int,
        *,
        mirrored: bool = False,
    ) -> list[Found]:
        """Let a network look at the squares around all boxes of all photos, in shared runs."""
        squares = [squared(faces.boxes) for faces in found]
        ends = list(accumulate(map(len, squares)))
        crops = np.empty((sum(map(len, squares)), side, side, 3), np.uint8)
        for levels, part, end in zip(photos, squares, ends, strict=True):
            cut_squares(levels, part, side, crops[end - len(part) : end])
        if mirrored:
            crops = np.ascontiguousarray(crops[:, :, ::-1])
        rows = [
            network.run({"input": crops[at : at + chunk].reshape(-1, 1, side, 3 * side)})[0]
            for at in range(0, len(crops), chunk)
        ]
        answers = np.concatenate(rows) if rows else np.empty((0, 15), np.float32)
        if mirrored:
            answers = _unmirrored(answers)
        return [
            _placed(part, answers[end - len(part) : end])
            for part, end in zip(squares, ends, strict=True)
        ]

    def _second_look(
        self, photos: Sequence[Sequence[Level]], found: Sequence[Found]
    ) -> list[Found]:
        """Look again at the corrected boxes and their mirror images; scores as probabilities."""
        again = self._look(self._finish, photos, found, FINISH_SIDE, FINISH_CHUNK)
        turned = self._look(self._finish, photos, found, FINISH_SIDE, FINISH_CHUNK, mirrored=True)
        return [
            Found(
                (one.boxes + other.boxes) / np.float32(2),
                (one.points + other.points) / np.float32(2),
                _probability(np.minimum(np.minimum(one.scores, other.scores), first.scores)),
            )
            for first, one, other in zip(found, again, turned, strict=True)
        ]


def _logit(probability: float) -> float:
    return log(probability / (1 - probability))


def _probability(logits: Floats) -> Floats:
    return np.asarray((1 + np.tanh(logits / 2)) / 2, np.float32)  # exp would overflow


def _passing(found: Found, probability: float) -> Found:
    return found[(found.scores > _logit(probability)) & (areas(found.boxes) > 0)]


def _placed(squares: Floats, answers: Floats) -> Found:
    """Turn a network's answers about squares, (n, 5) or (n, 15), into photo pixels."""
    side = (squares[:, 2:] - squares[:, :2])[:, None]
    points = np.stack(np.split(answers[:, 5:], 2, axis=1), axis=2)
    return Found(
        moved(squares, answers[:, 1:5]), squares[:, None, :2] + points * side, answers[:, 0]
    )


def _unmirrored(answers: Floats) -> Floats:
    """Turn answers about mirror images, (n, 15), into answers about the images."""
    upright = answers.copy()
    upright[:, [1, 3]] = -answers[:, [3, 1]]
    upright[:, 5:10] = 1 - answers[:, 5:10][:, MIRRORED_POINTS]
    upright[:, 10:] = answers[:, 10:][:, MIRRORED_POINTS]
    return upright


def _detections(found: Found) -> Detections:
    """Keep the faces that are certain enough and distinct, in reading order."""
    faces = found[(found.scores >= MIN_SCORE) & (areas(found.boxes) > 0)]
    faces = faces.distinct(SAME_FACE, share_of_smaller)
    faces = faces[reading_order(faces.boxes)]
    return Detections(boxes=faces.boxes, points=faces.points, scores=faces.scores)

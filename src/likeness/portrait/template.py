"""Faces on a template: a photo keeps its hair, neck, clothes and light, and gets another face."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.portrait.average_face import AverageFace
from likeness.portrait.brought import brought
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Image, Light, linear, shown
from likeness.portrait.filters import Plane, blur
from likeness.portrait.regions import filled, hull
from likeness.portrait.shape import STEADY, eye_distance, fitted, moved
from likeness.portrait.warp import Spline, sampled

Points = NDArray[np.float64]

FEATHER = 9.0  # sigma of the mask's rim, pixels of the usual canvas
GROWN, FOREHEAD = (
    0.9,
    0.33,
)  # of the hull that is painted: well inside the face, just above the brows
LIGHT_FROM = (0.97, 0.40)  # the same, of where the template's light is measured
SMOOTH = 22.0  # sigma of what counts as light and not as features, pixels of the usual canvas
TAKEN = 0.85  # of the difference in light that is taken over
MOST = 1.5  # of it, natural logarithm
LEAST = 1 / 512  # of the mask, below which a pixel stays the template's own
SOFTER = 1.6  # times larger than the average, from which a face is said to look soft


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TemplateFace:
    """One face of a template, and the face that it gets."""

    points: Points  # (68, 2), pixels of the template
    light: Light  # (s, s, 3), the face to paint, upright
    shape: Points  # (68, 2), pixels of `light`

    @classmethod
    def of(cls, points: Points, average: AverageFace) -> TemplateFace:
        """Return a face, its points (68, 2) on the template, that gets an average."""
        return cls(points=points, light=average.light, shape=average.shape)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Painted:
    """A template with other faces."""

    pixels: Image  # (h, w, 3)
    mask: Plane  # (h, w), [0, 1]: where it is 0 the pixels are those of the template
    remarks: tuple[str, ...]  # sentences on what is whose


class FacePainter(Protocol):
    """**Protocol:** whatever puts faces onto the faces of a photo."""

    def paint(self, photo: Image, faces: Sequence[TemplateFace]) -> Painted:
        """Return the photo, (h, w, 3), with its faces painted over, in their order."""


class AveragePainter:
    """Warps a face onto that of the template and gives it the template's light."""

    def paint(self, photo: Image, faces: Sequence[TemplateFace]) -> Painted:
        """Paint at the photo's full resolution; outside of the mask no byte changes."""
        pixels = photo.copy()
        mask = np.zeros(photo.shape[:2], np.float32)
        for face in faces:
            _paint(photo, face, pixels, mask)
        return Painted(pixels=pixels, mask=mask, remarks=_remarks(faces))


def _remarks(faces: Sequence[TemplateFace]) -> tuple[str, ...]:
    if not faces:
        return ()
    one = len(faces) == 1
    whose = "the person" if one else "the people"
    said = [f"Hair, ears, neck, clothes and background remain those of {whose} on the template."]
    soft = sum(eye_distance(f.points) > SOFTER * eye_distance(f.shape) for f in faces)
    if soft:
        subject = "The face" if one else f"{soft} of {len(faces)} faces"
        said.append(
            f"{subject} on the template has more pixels than the average carries"
            " and looks softer than the rest."
        )
    return tuple(said)


def _paint(photo: Image, face: TemplateFace, pixels: Image, mask: Plane) -> None:
    """Paint one face, upright and at the usual size as far as light and mask are concerned."""
    canvas = Canvas()
    aim = face.shape * (canvas.side / len(face.light))
    laid = fitted(face.points[STEADY], aim[STEADY])
    shape = moved(laid, face.points)
    field = Spline(shape, canvas).map_to(face.shape)(canvas.side)
    template, _ = brought(photo, laid, canvas)
    gain = _gain(linear(template), sampled(face.light, field), shape, canvas)
    rim = filled(hull(shape, forehead=FOREHEAD), canvas.side, grown=GROWN)
    alpha = blur(rim, canvas.px(FEATHER))
    box = _box(alpha, laid, photo.shape)
    if box is None:
        return
    part = (slice(box[1], box[3]), slice(box[0], box[2]))
    on_canvas = _positions(box, laid)
    share = sampled(alpha, on_canvas, fine=False, border=cv2.BORDER_CONSTANT)
    share = np.where(share < LEAST, 0, np.minimum(share, 1)).astype(np.float32)
    light, zoom = _shrunk(face)
    bright = sampled(light, sampled(field, on_canvas, fine=False) * zoom)
    bright = np.clip(bright, 0, 1) * np.exp(sampled(gain, on_canvas, fine=False))
    mixed = bright * share[..., None] + linear(pixels[part]) * (1 - share[..., None])
    pixels[part] = np.where(share[..., None] > 0, shown(mixed), pixels[part])
    mask[part] = np.maximum(mask[part], share)


def _gain(template: Light, face: Light, shape: Points, canvas: Canvas) -> Light:
    """Return the logarithm of what makes a face as bright and coloured as the template's."""
    grown, forehead = LIGHT_FROM
    where = filled(hull(shape, forehead=forehead), canvas.side, grown=grown)
    off = np.log(np.clip(template, 0.004, 1)) - np.log(np.clip(face, 0.004, 1))
    sigma = canvas.px(SMOOTH)
    wide = blur(off * where[..., None], sigma) / (blur(where, sigma) + 0.02)[..., None]
    return np.asarray(np.clip(TAKEN * wide, -MOST, MOST), np.float32)


def _box(alpha: Plane, laid: Points, shape: tuple[int, ...]) -> tuple[int, int, int, int] | None:
    """Return left, top, right and bottom of what a mask on the canvas touches of the photo."""
    rows, columns = np.nonzero(alpha >= LEAST)
    if not len(rows):
        return None
    ends = [columns.min() - 1, columns.max() + 2], [rows.min() - 1, rows.max() + 2]
    corners = np.array([(x, y) for x in ends[0] for y in ends[1]], np.float64)
    back = np.asarray(cv2.invertAffineTransform(laid), np.float64)
    found = moved(back, corners)
    left, top = np.maximum(np.floor(found.min(axis=0)).astype(int), 0)
    right, bottom = np.minimum(np.ceil(found.max(axis=0)).astype(int), (shape[1], shape[0]))
    if right <= left or bottom <= top:
        return None
    return int(left), int(top), int(right), int(bottom)


def _positions(box: tuple[int, int, int, int], laid: Points) -> NDArray[np.float32]:
    """Return where the centres of a box's pixels are on the canvas, (h, w, 2)."""
    left, top, right, bottom = box
    columns, rows = np.meshgrid(np.arange(left, right) + 0.5, np.arange(top, bottom) + 0.5)
    return moved(laid, np.stack([columns, rows], axis=2)).astype(np.float32)


def _shrunk(face: TemplateFace) -> tuple[Light, np.float32]:
    """Return the light of a face no finer than the template can show, and its scale."""
    scale = 1.25 * eye_distance(face.points) / max(eye_distance(face.shape), 1e-6)
    if scale >= 1:
        return face.light, np.float32(1)
    side = max(1, round(len(face.light) * scale))
    small = cv2.resize(face.light, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32), np.float32(side / len(face.light))

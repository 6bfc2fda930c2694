"""What differs most between the faces of an average: as a picture and in words."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw

from likeness.imaging.lettering import line, write
from likeness.imaging.points68 import (
    JAW,
    LEFT_BROW,
    LEFT_CORNER,
    LEFT_EYE,
    MOUTH,
    NOSTRILS,
    RIGHT_BROW,
    RIGHT_CORNER,
    RIGHT_EYE,
)
from likeness.portrait.average_face import AverageFace
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Image, linear, log_luminance, luminance, shown
from likeness.portrait.filters import Plane, blur
from likeness.portrait.regions import NASION, filled, hull
from likeness.portrait.shape import eye_distance

Floats = NDArray[np.floating[Any]]

LEAST, MOST = 10, 99  # percentiles of the difference inside the face: the ends of the scale
SMOOTHED = 2.0  # sigma, pixels of the usual canvas: single hairs say nothing of faces
OVER = 0.8  # how much the colours cover the grey average inside the face
DIMMED = 0.22  # how bright the grey average is around it
DETAIL_SIGMA = 10.0  # pixels of the usual canvas: finer features of the face shine through
DETAIL = 0.8  # how strongly
INNER = 0.92  # of the face: at its outline lie hair and background, which differ in any set
FADE = 11.0  # sigma of the rim, pixels of the usual canvas
DIGITS = 6  # of mean differences: names and not the last bits decide between equal parts
WORDS = ("alike", "differs most")
PAPER, INK = (18, 18, 20), (235, 235, 238)
MAP = cv2.COLORMAP_INFERNO  # perceptually uniform, dark for little, right in grey too
APART = 0.08  # twice what skin keeps from eyes, brows, nose and mouth, in eye distances


def difference_picture(average: AverageFace, *, words: tuple[str, str] = WORDS) -> Image:
    """Return the average in grey with its differences as colours, and a legend below.

    Args:
        average: Whose difference is shown.
        words: What the dark and the light end of the scale mean.

    Returns:
        (s + strip, s, 3) sRGB; the strip is about a ninth of the side.
    """
    canvas = average.canvas
    smooth = blur(average.difference, canvas.px(SMOOTHED))
    low, high = scale(smooth, average.shape)
    share = np.clip((smooth - low) / max(high - low, 1e-6), 0, 1)
    colours = linear(_colours(share)) * _features(average)[..., None]
    grey = np.repeat(luminance(average.light)[..., None] * DIMMED, 3, axis=2)
    inner = filled(hull(average.shape, forehead=0.45), canvas.side, grown=INNER)
    face = blur(inner, canvas.px(FADE))
    cover = (OVER * face)[..., None]
    picture = shown(grey * (1 - cover) + colours * cover)
    return np.vstack([picture, _legend(canvas, words)])


def scale(difference: Plane, shape: Floats) -> tuple[float, float]:
    """Return the ends of the scale of colours: percentiles inside the face."""
    inside = difference[filled(hull(shape, forehead=0.4), len(difference), grown=INNER) > 0]
    low, high = np.percentile(inside, (LEAST, MOST)) if inside.size else (0.0, 0.0)
    return float(low), float(high)


def regions(difference: Plane, shape: Floats) -> list[tuple[str, float]]:
    """Return the parts of the face, those first that differ most.

    Args:
        difference: (s, s), deviation of log luminance.
        shape: (68, 2), of an upright face, pixels of the same canvas.

    Returns:
        Names ("brows", "cheeks", "eyes", "forehead", "jaw", "mouth", "nose") and mean differences:
        0.1 is about a tenth brighter or darker. Parts outside of the picture are left out.
    """
    means = [
        (name, round(float(difference[mask].mean(dtype=np.float64)), DIGITS))
        for name, mask in parts(shape, len(difference)).items()
        if mask.any()
    ]
    return sorted(means, key=lambda part: (-part[1], part[0]))


def parts(shape: Floats, side: int) -> dict[str, NDArray[np.bool_]]:
    """Return the parts of an upright face as masks, (side, side); none overlap."""

    def hulled(points: Floats, grown: float) -> NDArray[np.bool_]:
        return filled(points, side, grown=grown) > 0

    eyes = hulled(shape[RIGHT_EYE], 1.5) | hulled(shape[LEFT_EYE], 1.5)
    arches = hulled(shape[RIGHT_BROW], 1.1) | hulled(shape[LEFT_BROW], 1.1)
    brows = _wider(arches, shape) & ~eyes  # the points lie on one line
    bridge = (shape[NASION] + shape[[39, 42]]) / 2  # between the bridge and the inner corners
    mouth = hulled(shape[MOUTH], 1.15)
    nose = hulled(np.vstack([bridge, shape[NOSTRILS]]), 1.2) & ~eyes & ~brows & ~mouth
    taken = _wider(eyes | brows | nose | mouth, shape)
    skin = hulled(hull(shape, forehead=0.45), 0.96) & ~taken
    rows = np.arange(side)[:, None] + 0.5
    corners = shape[[RIGHT_CORNER, LEFT_CORNER], 1].mean()
    under_the_brows = shape[[*range(17, 27)], 1].mean()
    above = skin & (rows < under_the_brows)
    below = skin & (rows > corners) & hulled(shape[JAW], 0.98)
    lids = shape[[40, 41, 46, 47], 1].max()
    cheeks = skin & (rows > lids) & (rows <= corners)
    return {
        "brows": brows,
        "cheeks": cheeks,
        "eyes": eyes,
        "forehead": above,
        "jaw": below,
        "mouth": mouth,
        "nose": nose,
    }


def said(ranked: list[tuple[str, float]]) -> str:
    """Return in a sentence what differs most and least."""
    if len(ranked) < 3:
        return "Too little of the face is visible to say what differs."
    first, second, last = ranked[0][0], ranked[1][0], ranked[-1][0]
    return f"The faces differ most at the {first} and the {second}, least at the {last}."


def _wider(mask: NDArray[np.bool_], shape: Floats) -> NDArray[np.bool_]:
    width = max(1, round(APART * eye_distance(shape)))
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((width, width))) > 0)


def _features(average: AverageFace) -> Plane:
    """Return the fine light and shade of the face, around 1, by which it is recognised."""
    logs = log_luminance(average.light)
    fine = logs - blur(logs, average.canvas.px(DETAIL_SIGMA))
    return np.asarray(np.exp(DETAIL * np.clip(fine, -0.7, 0.7)), np.float32)


def _colours(share: Plane) -> Image:
    """Return shares, [0, 1], as colours, RGB."""
    levels = np.round(share * 255).astype(np.uint8)
    return np.ascontiguousarray(cv2.applyColorMap(levels, MAP)[..., ::-1]).astype(np.uint8)


def _legend(canvas: Canvas, words: tuple[str, str]) -> Image:
    """Return a strip with the scale and what its ends mean."""
    side = canvas.side
    height, margin, size = round(side / 9), round(side / 24), max(round(side / 30), 11)
    paper = Pillow.new("RGB", (side, height), PAPER)
    draw = ImageDraw.Draw(paper)
    baseline = round(height / 2 + 0.36 * size)  # capitals are some .72 of the size high
    left, right = (line(word, size, room=0.3 * side) for word in words)
    write(draw, (margin, baseline), left, INK)
    write(draw, (side - margin, baseline), right, INK, anchor="rs")
    start = round(margin + left.width + 0.7 * size)
    steps = round(side - margin - right.width - 0.7 * size) - start
    thick = round(0.8 * size)
    ramp = _colours(np.tile(np.linspace(0, 1, steps, dtype=np.float32), (thick, 1)))
    paper.paste(Pillow.fromarray(ramp), (start, (height - thick) // 2))
    return np.asarray(paper, np.uint8)

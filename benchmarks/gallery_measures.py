"""What is measured on a picture of the gallery, and on the photos that it was made of."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import numpy as np
import psutil
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas
from likeness.portrait.look import Look
from likeness.portrait.regions import Regions
from likeness.portrait.rendering import rendered
from likeness.portrait.survey import sharpness
from likeness.portrait.warp import Spline

Image = NDArray[np.uint8]
T = TypeVar("T")


@dataclass(frozen=True)
class Cost:
    """What one picture took, over all processes."""

    seconds: float
    cpu_seconds: float


@dataclass(frozen=True)
class Sharpness:
    """Variance of the Laplacian, 8-bit grey levels."""

    eyes: float
    mouth: float


def clocked(run: Callable[[], T]) -> tuple[T, Cost]:
    """Return a result and what it took."""
    started, used = time.perf_counter(), cpu_seconds()
    result = run()
    return result, Cost(time.perf_counter() - started, cpu_seconds() - used)


def cpu_seconds() -> float:
    """Return what this process and its children have used, those that ended included."""
    own = psutil.Process()
    ended = own.cpu_times()
    total = float(ended.user + ended.system + ended.children_user + ended.children_system)
    for child in own.children(recursive=True):
        try:
            used = child.cpu_times()
        except psutil.Error:
            continue
        total += float(used.user + used.system)
    return total


def sharpness_of(picture: Image, shape: NDArray[np.float64], canvas: Canvas) -> Sharpness:
    """Return how sharp eyes and mouth of a picture are whose face has this shape."""
    regions = Regions.of(shape, canvas)
    return Sharpness(sharpness(picture, regions.eyes), sharpness(picture, regions.mouth))


def of_members(looks: Sequence[Look], shape: NDArray[np.float64], canvas: Canvas) -> Sharpness:
    """Return the sharpness of the median photo, brought onto the mean shape as it is."""
    spline = Spline(shape, canvas)
    found = [
        sharpness_of(rendered(look, spline.map_to(look.points)), shape, canvas) for look in looks
    ]
    return Sharpness(
        float(np.median([each.eyes for each in found])),
        float(np.median([each.mouth for each in found])),
    )


def measured(
    found: Sharpness, members: Sharpness, likeness: float | None, cost: Cost
) -> dict[str, Any]:
    """Return the numbers of one picture, for JSON: sharpness as share of the median photo's."""
    return {
        "eyes": round(found.eyes / max(members.eyes, 1e-9), 3),
        "mouth": round(found.mouth / max(members.mouth, 1e-9), 3),
        "likeness": None if likeness is None else round(likeness, 4),
        **{name: round(value, 2) for name, value in asdict(cost).items()},
    }

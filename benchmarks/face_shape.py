"""Fits the mean face in space that `likeness.imaging.pose` uses, and prints it.

    python benchmarks/face_shape.py ../shared/photos

Landmarks of many faces and their mirror images are factorised into one rigid shape and a camera
each (Tomasi and Kanade 1992, scaled orthography). Sets: digiface 4000 to 4002, office, drama,
singles, trip; never pairs, scenes or digiface 4003 to 4005, which are for testing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.models.analyser import PhotoPixels
from likeness.models.artifacts import Artifacts
from likeness.models.factory import open_analyser
from likeness.models.registry import Registry
from likeness.models.zoo import BUILTIN
from likeness.settings import DetectSettings, LibrarySettings
from likeness.types import PhotoId

Floats = NDArray[np.float64]

SETS = ("digiface/400[012]/*", "office/*", "drama/*/*", "singles/*", "trip/*/*")
MIN_SCORE = 0.95
LONG_SIDE = 1280
# The point of the other side of the face, for each of the 68.
MIRRORED = np.concatenate(
    [
        [*range(16, -1, -1), *range(26, 16, -1), *range(27, 31), *range(35, 30, -1)],
        [45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40],
        [54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65],
    ]
)
LEFT_EYE, RIGHT_EYE, JAW_SIDE = slice(36, 42), slice(42, 48), slice(0, 8)


def landmarks(folder: Path) -> Floats:
    """Return the landmarks of all sure faces below a folder, shape (n, 68, 2)."""
    settings = LibrarySettings(detect=DetectSettings(min_score=MIN_SCORE, turned=False))
    analyser = open_analyser(settings, Registry(*BUILTIN), Artifacts())
    found = []
    for path in sorted(path for pattern in SETS for path in folder.glob(pattern)):
        image = cv2.imread(str(path))
        if image is None:
            continue
        scale = min(1.0, LONG_SIDE / max(image.shape[:2]))
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        height, width = small.shape[:2]
        pixels = np.ascontiguousarray(small[:, :, ::-1], np.uint8)
        photo = PhotoPixels(
            id=PhotoId(str(path)), pixels=pixels, scale=1.0, width=width, height=height
        )
        (result,) = analyser.analyse([photo])
        found += [face.landmarks for face in result.faces if face.landmarks is not None]
    return np.array(found, np.float64)


def normalised(points: Floats) -> Floats:
    """Return faces, shape (n, 68, 2), around the origin and of size 1."""
    centred = points - points.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).sum(axis=(1, 2), keepdims=True)))


def metric_conditions(cameras: Floats) -> tuple[Floats, Floats]:
    """Return the linear equations that make cameras, shape (n, 2, 3), rows of scaled rotations."""
    upper = np.triu_indices(3)
    twice = np.where(upper[0] == upper[1], 1.0, 2.0)

    def products(a: Floats, b: Floats) -> Floats:
        both = (a[:, :, None] * b[:, None, :] + b[:, :, None] * a[:, None, :]) / 2
        return np.asarray(both[:, upper[0], upper[1]] * twice)

    first, second = cameras[:, 0], cameras[:, 1]
    lengths = products(first, first), products(second, second)
    size = 10 * (lengths[0] + lengths[1]).mean(axis=0, keepdims=True)
    rows = np.concatenate([lengths[0] - lengths[1], products(first, second), size])
    return rows, np.concatenate([np.zeros(2 * len(cameras)), [20.0]])


def factorised(faces: Floats) -> tuple[Floats, Floats]:
    """Return one shape, (3, 68), and the cameras, (n, 2, 3), that explain faces, (n, 2, 68)."""
    stacked = faces.reshape(-1, 68)
    affine = np.linalg.svd(stacked, full_matrices=False)[2][:3]
    cameras = (stacked @ affine.T).reshape(-1, 2, 3)
    entries = np.linalg.lstsq(*metric_conditions(cameras), rcond=None)[0]
    metric = np.zeros((3, 3))
    metric[np.triu_indices(3)] = entries
    metric = metric + metric.T - np.diag(np.diag(metric))
    values, vectors = np.linalg.eigh(metric)
    upgrade = vectors @ np.diag(np.sqrt(np.maximum(values, 1e-9)))
    return np.linalg.solve(upgrade, affine), cameras @ upgrade


def upright(shape: Floats, cameras: Floats) -> Floats:
    """Return the shape, (68, 3), with x right, y down, z away, in eye distances, symmetric."""
    x = (shape[:, MIRRORED[JAW_SIDE]] - shape[:, JAW_SIDE]).sum(axis=1)
    x /= np.linalg.norm(x)
    views = np.cross(cameras[:, 0], cameras[:, 1])
    z = np.median(views / np.linalg.norm(views, axis=1, keepdims=True), axis=0)
    z -= (z @ x) * x
    z /= np.linalg.norm(z)
    points = (np.stack([x, np.cross(z, x), z]) @ shape).T
    eyes = points[LEFT_EYE].mean(axis=0), points[RIGHT_EYE].mean(axis=0)
    points = (points - (eyes[0] + eyes[1]) / 2) / np.linalg.norm(eyes[1] - eyes[0])
    nearest = np.sign(points[30, 2])  # the tip of the nose is nearest, so its z is negative
    points = points * [1, 1, -nearest]
    return np.asarray((points + points[MIRRORED] * [-1, 1, 1]) / 2)


def main() -> None:
    """Fit and print."""
    seen = normalised(landmarks(Path(sys.argv[1])))
    both = np.concatenate([seen, seen[:, MIRRORED] * [-1, 1]]).transpose(0, 2, 1)
    shape, cameras = factorised(both)
    rest = np.sqrt(((both - cameras @ shape) ** 2).sum(axis=(1, 2)))
    good = rest < 2.2 * np.median(rest)
    shape, cameras = factorised(both[good])
    print(f"# {len(seen)} faces, {good.sum()} of {len(both)} views kept")
    for x, y, z in upright(shape, cameras):
        print(f"({x:.2f}, {y:.2f}, {z:.2f}),")


if __name__ == "__main__":
    main()

"""Crowds on a sphere, as libraries."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from likeness.grouping.strangers.known import BEST_FACES, BEST_SHARE, LENGTH_POWER, Known

WIDTH = 24
GOOD = np.float32(0.9)


def crowd(
    people: int, photos: int, *, seed: int = 0, noise: float = 0.25, alone: int = 0
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.intp]]:
    """Return vectors, good qualities and owners; the last *alone* faces belong to nobody."""
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((people + alone, WIDTH)) + 4 * np.eye(WIDTH)[0]
    owners = np.concatenate([np.repeat(np.arange(people), photos), people + np.arange(alone)])
    vectors = centres[owners] + noise * rng.standard_normal((len(owners), WIDTH))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    named = np.where(owners < people, owners, -1)
    return vectors.astype(np.float32), np.full(len(owners), GOOD), named


def known_of(people: int, photos: int, **more: float) -> Known:
    return Known.of(*crowd(people, photos, **more))  # type: ignore[arg-type]


def brute_score(probe: NDArray[np.float32], faces: NDArray[np.float32]) -> float:
    """Return what one person with these good faces scores, written out."""
    products = np.sort(faces.astype(float) @ probe.astype(float))
    length = np.linalg.norm(faces.astype(float).mean(axis=0))
    template = products.mean() / length**LENGTH_POWER
    return float((1 - BEST_SHARE) * template + BEST_SHARE * products[-BEST_FACES:].mean())

"""Labelled faces of made-up people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from likeness.evaluation.faces import LabelledFaces


def labelled(raw: NDArray[np.float64], people: NDArray[np.intp]) -> LabelledFaces:
    """Return faces with these embeddings."""
    count = len(people)
    norms = np.linalg.norm(raw, axis=1)
    unknown = np.full(count, np.nan, np.float32)
    return LabelledFaces(
        names=tuple(f"person {i}" for i in range(int(people.max(initial=-1)) + 1)),
        people=people,
        photos=tuple(f"{i}.jpg" for i in range(count)),
        vectors=(raw / norms[:, None]).astype(np.float32),
        norms=norms.astype(np.float32),
        quality=np.ones(count, np.float32),
        ages=unknown,
        yaws=unknown,
        subsets=("",) * count,
        missed_people=np.empty(0, np.intp),
        missed_photos=(),
        missed_subsets=(),
    )


def crowd(photos: Sequence[int], *, noise: float = 0.9, seed: int = 0) -> LabelledFaces:
    """Return faces of people with so many photos each; the more noise, the more mistakes."""
    rng = np.random.default_rng(seed)
    people = np.repeat(np.arange(len(photos)), photos)
    means = rng.standard_normal((len(photos), 32))
    means[:, 0] += 3
    return labelled(means[people] + noise * rng.standard_normal((len(people), 32)), people)

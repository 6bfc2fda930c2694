"""Which faces give the finest detail: lashes and pores of many would blur each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.filters import Plane, sized
from likeness.portrait.regions import Regions
from likeness.portrait.speech import Weights
from likeness.portrait.survey import Finding
from likeness.portrait.usual_bands import Usual

MOST = 3  # faces: measured on 57 women, 5 give eyes 40 % as sharp as those of the median photo
FITTING = 4.0  # a face that fits the median features counts e^4 times one that does not


def finest(
    findings: list[Finding],
    weights: Weights,
    voters: Sequence[str],
    usual: tuple[Usual, Usual] | None,
    regions: Regions,
) -> NDArray[np.bool_]:
    """Return which faces give the finest detail, (n,): sharp, heard, and of usual features."""
    count = len(findings)
    if usual is None:
        return np.ones(count, np.bool_)
    heard = weights.mean(axis=(1, 2), dtype=np.float64)
    heard = np.sqrt(np.clip(heard / heard.max(), 0.02, 1))
    sharp = np.array([finding.sharp for finding in findings])
    side = len(findings[0].bands[0])
    at = sized(regions.features, side)
    median = sized(usual[0].band, side) * at
    fits = np.array(
        [_fit(finding.bands[0].astype(np.float32) * at, median) for finding in findings]
    )
    worth = heard * sharp * np.exp(FITTING * fits)
    return chosen(worth, voters, max(2, min(MOST, -(-count // 3))))


def chosen(worth: NDArray[np.float64], voters: Sequence[str], most: int) -> NDArray[np.bool_]:
    """Return which faces are the best, (n,), *most* at most, of no voter more than a fair part."""
    picked = np.zeros(len(worth), np.bool_)
    fair = -(-most // len(set(voters)))
    taken: Counter[str] = Counter()
    for number in np.argsort(-worth, kind="stable"):
        if picked.sum() < most and taken[voters[number]] < fair:
            picked[number] = True
            taken[voters[number]] += 1
    return picked


def _fit(one: Plane, other: Plane) -> float:
    both = float((one * other).sum(dtype=np.float64))
    scale = float((one * one).sum(dtype=np.float64) * (other * other).sum(dtype=np.float64))
    return float(both / max(scale, 1e-12) ** 0.5)

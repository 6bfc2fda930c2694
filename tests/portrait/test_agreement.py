"""How far faces look like the others."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.portrait.agreement import agreements
from likeness.portrait.flow import flat, logs
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions
from tests.portrait.looks import CANVAS, drawn_look

LOOK = drawn_look(1, side=CANVAS.side)
REGIONS = Regions.of(LOOK.points, CANVAS)
FACE = flat(logs(LOOK.pixels).astype(np.float32))
NOISE = np.random.default_rng(0).integers(0, 255, FACE.shape, np.uint8)


def agreed(*flats: np.ndarray, voters: str) -> tuple[np.ndarray, np.ndarray]:
    shares = np.full(len(flats), 1 / len(flats))
    return agreements(np.stack(flats), shares, voters, regions=REGIONS, mirror=Mirror())


def test_who_looks_like_nobody_hardly_counts() -> None:
    agreement, shares = agreed(FACE, FACE, FACE, NOISE, voters="abcd")
    assert agreement[:3].min() > 0.5
    assert agreement[3] < 0.3
    assert shares[3] < shares[0] / 10
    assert shares.sum() == pytest.approx(1)


def test_the_photos_of_one_voter_do_not_agree_with_themselves() -> None:
    agreement, _ = agreed(NOISE, NOISE, NOISE, FACE, FACE, voters="aaabc")
    assert agreement[0] < 0.3 < agreement[3]


def test_two_faces_keep_their_shares() -> None:
    _, shares = agreed(FACE, NOISE, voters="ab")
    assert shares.tolist() == [0.5, 0.5]

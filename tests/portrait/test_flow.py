"""Registration of a set to its mean."""

from __future__ import annotations

import numpy as np

from likeness.portrait.crew import Crew
from likeness.portrait.flow import SIDE, Flow, logs
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions
from likeness.portrait.warp import straight
from tests.portrait.looks import CANVAS, drawn_look

LOOK = drawn_look(2, side=CANVAS.side)
REGIONS = Regions.of(LOOK.points, CANVAS)
STILL = straight(np.eye(2, 3), CANVAS)


def flow(*offsets: int) -> Flow:
    """Return the flow of one face that lies so many pixels too far to the right."""
    pictures = [logs(np.roll(LOOK.pixels, offset, axis=1)) for offset in offsets]
    shares = np.full(len(offsets), 1 / len(offsets))
    return Flow(np.stack(pictures), shares, REGIONS, CANVAS, Mirror(), Crew())


def test_faces_that_lie_apart_are_brought_together() -> None:
    maps, flats = flow(-1, 1, 1, -1).refined([STILL] * 4)
    inside = REGIONS.inner > 0.9
    moved = [(one(CANVAS.side) - STILL(CANVAS.side))[inside, 0].mean() for one in maps]
    assert moved[0] < -0.4 < 0.4 < moved[1]
    apart = np.abs(flow(-1, 1)._flats([STILL] * 2).astype(float)[0] - flats[1])
    together = np.abs(flats[0].astype(float) - flats[1])
    assert together[inside].mean() < 0.6 * apart[inside].mean()


def test_faces_that_fit_stay_where_they_are() -> None:
    maps, flats = flow(0, 0, 0).refined([STILL] * 3)
    assert flats.shape == (3, SIDE, SIDE)
    assert all(np.abs(one(64) - STILL(64)).max() < 0.05 for one in maps)


def test_what_is_far_from_the_face_is_not_moved() -> None:
    maps, _ = flow(-2, 2).refined([STILL] * 2)
    assert np.abs((maps[0](CANVAS.side) - STILL(CANVAS.side))[:10]).max() < 0.05

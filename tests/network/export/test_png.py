"""Networks as PNG."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageColor

from likeness.network.export.palette import PAPER
from likeness.network.export.plan import plan
from likeness.network.export.png import MOST_PIXELS, SCALE, written
from tests.network.networks import HOSTILE, network, portraits


def pixels(data: bytes) -> NDArray[np.int16]:
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "PNG"
        return np.asarray(picture.convert("RGB")).astype(np.int16)


def test_the_picture_is_as_large_as_the_plan_says() -> None:
    drawn = network(40)
    drawing = plan(drawn)
    high, wide, _ = pixels(written(drawn, {})).shape
    assert (wide, high) == (drawing.width * SCALE, drawing.height * SCALE)


def test_a_large_network_makes_no_picture_that_cannot_be_opened() -> None:
    assert max(pixels(written(network(3000), {})).shape) <= MOST_PIXELS + 1


def test_a_disc_has_the_colour_of_its_community_and_a_portrait_replaces_it() -> None:
    drawn = network(12)
    faces = portraits(drawn, every=2)
    picture = pixels(written(drawn, faces))
    for disc in plan(drawn).discs:
        seen = picture[round(disc.y * SCALE), round(disc.x * SCALE)]
        alike = np.abs(seen - ImageColor.getrgb(disc.colour)[:3]).max() <= 2
        assert alike == (disc.node not in faces)


def test_a_portrait_that_cannot_be_read_is_a_disc() -> None:
    drawn = network(3)
    whole = portraits(drawn)[drawn.nodes[0].node]
    for broken in (whole[:60], b"RIFF0000WEBPxxxx", b"\xff\xd8\xffxxxx", b"<svg/>", b""):
        assert written(drawn, {drawn.nodes[0].node: broken}) == written(drawn, {})


@pytest.mark.parametrize("count", [0, 1, 20])
def test_something_is_drawn_on_paper(count: int) -> None:
    picture = pixels(written(network(count, names=HOSTILE), {}))
    assert (picture[0, 0] == ImageColor.getrgb(PAPER)).all()
    assert (np.abs(picture - ImageColor.getrgb(PAPER)).max(axis=2) > 60).mean() > 0.001

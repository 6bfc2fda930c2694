"""Networks as SVG."""

from __future__ import annotations

import re
from xml.dom.minidom import Document, parseString

import pytest

from likeness.network.export.svg import written
from tests.network.networks import HOSTILE, network, portraits


def read(count: int, *, every: int = 0, hostile: bool = False) -> Document:
    drawn = network(count, names=HOSTILE if hostile else None)
    return parseString(written(drawn, portraits(drawn, every=every) if every else {}).encode())


def test_everybody_is_a_circle_with_their_name() -> None:
    drawn = network(40)
    circles = [
        each
        for each in parseString(written(drawn, {}).encode()).getElementsByTagName("circle")
        if each.getAttribute("stroke")
    ]
    names = [
        title.firstChild.data  # type: ignore[union-attr]
        for each in circles
        for title in each.getElementsByTagName("title")
    ]
    assert len(circles) == 40
    assert names == [node.name for node in drawn.nodes if node.name]


def test_portraits_lie_in_circles_and_in_the_file_itself() -> None:
    images = read(40, every=4).getElementsByTagName("image")
    assert len(images) == 10
    assert all(
        each.getAttribute("xlink:href").startswith("data:image/webp;base64,") for each in images
    )
    assert {each.parentNode.getAttribute("clip-path") for each in images} == {"url(#round)"}  # type: ignore[union-attr]


@pytest.mark.parametrize("every", [0, 2])
def test_hostile_names_are_text(every: int) -> None:
    page = read(20, every=every, hostile=True)
    text = page.toxml()
    allowed = {"svg", "title", "clipPath", "circle", "rect", "path", "g", "image", "text"}
    assert {each.tagName for each in page.getElementsByTagName("*")} <= allowed
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", text)
    for each in page.getElementsByTagName("*"):
        assert not [name for name in each.attributes.keys() if name.startswith("on")]  # noqa: SIM118


def test_nothing_outside_of_the_file_is_named() -> None:
    text = written(network(20, names=HOSTILE), portraits(network(20)))
    found = set(re.findall(r"https?://[^\"' ]+", text))
    assert found == {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "<style" not in text
    assert "style=" not in text


def test_a_long_name_is_short_on_the_drawing() -> None:
    assert "A" * 202 not in written(network(20, names=HOSTILE), {})

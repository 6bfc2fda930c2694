"""Networks as a page; tests/e2e/test_network_file.py opens it in a browser."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from likeness.network.export.html import written
from tests.network.networks import HOSTILE, network, portraits

PARTS = re.compile(r"<script(?: [^>]*)?>(.*?)</script>", re.DOTALL)


class Page(HTMLParser):
    """What a browser finds on the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def text() -> str:
    drawn = network(20, names=HOSTILE)
    return written(drawn, portraits(drawn, every=2))


def hashed(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def test_the_policy_lets_run_what_the_page_holds_and_nothing_else(text: str) -> None:
    policy = next(each["content"] or "" for each in Page(text).of("meta") if "content" in each)
    _, script = PARTS.findall(text)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert dict(rule.strip().split(" ", 1) for rule in policy.split(";")) == {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": f"'{hashed(style)}'",
        "script-src": f"'{hashed(script)}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_no_name_gets_out_of_the_data(text: str) -> None:
    assert text.count("<script") == text.count("</script>") == 2
    data, _ = PARTS.findall(text)
    assert not set("<>&\u2028\u2029") & set(data)
    names = json.loads(data)["nodes"]["name"]
    assert names[0] == "</title><script>alert(1)</script>"
    assert names[3] == "gnp.exe left"
    assert len(names[4]) == 201
    assert names[8] is None


def test_nothing_is_loaded_from_anywhere(text: str) -> None:
    assert not re.search(r"https?://|url\(|@import|fetch\(|XMLHttp|WebSocket|import\(", text)
    for _, attributes in Page(text).tags:
        assert "src" not in attributes
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]


def test_portraits_are_in_the_page_as_they_are(text: str) -> None:
    drawn = network(20, names=HOSTILE)
    given = json.loads(PARTS.findall(text)[0])["nodes"]["portrait"]
    faces = portraits(drawn, every=2)
    for node, uri in zip(drawn.nodes, given, strict=True):
        assert (uri is None) == (node.node not in faces)
        if uri is not None:
            head, body = uri.split(",")
            assert (head, b64decode(body)) == ("data:image/webp;base64", faces[node.node])


def test_every_edge_is_in_the_page(text: str) -> None:
    drawn = network(20, names=HOSTILE)
    edges = json.loads(PARTS.findall(text)[0])["edges"]
    ids = [node.node for node in drawn.nodes]
    found = [
        (ids[one], ids[other], similarity, photos)
        for one, other, similarity, photos in zip(
            edges["one"], edges["other"], edges["similarity"], edges["photos"], strict=True
        )
    ]
    assert found == [(e.one, e.other, e.similarity, e.photos) for e in drawn.edges]


def test_every_control_has_a_name(text: str) -> None:
    page = Page(text)
    assert all(each["type"] == "button" for each in page.of("button"))
    assert page.of("canvas")[0]["aria-label"]
    assert page.of("canvas")[0]["tabindex"] == "0"

"""The page with a slider from one average to another."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from base64 import b64decode, b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from likeness.portrait.slider import morph_page
from tests.portrait.drawn import frames

HOSTILE = "</title></h1><script>alert(1)</script>\"' onload=x {{ 7*7 }} \u202e\x00 \udcff"


def encoded(kind: str, count: int = 3) -> list[bytes]:
    found = []
    for frame in frames(count, side=32):
        file = io.BytesIO()
        Image.fromarray(frame).save(file, kind)
        found.append(file.getvalue())
    return found


class Page(HTMLParser):
    """What a browser finds on the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "img", "input"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]] = self.texts.get(self._open[-1], "") + data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def hashed(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


@pytest.fixture
def hostile() -> Page:
    return Page(morph_page(encoded("WEBP"), HOSTILE, "Men"))


def test_the_policy_lets_run_what_the_page_holds_and_nothing_else(hostile: Page) -> None:
    policy = hostile.of("meta")[1]["content"] or ""
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": f"'{hashed(hostile.texts['style'])}'",
        "script-src": f"'{hashed(hostile.texts['script'])}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_on_the_page_needs_more_than_the_policy_lets(hostile: Page) -> None:
    assert len(hostile.of("script")) == len(hostile.of("style")) == 1
    for _, attributes in hostile.tags:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
    for attributes in hostile.of("img"):
        assert (attributes["src"] or "").startswith("data:image/")


def test_hostile_names_are_text(hostile: Page) -> None:
    text = morph_page(encoded("WEBP"), HOSTILE, "Men")
    assert text.count("<script") == 1
    assert "<script>alert" not in text
    assert "{{ 7*7 }}" in hostile.texts["title"]
    assert "<script>alert(1)</script>" in hostile.texts["title"]
    assert not set("\u202e\x00\udcff") & set(text)
    text.encode("utf-8")


@pytest.mark.parametrize("kind", ["WEBP", "JPEG"])
def test_the_pictures_are_in_the_page_as_they_are(kind: str) -> None:
    pictures = encoded(kind)
    sources = [each["src"] or "" for each in Page(morph_page(pictures, "a", "b")).of("img")]
    heads, bodies = zip(*(source.split(",") for source in sources), strict=True)
    assert set(heads) == {f"data:image/{kind.lower()};base64"}
    assert [b64decode(body) for body in bodies] == pictures


def test_nothing_is_loaded_from_anywhere() -> None:
    text = morph_page(encoded("WEBP"), "a", "b")
    assert not re.search(r"https?://|url\(|@import|fetch\(|src=\"(?!data:)", text)


def test_the_slider_has_a_name_and_the_ends_are_buttons(hostile: Page) -> None:
    (slider,) = hostile.of("input")
    assert slider["type"] == "range"
    assert (slider["aria-label"] or "").startswith("Between ")
    assert len(hostile.of("button")) == 3
    assert all(each["type"] == "button" for each in hostile.of("button"))
    described = [each["alt"] for each in hostile.of("img")]
    assert described[0]
    assert described[1] == ""
    assert described[2] == "The average of Men"


def test_the_same_pictures_make_the_same_page() -> None:
    assert morph_page(encoded("WEBP"), "a", "b") == morph_page(encoded("WEBP"), "a", "b")


def test_what_is_no_slider_is_refused() -> None:
    with pytest.raises(ValueError, match="at least two"):
        morph_page(encoded("WEBP", 1), "a", "b")
    with pytest.raises(ValueError, match="JPEG or WebP"):
        morph_page(encoded("PNG"), "a", "b")


@pytest.mark.skipif(
    shutil.which("chromium") is None, reason="there is no chromium to open the page with"
)
def test_in_a_browser_the_script_runs_and_hostile_names_do_not(tmp_path: Path) -> None:
    file = tmp_path / "slider.html"
    file.write_text(morph_page(encoded("WEBP"), HOSTILE, "Men"), encoding="utf-8", newline="\n")
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=2000",
        "--dump-dom",
        file.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    console = done.stderr.decode(errors="replace")
    assert "CONSOLE" not in console
    assert "Content Security Policy" not in console
    page = Page(done.stdout.decode())
    assert page.of("html")[0].get("class") == "moves"
    (slider,) = page.of("input")
    assert (slider["aria-valuetext"] or "").endswith("50 % Men")
    # Half way between three pictures the second one is seen.
    assert ["visible" in (each.get("style") or "") for each in page.of("img")] == [
        False,
        True,
        False,
    ]

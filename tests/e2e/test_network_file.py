"""A network as one file of HTML, opened from disk in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from likeness.network.export.export import written
from likeness.types.network import Network
from tests.e2e.browser import PATIENCE_MS, PHONE, WIDE
from tests.network.networks import HOSTILE, network, portraits

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

Opener = Callable[..., "Page"]
REFUSED = "https://example.invalid/"
DARK = "rgb(19, 21, 24)"


@pytest.fixture
def complaints() -> list[str]:
    """What pages said on their consoles and in dialogues."""
    return []


@pytest.fixture
def opened(browser: Browser, tmp_path: Path, complaints: list[str]) -> Iterator[Opener]:
    """Open a network's page; it may ask for nothing but itself, and complain about nothing."""
    asked: list[str] = []
    contexts = []

    def heard(message: ConsoleMessage) -> None:
        # Reading the canvas back, as only these tests do, is slow, and Chromium says so.
        if "willReadFrequently" not in message.text:
            complaints.append(message.text)

    def open_page(drawn: Network, *, every: int = 2, **wishes: Any) -> Page:
        file = tmp_path / "network.html"
        file.write_bytes(written(drawn, "html", portraits(drawn, every=every)))
        context = browser.new_context(**{"viewport": WIDE, "locale": "en-GB", **wishes})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:", REFUSED))] == []


def shown_edges(page: Page) -> int:
    return int(page.locator("canvas").get_attribute("data-edges") or -1)


def picture(page: Page) -> str:
    """Return what the canvas shows once it rests."""
    expect(page.locator("canvas")).to_have_attribute("data-rests", "true")
    return str(page.evaluate("document.querySelector('canvas').toDataURL()"))


def colours(page: Page) -> int:
    """Return how many colours there are on the canvas: one, if nothing is drawn."""
    return int(
        page.evaluate(
            """() => {
              const canvas = document.querySelector("canvas");
              const pen = canvas.getContext("2d");
              const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
              return new Set(new Uint32Array(data.buffer)).size;
            }"""
        )
    )


def test_the_network_is_drawn(opened: Opener) -> None:
    drawn = network(40)
    page = opened(drawn)
    picture(page)
    assert colours(page) > 50
    assert shown_edges(page) == len(drawn.edges)


def test_the_slider_leaves_out_weaker_likenesses(opened: Opener) -> None:
    drawn = network(60)
    page = opened(drawn)
    page.get_by_role("checkbox", name="On photos together").uncheck()
    slider = page.get_by_role("slider")
    alike = [edge.similarity for edge in drawn.edges if edge.similarity is not None]
    for least in (0.2, 0.4, 0.6):
        slider.fill(str(least))
        picture(page)
        assert shown_edges(page) == sum(value >= least for value in alike)
    slider.press("ArrowRight")
    picture(page)
    assert shown_edges(page) == sum(value >= 0.61 for value in alike)
    page.get_by_role("checkbox", name="On photos together").check()
    picture(page)
    assert shown_edges(page) == sum(
        (edge.similarity or 0) >= 0.61 or edge.photos > 0 for edge in drawn.edges
    )


def test_search_finds_a_person_and_the_focus_lists_their_neighbours_by_keyboard(
    opened: Opener,
) -> None:
    drawn = network(60, names=["Žofie Říhová"])
    page = opened(drawn)
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("zofie r")
    expect(page.locator("#found button")).to_have_count(1)
    page.keyboard.press("Enter")
    aside = page.get_by_role("complementary", name="Focus")
    expect(aside.get_by_role("heading")).to_have_text("Žofie Říhová")
    first = drawn.nodes[0].node
    names = {node.node: node.name or "Unnamed person" for node in drawn.nodes}
    around = sorted(
        (edge for edge in drawn.edges if first in {edge.one, edge.other}),
        key=lambda edge: -(edge.similarity if edge.similarity is not None else -2),
    )
    expect(aside.locator("li bdi")).to_have_text(
        [names[edge.other if edge.one == first else edge.one] for edge in around]
    )
    aside.locator("li button").first.focus()
    page.keyboard.press("Enter")
    next_one = around[0].other if around[0].one == first else around[0].one
    expect(aside.get_by_role("heading")).to_have_text(names[next_one])
    expect(page.locator("#said")).to_contain_text(names[next_one])
    page.keyboard.press("Escape")
    expect(aside).to_be_hidden()


def test_a_search_without_a_match_says_so(opened: Opener) -> None:
    page = opened(network(10))
    page.get_by_role("searchbox").fill("nobody at all")
    expect(page.locator("#found")).to_have_text("Nobody by that name")


def test_a_click_on_a_node_lets_its_neighbours_stand_out(opened: Opener) -> None:
    drawn = network(1, names=["Anna Berg"])
    page = opened(drawn, every=1)
    page.locator("canvas").click()
    aside = page.get_by_role("complementary", name="Focus")
    expect(aside.get_by_role("heading")).to_have_text("Anna Berg")
    expect(aside.locator("img")).to_be_visible()
    page.locator("canvas").click(position={"x": 5, "y": 5})
    expect(aside).to_be_hidden()


def test_wheel_drag_and_keys_move_the_drawing_and_all_brings_it_back(opened: Opener) -> None:
    page = opened(network(40), every=100)
    whole = picture(page)
    page.mouse.move(700, 500)
    page.mouse.wheel(0, -300)
    closer = picture(page)
    assert closer != whole
    page.mouse.down()
    page.mouse.move(600, 400, steps=4)
    page.mouse.up()
    page.mouse.move(5, 100)
    moved = picture(page)
    assert moved != closer
    page.get_by_role("button", name="All").click()
    page.get_by_role("button", name="All").blur()
    page.mouse.move(5, 5)
    assert picture(page) == whole
    seen = {whole}
    page.locator("canvas").focus()
    for key in ("+", "ArrowLeft", "ArrowUp", "-"):
        page.keyboard.press(key)
        seen.add(picture(page))
    assert len(seen) == 5


def test_hostile_names_are_text(opened: Opener) -> None:
    drawn = network(20, names=HOSTILE)
    page = opened(drawn)
    assert page.locator("script").count() == 2
    page.get_by_role("searchbox").fill("<script>")
    page.keyboard.press("Enter")
    heading = page.get_by_role("complementary", name="Focus").get_by_role("heading")
    expect(heading).to_have_text("</title><script>alert(1)</script>")
    page.get_by_role("searchbox").fill("aaaa")
    page.keyboard.press("Enter")
    expect(heading).to_have_text(re.compile("^A{100}…A{100}$"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("script").count() == 2


def test_nothing_can_be_asked_of_anybody_even_by_a_script_on_the_page(
    opened: Opener, complaints: list[str]
) -> None:
    page = opened(network(3))
    blocked = page.evaluate(
        """() => new Promise((resolve) => {
          const tell = (event) => resolve(event.blockedURI);
          document.addEventListener("securitypolicyviolation", tell);
          const image = new Image();
          image.src = "https://example.invalid/x.png";
        })"""
    )
    assert blocked.startswith(REFUSED)
    page.context.close()
    (complaint,) = complaints
    assert "Content Security Policy" in complaint
    complaints.clear()


def test_it_is_dark_where_people_like_it_dark(opened: Opener) -> None:
    page = opened(network(20), color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == DARK
    picture(page)
    pen = "document.querySelector('canvas').getContext('2d')"
    corner = page.evaluate(f"[...{pen}.getImageData(3, 3, 1, 1).data]")
    assert corner == [19, 21, 24, 255]
    page.emulate_media(color_scheme="light")
    page.evaluate(
        """async () => {
          const pen = document.querySelector("canvas").getContext("2d");
          const red = () => pen.getImageData(3, 3, 1, 1).data[0];
          while (red() < 200) await new Promise(requestAnimationFrame);
        }"""
    )


def test_it_fits_a_phone(opened: Opener) -> None:
    page = opened(network(40), viewport=PHONE)
    picture(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert colours(page) > 50
    page.get_by_role("searchbox").fill("a")
    page.keyboard.press("Enter")
    box = page.get_by_role("complementary", name="Focus").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]


def test_five_thousand_people_move_fluently(opened: Opener) -> None:
    page = opened(network(5000), every=1)
    picture(page)
    times = page.evaluate(
        """async () => {
          const canvas = document.querySelector("canvas"), times = [];
          const box = canvas.getBoundingClientRect();
          const send = (type, x) => canvas.dispatchEvent(new PointerEvent(type, {
            pointerId: 1, bubbles: true, clientX: box.left + x, clientY: box.top + 300 }));
          canvas.setPointerCapture = () => {};
          send("pointerdown", 300);
          for (let step = 1; step <= 40; step++) {
            send("pointermove", 300 + 4 * step);
            await new Promise(requestAnimationFrame);
            times.push(Number(canvas.dataset.took));
          }
          send("pointerup", 460);
          return times;
        }"""
    )
    assert len(times) == 40
    # Milliseconds of the script for half of the frames, with much room for a busy machine.
    assert sorted(times)[20] < 40

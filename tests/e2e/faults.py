"""What can be wrong with a page that is there: each returns it in words, nothing if all is well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.browser import PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.pages import Place
    from tests.e2e.serving import Serving

Fault = Callable[["Page"], list[str]]

NARROW = {"viewport": PHONE, "is_mobile": True, "has_touch": True}
"""Wishes of a browser: a phone."""

BLACK, WHITE = 0.15, 0.7
"""Behind everything at most, what is written at least, where all is dark; of 1, white."""

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

VIOLATIONS = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" | ")}`);
}"""

SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"

SHADES = """() => {
  const shade = (colour) => {
    const [red, green, blue] = colour.match(/[0-9.]+/g).map(Number);
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  };
  const heading = document.querySelector("h1, h2");
  return [shade(getComputedStyle(document.body).backgroundColor),
          shade(getComputedStyle(heading).color)];
}"""


def hard_to_use(page: Page) -> list[str]:
    """Return what axe complains about."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return list(page.evaluate(VIOLATIONS))


def unnamed(page: Page) -> list[str]:
    """Return whether the browser's tab has no name that tells the page from others."""
    title = page.title()
    return [] if title.endswith(" · Likeness") else [f"its title is {title!r}"]


def too_wide(page: Page) -> list[str]:
    """Return by how much the page can be scrolled sideways."""
    wider = page.evaluate(SIDEWAYS)
    return [f"{wider} pixels wider than the window"] if wider > 0 else []


def too_bright(page: Page) -> list[str]:
    """Return what is not dark, or not readable in the dark."""
    behind, written = page.evaluate(SHADES)
    if behind <= BLACK and written >= WHITE:
        return []
    return [f"{written:.2f} written on {behind:.2f}"]


def found(
    serving: Serving, places: Sequence[Place], page: Page, faults: Sequence[Fault]
) -> dict[str, list[str]]:
    """Return what is wrong, by page; pages with which all is well are left out."""
    wrong: dict[str, list[str]] = {}
    for place in places:
        page.goto(serving.base + place.address)
        place.arrive(page)
        said = [words for fault in faults for words in fault(page)]
        if said:
            wrong[place.name] = said
    return wrong

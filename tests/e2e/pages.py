"""Every page of the web page, and when it has arrived: for axe and for pictures of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.e2e.serving import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

SETTLED = """() => {
  const busy = document.querySelector(
    '[aria-busy="true"], .mantine-Skeleton-root, .mantine-Loader-root');
  const seen = (image) => {
    const { top, bottom, left, right, width } = image.getBoundingClientRect();
    return width > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  };
  const waiting = [...document.images].some((image) => seen(image) && !image.complete);
  return document.querySelector("h1, [role=dialog]") !== null && busy === null && !waiting;
}"""


SETTINGS = ("appearance", "photos", "grouping", "models", "server", "access", "keys", "library")
ABOUT = ("faces", "same", "around", "history")
"""Tabs of a person's page, beside the first one."""


def nothing(page: Page) -> None:
    """Do nothing on a page."""


def photo_opens(page: Page) -> None:
    """Wait for an open photo, whose code is loaded when it is first needed."""
    page.get_by_role("dialog").get_by_role("img").first.wait_for()


def detections_open(page: Page) -> None:
    """Show what was detected on an open photo."""
    photo_opens(page)
    page.keyboard.press("d")
    page.get_by_role("dialog").get_by_role("table").wait_for()


def tab_opens(number: int) -> Callable[[Page], None]:
    """Return what opens a tab of a page, in whatever language."""
    return lambda page: page.get_by_role("tab").nth(number).click()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One page in one state.

    Args:
        name: Of the page.
        address: Below the server's.
        do: What is done there before it is looked at.
    """

    name: str
    address: str
    do: Callable[[Page], None] = nothing

    def arrive(self, page: Page) -> None:
        """Wait until all of it is there."""
        page.wait_for_function(SETTLED)
        self.do(page)
        page.wait_for_function(SETTLED)


def every_place(serving: Serving) -> list[Place]:
    """Return every page, with ids of the library that is served."""
    with serving.open() as library:
        person = library.people()[0].person
        group = max(library.photo_page(limit=500).items, key=lambda photo: photo.faces).photo
        averages = library.averages()
        games = [(game, library.round_tokens(game.round)) for game in library.rounds()]
        reports = library.reports()
    places = [
        Place(name="welcome", address="/welcome"),
        Place(name="photos", address="/photos"),
        Place(name="photos-filtered", address=f'/photos?person=["{person}"]'),
        Place(name="photos-none", address="/photos?since=1999-01-01&before=1999-01-02"),
        Place(name="lightbox", address=f"/photos?photo={group}", do=photo_opens),
        Place(name="detections", address=f"/photos?photo={group}", do=detections_open),
        Place(name="people", address="/people"),
        Place(name="person", address=f"/people/{person}"),
        *(
            Place(
                name=f"person-{tab}",
                address=f"/people/{person}",
                do=tab_opens(number),
            )
            for number, tab in enumerate(ABOUT, 1)
        ),
        Place(name="find", address="/find"),
        Place(name="review", address="/review"),
        Place(name="upload", address="/upload"),
        Place(name="averages", address="/averages"),
        Place(name="map", address="/map"),
        Place(name="rounds", address="/rounds"),
        Place(name="rounds-new", address="/rounds?new=true"),
        Place(name="network", address="/network"),
        Place(name="network-focus", address=f"/network?node={person}"),
        Place(name="network-average", address="/network?focus=average"),
        Place(name="jobs", address="/jobs"),
        Place(name="trust", address="/trust"),
        Place(name="reports", address="/reports"),
        Place(name="history", address="/history"),
        *(Place(name=f"settings-{tab}", address=f"/settings?tab={tab}") for tab in SETTINGS),
        Place(name="missing", address="/no/such/page"),
    ]
    if reports:
        places.append(Place(name="report", address=f"/reports/{reports[0].report}"))
    if averages:
        places.append(Place(name="average", address=f"/averages/{averages[0].id}"))
    for game, tokens in games:
        places += [
            Place(name=f"round-{game.state}", address=f"/rounds/{game.round}"),
            Place(name=f"join-{game.state}", address=f"/join/{tokens.join}"),
            Place(name=f"screen-{game.state}", address=f"/screen/{tokens.screen}"),
        ]
    return places

"""Debian's Chromium, driven by Playwright: nothing is ever downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BINARY = "LIKENESS_TEST_CHROMIUM"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 20_000
"""How long a test waits for what it expects; it goes on as soon as that is there."""


def chromium() -> str | None:
    """Return where the browser is, None if there is none."""
    return os.environ.get(BINARY) or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def started(binary: str, flags: Sequence[str] = ()) -> Iterator[Browser]:
    """Yield a browser of its own.

    Args:
        binary: Where it is.
        flags: Of Chromium, such as those for a camera that is none.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play, launched(play, binary, flags) as browser:
        yield browser


@contextmanager
def launched(play: Playwright, binary: str, flags: Sequence[str] = ()) -> Iterator[Browser]:
    """Yield one more browser of a Playwright that runs: a process can have only one of these."""
    # As root, as in a container, Chromium cannot build its sandbox; it opens our own pages only.
    browser = play.chromium.launch(
        executable_path=binary, args=["--no-sandbox", "--disable-dev-shm-usage", *flags]
    )
    try:
        yield browser
    finally:
        browser.close()


class Visit:
    """One person's browser: pages that share a session, and what went wrong on them."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context = context
        self.base = base
        self.complaints: list[str] = []
        context.set_default_timeout(PATIENCE_MS)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._heard)

    def page(self, address: str = "/") -> Page:
        """Open a page."""
        page = self.context.new_page()
        page.goto(self.base + address)
        return page

    def _heard(self, message: Any) -> None:
        """Note what breaks the content security policy; answers that are refusals are no news."""
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(message.text)


def enter(browser: Browser, base: str, link: str, **wishes: Any) -> Visit:
    """Come in by the one-time link.

    Args:
        browser: Which one.
        base: Address of the server.
        link: That it gave.
        wishes: Of the context: viewport, locale, color_scheme and so on.
    """
    chosen = {"viewport": WIDE, "locale": "en-GB", "reduced_motion": "reduce", **wishes}
    visit = Visit(browser.new_context(**chosen), base)
    page = visit.context.new_page()
    page.goto(link)
    page.close()
    return visit

"""Real browsers before real servers over small libraries of real photos."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

from likeness import Library
from tests.e2e.browser import PATIENCE_MS, Visit, chromium, enter, launched
from tests.e2e.pages import Place, every_place
from tests.e2e.serving import Serving, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

DEMANDED = "LIKENESS_TEST_BROWSER"
"""Set by CI: a browser that is missing is a failure, not a skip."""

# One person six times, another twice, others alone, six people at once, nobody.
SCENES = (
    *("001_A.jpg", "002_A.jpg", "003_A.jpg", "004_A.jpg", "005_A.jpg", "006_A.jpg"),
    *("007_B.jpg", "008_B.jpg", "009_C.jpg", "010_2.jpg", "017_0.jpg", "t1.jpg"),
)

Visitor = Callable[..., Visit]

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    """What starts browsers; while it is there, no other test could run an event loop."""
    binary()
    with sync_playwright() as play:
        yield play


@pytest.fixture(scope="module")
def browser(play: Playwright) -> Iterator[Browser]:
    """A browser."""
    with launched(play, binary()) as browser:
        yield browser


def binary() -> str:
    """Return where the browser is; without one CI fails, and others skip."""
    found = chromium()
    if found is None:
        why = "no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get(DEMANDED):
            pytest.fail(why)
        pytest.skip(why)
    return found


@pytest.fixture(scope="session")
def scenes(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of twelve photos, a month apart; treat it as read-only."""
    folder = tmp_path_factory.mktemp("e2e") / "Holidays"
    folder.mkdir()
    for number, name in enumerate(SCENES):
        shutil.copy2(photos / "scenes" / name, folder / name)
        noon = datetime(2024, number + 1, 15, 12, tzinfo=UTC).timestamp()
        os.utime(folder / name, (noon, noon))
    return folder


@pytest.fixture(scope="session")
def indexed(scenes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of these photos, to be copied."""
    folder = tmp_path_factory.mktemp("indexed") / "library"
    with Library.open(folder) as library:
        library.add(scenes)
    return folder


@pytest.fixture
def server(indexed: Path, tmp_path: Path) -> Iterator[Serving]:
    """A server over a library of its own with these photos."""
    library = Path(shutil.copytree(indexed, tmp_path / "library"))
    with served(library, tmp_path / "server.log") as serving:
        yield serving


@pytest.fixture(scope="module")
def shared_server(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server that the tests of a file share: they change nothing, or nothing that matters."""
    folder = tmp_path_factory.mktemp("shared")
    library = Path(shutil.copytree(indexed, folder / "library"))
    with served(library, folder / "server.log") as serving:
        yield serving


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Let somebody with a browser of their own come in; what went wrong there fails the test."""
    visits: list[Visit] = []

    def come_in(serving: Serving, **wishes: Any) -> Visit:
        visit = enter(browser, serving.base, serving.another_link(), **wishes)
        visits.append(visit)
        return visit

    yield come_in
    for visit in visits:
        visit.context.close()
    assert [said for visit in visits for said in visit.complaints] == []


@pytest.fixture(scope="module")
def shared_places(shared_server: Serving) -> list[Place]:
    """Every page of a library in which every page has something to show."""
    with shared_server.open() as library:
        library.name(library.people()[0].person, "Anna Berg")
        library.keep_average(library.average(), "2024")
        library.network()
        library.open_round("Grill evening", closes=datetime.now(UTC) + timedelta(hours=2))
        closed = library.open_round("Spring party", everyone=True)
        library.close_round(closed.round)
        library.round_average(closed.round)  # painted here, not while a page waits for it
    return every_place(shared_server)


def choose_files(page: Page, *files: Path) -> None:
    """Choose files by the button of a page that asks for photos."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose photos").click()
    chooser.value.set_files(files)

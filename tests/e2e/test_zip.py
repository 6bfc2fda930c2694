"""Photos chosen and downloaded as one archive."""

from hashlib import sha256
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SCENES


@pytest.fixture
def page(shared_server, visitor):
    return visitor(shared_server).page("/photos")


def contents(archive):
    """Return the fingerprint of every file in an archive, and check that each can be read."""
    with ZipFile(archive) as packed:
        assert packed.testzip() is None
        return sorted(sha256(packed.read(name)).hexdigest() for name in packed.namelist())


def originals(scenes, names):
    return sorted(sha256((scenes / name).read_bytes()).hexdigest() for name in names)


def downloaded(page):
    with page.expect_download() as download:
        page.get_by_role("region", name="Chosen photos").get_by_role(
            "button", name="Download"
        ).click()
    return download.value.path()


def test_chosen_photos_arrive_as_they_are(page, scenes):
    for day in ("15 January 2024, 1 face", "15 March 2024, 1 face", "15 December 2024, 6 faces"):
        page.get_by_role("checkbox", name=f"Choose {day}").click()
    expect(page.get_by_role("region", name="Chosen photos")).to_contain_text("3 chosen")

    archive = downloaded(page)

    assert contents(archive) == originals(scenes, (SCENES[0], SCENES[2], SCENES[11]))


def test_all_photos_are_chosen_by_keyboard(page, scenes):
    expect(page.get_by_role("checkbox", name="Choose all of 2024")).to_be_visible()

    page.keyboard.press("ControlOrMeta+a")
    expect(page.get_by_role("region", name="Chosen photos")).to_contain_text("12 chosen")
    archive = downloaded(page)

    assert contents(archive) == originals(scenes, SCENES)
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Chosen photos")).to_have_count(0)

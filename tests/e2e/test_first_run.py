"""From an empty library to somebody with a name."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.serving import served

JOB_MS = 90_000
"""Twelve photos on the slowest machine that tests run on."""

# As soon as there is one, however short: a face that came in while photos are looked at.
FACE_APPEARS = """() => document.querySelector("main [aria-hidden] > img") !== null
  && document.querySelector("main [role=progressbar]") !== null"""


@pytest.fixture
def empty_server(scenes, tmp_path):
    """A server over nothing; the folder of photos may be chosen in its page."""
    settings = {
        "LIKENESS_SERVE__ROOTS": json.dumps([str(scenes.parent)]),
        "LIKENESS_RUNTIME__BATCH": "2",  # faces come a few at a time, as from a large folder
    }
    with served(tmp_path / "library", tmp_path / "server.log", settings) as serving:
        yield serving


def test_whoever_begins_chooses_a_folder_and_meets_people_who_get_names(empty_server, visitor):
    page = visitor(empty_server).page("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome to Likeness")

    page.get_by_role("button", name="Holidays").click()
    page.get_by_role("button", name="Find the faces in Holidays").click()
    page.wait_for_function(FACE_APPEARS, timeout=JOB_MS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Here they are", timeout=JOB_MS)
    expect(page.get_by_text(re.compile(r"\d people, 17 faces, 12 photos"))).to_be_visible()
    page.get_by_role("textbox", name="Name of person 1").fill("Anna Berg")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()

    page.get_by_role("link", name="See everybody").click()
    expect(page.get_by_role("link", name="Anna Berg, 6 photos")).to_be_visible()
    with empty_server.open() as library:
        assert library.person("Anna Berg").photos == 6

"""Photos of a device sent to the library: bad ones, known ones, and a server that goes away."""

import signal
from hashlib import sha256

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.conftest import choose_files

GOOD = 49
ARRIVES_MS = 90_000
"""All of them, on the slowest machine that tests run on."""

SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 60_000}
FAST = SLOW | {"uploadThroughput": -1}


@pytest.fixture
def files(scenes, tmp_path):
    """Small pictures, no two alike: parts of one photo, and something that is none."""
    folder = tmp_path / "phone"
    folder.mkdir()
    with Image.open(scenes / "t1.jpg") as photo:
        small = photo.convert("RGB").resize((320, 222))
    for number in range(GOOD):
        part = small.crop((number, number, number + 160, number + 120))
        part.save(folder / f"part{number:02}.jpg", quality=80)
    (folder / "letter.jpg").write_text("Dear all,\n")
    return sorted(folder.iterdir())


def fingerprints(files):
    return {sha256(path.read_bytes()).hexdigest() for path in files}


def in_library(server):
    with server.open() as library:
        return {photo.photo for photo in library.photo_page(limit=500).items}


def headline(page):
    return page.get_by_role("region", name="Progress").get_by_role("heading")


def file_row(page, name):
    return page.get_by_role("region", name="Files").get_by_role("listitem").filter(has_text=name)


def test_of_fifty_files_the_bad_one_says_why_and_the_others_arrive(server, visitor, files):
    page = visitor(server).page("/upload")
    before = in_library(server)

    choose_files(page, *files)
    expect(headline(page)).to_have_text("49 photos have arrived", timeout=ARRIVES_MS)

    expect(page.get_by_role("region", name="Progress")).to_contain_text("1 not taken in")
    expect(file_row(page, "letter.jpg")).to_contain_text("This is no picture.")
    expect(file_row(page, "part00.jpg")).to_contain_text("Arrived")
    page.get_by_role("link", name="See the photos").click()
    expect(page.get_by_role("main")).to_contain_text("61 photos", timeout=ARRIVES_MS)
    good = [path for path in files if path.name != "letter.jpg"]
    assert in_library(server) == before | fingerprints(good)


def test_what_is_known_already_is_not_sent_again(server, visitor, scenes):
    page = visitor(server).page("/upload")

    choose_files(page, scenes / "t1.jpg", scenes / "001_A.jpg")

    expect(headline(page)).to_have_text("All 2 photos are in your library already")
    expect(file_row(page, "t1.jpg")).to_contain_text("Known already")
    see = file_row(page, "t1.jpg").get_by_role("link", name="See it: t1.jpg")
    see.click()
    expect(page.get_by_role("dialog")).to_contain_text("t1.jpg")


def test_an_upload_outlives_a_server_that_is_killed(server, visitor, files):
    page = visitor(server).page("/upload")
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    good = [path for path in files if path.name != "letter.jpg"][:20]
    before = in_library(server)

    choose_files(page, *good)
    expect(file_row(page, "Arrived").first).to_be_visible()
    server.stop(signal.SIGKILL)
    expect(headline(page)).to_contain_text("of 20")
    expect(page.get_by_role("region", name="Progress")).to_contain_text("It goes on by itself.")
    line.send("Network.emulateNetworkConditions", FAST)
    server.start()

    expect(headline(page)).to_have_text("20 photos have arrived", timeout=ARRIVES_MS)
    page.get_by_role("link", name="See the photos").click()
    expect(page.get_by_role("main")).to_contain_text("32 photos", timeout=ARRIVES_MS)
    assert in_library(server) == before | fingerprints(good)

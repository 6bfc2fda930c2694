"""Finding somebody by file and camera; taking faces out; the answer that they are not there."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.browser import enter, launched
from tests.e2e.conftest import binary, choose_files

FRAME = (1280, 720)


@pytest.fixture
def page(shared_server, visitor):
    return visitor(shared_server).page("/find")


def answer(page):
    return page.get_by_role("region", name="Answer").get_by_role("heading", level=2)


def test_somebody_is_found_by_a_file(page, photos):
    choose_files(page, photos / "scenes" / "003_A.jpg")

    expect(answer(page)).to_have_text("Found somebody without a name in 6 photos")
    found = page.get_by_role("region", name="Answer").get_by_role("list", name="Photos")
    expect(found.get_by_role("link")).to_have_count(6)


def test_who_is_not_there_is_said_not_to_be(page, photos):
    stranger = min((photos / "singles").glob("*.jpg"))

    choose_files(page, stranger)

    expect(answer(page)).to_have_text("Not in this library")
    expect(page.get_by_role("list", name="Photos")).to_have_count(0)


def test_a_face_is_taken_out_and_another_in(page, photos):
    choose_files(page, photos / "scenes" / "t1.jpg")
    faces = page.get_by_role("button", name=re.compile(r"Face \d"))
    chosen = page.get_by_role("button", name=re.compile(r"Face \d"), pressed=True)
    expect(faces).to_have_count(6)
    expect(chosen).to_have_accessible_name("Face 1")
    expect(answer(page)).to_have_text(re.compile("in 1 photo$"))

    chosen.click()
    expect(chosen).to_have_count(0)
    expect(answer(page)).to_have_text("Choose a face")

    faces.nth(2).click()
    expect(chosen).to_have_accessible_name("Face 3")
    expect(answer(page)).to_have_text(re.compile("in 1 photo$"))


def test_a_photo_without_a_face_is_said_to_have_none(page, photos):
    choose_files(page, photos / "scenes" / "017_0.jpg")

    expect(answer(page)).to_have_text("No face on this photo")


def test_what_is_no_picture_says_so_and_the_rest_is_searched(page, photos, tmp_path):
    letter = tmp_path / "letter.jpg"
    letter.write_text("Dear all,\n")

    choose_files(page, letter, photos / "scenes" / "007_B.jpg")

    bad = page.get_by_role("article", name="Your photo letter.jpg")
    expect(bad.get_by_role("alert")).to_have_text("This is no picture.")
    expect(answer(page)).to_have_text(re.compile("in 2 photos$"))


@pytest.fixture
def camera(play, photos, tmp_path):
    """A browser with a camera that sees one of the photos: Chromium plays a film of it."""
    film = tmp_path / "camera.mjpeg"
    with Image.open(photos / "scenes" / "002_A.jpg") as photo:
        fitted = Image.new("RGB", FRAME)
        photo.thumbnail(FRAME)
        fitted.paste(photo, ((FRAME[0] - photo.width) // 2, (FRAME[1] - photo.height) // 2))
    frame = io.BytesIO()
    fitted.save(frame, "JPEG", quality=92)
    film.write_bytes(frame.getvalue() * 30)
    flags = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    with launched(play, binary(), flags) as browser:
        yield browser


def test_somebody_is_found_by_the_camera(shared_server, camera):
    visit = enter(camera, shared_server.base, shared_server.another_link())
    page = visit.page("/find")

    page.get_by_role("button", name="Take a photo").click()
    dialog = page.get_by_role("dialog", name="Camera")
    dialog.get_by_role("button", name="Take photo").click()
    dialog.get_by_role("button", name="Use this photo").click()

    expect(answer(page)).to_have_text("Found somebody without a name in 6 photos")
    assert visit.complaints == []


def test_a_camera_that_is_not_allowed_is_explained(page):
    page.get_by_role("button", name="Take a photo").click()

    dialog = page.get_by_role("dialog", name="Camera")
    expect(dialog.get_by_role("alert").get_by_role("heading")).to_have_text(
        re.compile("There is no camera|The camera is not allowed")
    )
    expect(dialog.get_by_role("button", name="Choose photos")).to_be_visible()

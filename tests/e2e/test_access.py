"""Who may come in, and who may only look."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import WIDE, Visit
from tests.e2e.serving import served

PASSWORD = "eight words are better than one"


@pytest.fixture(scope="module")
def guarded_server(indexed, tmp_path_factory):
    """A server with accounts: an owner, and somebody who may look."""
    folder = tmp_path_factory.mktemp("guarded")
    library = shutil.copytree(indexed, folder / "library")
    with served(library, folder / "server.log") as serving:
        with serving.open() as opened:
            opened.access.create_account("olga", PASSWORD, "owner")
            opened.access.create_account("vera", PASSWORD, "viewer")
        serving.stop()
        serving.start()
        yield serving


@pytest.fixture
def stranger(guarded_server, browser):
    """The browser of somebody who is not known yet."""
    visit = Visit(browser.new_context(viewport=WIDE, locale="en-GB"), guarded_server.base)
    yield visit
    visit.context.close()
    assert visit.complaints == []


def log_in(page, name, password=PASSWORD):
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_a_password_lets_in_to_where_one_wanted_to_go(stranger):
    page = stranger.page("/people")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome to Likeness")

    log_in(page, "olga", "not the right one at all")
    expect(page.get_by_role("alert")).to_contain_text("The name or the password is not right.")

    log_in(page, "olga")
    expect(page.get_by_role("heading", level=1)).to_have_text("People")
    expect(page.get_by_role("button", name="Add a name").first).to_be_visible()


def test_who_may_only_look_sees_nothing_to_change(stranger, guarded_server):
    with guarded_server.open() as library:
        person = library.people()[0].person
        group = max(library.photo_page(limit=50).items, key=lambda photo: photo.faces).photo
    page = stranger.page("/people")
    log_in(page, "vera")

    expect(page.get_by_role("list", name="People").get_by_role("link")).to_have_count(2)
    changing = re.compile("name$|^Select|Same|Different|hide$", re.IGNORECASE)
    expect(page.get_by_role("main").get_by_role("button", name=changing)).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("textbox")).to_have_count(0)

    page.goto(f"{guarded_server.base}/people/{person}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Unnamed")
    expect(page.get_by_role("button", name=re.compile("Add a name|Change the name"))).to_have_count(
        0
    )

    page.goto(f"{guarded_server.base}/photos?photo={group}")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img")).to_be_visible()
    page.keyboard.press("i")
    expect(dialog.get_by_role("complementary")).to_contain_text("t1.jpg")
    expect(dialog.get_by_role("button", name=re.compile("Forget"))).to_have_count(0)

    page.goto(f"{guarded_server.base}/review")
    expect(page.get_by_role("main")).to_contain_text("You may look, but not answer")
    page.goto(f"{guarded_server.base}/upload")
    expect(page.get_by_role("main")).to_contain_text("You may look, but not add photos")


def test_who_may_only_look_chooses_photos_to_download_and_nothing_else(stranger):
    page = stranger.page("/photos")
    log_in(page, "vera")

    page.get_by_role("checkbox", name="Choose all of 2024").click()
    bar = page.get_by_role("region", name="Chosen photos")
    expect(bar.get_by_role("button", name="Download")).to_be_visible()
    expect(bar.get_by_role("button", name=re.compile("Collect|Forget"))).to_have_count(0)

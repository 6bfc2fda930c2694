"""People: names, merging, and the way back."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def pair(server):
    """Two people, the one with more photos first, named Anna and Ben."""
    with server.open() as library:
        one, other = library.people()[:2]
        library.name(one.person, "Anna")
        library.name(other.person, "Ben")
    return one, other


def photos_of(server):
    with server.open() as library:
        return {person.name: person.photos for person in library.people()}


def called(page, name):
    return page.get_by_role("link", name=re.compile(f"^{name}, "))


def test_a_name_is_given_where_it_stands(server, visitor):
    page = visitor(server).page("/people")

    page.get_by_role("button", name="Add a name").first.click()
    page.keyboard.type("Anna Berg")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()

    expect(called(page, "Anna Berg")).to_have_accessible_name("Anna Berg, 6 photos")
    assert photos_of(server)["Anna Berg"] == 6


def test_two_people_are_made_one_by_keyboard_and_two_again_by_the_toast(server, visitor, pair):
    one, other = pair
    page = visitor(server).page("/people")

    called(page, "Anna").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(called(page, "Ben")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name="One and the same person?")
    expect(dialog.get_by_role("button", name="Make one person")).to_be_focused()
    page.keyboard.press("Enter")
    expect(called(page, "Ben")).to_have_count(0)
    expect(called(page, "Anna")).to_have_accessible_name(
        f"Anna, {one.photos + other.photos} photos"
    )

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back")).to_be_visible()

    expect(called(page, "Ben")).to_be_visible()
    assert photos_of(server) == {"Anna": one.photos, "Ben": other.photos}


def test_a_portrait_that_is_dropped_on_another_is_the_same_person(server, visitor, pair):
    one, other = pair
    page = visitor(server).page("/people")
    expect(called(page, "Anna")).to_be_visible()

    called(page, "Ben").hover()
    page.mouse.down()
    box = called(page, "Anna").bounding_box()
    for part in (0.3, 0.45, 0.5):
        page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] * part)
    expect(page.get_by_text("Same as Anna")).to_be_visible()
    page.mouse.up()
    dialog = page.get_by_role("dialog", name="One and the same person?")
    dialog.get_by_role("button", name="Make one person").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()

    expect(called(page, "Ben")).to_have_count(0)
    assert photos_of(server) == {"Anna": one.photos + other.photos}


def test_a_merge_is_taken_back_from_the_history(server, visitor, pair):
    one, other = pair
    with server.open() as library:
        library.merge(one.person, other.person)
    page = visitor(server).page("/history")

    page.get_by_role("button", name="Undo: Ben is the same person as Anna").click()
    expect(page.get_by_role("listitem").filter(has_text="Taken back: Ben is the")).to_be_visible()

    page.get_by_role("link", name="People").first.click()
    expect(called(page, "Ben")).to_have_accessible_name(f"Ben, {other.photos} photos")
    assert photos_of(server) == {"Anna": one.photos, "Ben": other.photos}


def test_faces_are_shown_while_portraits_are_made(server, visitor):
    """A portrait that nobody has seen takes half a second, and there may be forty on a page."""
    visit = visitor(server)
    waiting = []

    def hold(route):
        waiting.append(route)

    visit.context.route("**/portrait?*", hold)
    page = visit.page("/people")
    picture = page.get_by_role("main").get_by_role("link").locator("img").first

    expect(picture).to_have_attribute("style", re.compile(r"/crop"))
    expect(picture).to_have_js_property("complete", False)

    assert waiting
    visit.context.unroute("**/portrait?*")
    page.reload()
    expect(picture).to_have_attribute("src", re.compile("/portrait"))
    expect(picture).to_have_js_property("complete", True)

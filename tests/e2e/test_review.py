"""Questions, answered by keyboard and by thumb."""

import re

from playwright.sync_api import expect

from tests.e2e.browser import PHONE

FIRST = "Your answer settles 6 faces."
"""Of the person on most photos; it is asked first."""


def test_a_question_is_answered_by_keyboard_and_comes_back_with_z(server, visitor):
    page = visitor(server).page("/review")
    expect(page.get_by_role("heading", level=2)).to_have_text("Who is this?")
    expect(page.get_by_text(FIRST)).to_be_visible()

    page.keyboard.press("3")
    expect(page.get_by_role("combobox", name="Name")).to_be_focused()
    page.keyboard.type("Anna Berg")
    page.keyboard.press("Enter")
    expect(page.get_by_text(FIRST)).to_have_count(0)

    page.keyboard.press("z")
    expect(page.get_by_text(FIRST)).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()

    page.get_by_role("link", name="History").click()
    taken_back = "Taken back: Somebody is called Anna Berg now"
    expect(page.get_by_role("listitem").filter(has_text=taken_back)).to_be_visible()
    with server.open() as library:
        assert [person.name for person in library.people()] == [None, None]


def test_a_thumb_answers_too(server, visitor):
    page = visitor(server, viewport=PHONE, has_touch=True, is_mobile=True).page("/review")
    answer = page.get_by_role("button", name="Does not matter")
    expect(page.get_by_text(FIRST)).to_be_visible()
    box = answer.bounding_box()

    assert box["y"] > PHONE["height"] / 2, "within reach of a thumb"
    assert box["height"] >= 44
    answer.tap()

    expect(page.get_by_text(FIRST)).to_have_count(0)
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_text(FIRST)).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile(r"\?$"))

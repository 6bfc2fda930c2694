"""One photo over the whole window: who is on it, what was detected, the way through the rest."""

import re

import pytest
from playwright.sync_api import expect

NAMES = ("Anna", "Ben", "Chloé", "Dana", "Emil", "김민준")
NEAR = 2.5
"""Pixels: the line around a face, and rounding."""


@pytest.fixture(scope="module")
def group(shared_server):
    """The photo of six people, with a name for each in reading order."""
    with shared_server.open() as library:
        photo = max(library.photo_page(limit=50).items, key=lambda photo: photo.faces).photo
        faces = library.faces(photo=photo)
        for face, name in zip(faces, NAMES, strict=True):
            library.assign(face.face, new=name)
    return photo


@pytest.fixture
def page(shared_server, group, visitor):
    """The page to which a link to that photo leads."""
    return visitor(shared_server).page(f"/photos?photo={group}")


def dialog(page):
    return page.get_by_role("dialog", name=re.compile("^Photo: "))


def faces_of(shared_server, group):
    """Return what the server says of the faces: name and box, and how large the photo is."""
    with shared_server.open() as library:
        [photo] = [one for one in library.photo_page(limit=50).items if one.photo == group]
        people = {person.person: person.name for person in library.people()}
        boxes = {people[face.person]: face.box for face in library.faces(photo=group)}
    return boxes, (photo.width, photo.height)


def expected(box, size, picture):
    """Return where a box of the photo lies in the window: left, top, width, height."""
    across, down = picture["width"] / size[0], picture["height"] / size[1]
    left, top, right, bottom = box
    return (
        picture["x"] + left * across,
        picture["y"] + top * down,
        (right - left) * across,
        (bottom - top) * down,
    )


def test_a_box_with_a_name_lies_around_every_face(shared_server, group, page):
    boxes, size = faces_of(shared_server, group)
    shown = dialog(page).get_by_role("img", name=re.compile("15 December 2024$"))
    expect(shown).to_be_visible()

    assert set(boxes) == set(NAMES)
    for name, box in boxes.items():
        frame = dialog(page).get_by_role("link", name=name, exact=True)
        expect(frame).to_be_visible()
        found = frame.bounding_box()
        placed = (found["x"], found["y"], found["width"], found["height"])
        assert placed == pytest.approx(expected(box, size, shown.bounding_box()), abs=NEAR)
        frame.hover()
        expect(dialog(page).get_by_text(name, exact=True)).to_be_visible()


def test_keys_show_and_hide_faces_facts_and_detections(page):
    frames = dialog(page).get_by_role("link", name=re.compile(f"^({'|'.join(NAMES)})$"))
    expect(frames).to_have_count(6)

    page.keyboard.press("f")
    expect(frames).to_have_count(0)
    page.keyboard.press("f")
    expect(frames).to_have_count(6)

    page.keyboard.press("i")
    facts = dialog(page).get_by_role("complementary", name="Information")
    expect(facts).to_contain_text("t1.jpg")
    expect(facts).to_contain_text("1280 × 886")
    page.keyboard.press("i")
    expect(facts).to_have_count(0)


def test_what_was_detected_is_numbered_on_the_photo_and_in_a_table(shared_server, group, page):
    with shared_server.open() as library:
        people = {person.person: person.name for person in library.people()}
        numbers = {
            number: people[library.face(face).person]
            for face, number in library.face_numbers(group).items()
        }
    expect(dialog(page).get_by_role("link", name="Anna", exact=True)).to_be_visible()

    page.keyboard.press("d")
    rows = dialog(page).get_by_role("table", name="Faces on this photo").get_by_role("rowheader")
    expect(rows).to_have_text([re.compile(rf"^{number} [MWLSU]$") for number in range(1, 7)])
    boxes = dialog(page).get_by_role("button", name=re.compile(r"score \d+%$"))
    expect(boxes).to_have_count(6)
    for number, name in numbers.items():
        told = re.compile(rf"^{name}, Face {number}: perceived as a (man|woman)")
        box = dialog(page).get_by_role("button", name=told)
        box.hover()
        expect(
            dialog(page).get_by_role("row", name=re.compile(f"^{number} .*{name}"))
        ).to_be_visible()

    page.keyboard.press("d")
    expect(boxes).to_have_count(0)


def test_arrows_turn_the_pages_and_escape_leads_back_to_the_same_photo(shared_server, group, page):
    address = re.compile(rf"/photos\?photo={group}$")
    expect(page).to_have_url(address)
    expect(dialog(page).get_by_text(re.compile("^1 of 12"))).to_be_visible()

    page.keyboard.press("ArrowRight")
    expect(dialog(page).get_by_text(re.compile("^2 of 12"))).to_be_visible()
    expect(page).not_to_have_url(address)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(address)
    page.keyboard.press("ArrowRight")
    expect(dialog(page)).to_have_accessible_name(re.compile("15 Nov 2024"))

    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(page).to_have_url(f"{shared_server.base}/photos")
    expect(page.get_by_role("link", name="15 November 2024", exact=True)).to_be_focused()


def test_a_photo_that_is_not_there_says_so(shared_server, visitor):
    page = visitor(shared_server).page(f"/photos?photo={'0' * 64}")

    expect(dialog(page).get_by_role("alert")).to_contain_text("There is no such photo here")
    dialog(page).get_by_role("alert").get_by_role("button", name="Close").click()
    expect(dialog(page)).to_have_count(0)

"""Names that would rather be programs: they are shown as they are, and nothing in them runs."""

import shutil
from hashlib import sha256

import pytest
from playwright.sync_api import expect

from tests.e2e.faults import NARROW, too_wide
from tests.e2e.serving import served

PROGRAM = "<img src=x onerror=window.ran=1>"
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 5
ODD = "000_5.jpg"
"""A photo that is not in the library yet."""

ARABIC = "محمد بن عبد الله"

RAN = "() => window.ran !== undefined || document.querySelector('img[src=\"x\"]') !== null"


@pytest.fixture(scope="module")
def hostile_server(indexed, photos, tmp_path_factory):
    """A library whose people, collections and files are called so."""
    folder = tmp_path_factory.mktemp("hostile")
    library = shutil.copytree(indexed, folder / "library")
    album = folder / "Album"
    album.mkdir()
    shutil.copy2(photos / "scenes" / ODD, album / f"{PROGRAM}.jpg")
    with served(library, folder / "server.log") as serving:
        with serving.open() as opened:
            opened.add(album)
            one, other = opened.people()[:2]
            opened.name(one.person, PROGRAM)
            opened.name(other.person, LONG)
            for name in (PROGRAM, LONG, ARABIC):
                opened.create_collection(name, [album])
        yield serving


@pytest.fixture
def page(hostile_server, visitor):
    return visitor(hostile_server, **NARROW).page("/people")


def is_harmless(page):
    return not page.evaluate(RAN) and too_wide(page) == []


def test_names_of_people_are_text(page, hostile_server):
    for name in (PROGRAM, LONG):
        expect(page.get_by_role("list", name="People")).to_contain_text(name)
    assert is_harmless(page)

    with hostile_server.open() as library:
        people = library.people()
    for person in people:
        page.goto(f"{hostile_server.base}/people/{person.person}")
        expect(page.get_by_role("heading", level=1)).to_contain_text(person.name)
        assert is_harmless(page)

    page.goto(f"{hostile_server.base}/history")
    expect(page.get_by_text(PROGRAM).first).to_be_visible()
    assert is_harmless(page)


@pytest.mark.parametrize("name", [PROGRAM, LONG, ARABIC], ids=["program", "long", "arabic"])
def test_names_of_collections_are_text(page, hostile_server, name):
    page.goto(f"{hostile_server.base}/photos")
    page.get_by_role("button", name="Collection").tap()
    page.get_by_text(name, exact=True).first.tap()

    expect(page.get_by_role("main")).to_contain_text("1 photo")
    expect(page.get_by_role("button", name=f"Remove: {name}")).to_be_visible()
    assert is_harmless(page)


def test_names_of_files_are_text(page, hostile_server, photos):
    photo = sha256((photos / "scenes" / ODD).read_bytes()).hexdigest()
    page.goto(f"{hostile_server.base}/photos?photo={photo}")

    page.get_by_role("dialog").get_by_role("button", name="Information").tap()
    facts = page.get_by_role("complementary", name="Information")
    expect(facts).to_contain_text(f"{PROGRAM}.jpg")
    assert is_harmless(page)


def test_the_name_of_a_file_that_is_sent_is_text(page, hostile_server, tmp_path):
    letter = tmp_path / f"{PROGRAM}{LONG[:150]}.jpg"
    letter.write_text("Dear all,\n")
    page.goto(f"{hostile_server.base}/upload")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose photos").tap()
    chooser.value.set_files(letter)

    expect(page.get_by_role("region", name="Files")).to_contain_text(letter.name)
    expect(page.get_by_role("region", name="Files")).to_contain_text("This is no picture.")
    assert is_harmless(page)

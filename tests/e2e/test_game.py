"""A round of the game: phones that join by the code, a big screen, and who holds it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import WIDE, Visit
from tests.e2e.faults import NARROW, hard_to_use, too_wide

PROGRAM = "<img src=x onerror=window.ran=1>"
LONG = "Wolfeschlegelsteinhausenbergerdorffxxxxx"
ARABIC = "محمد بن عبد الله"
TURNED = "\u202egnp.exe"
MAKING_MS = 120_000
"""The average is painted when it is first asked for: two cores that others use take a while."""

RAN = "() => window.ran !== undefined || document.querySelector('img[src=\"x\"]') !== null"


@pytest.fixture
def stranger(server, browser):
    """Let somebody in who is not logged in: what went wrong there fails the test."""
    visits = []

    def come_in(**wishes):
        chosen = {"locale": "en-GB", "reduced_motion": "reduce", **wishes}
        visit = Visit(browser.new_context(**chosen), server.base)
        visits.append(visit)
        return visit

    yield come_in
    for visit in visits:
        visit.context.close()
    assert [said for visit in visits for said in visit.complaints] == []


@pytest.fixture
def organiser(server, visitor):
    return visitor(server).page("/rounds")


def open_round(page, title="Summer party"):
    page.get_by_role("button", name="New round").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name of the round").fill(title)
    dialog.get_by_role("button", name="Open the round").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def link(page, name):
    """Return where a link of a round leads, below the server."""
    said = page.get_by_role("heading", name=name, exact=True).locator("..").locator("code")
    return re.sub(r"^https?://[^/]+", "", said.inner_text())


def bring(page, photo):
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=re.compile("Choose a photo|Another photo")).click()
    chooser.value.set_files(photo)


def join(page, nickname, photo):
    bring(page, photo)
    page.get_by_role("textbox", name="Nickname").fill(nickname)
    page.get_by_role("checkbox", name=re.compile("I agree")).check()
    page.get_by_role("button", name="Join").click()


def close(page):
    page.get_by_role("button", name="Close now").click()
    page.get_by_role("dialog").get_by_role("button", name="Close now").click()


def test_a_whole_round_from_the_code_to_podium_and_withdrawal(organiser, stranger, photos):
    scenes = photos / "scenes"
    open_round(organiser)
    code = organiser.get_by_role("img", name="Code that leads to the page where one joins")
    expect(code).to_have_js_property("complete", value=True)
    assert code.evaluate("image => image.naturalWidth") > 0

    screen = stranger(viewport={"width": 1920, "height": 1080}).page(
        link(organiser, "Link of the big screen")
    )
    expect(screen.get_by_role("heading", level=1)).to_have_text("Summer party")
    expect(screen.get_by_role("status")).to_have_text("Waiting for the first face")

    address = link(organiser, "Link to join")
    anna = stranger(**NARROW).page(address)
    join(anna, "Anna", scenes / "001_A.jpg")
    expect(anna.get_by_role("heading", level=2)).to_have_text("You are in, Anna")
    ben = stranger(**NARROW).page(address)
    join(ben, "Ben", scenes / "007_B.jpg")
    expect(ben.get_by_role("heading", level=2)).to_have_text("You are in, Ben")

    seats = screen.get_by_role("list", name="Who is in").get_by_role("listitem")
    expect(seats).to_contain_text(["Anna", "Ben"])
    players = organiser.get_by_role("list", name="Who joined").get_by_role("listitem")
    expect(players).to_have_text(["Anna", "Ben"])

    carl = stranger(**NARROW).page(address)
    join(carl, "Carl", scenes / "009_C.jpg")
    expect(players).to_have_text(["Anna", "Ben", "Carl"])
    close(organiser)

    podium = screen.get_by_role("list", name="Podium").get_by_role("listitem")
    expect(podium).to_have_count(3)
    average = screen.get_by_role("img", name="The average face: Everybody")
    expect(average).to_have_js_property("complete", value=True, timeout=MAKING_MS)
    assert average.evaluate("image => image.naturalWidth") > 0
    for name in ("Anna", "Ben", "Carl"):
        portrait = screen.get_by_role("img", name=f"Portrait of {name}")
        expect(portrait).to_have_js_property("complete", value=True)
        assert portrait.evaluate("image => image.naturalWidth") > 0

    own = anna.get_by_role("heading", name="Your place").locator("xpath=following-sibling::p[1]")
    expect(own).to_have_text(re.compile(r"^[123](st|nd|rd) of 3$"))
    expect(organiser.get_by_role("tab", name="Everybody")).to_be_visible()
    expect(organiser.get_by_role("list", name="Podium").get_by_role("listitem")).to_have_count(3)

    anna.reload()  # the browser remembers who it is
    expect(own).to_have_text(re.compile(" of 3$"))
    anna.get_by_role("button", name="Withdraw").click()
    anna.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(anna.get_by_text("You have withdrawn. Your photo is deleted.")).to_be_visible()

    expect(podium).to_have_count(2)
    expect(screen.get_by_text("Anna")).to_have_count(0)
    expect(screen.get_by_text("Too few faces for an average picture")).to_be_visible()
    expect(players).to_have_text(["Ben", "Carl"])
    own = ben.get_by_role("heading", name="Your place").locator("xpath=following-sibling::p[1]")
    expect(own).to_have_text(re.compile(" of 2$"))


def test_what_cannot_take_part_is_told_why(organiser, stranger, photos):
    open_round(organiser)
    page = stranger(**NARROW).page(link(organiser, "Link to join"))

    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert")).to_have_text("Bring a photo of yourself.")

    join(page, "Anna", photos / "scenes" / "017_0.jpg")
    expect(page.get_by_role("alert")).to_contain_text("There is no face on this photo.")
    bring(page, photos / "scenes" / "t1.jpg")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert")).to_contain_text("There are several people on this photo.")

    bring(page, photos / "scenes" / "001_A.jpg")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("You are in, Anna")


def test_nicknames_that_would_rather_be_programs_are_text(organiser, stranger, photos):
    names = {PROGRAM: "001_A.jpg", LONG: "007_B.jpg", ARABIC: "009_C.jpg"}
    open_round(organiser, PROGRAM)
    address = link(organiser, "Link to join")
    screen = stranger(viewport=WIDE).page(link(organiser, "Link of the big screen"))
    dialogs = []
    screen.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    phones = []
    for name, photo in names.items():
        page = stranger(**NARROW).page(address)
        phones.append(page)
        join(page, name, photos / "scenes" / photo)
        expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
    expect(screen.get_by_role("list", name="Who is in").get_by_role("listitem")).to_have_count(3)
    expect(screen.get_by_role("main")).to_contain_text(PROGRAM)

    def are_harmless():
        for page in (screen, organiser, *phones):
            assert not page.evaluate(RAN)
            assert too_wide(page) == []

    are_harmless()
    assert hard_to_use(screen) == []
    close(organiser)
    expect(screen.get_by_role("list", name="Podium").get_by_role("listitem")).to_have_count(3)
    expect(organiser.get_by_role("tab", name="Everybody")).to_be_visible()
    for page in phones:
        expect(page.get_by_role("heading", name="Your place")).to_be_visible()
    are_harmless()
    for page in (screen, phones[0], organiser):
        assert hard_to_use(page) == []
    organiser.goto(organiser.url.rpartition("/")[0])
    expect(organiser.get_by_role("table")).to_contain_text(PROGRAM)
    are_harmless()
    assert dialogs == []


def test_a_nickname_that_turns_what_stands_around_it_is_not_taken(organiser, stranger, photos):
    open_round(organiser)
    page = stranger(**NARROW).page(link(organiser, "Link to join"))

    join(page, TURNED, photos / "scenes" / "001_A.jpg")
    expect(page.get_by_text("This nickname cannot be used.")).to_be_visible()

    page.get_by_role("textbox", name="Nickname").fill("Anna")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("You are in, Anna")


def test_links_that_lead_nowhere_say_so_and_ask_nobody_to_log_in(stranger):
    nowhere = "A" * 22
    page = stranger().page(f"/join/{nowhere}")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link leads nowhere")
    page = stranger().page(f"/screen/{nowhere}")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link leads nowhere")


def test_when_a_round_repeats_its_next_date_is_told_before_it_is_opened(organiser):
    organiser.get_by_role("button", name="New round").click()
    dialog = organiser.get_by_role("dialog")
    dialog.get_by_text("By a rule").click()
    rule = dialog.get_by_role("textbox", name="Rule")

    rule.fill("0 18 * * 5")
    expect(dialog.get_by_role("status")).to_contain_text("every Friday at 18:00")
    expect(dialog.get_by_role("status")).to_contain_text(re.compile("It closes .*18:00"))

    rule.fill("every now and then")
    expect(dialog).to_contain_text("This is no rule")
    dialog.get_by_role("textbox", name="Name of the round").fill("Fridays")
    rule.fill("0 18 * * 5")
    dialog.get_by_role("button", name="Open the round").click()
    expect(organiser.get_by_role("heading", level=1)).to_have_text(re.compile("^Fridays"))
    organiser.get_by_role("link", name="All rounds").click()
    expect(organiser.get_by_role("button", name="Stop repeating: Fridays")).to_be_visible()

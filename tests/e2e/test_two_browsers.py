"""What one browser decides, another one shows, without being asked; and a server may restart."""

import re
import signal

from playwright.sync_api import expect

GONE = "The server does not answer. Trying again by itself."


def give_name(page, name):
    page.get_by_role("button", name="Add a name").first.click()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def test_what_is_decided_in_one_browser_appears_in_the_other(server, visitor):
    with server.open() as library:
        person = library.people()[0].person
    watching = visitor(server).page(f"/people/{person}")
    expect(watching.get_by_role("heading", level=1)).to_be_visible()
    deciding = visitor(server).page("/people")

    give_name(deciding, "Anna Berg")
    expect(watching.get_by_role("heading", level=1)).to_contain_text("Anna Berg")

    deciding.get_by_role("button", name="Undo").click()
    expect(watching.get_by_role("heading", level=1)).not_to_contain_text("Anna Berg")


def test_a_page_outlives_a_server_that_is_killed(server, visitor):
    page = visitor(server).page("/people")
    expect(page.get_by_role("button", name="Add a name").first).to_be_visible()

    server.stop(signal.SIGKILL)
    expect(page.get_by_text(GONE)).to_be_visible()
    server.start()
    expect(page.get_by_text(GONE)).to_have_count(0)

    give_name(page, "Anna Berg")
    expect(page.get_by_role("link", name=re.compile("^Anna Berg, "))).to_be_visible()
    with server.open() as library:
        assert library.person("Anna Berg").photos == 6


def test_what_was_decided_while_nobody_listened_is_shown_afterwards(server, visitor):
    with server.open() as library:
        person = library.people()[0].person
    page = visitor(server).page(f"/people/{person}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    server.stop(signal.SIGKILL)
    expect(page.get_by_text(GONE)).to_be_visible()
    with server.open() as library:
        library.name(person, "Ben Ortiz")
    server.start()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Ben Ortiz")

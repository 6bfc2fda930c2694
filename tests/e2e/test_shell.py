"""What is around every page: the way in, the places, and what it costs to come."""

from playwright.sync_api import expect

from tests.e2e.browser import PHONE

MOST_SCRIPT = 300_000
"""Bytes, packed: what the first page may take."""

SCRIPTS = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
  .map(({ name, encodedBodySize, decodedBodySize }) => [name, encodedBodySize, decodedBodySize])"""


def test_the_link_lets_a_browser_in_and_the_start_page_shows_the_photos(shared_server, visitor):
    page = visitor(shared_server).page("/")

    expect(page).to_have_url(f"{shared_server.base}/photos")
    expect(page.get_by_role("heading", level=1)).to_have_text("Photos")


def test_whoever_has_no_link_is_told_where_to_find_it(shared_server, browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{shared_server.base}/photos")

    expect(page.get_by_text("likeness serve").first).to_be_visible()
    context.close()


def test_a_phone_has_its_places_at_the_bottom_and_the_rest_behind_more(shared_server, visitor):
    page = visitor(shared_server, viewport=PHONE, has_touch=True, is_mobile=True).page("/photos")

    page.get_by_role("button", name="More").tap()
    page.get_by_role("dialog").get_by_role("link", name="Settings").tap()

    expect(page).to_have_url(f"{shared_server.base}/settings")


def test_the_first_page_takes_little(shared_server, visitor):
    page = visitor(shared_server, service_workers="block").page("/photos")
    expect(page.get_by_role("list", name="Photos").get_by_role("link")).to_have_count(12)

    scripts = page.evaluate(SCRIPTS)

    assert any("index" in name for name, _, _ in scripts)
    assert any("Photos" in name for name, _, _ in scripts)
    sent = sum(packed for _, packed, _ in scripts)
    assert 0 < sent < MOST_SCRIPT
    assert sent < sum(whole for _, _, whole in scripts) / 2, "they are sent packed"

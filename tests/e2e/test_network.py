"""The network of likeness: what is shown of it, the way between two, and taking it along."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import PHONE
from tests.e2e.faults import hard_to_use, too_wide

EDGES = re.compile(r"^(?:([\d,]+) of )?([\d,]+) edges?$")


@pytest.fixture
def named(server):
    """A server whose people have names, with networks of them and of their faces."""
    with server.open() as library:
        for number, person in enumerate(library.people()):
            library.name(person.person, f"Person {number}")
        library.network()
        library.network("faces")
    return server


def edges_shown(page):
    """Return how many edges the page says that it shows, and how many there are."""
    said = EDGES.match(page.get_by_text(EDGES).inner_text())
    everything = int(said[2].replace(",", ""))
    return int((said[1] or said[2]).replace(",", "")), everything


def threshold(page):
    return page.get_by_role("slider", name="Alike from")


def focus_on(page, name):
    """Find somebody by the keyboard alone."""
    page.get_by_role("combobox", name="Find somebody in the network").fill(name)
    expect(page.get_by_role("option", name=name, exact=True)).to_be_visible()
    page.keyboard.press("Enter")


def test_the_slider_shows_fewer_edges_the_more_alike_they_have_to_be(named, visitor):
    page = visitor(named).page("/network?of=faces")
    expect(page.get_by_role("application")).to_have_accessible_name(re.compile("^Network of"))

    threshold(page).press("Home")
    everything = edges_shown(page)
    threshold(page).press("End")
    strongest = edges_shown(page)

    assert everything[0] == everything[1] > 1
    assert strongest[0] < everything[0]
    assert strongest[1] == everything[1]


def test_the_default_of_the_scale_is_marked_and_told(named, visitor):
    with named.open() as library:
        scale = library.kept_network().scale
    page = visitor(named).page("/network")

    expect(page.get_by_text(f"The usual mark is {scale.minimum}")).to_be_visible()
    page.get_by_text("What that rests on").click()
    expect(page.get_by_text(scale.source)).to_be_visible()


def test_a_path_leads_from_one_to_another_each_step_in_words(named, visitor):
    with named.open() as library:
        one, other = library.people()[0], library.people()[-1]
        path = library.resemblance_path(one.person, other.person)
        names = {person.person: person.name for person in library.people()}
    page = visitor(named).page("/network")

    focus_on(page, one.name)
    expect(page.get_by_role("heading", name=one.name)).to_be_visible()
    page.get_by_role("button", name="Path of resemblance to somebody").click()
    page.keyboard.type(other.name)
    expect(page.get_by_role("option", name=other.name, exact=True)).to_be_visible()
    page.keyboard.press("Enter")

    steps = page.get_by_role("list", name="Path of resemblance")
    expect(steps.get_by_role("button")).to_have_text(
        [re.compile(f"^{names[node]}") for node in path.nodes]
    )
    expect(page.get_by_text(re.compile(r"^1 step,|^\d+ steps,"))).to_be_visible()
    expect(page).to_have_url(re.compile(f"node={one.person}.*to={other.person}"))


def test_somebody_in_focus_is_left_by_the_keyboard(named, visitor):
    page = visitor(named).page("/network")
    focus_on(page, "Person 0")
    expect(page.get_by_role("heading", name="Person 0")).to_be_visible()

    page.get_by_role("application").press("Escape")

    expect(page.get_by_role("heading", name="Person 0")).to_have_count(0)


@pytest.mark.parametrize("of", ["people", "faces"])
def test_whoever_is_closest_to_the_average_is_the_first_of_a_list(named, visitor, of):
    visit = visitor(named)
    page = visit.page(f"/network?of={of}")
    nodes = page.request.get(f"{named.base}/api/v1/network?of={of}").json()["nodes"]
    closest = max(range(len(nodes["id"])), key=nodes["average"].__getitem__)

    button = page.get_by_role("button", name="Closest to the average")
    button.press("Enter")
    expect(page).to_have_url(re.compile("focus=average"))
    first = page.get_by_role("list", name="Closest to the average").get_by_role("button").first

    expect(first).to_contain_text(nodes["name"][closest])
    expect(first).to_contain_text(f"1st · closest of all ({nodes['average'][closest]:.3f})")
    first.click()
    expect(page).to_have_url(re.compile(f"node={nodes['id'][closest]}"))
    expect(button).to_have_attribute("aria-pressed", "false")


def test_the_average_in_focus_is_left_by_escape_wherever_one_is(named, visitor):
    page = visitor(named).page("/network?focus=average")
    heading = page.get_by_role("heading", name="Closest to the average")
    expect(heading).to_be_visible()

    page.keyboard.press("Escape")

    expect(heading).to_have_count(0)
    expect(page).not_to_have_url(re.compile("focus="))


def test_the_table_says_what_the_drawing_shows(named, visitor):
    page = visitor(named).page("/network")

    page.get_by_text("As a table").click()
    row = page.get_by_role("table").get_by_role("button", name="Person 1", exact=True)
    row.press("Enter")

    expect(page.get_by_role("heading", name="Person 1")).to_be_visible()


def saved(page, kind):
    """Return the content of the network as a file of that kind."""
    page.get_by_role("button", name="Save as").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=re.compile(rf"\({kind}\)")).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_the_network_is_taken_along_as_data_as_a_graph_and_as_a_page(named, visitor):
    with named.open() as library:
        nodes = {node.node for node in library.kept_network().nodes}
    page = visitor(named).page("/network")
    expect(threshold(page)).to_be_visible()

    data = json.loads(saved(page, "JSON"))
    graph = ET.fromstring(saved(page, "GraphML"))
    html = saved(page, "HTML")

    assert nodes <= set(re.findall(r"p[0-9a-f]{16,24}", json.dumps(data)))
    assert len(graph.findall(".//{*}node")) == len(nodes)
    assert html.lstrip().lower().startswith("<!doctype html>")


def test_the_first_network_is_made_by_itself(server, visitor):
    page = visitor(server).page("/network")

    expect(threshold(page)).to_be_visible(timeout=60_000)

    with server.open() as library:
        assert library.kept_network() is not None


def test_the_average_in_focus_on_a_phone_is_a_sheet_that_anybody_can_use(named, visitor):
    visit = visitor(named, viewport=PHONE, is_mobile=True, has_touch=True)
    page = visit.page("/network?focus=average")
    heading = page.get_by_role("heading", name="Closest to the average")
    expect(heading).to_be_in_viewport()

    assert hard_to_use(page) == []
    assert too_wide(page) == []
    page.get_by_role("button", name="Closest to the average").tap()
    expect(heading).to_have_count(0)


def test_somebody_in_focus_on_a_phone_is_a_sheet_that_anybody_can_use(named, visitor):
    page = visitor(named, viewport=PHONE, is_mobile=True, has_touch=True).page("/network")
    focus_on(page, "Person 0")
    expect(page.get_by_role("heading", name="Person 0")).to_be_in_viewport()

    assert hard_to_use(page) == []
    assert too_wide(page) == []
    page.get_by_role("button", name="Leave the focus").click()
    expect(page.get_by_role("heading", name="Person 0")).to_have_count(0)

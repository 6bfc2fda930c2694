"""The page is self-contained, runs nothing but its own script, and shows what it was given."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.report.model import Cell, HeatMap, Section, Table
from likeness.evaluation.report.page import page
from tests.evaluation.report import reports
from tests.evaluation.report.reports import EVERYTHING, HOSTILE

VOID = {"meta", "link", "img", "input", "br"}
LOADS = {"src", "href", "srcset", "data", "poster", "action", "formaction", "background", "cite"}


class Reader(HTMLParser):
    """Collects the elements of a page, with the text of those that hold text alone."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[dict[str, str], str, str]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len({name for name, _ in attrs}), f"{tag} names an attribute twice"
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag in {"script", "style"}:
            self.texts.append((found, tag, ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"script", "style"}:
            found, tag, before = self.texts[-1]
            self.texts[-1] = (found, tag, before + data)
        else:
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [found for name, found in self.elements if name == tag]

    @property
    def policy(self) -> str:
        return next(
            found["content"]
            for found in self.all("meta")
            if found.get("http-equiv") == "Content-Security-Policy"
        )

    def data(self) -> list[dict[str, object]]:
        return [
            json.loads(text)
            for found, _, text in self.texts
            if found.get("type") == "application/json"
        ]


def assert_harmless(text: str) -> Reader:
    """Read a page as a browser would, and refuse whatever could load or run something."""
    text.encode("utf-8")
    reader = Reader(text)
    assert reader.open == []
    for tag, found in reader.elements:
        assert tag not in {"iframe", "object", "embed", "base", "form", "audio", "video"}
        for name, value in found.items():
            assert not name.startswith("on"), (tag, name)
            assert name != "style", tag
            if name in LOADS:
                assert value.startswith(("#", "data:")), (tag, name, value[:60])
        if tag == "img":
            assert "alt" in found
    own = [part for part in reader.texts if part[0].get("type") != "application/json"]
    assert [tag for _, tag, _ in own] == ["style", "script"]
    for _, tag, inside in own:
        digest = b64encode(sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in reader.policy
    assert "url(" not in own[0][2]
    assert "@import" not in own[0][2]
    return reader


def words(text: str) -> str:
    return " ".join(" ".join(Reader(text).words).split())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text_wherever_it_stands(name: str) -> None:
    assert_harmless(page(reports.report(name)))


def test_all_hostile_names_at_once_stay_text() -> None:
    reader = assert_harmless(page(reports.report(EVERYTHING)))

    assert "<script>document.documentElement.dataset.owned='1'</script>" in "".join(reader.words)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_any_text_at_all_stays_text(name: str) -> None:
    assert_harmless(page(reports.report(name)))


def test_the_policy_lets_nothing_in_but_inline_pictures_and_two_hashes() -> None:
    policy = assert_harmless(page(reports.report())).policy

    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert set(rules) == {
        "default-src",
        "img-src",
        "style-src",
        "script-src",
        "base-uri",
        "form-action",
    }
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_policy_stands_before_anything_that_it_rules() -> None:
    text = page(reports.report())

    assert text.index("Content-Security-Policy") < text.index("<style>")
    assert text.startswith("<!DOCTYPE html>")


def test_the_own_script_never_makes_markup_of_text() -> None:
    script = next(
        inside for _, tag, inside in assert_harmless(page(reports.empty())).texts if tag == "script"
    )

    for door in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "http:",
        "https://w",
        "fetch(",
        "XMLHttpRequest",
        'setAttribute("style"',
    ):
        assert door not in script


def test_what_cannot_be_shown_is_an_escape() -> None:
    shown = words(page(reports.report("a\x1b\u202e\udcff")))

    assert "a\\x1b\\u202e\\xff" in shown


def test_plots_are_images_of_their_svg() -> None:
    plot = reports.figure()
    report = replace(reports.empty(), sections=(Section(title="s", blocks=(plot,)),))

    (image,) = assert_harmless(page(report)).all("img")

    kind, data = image["src"].split(",", 1)
    assert kind == "data:image/svg+xml;base64"
    assert b64decode(data).decode() == plot.svg
    assert image["alt"] == plot.alt


def test_narrow_plots_that_follow_each_other_stand_side_by_side() -> None:
    narrow, wide = reports.figure(width=460), reports.figure(width=700)

    def beside(*plots: object) -> int:
        section = Section(title="s", blocks=plots)  # type: ignore[arg-type]
        return page(replace(reports.empty(), sections=(section,))).count('class="plots beside"')

    assert beside(narrow, narrow) == 1
    assert beside(narrow) == 0
    assert beside(wide, wide) == 0
    assert beside(narrow, reports.table(), narrow) == 0


def test_faces_are_webp_and_a_missing_one_is_said() -> None:
    report = replace(reports.empty(), sections=(Section(title="s", blocks=(reports.pairs(),)),))
    text = page(report)

    (image,) = assert_harmless(text).all("img")

    assert image["src"].startswith("data:image/webp;base64,")
    assert image["alt"] == "Face: Anna, anna/1.jpg"
    assert "no picture" in words(text)


def test_a_table_shows_estimates_with_interval_and_reasons() -> None:
    report = replace(reports.empty(), sections=(Section(title="s", blocks=(reports.table(),)),))
    shown = words(page(report)).replace("\u202f", " ")

    assert "97.3 % 95.1 to 98.8 %" in shown
    assert "Too few pairs. dlib" in shown
    assert "12,345" in shown
    assert "not known" in shown
    assert "nan" not in shown.lower().split()


def test_rows_of_other_lengths_than_the_header_do_not_end_the_page() -> None:
    uneven = replace(reports.table(), rows=((), ("a",), ("a", 1, 2, 3, 4, 5)))
    report = replace(reports.empty(), sections=(Section(title="s", blocks=(uneven,)),))

    assert_harmless(page(report))


@pytest.mark.parametrize(
    ("ranged", "plain", "classes"),
    [
        (1, 2, ""),
        (2, 3, ""),
        (3, 1, "stacked"),
        (1, 6, "stacked"),
        (0, 6, ""),
        (4, 4, "stacked wide"),
    ],
)
def test_intervals_stand_under_their_figures_where_a_table_would_grow_too_wide(
    ranged: int, plain: int, classes: str
) -> None:
    estimate = Estimate(value=0.9, low=0.8, high=0.95)
    row: tuple[Cell, ...] = (*[estimate] * ranged, *[7] * plain)
    table = Table(columns=tuple("x" * len(row)), rows=(row,))
    section = Section(title="s", blocks=(table,))

    (found,) = assert_harmless(page(replace(reports.empty(), sections=(section,)))).all("table")

    assert found.get("class", "") == classes


def test_long_names_in_tables_may_break_and_short_ones_do_not() -> None:
    table = Table(columns=("n", "a", "b"), rows=((1, "short", "x" * 80),))
    section = Section(title="s", blocks=(table,))

    cells = assert_harmless(page(replace(reports.empty(), sections=(section,)))).all("td")

    assert [cell.get("class") for cell in cells] == ["number", "short", "long"]


def test_plots_and_tables_stand_in_frames_that_scroll() -> None:
    blocks = (reports.figure(), reports.table(), reports.heat_map(("a",), reports.figure()))
    section = Section(title="s", blocks=blocks)

    reader = assert_harmless(page(replace(reports.empty(), sections=(section,))))

    kinds = [found.get("class", "").split() for found in reader.all("div")]
    assert sum("frame" in kind for kind in kinds) == 2
    assert sum("edge" in kind for kind in kinds) == 3


def test_headings_lead_to_their_sections_from_four_sections_on() -> None:
    sections = tuple(Section(title=f"part {number}") for number in range(4))

    many = assert_harmless(page(replace(reports.empty(), sections=sections)))
    few = assert_harmless(page(replace(reports.empty(), sections=sections[:3])))

    ids = {found["id"] for _, found in many.elements if "id" in found}
    links = [found["href"][1:] for found in many.all("a")]
    assert len(links) == 5  # and the one that skips to the report
    assert set(links) <= ids
    assert len(few.all("a")) == 1


def test_ids_are_unique() -> None:
    found = [found["id"] for _, found in Reader(page(reports.report())).elements if "id" in found]

    assert len(found) == len(set(found))


def test_a_date_among_the_facts_stands_in_the_header() -> None:
    text = page(replace(reports.empty(), facts=(("date", "2026-03-04"),)))

    assert text.index("2026-03-04") < text.index("<main")


def test_an_empty_report_is_a_page() -> None:
    text = page(reports.empty())

    assert_harmless(text)
    assert len(text) < 80_000


def test_empty_blocks_are_drawn_as_nothing() -> None:
    blank = HeatMap(names=(), values=(), label="", caption="")
    points = replace(reports.point_map(("a",)), x=(), y=(), people=(), labels=(), crops=())
    nothing = replace(reports.pairs(), pairs=())
    bare = replace(reports.table(), rows=())
    section = Section(title="", blocks=(blank, points, nothing, bare))

    assert "There are none." in words(page(replace(reports.empty(), sections=(section,))))


def test_a_heat_map_hands_over_numbers_and_null() -> None:
    heat = HeatMap(
        names=("a", "b"),
        values=((None, 0.123456), (float("nan"), float("-inf"))),
        label="l",
        caption="c",
        low=-1,
    )
    section = Section(title="", blocks=(heat,))

    (data,) = assert_harmless(page(replace(reports.empty(), sections=(section,)))).data()

    assert data["values"] == [[None, 0.1235], [None, None]]
    assert (data["low"], data["high"]) == (-1, None)


def test_a_heat_map_of_distances_says_that_low_is_alike() -> None:
    heat = replace(reports.heat_map(("a", "b")), higher_is_alike=False)
    section = Section(title="", blocks=(heat,))

    (data,) = assert_harmless(page(replace(reports.empty(), sections=(section,)))).data()

    assert data["higherIsAlike"] is False


def test_faces_without_a_place_are_left_out_of_the_map() -> None:
    points = reports.point_map(("a", "b"), faces=4)
    lost = replace(points, x=(0.0, float("nan"), 1.0, 2.0), y=(0.0, 0.0, float("inf"), 3.0))
    section = Section(title="", blocks=(lost,))

    (data,) = assert_harmless(page(replace(reports.empty(), sections=(section,)))).data()

    assert data["x"] == [0, 2]
    assert data["people"] == [points.people[0], points.people[3]]
    assert data["labels"] == [points.labels[0], points.labels[3]]


def test_a_heat_map_of_500_people_fits_into_two_and_a_half_megabytes() -> None:
    heat = reports.heat_map(tuple(f"person {number}" for number in range(500)))
    text = page(replace(reports.empty(), sections=(Section(title="", blocks=(heat,)),)))

    assert_harmless(text)
    assert len(text) < 2_500_000


def test_a_map_of_20_000_faces_fits_into_two_megabytes_without_its_crops() -> None:
    points = reports.point_map(tuple(f"person {number}" for number in range(300)), faces=20_000)
    points = replace(points, crops=(None,) * 20_000)
    text = page(replace(reports.empty(), sections=(Section(title="", blocks=(points,)),)))

    assert_harmless(text)
    assert len(text) < 2_000_000


def test_the_same_report_is_the_same_page() -> None:
    assert page(reports.report(EVERYTHING)) == page(reports.report(EVERYTHING))


# ---------------------------------------------------------------- in a browser

browser = pytest.mark.skipif(
    shutil.which("chromium") is None, reason="there is no chromium to open the page with"
)


def opened(text: str, folder: Path) -> tuple[Reader, str]:
    """Open a page in Chromium; return what became of it, and what its console said."""
    file = folder / "report.html"
    file.write_text(text, encoding="utf-8", newline="\n")
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=2000",
        "--dump-dom",
        file.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    console = [
        line
        for line in done.stderr.decode(errors="replace").splitlines()
        if "CONSOLE" in line or "Content Security Policy" in line
    ]
    return Reader(done.stdout.decode()), "\n".join(console)


@browser
def test_in_a_browser_the_script_runs_and_hostile_names_do_not(tmp_path: Path) -> None:
    reader, console = opened(page(reports.report(EVERYTHING)), tmp_path)

    (root,) = reader.all("html")
    assert "data-ready" in root
    assert "data-owned" not in root
    assert console == ""
    live = [found for found in reader.all("figure") if "data-kind" in found]
    assert [found["data-kind"] for found in live] == ["heat", "map"]
    assert all("data-live" in found for found in live)


@browser
def test_in_a_browser_the_policy_stops_a_script_that_got_in(tmp_path: Path) -> None:
    intruder = "<script>document.documentElement.dataset.owned='1'</script></body>"
    reader, console = opened(page(reports.report()).replace("</body>", intruder), tmp_path)

    (root,) = reader.all("html")
    assert "data-ready" in root
    assert "data-owned" not in root
    assert "Content Security Policy" in console


@browser
def test_in_a_browser_a_table_that_can_be_scrolled_says_so(tmp_path: Path) -> None:
    def more(columns: int) -> bool:
        table = Table(columns=("heading",) * columns, rows=((1234567.0,) * columns,))
        section = Section(title="s", blocks=(table,))
        text = page(replace(reports.empty(), sections=(section,)))
        folder = tmp_path / str(columns)
        folder.mkdir()
        reader, console = opened(text, folder)
        assert console == ""
        return any("data-more" in found for found in reader.all("div"))

    assert more(60)
    assert not more(2)


def test_no_report_leaves_a_trace_in_the_next() -> None:
    before = page(reports.report("one"))
    page(reports.report("two"))

    assert page(reports.report("one")) == before
    assert not re.search(r"\btwo\b", before.split("<script>")[0].split("</style>")[1])

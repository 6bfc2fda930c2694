"""likeness add"""

from __future__ import annotations

from typing import Any

from likeness.types import AddReport, Source
from tests.cli.conftest import Cli
from tests.cli.fake import BOB, person

REPORT = AddReport(
    photos=1200, new=1000, unchanged=190, moved=10, missing=2, failed=3, faces=2345, seconds=185
)
NOTHING = AddReport(
    photos=0, new=0, unchanged=0, moved=0, missing=0, failed=0, faces=0, seconds=0.1
)


def options(cli: Cli, *argv: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    ((_, paths, given),) = cli("add", *argv, "--quiet", add=REPORT).library.calls
    return paths, {key: given[key] for key in ("group", "folders_as_collections")}


def test_paths_are_handed_on_as_they_were_typed(cli: Cli) -> None:
    assert options(cli, "a", "b\udcff") == (
        ("a", "b\udcff"),
        {"group": True, "folders_as_collections": False},
    )


def test_options_are_handed_on(cli: Cli) -> None:
    assert options(cli, "a", "--no-group", "--folders-as-collections") == (
        ("a",),
        {"group": False, "folders_as_collections": True},
    )


def test_without_a_path_all_known_folders_are_looked_at_in_a_library_that_exists(cli: Cli) -> None:
    done = cli("add", add=REPORT, people=[], sources=[])

    assert done.library.calls[0][1] == ()
    assert done.library.opened == [(None, False)]


def test_with_a_path_a_library_is_made(cli: Cli) -> None:
    assert cli("add", "a", add=REPORT, people=[]).library.opened == [(None, True)]


def test_the_summary_says_what_happened_and_what_to_do_next(cli: Cli) -> None:
    people = [person(), person(BOB, name=None)]
    done = cli("--library", "x", "add", "a", add=REPORT, people=people)

    assert done.status == 0
    assert done.lines == [
        "photos   1,200 (1,000 new, 190 known, 10 moved)",
        "faces    2,345 on new photos",
        "people   2 (1 with a name)",
        "failed   3 files",
        "missing  2 photos",
        "time     3:05 min",
    ]
    assert done.err.splitlines()[-4:] == [
        "",
        "See who is there  likeness --library x people",
        "Find somebody     likeness --library x find me.jpg",
        "Why files failed  likeness --library x failures",
    ]


def test_zeros_that_mean_nothing_are_not_said(cli: Cli) -> None:
    done = cli("add", "a", add=NOTHING, people=[])

    assert done.lines == ["photos  0", "faces   0 on new photos", "time    0.1 s"]
    assert done.err == "There are no photos in a.\n"


def test_known_folders_without_photos_are_said_too(cli: Cli) -> None:
    done = cli("add", add=NOTHING, people=[], sources=[])
    assert done.err == "There are no photos in the known folders.\n"


def test_a_source_that_is_not_there_is_named(cli: Cli) -> None:
    here = Source(source="/photos", photos=3, missing=0, mounted=True, id=1)
    away = Source(source="s3://photos/2024", photos=9, missing=0, mounted=False, id=2)
    done = cli("add", "--json", add=REPORT, people=[], sources=[here, away])
    assert done.err == "Not there now, so left out: s3://photos/2024\n"


def test_without_grouping_grouping_comes_next(cli: Cli) -> None:
    done = cli("add", "a", "--no-group", add=REPORT)

    assert "likeness group" in done.err
    assert "likeness people" not in done.err


def test_quiet_says_nothing(cli: Cli) -> None:
    done = cli("add", "a", "--quiet", add=REPORT)

    assert (done.status, done.out, done.err) == (0, "", "")


def test_scripts_get_the_report(cli: Cli) -> None:
    done = cli("add", "a", "--json", add=REPORT)

    assert done.rows == [
        {
            "photos": 1200,
            "new": 1000,
            "unchanged": 190,
            "moved": 10,
            "missing": 2,
            "failed": 3,
            "faces": 2345,
            "seconds": 185,
        }
    ]

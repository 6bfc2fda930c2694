"""likeness sources"""

from __future__ import annotations

from likeness.errors import UnknownSourceError
from likeness.types import Source
from tests.cli.conftest import Cli

HERE = Source(source="/photos", photos=1234, missing=5, mounted=True, id=1)
AWAY = Source(source="/mnt/disk", photos=7, missing=0, mounted=False, id=2)


def test_sources_are_listed_with_whether_they_are_there(cli: Cli) -> None:
    assert cli("sources", sources=[HERE, AWAY]).lines == [
        "photos  missing  now        source",
        " 1,234        5  here       /photos",
        "     7        0  not there  /mnt/disk",
    ]


def test_without_sources_it_says_how_to_get_one(cli: Cli) -> None:
    done = cli("sources", sources=[])

    assert (done.out, done.err) == ("", "No sources yet. Add one: likeness add PHOTOS\n")


def test_scripts_get_the_keys_of_the_contract(cli: Cli) -> None:
    assert cli("sources", "--json", sources=[HERE]).rows == [
        {"source": "/photos", "photos": 1234, "missing": 5, "mounted": True, "id": 1}
    ]


def test_removing_says_what_was_removed(cli: Cli) -> None:
    states = iter([[HERE, AWAY], [HERE]])
    done = cli("sources", "remove", "/mnt/disk", sources=lambda: next(states), remove_source=None)

    assert ("remove_source", ("/mnt/disk",), {}) in done.library.calls
    assert done.out == "Removed /mnt/disk; its photos stay known.\n"


def test_scripts_get_what_was_removed(cli: Cli) -> None:
    states = iter([[AWAY], []])
    done = cli("sources", "remove", "2", "--json", sources=lambda: next(states), remove_source=None)

    assert done.rows == [
        {
            "source": "/mnt/disk",
            "photos": 7,
            "missing": 0,
            "mounted": False,
            "id": 2,
            "removed": True,
        }
    ]


def test_an_unknown_source_is_an_error(cli: Cli) -> None:
    done = cli("sources", "remove", "x", sources=[HERE], remove_source=UnknownSourceError("No x."))

    assert (done.status, done.err) == (1, "Error: No x.\n")

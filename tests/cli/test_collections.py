"""likeness collections"""

from __future__ import annotations

import pytest

from likeness.errors import UnknownCollectionError
from likeness.types import Collection
from tests.cli.conftest import Cli

SUMMER = Collection(collection="Summer", photos=1234)


def test_collections_are_listed(cli: Cli) -> None:
    assert cli("collections", collections=[SUMMER]).lines == [
        "photos  collection",
        " 1,234  Summer",
    ]


def test_without_collections_it_says_how_to_make_one(cli: Cli) -> None:
    assert "likeness collections create NAME" in cli("collections", collections=[]).err


def test_scripts_get_the_keys_of_the_contract(cli: Cli) -> None:
    assert cli("collections", "--json", collections=[SUMMER]).rows == [
        {"collection": "Summer", "photos": 1234}
    ]


@pytest.mark.parametrize(
    ("verb", "photos", "method"),
    [
        ("create", [], "create_collection"),
        ("create", ["a.jpg", "b"], "create_collection"),
        ("add", ["a.jpg", "b"], "add_to_collection"),
        ("remove", ["a.jpg"], "remove_from_collection"),
    ],
)
def test_verbs_say_how_the_collection_stands(
    cli: Cli, verb: str, photos: list[str], method: str
) -> None:
    done = cli("collections", verb, "Summer", *photos, **{method: SUMMER})

    ((called, (name, given), _),) = done.library.calls
    assert (called, name, list(given)) == (method, "Summer", photos)
    assert done.out == "Summer: 1,234 photos\n"


@pytest.mark.parametrize("verb", ["add", "remove"])
def test_adding_and_removing_need_photos(cli: Cli, verb: str) -> None:
    assert cli("collections", verb, "Summer").status == 2


def test_deleting_says_so(cli: Cli) -> None:
    done = cli("collections", "delete", "Summer", collections=[SUMMER], delete_collection=None)

    assert ("delete_collection", ("Summer",), {}) in done.library.calls
    assert done.out == "Deleted Summer; its photos stay.\n"


def test_scripts_get_what_was_deleted(cli: Cli) -> None:
    done = cli(
        *("collections", "delete", "Summer", "--json"),
        collections=[SUMMER, Collection(collection="Winter", photos=1)],
        delete_collection=None,
    )

    assert done.rows == [{"collection": "Summer", "photos": 1234, "deleted": True}]


def test_an_unknown_collection_is_an_error(cli: Cli) -> None:
    done = cli("collections", "add", "x", "a", add_to_collection=UnknownCollectionError("No x."))

    assert (done.status, done.err) == (1, "Error: No x.\n")


def test_scripts_get_the_collection_after_a_change(cli: Cli) -> None:
    done = cli("collections", "create", "Summer", "--json", create_collection=SUMMER)

    assert done.rows == [{"collection": "Summer", "photos": 1234}]

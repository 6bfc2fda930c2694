"""likeness keys"""

from __future__ import annotations

import re

import pytest

from tests.cli.doors import Doors
from tests.workflows.access.makers import PASSWORD


def test_without_keys_it_says_how_to_make_one(doors: Doors) -> None:
    done = doors.call("keys")

    make = "likeness keys create NAME --scope read"
    assert (done.status, done.out, done.err) == (0, "", f"No keys yet. Make one: {make}\n")


def test_the_secret_stands_alone_on_stdout(doors: Doors) -> None:
    done = doors.call("keys", "create", "picture frame", "--scope", "read")

    assert re.fullmatch(r"lk_[A-Za-z0-9_-]{43}\n", done.out)
    assert done.out.strip() not in done.err
    assert "not shown again" in done.err
    visitor = doors.access.visitor_of_key(done.out.strip())
    assert visitor is not None
    assert (visitor.who, visitor.scope) == ("key picture frame", "read")


def test_scripts_get_the_secret_beside_the_record(doors: Doors) -> None:
    row = doors.call("keys", "create", "x", "--scope", "write", "--days", "2", "--json").rows[0]

    assert doors.access.visitor_of_key(row["secret"])
    kept = doors.access.keys()[0]
    assert (row["key"], row["expires"]) == (kept.key, kept.expires)
    assert kept.expires is not None


def test_keys_are_listed_with_whose_they_are_and_without_secrets(doors: Doors) -> None:
    doors.access.create_account("Anna", PASSWORD, "editor")
    one = doors.call("keys", "create", "one", "--scope", "write", "--user", "anna", "--json").rows[
        0
    ]
    two = doors.call("keys", "create", "two", "--scope", "admin", "--json").rows[0]

    done = doors.call("keys")
    assert done.lines == [
        "key        scope  user  name",
        f"{one['key']}  write  Anna  one",
        f"{two['key']}  admin        two",
    ]
    rows = doors.call("keys", "--json").rows
    assert [row["name"] for row in rows] == ["one", "two"]
    assert "secret" not in rows[0]


@pytest.mark.parametrize("words", [("--scope", "all"), ("--scope", "read", "--days", "0"), ()])
def test_words_that_make_no_sense_are_refused(doors: Doors, words: tuple[str, ...]) -> None:
    done = doors.call("keys", "create", "x", *words)

    assert (done.status, done.out, doors.access.keys()) == (2, "", [])


def test_a_key_opens_no_more_than_its_user_may_do(doors: Doors) -> None:
    doors.access.create_account("Anna", PASSWORD, "viewer")
    done = doors.call("keys", "create", "x", "--scope", "write", "--user", "Anna")

    assert (done.status, done.out) == (2, "")
    assert "Anna may read only" in done.err


def test_a_key_is_revoked(doors: Doors) -> None:
    _, secret = doors.access.create_key("frame", "read")
    done = doors.call("keys", "revoke", "frame")

    assert done.out == "Nobody comes in with the key frame any more.\n"
    assert doors.access.visitor_of_key(secret) is None


def test_scripts_get_what_was_revoked(doors: Doors) -> None:
    key, _ = doors.access.create_key("frame", "read")
    row = doors.call("keys", "revoke", key.key, "--json").rows[0]

    assert (row["key"], row["revoked"]) == (key.key, True)
    assert doors.call("keys", "revoke", "frame").status == 1

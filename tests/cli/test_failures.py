"""likeness failures"""

from __future__ import annotations

from likeness.types import Failure
from tests.cli.conftest import Cli

FAILURES = [
    Failure(photo="/photos/a\nb.jpg", reason="not_an_image", detail="It begins with \x1b[2J."),
    Failure(photo="/photos/c.jpg", reason="empty", detail="It holds no bytes."),
]


def test_failures_are_listed_below_their_files_without_harm(cli: Cli) -> None:
    done = cli("failures", failures=FAILURES)

    assert done.lines == [
        "reason        detail",
        r"/photos/a\nb.jpg",
        r"not an image  It begins with \x1b[2J.",
        "/photos/c.jpg",
        "empty         It holds no bytes.",
    ]
    assert done.err == "\n2 files could not be used.\n"


def test_scripts_get_the_keys_of_the_contract(cli: Cli) -> None:
    done = cli("failures", "--json", failures=FAILURES)

    assert done.rows[0] == {
        "photo": "/photos/a\nb.jpg",
        "reason": "not_an_image",
        "detail": "It begins with \x1b[2J.",
    }
    assert done.err == ""


def test_no_failures_are_good_news(cli: Cli) -> None:
    done = cli("failures", failures=[])

    assert (done.status, done.out, done.err) == (0, "", "No failures.\n")

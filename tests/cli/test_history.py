"""likeness history and undo"""

from __future__ import annotations

import time

import pytest

from likeness.cli.context import who
from likeness.errors import EditRefusedError
from tests.cli.conftest import Cli
from tests.cli.fake import edit


@pytest.fixture
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_berlin")
def test_the_log_is_listed_in_local_time(cli: Cli) -> None:
    done = cli(
        "history", history=[edit(12, "x is Anna"), edit(3, "y", kind="not_a_face", undone=True)]
    )

    assert done.lines == [
        "edit  when              who   kind        what",
        "  12  2024-05-06 09:08  root  name        x is Anna",
        "   3  2024-05-06 09:08  root  not a face  y (undone)",
    ]


def test_a_time_that_cannot_be_read_is_shown_as_it_is(cli: Cli) -> None:
    assert "yesterday" in cli("history", history=[edit(when="yesterday")]).lines[1]


def test_only_the_newest_if_asked(cli: Cli) -> None:
    assert cli("history", history=[]).library.calls == [("history", (None,), {})]
    assert cli("history", "--limit", "5", history=[]).library.calls == [("history", (5,), {})]
    assert cli("history", "--limit", "0", history=[]).status == 2


def test_scripts_get_the_keys_of_the_contract(cli: Cli) -> None:
    assert cli("history", "--json", history=[edit()]).rows == [
        {
            "edit": 7,
            "when": "2024-05-06T07:08:09Z",
            "who": "root",
            "kind": "name",
            "what": "p00000000000000aa is Anna",
            "undone": False,
        }
    ]


@pytest.mark.parametrize(("argv", "number"), [([], None), (["12"], 12)])
def test_undo_takes_back_the_named_or_the_newest(
    cli: Cli, argv: list[str], number: int | None
) -> None:
    done = cli("undo", *argv, undo=edit(13, "undid 12", kind="undo"))

    assert done.library.calls == [("undo", (number,), {"who": who()})]
    assert (done.out, done.err) == ("undid 12\n", "")


def test_a_refusal_says_why(cli: Cli) -> None:
    done = cli("undo", "12", undo=EditRefusedError("Edit 13 depends on 12."))

    assert (done.status, done.err) == (1, "Error: Edit 13 depends on 12.\n")

"""A session knows its library and says commands that work on it."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import pytest

from likeness.cli.context import Session, open_library, program, who
from likeness.errors import LibraryError


def test_commands_to_type_name_the_library_that_was_named() -> None:
    assert Session().command("people") == "likeness people"
    assert Session(folder="my faces").command("add", "a b") == (
        "likeness --library 'my faces' add 'a b'"
    )


def test_the_library_lies_where_it_was_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/somebody")

    assert Session(folder="faces").library_folder() == tmp_path / "faces"
    assert Session(folder="~/faces").library_folder() == Path("/home/somebody/faces")
    assert Session().library_folder() == tmp_path / "data" / "likeness"


def test_opening_does_not_make_a_library_unless_asked(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no library"):
        open_library(str(tmp_path / "none"), on_wait=print, create=False)

    assert not (tmp_path / "none").exists()


def test_decisions_carry_the_name_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "anna")

    assert who() == "anna"


def test_a_user_without_a_name_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)

    assert who() == f"uid {os.getuid()}"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "bin" / "likeness"
    file.parent.mkdir()
    file.touch(mode=0o755)
    return file


def test_commands_to_type_begin_with_a_name_that_the_shell_knows(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [str(script), "people"])
    monkeypatch.setenv("PATH", str(script.parent))

    assert program() == "likeness"


def test_or_with_the_path_that_was_typed(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in `.venv/bin/likeness people`, where nothing was activated."""
    monkeypatch.chdir(script.parents[1])
    monkeypatch.setattr(sys, "argv", ["bin/likeness", "people"])
    monkeypatch.setenv("PATH", "/nowhere")

    assert program() == "bin/likeness"


def test_modules_and_tests_say_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/x/likeness/__main__.py"])

    assert program() == "likeness"

"""Every command explains itself, and the reference page says the same."""

from __future__ import annotations

import dataclasses
import re
import shlex
from typing import Any

import pytest

from docs import generate
from likeness.cli.app import app  # noqa: F401  # what the page is made of

COMMANDS = dict(generate.commands())


@pytest.fixture(params=sorted(COMMANDS))
def command(request: pytest.FixtureRequest) -> tuple[str, Any]:
    return request.param, COMMANDS[request.param]


def test_every_command_says_what_it_does_in_one_sentence(command: tuple[str, Any]) -> None:
    sentence = command[1].command.help.split("\n\n")[0]

    assert re.fullmatch(r"[A-Z][^\n]*(\n[^\n]+)*\.", sentence)


def test_every_command_has_an_example_that_calls_it(command: tuple[str, Any]) -> None:
    words, context = command
    example = context.command.help.rpartition("Example: ")[2].strip()

    parts = shlex.split(example)
    assert parts[0] == "likeness"
    assert parts[1 : 1 + len(words.split())] == words.split()


def test_every_argument_and_option_says_what_it_is(command: tuple[str, Any]) -> None:
    silent = [param.name for param in command[1].command.params if not param.help]

    assert silent == []


def test_every_command_that_does_something_prints_json(command: tuple[str, Any]) -> None:
    words, context = command
    has_json = any("--json" in param.opts for param in context.command.params)

    assert has_json == (words in generate.ROWS)


def test_the_reference_page_is_fresh() -> None:
    assert generate.PAGE.read_text("utf-8") == generate.page(), "run `make docs`"


def test_the_page_names_every_key(command: tuple[str, Any]) -> None:
    words, _ = command
    if words not in generate.ROWS:
        return

    section = generate.section(*command)
    assert all(f"`{field.name}`" in section for field in dataclasses.fields(generate.ROWS[words]))


def test_writing_the_page_writes_it(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "PAGE", tmp_path / "reference" / "cli.md")

    generate.main()

    assert generate.PAGE.read_text("utf-8") == generate.page()

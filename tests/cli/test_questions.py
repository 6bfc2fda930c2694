"""Nothing is asked where nobody can answer."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from likeness.cli import questions
from likeness.errors import UsageError


class Typed(io.StringIO):
    """A terminal on which somebody has typed already."""

    def isatty(self) -> bool:
        return True


@contextmanager
def closing_descriptor(number: int) -> Iterator[None]:
    try:
        yield
    finally:
        os.close(number)


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(questions, "is_terminal", lambda stream: stream is not None)
    return monkeypatch


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("y\n", True), ("YES\n", True), ("n\n", False), ("\n", False), ("", False), ("yeah", False)],
)
def test_only_yes_is_yes(at_terminal: pytest.MonkeyPatch, typed: str, answer: bool) -> None:
    at_terminal.setattr(sys, "stdin", Typed(typed))

    assert questions.confirmed("Go on?", yes=False) is answer


def test_the_question_is_on_stderr(
    at_terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_terminal.setattr(sys, "stdin", Typed("y\n"))

    questions.confirmed("Go on?", yes=False)

    assert capsys.readouterr() == ("", "Go on? [y/N] ")


def test_saying_yes_in_advance_asks_nobody() -> None:
    assert questions.confirmed("Go on?", yes=True)


def test_without_a_terminal_yes_has_to_be_said_in_advance() -> None:
    with pytest.raises(UsageError, match="--yes"):
        questions.confirmed("Go on?", yes=False)


@pytest.mark.parametrize(("piped", "answer"), [(b"y\n", True), (b"n\n", False)])
def test_a_pipe_may_answer(monkeypatch: pytest.MonkeyPatch, piped: bytes, answer: bool) -> None:
    end, begin = os.pipe()
    os.write(begin, piped)
    with open(end) as stdin, closing_descriptor(begin):
        monkeypatch.setattr(sys, "stdin", stdin)

        assert questions.confirmed("Go on?", yes=False) is answer


def test_an_open_pipe_that_says_nothing_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "PATIENCE", 0.0)
    end, begin = os.pipe()
    with open(end) as stdin, closing_descriptor(begin):
        monkeypatch.setattr(sys, "stdin", stdin)

        with pytest.raises(UsageError, match="--yes"):
            questions.confirmed("Go on?", yes=False)


def test_the_end_of_the_input_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(""))

    assert questions.ask("Which?") is None


def test_what_is_said_after_an_abandoned_question_begins_a_new_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(""))

    questions.ask("Which?")

    assert capsys.readouterr().err == "Which? \n"


def test_an_answer_has_no_spaces_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Typed("  2 \n"))

    assert questions.ask("Which?") == "2"

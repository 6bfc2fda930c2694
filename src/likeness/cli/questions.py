"""Asking the human at the terminal: on stderr, so that stdout stays the answer's."""

from __future__ import annotations

import select
import sys

from likeness.cli.output import is_terminal, print_message, print_question
from likeness.errors import UsageError

PATIENCE = 5.0  # seconds


def can_ask() -> bool:
    """Return whether somebody can read a question and type an answer."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def is_answer_waiting() -> bool:
    """Return whether a script that was put before us has an answer ready, or soon will.

    Somebody may have left our input open without ever writing to it: not a reason to wait for good.
    """
    try:
        return bool(select.select([sys.stdin], [], [], PATIENCE)[0])
    except (OSError, ValueError):  # nothing that can be waited for
        return False


def ask(question: str) -> str | None:
    """Ask and return the answer without spaces around it; None when the input has ended."""
    print_question(question)
    line = ""
    try:
        line = sys.stdin.readline()
    finally:
        if not line:  # Ctrl-C or Ctrl-D: what is said next begins a line of its own
            print_message("")
    return line.strip() if line else None


def confirmed(question: str, *, yes: bool) -> bool:
    """Return whether the human says yes; *yes* says it in advance.

    An answer may also come from a pipe, as in `yes | likeness forget ...`.

    Raises:
        UsageError: Nobody is there to ask.
    """
    if yes:
        return True
    answer = ask(f"{question} [y/N]") if can_ask() or is_answer_waiting() else None
    if answer is None and not can_ask():
        raise UsageError("This needs a confirmation and nobody answered: add --yes.")
    return (answer or "").lower() in {"y", "yes"}

"""Asking the human at the terminal: on stderr, so that stdout stays the answer's."""

from __future__ import annotations

import sys

from likeness.cli.output import is_terminal, print_message, print_question
from likeness.errors import UsageError


def can_ask() -> bool:
    """Return whether somebody can read a question and type an answer."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


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

    Raises:
        UsageError: Nobody is there to ask.
    """
    if yes:
        return True
    if not can_ask():
        raise UsageError("This needs a confirmation and there is no terminal: add --yes.")
    return (ask(f"{question} [y/N]") or "").lower() in {"y", "yes"}

"""Passwords typed at a real terminal."""

from __future__ import annotations

from tests.cli.terminal import Terminal

SCRIPT = """
from likeness.cli.output import print_line
from likeness.cli.passwords import new_password
print_line(f"{len(new_password(None))} characters")
"""


def test_a_password_is_asked_for_twice_and_never_shown() -> None:
    with Terminal(SCRIPT) as terminal:
        terminal.wait_for("Password: ")
        terminal.type("three red apples\n")
        terminal.wait_for("The same again: ")
        terminal.type("three red apples\n")
        status, shown = terminal.finish()

    assert (status, "16 characters" in shown) == (0, True)
    assert "apples" not in shown

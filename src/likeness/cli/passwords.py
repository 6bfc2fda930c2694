"""Passwords from the human at the terminal, or from a file: never from the command line."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from likeness.cli.output import print_message
from likeness.cli.questions import can_ask
from likeness.errors import UsageError

MAX_BYTES = 4096
"""Of a file with a password; what follows is not read."""

PasswordFile = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Read the password from FILE, - for standard input, instead of asking.",
        show_default=False,
    ),
]


def new_password(file: str | None) -> str:
    """Return the password that somebody chose.

    Args:
        file: Where it stands on the first line, "-" for standard input; None: ask for it, twice.

    Raises:
        UsageError: Nobody is there to ask, the two differ, or the file cannot be read.
    """
    if file is not None:
        return _from_file(file)
    if not can_ask():
        raise UsageError("Nobody is there to type a password: add --password-file FILE.")
    password = _typed("Password: ")
    if _typed("The same again: ") != password:
        raise UsageError("The two passwords differ: nothing was changed.")
    return password


def _typed(prompt: str) -> str:
    try:
        return getpass.getpass(prompt, sys.stderr)
    except EOFError:
        print_message("")
        raise typer.Abort from None


def _from_file(file: str) -> str:
    try:
        if file == "-":
            data = sys.stdin.buffer.read(MAX_BYTES)
        else:
            with open(file, "rb") as opened:
                data = opened.read(MAX_BYTES)
        text = data.decode("utf-8-sig")
    except OSError as exc:
        raise UsageError(f"The password file {file} cannot be read: {exc.strerror}.") from exc
    except UnicodeDecodeError as exc:
        raise UsageError(f"The password file {file} is no text in UTF-8.") from exc
    return text.split("\n", 1)[0].removesuffix("\r")

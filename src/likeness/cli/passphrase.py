"""What seals a backup: read from a file or asked for, never a word of the command line."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.options import flag
from likeness.errors import UsageError

LONGEST_FILE = 4096  # bytes

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="File whose first line is the passphrase.", show_default=False
    ),
]
AskPassphrase = Annotated[bool, flag("--ask-passphrase", text="Ask for the passphrase.")]


def passphrase(file: Path | None, *, ask: bool, twice: bool = False) -> str | None:
    """Return the passphrase that was given; None: none was.

    Args:
        file: Holds it in its first line.
        ask: Ask at the terminal.
        twice: Ask again, as nobody sees what they type.

    Raises:
        UsageError: Both or an empty one were given, the file cannot be read, nobody can be asked,
            or the two are not the same.
    """
    if file is not None and ask:
        raise UsageError("Say --passphrase-file or --ask-passphrase, not both.")
    if file is not None:
        return _given(_first_line(file.expanduser()))
    return _given(_asked(twice=twice)) if ask else None


def _given(text: str) -> str:
    if not text:
        raise UsageError("The passphrase is empty.")
    return text


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(LONGEST_FILE + 1)
    except OSError as exc:
        raise UsageError(f"The passphrase file cannot be read: {exc.strerror}.") from exc
    if len(content) > LONGEST_FILE:
        raise UsageError(f"The passphrase file has more than {LONGEST_FILE} bytes.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise UsageError("The passphrase file is no text in UTF-8.") from exc
    return next(iter(text.splitlines()), "")


def _asked(*, twice: bool) -> str:
    if not sys.stdin.isatty():
        raise UsageError("Nobody can be asked here: give --passphrase-file FILE.")
    try:
        text = getpass.getpass("Passphrase: ", stream=sys.stderr)
        if twice and text != getpass.getpass("Again: ", stream=sys.stderr):
            raise UsageError("The two are not the same. Nothing was done.")
    except EOFError as exc:
        raise UsageError("No passphrase was given.") from exc
    return text

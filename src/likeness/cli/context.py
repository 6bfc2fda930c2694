"""What every command is handed: which library, how to answer, who is asking."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import typer

from likeness.cli.output import print_message

if TYPE_CHECKING:
    from likeness.library import Library

NAME = "likeness"


class Opener(Protocol):
    """**Protocol:** how a command gets its library; tests bring their own."""

    def __call__(
        self, folder: str | None, *, on_wait: Callable[[str], None], create: bool
    ) -> Library:
        """Open the library in *folder* (None: the usual one), making it only if asked."""


def open_library(folder: str | None, *, on_wait: Callable[[str], None], create: bool) -> Library:
    """Open the real thing, which takes a moment to import."""
    from likeness.library import Library

    return Library.open(folder, on_wait=on_wait, create=create)


@dataclass
class Session:
    """One call of the command line."""

    opener: Opener = open_library
    folder: str | None = None  # as given by --library
    json: bool = False
    words: tuple[str, ...] = ()  # what was typed after the program's name

    @classmethod
    def of(cls, context: typer.Context) -> Session:
        """Return the session that a command runs in."""
        return context.find_object(cls) or cls()

    def open(self, *, create: bool = False) -> Library:
        """Open the library, for use in a `with` block. Raises `LibraryError`, `SettingsError`."""
        return self.opener(self.folder, on_wait=print_message, create=create)

    def open_serving(self, serve: Mapping[str, Any]) -> Library:
        """Open the library for a server, making it if there is none.

        Args:
            serve: Settings of the section `serve` that the command line gives.
        """
        from likeness.library import Library
        from likeness.settings import load_settings

        folder = self.library_folder()
        settings = load_settings(folder, serve=dict(serve))
        patience = {"wait_seconds": settings.serve.wait_seconds}
        settings = load_settings(folder, serve=dict(serve), catalog=patience)
        return Library.open(folder, settings=settings)

    def library_folder(self) -> Path:
        """Return where the library lies, whether it exists or not."""
        from likeness.settings import default_library

        folder = Path(self.folder).expanduser() if self.folder else default_library()
        return folder.absolute()

    def command(self, *words: str) -> str:
        """Return what to type for the command *words* on this library."""
        where = ["--library", self.folder] if self.folder else []
        return shlex.join([program(), *where, *words])

    def typed(self) -> str:
        """Return this call as it can be typed again."""
        return shlex.join([program(), *self.words])


def program() -> str:
    """Return what to type for this program: its name, or its path where the shell knows no name."""
    called = Path(sys.argv[0])
    if called.name != NAME:  # python -m, or a test
        return NAME
    found = shutil.which(NAME)
    return NAME if found and called.exists() and called.samefile(found) else str(called)


def who() -> str:
    """Return the name of the operating system's user, for the history."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without an entry in /etc/passwd
        return f"uid {os.getuid()}"

"""The files of the web page, which the build put beside this module (`frontend/`)."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent / "static"
PAGE = "index.html"
SERVED = "<!--served-->"
"""Where the page takes what only the server knows."""

PACKED = ".gz"
"""Ending of the packed copies that the build makes: nothing is packed while somebody waits."""

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Not left to the machine, whose list may say something else, which browsers refuse to run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """One file.

    Args:
        path: Where it lies.
        media_type: What it is.
        lasting: Whether its name changes with its content.
        packed: Whether a packed copy lies beside it.
    """

    path: Path
    media_type: str
    lasting: bool
    packed: bool

    def content(self, *, packed: bool) -> bytes:
        """Return its bytes, or those of the packed copy."""
        path = self.path.with_name(self.path.name + PACKED) if packed else self.path
        return path.read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The page and its files, as one build left them."""

    when: int | None  # the page was written, ns; None: there is none
    page: str | None
    files: Mapping[str, StaticFile]


class StaticFiles:
    """The files below a folder, by the path they are asked for; nothing else is ever opened.

    A build that replaces them while the server runs is noticed.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._known: Built | None = None

    @property
    def files(self) -> Mapping[str, StaticFile]:
        """Return all files but the page itself, by path below the folder."""
        return self._built().files

    @property
    def page(self) -> str | None:
        """Return the page; None: the package was built without it."""
        return self._built().page

    def _built(self) -> Built:
        page = self._folder / PAGE
        try:
            when: int | None = page.stat().st_mtime_ns
        except FileNotFoundError:
            when = None
        known = self._known
        if known is None or known.when != when:
            text = None if when is None else page.read_text(encoding="utf-8")
            files = MappingProxyType(dict(self._found()))
            self._known = known = Built(when=when, page=text, files=files)
        return known

    def _found(self) -> list[tuple[str, StaticFile]]:
        found = []
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = Path(folder, name)
                key = path.relative_to(self._folder).as_posix()
                if key == PAGE or name.startswith(".") or name.endswith(PACKED):
                    continue
                found.append((key, _described(path, names, lasting=key.startswith("assets/"))))
        return found


def _described(path: Path, beside: list[str], *, lasting: bool) -> StaticFile:
    known = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return StaticFile(
        path=path,
        media_type=known or "application/octet-stream",
        lasting=lasting,
        packed=path.name + PACKED in beside,
    )

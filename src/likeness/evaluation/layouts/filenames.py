"""File names as label files write them, matched with the files that are there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

DRIVE = re.compile(r"[A-Za-z]:[/\\]")


def leads_outside(written: str) -> bool:
    """Return whether a path is absolute, or climbs up with ".."; both are refused."""
    path = written.replace("\\", "/")
    if path.startswith("/") or DRIVE.match(path):
        return True
    return ".." in path and ".." in path.split("/")


def cleaned(written: str) -> str:
    """Return a relative path without "./", doubled "/" and spaces around it."""
    parts = written.strip().split("/")
    return "/".join(part for part in parts if part not in {"", "."})


class FileNames:
    """Finds the files that a label file means.

    Args:
        files: Paths below the data set. Only these can be found, whatever is asked for.
    """

    def __init__(self, files: Iterable[str]) -> None:
        self._files = frozenset(files)

    def find(self, written: str) -> str | None:
        r"""Return the path of the file that is meant, None if there is none.

        Taken as it stands, else without "./" and outer spaces, else with "\" as "/", else by the
        same letters in another Unicode form (macOS takes accents apart).
        """
        if written in self._files:
            return written
        for path in (cleaned(written), cleaned(written.replace("\\", "/"))):
            if path in self._files:
                return path
        path = unicodedata.normalize("NFC", cleaned(written.replace("\\", "/")))
        return self._composed.get(path)

    @cached_property
    def _composed(self) -> dict[str, str | None]:
        """The only path of each composed form; None where there are several."""
        found: dict[str, str | None] = {}
        for path in self._files:
            form = unicodedata.normalize("NFC", path)
            found[form] = None if form in found else path
        return found

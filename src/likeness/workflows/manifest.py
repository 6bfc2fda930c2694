"""`manifest.json`: what an export wrote, so that the next one knows what is its own."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import Any, Literal, Self, get_args

from likeness.errors import ExportError
from likeness.workflows.files import written

MANIFEST = "manifest.json"
PROGRAM = "likeness"
VERSION = 1

Link = Literal["copy", "soft", "hard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedPerson:
    """A person and the folder of their photos."""

    person: str
    name: str | None
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """One file of the export. Until it is written, size and time are None."""

    path: str  # below the manifest, "/" between parts
    sha256: str
    origin: str  # where the photo lay; printable, see `printable`
    link: Link
    person: str
    bytes: int | None = None
    mtime_ns: int | None = None

    def is_ours(self, root: Path) -> bool:
        """Return whether the file that lies there now is the one that was exported.

        Size and time are believed; where they are not known or differ, the content decides.
        """
        path = root / self.path
        try:
            if path.parent.is_symlink():
                return False
            if self.link == "soft":
                return printable(str(path.readlink())) == self.origin
            return self._is_same_content(path)
        except OSError:
            return False

    def _is_same_content(self, path: Path) -> bool:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or self.bytes not in {None, found.st_size}:
            return False
        return found.st_mtime_ns == self.mtime_ns or sha256_of(path) == self.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that one export folder holds of ours."""

    people: tuple[ExportedPerson, ...] = ()
    files: tuple[ExportedFile, ...] = ()

    @classmethod
    def read(cls, root: Path) -> Self:
        """Read the manifest in *root*; an absent or empty folder has an empty one.

        Raises:
            ExportError: The folder holds other things and no manifest, or one that this version
                cannot read.
        """
        try:
            text = (root / MANIFEST).read_bytes()
        except FileNotFoundError:
            if root.is_dir() and any(root.iterdir()):
                raise ExportError(
                    f"{root} is not empty and has no {MANIFEST} of an earlier export. "
                    "Choose a new or empty folder."
                ) from None
            return cls()
        try:
            return cls._parse(json.loads(text))
        except (ValueError, TypeError, KeyError, RecursionError) as exc:
            raise ExportError(
                f"{root / MANIFEST} is not a manifest that this version of Likeness can read "
                f"({exc}). Choose another folder."
            ) from exc

    @classmethod
    def _parse(cls, data: Any) -> Self:
        if data["program"] != PROGRAM or data["version"] != VERSION:
            raise ValueError(f"{data['program']} {data['version']}")
        return cls(
            people=tuple(ExportedPerson(**row) for row in data["people"]),
            files=tuple(_checked(ExportedFile(**row)) for row in data["files"]),
        )

    def write(self, root: Path) -> None:
        """Write the manifest to *root*, whole or not at all; an equal one is left alone."""
        document = {
            "program": PROGRAM,
            "version": VERSION,
            "people": [asdict(person) for person in self.people],
            "files": [asdict(file) for file in self.files],
        }
        text = json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
        target = root / MANIFEST
        if target.is_file() and target.read_bytes() == text:
            return
        with written(target) as out:
            out.write(text)

    def by_path(self) -> dict[str, list[ExportedFile]]:
        """Return the entries of each path: two where a run was killed while it replaced one."""
        return _grouped((file.path, file) for file in self.files)

    def by_photo(self) -> dict[str, list[ExportedFile]]:
        """Return the entries of each photo, by SHA-256."""
        return _grouped((file.sha256, file) for file in self.files)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content as lower-case hex digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def printable(path: str) -> str:
    r"""Return *path* as text that UTF-8 can hold: bytes that are no UTF-8 become "\xNN"."""
    return os.fsencode(path).decode(errors="backslashreplace")


def _grouped(pairs: Iterable[tuple[str, ExportedFile]]) -> dict[str, list[ExportedFile]]:
    groups: dict[str, list[ExportedFile]] = {}
    for key, file in pairs:
        groups.setdefault(key, []).append(file)
    return groups


def _checked(file: ExportedFile) -> ExportedFile:
    """Refuse paths that lead out of the folder: a manifest may come from anybody."""
    parts = PurePosixPath(file.path).parts
    safe = len(parts) == 2 and not set(parts) & {"..", "/"} and "\0" not in file.path
    texts: tuple[Any, ...] = (file.path, file.sha256, file.origin, file.person)
    if not all(isinstance(text, str) and _is_unicode(text) for text in texts):
        raise ValueError(f"an entry whose names are no text: {file.path!a}")
    if not all(value is None or type(value) is int for value in (file.bytes, file.mtime_ns)):
        raise ValueError(f"an entry whose size or time is no number: {file.path!r}")
    if not safe or file.link not in get_args(Link):
        raise ValueError(f"unsafe entry {file.path!r}")
    return file


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

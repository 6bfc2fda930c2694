"""Where uploaded photos lie: a folder of ours, with safe names, in which nothing is overwritten."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from likeness.errors import StoreUnavailableError
from likeness.imaging.formats import Format
from likeness.settings import ServeSettings
from likeness.types import PhotoId, UploadId
from likeness.workflows.manifest import sha256_of
from likeness.workflows.names import safe_name
from likeness.workflows.places import relative
from likeness.workflows.targets import is_within
from likeness.workflows.uploads.part import Part, errors_as_ours

FOLDER = "uploads"
UNFINISHED = ".unfinished"
"""Hidden: whoever looks for photos does not enter it."""

ENDING = ".part"
SEPARATORS = re.compile(r"[/\\]")
TAGS = (8, 16, 64)  # digits of the SHA-256 before a name, the first that is free


class UploadsFolder:
    """The folder for uploaded photos of one library.

    Args:
        library: The library folder.
        settings: `serve.uploads` names another place than "uploads" in there.
    """

    def __init__(self, library: Path, settings: ServeSettings) -> None:
        chosen = os.path.expanduser(settings.uploads)
        self.path = Path(os.path.abspath(chosen)) if chosen else library / FOLDER

    def part(self, upload: UploadId) -> Path:
        """Return where what has come of an upload lies."""
        return self.path / UNFINISHED / f"{upload}{ENDING}"

    def prepare(self) -> None:
        """Make the folder (0700).

        Raises:
            StoreUnavailableError: It cannot be made, or is a link, which could lead anywhere.
        """
        with errors_as_ours(self.path):
            for folder in (self.path, self.path / UNFINISHED):
                if folder.is_symlink():
                    raise StoreUnavailableError(
                        "The folder for uploads is a link, and uploads go nowhere else. Remove it, "
                        "or name the place that it leads to in serve.uploads."
                    )
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def place(self, part: Part, name: str, photo: PhotoId, when: datetime) -> Path:
        """Give a whole file its name, on the disk, beside its name as a part, which stays.

        Args:
            part: Whole and checked.
            name: As its owner calls it, whatever that is; see `named_as_picture`.
            photo: Its SHA-256.
            when: It came.

        Returns:
            Where it lies: `YYYY-MM/<beginning of the SHA-256>-<safe name>`.

        Raises:
            StoreUnavailableError: The disk refuses.
        """
        month = self.path / when.strftime("%Y-%m")
        with errors_as_ours(month):
            part.sync()
            month.mkdir(mode=0o700, exist_ok=True)
            target = _linked(part.path, month, name, photo)
            for folder in (month, self.path):
                _sync_folder(folder)
        return target

    def copies(self, photo: PhotoId) -> Iterator[Path]:
        """Yield where a photo lies that was uploaded."""
        for file in self.path.glob(f"*/{photo[: TAGS[0]]}*"):
            with suppress(OSError):
                if file.is_file() and not file.is_symlink() and sha256_of(file) == photo:
                    yield file

    def holds(self, path: Path) -> bool:
        """Return whether *path* lies in it, and really there."""
        return not self.path.is_symlink() and is_within(path, self.path)

    def below(self, source: str, prefix: str) -> str | None:
        """Return what to look at in a part of a source that holds the library, for its uploads.

        Args:
            source: Path of a folder.
            prefix: "", or a folder in it: "a/".

        Returns:
            As *prefix*; None: it is not in there, or the part is in it.
        """
        if prefix and not prefix.endswith("/"):
            return None
        inside = relative(str(self.path), source.rstrip("/") + "/" + prefix.rstrip("/"))
        return prefix + inside + "/" if inside and self.holds(self.path) else None

    def parts(self) -> Iterator[tuple[UploadId, Path]]:
        """Yield what there is of files that have not come whole."""
        for file in (self.path / UNFINISHED).glob(f"*{ENDING}"):
            yield UploadId(file.name.removesuffix(ENDING)), file


ENDING_OF: Mapping[Format, str] = MappingProxyType(
    {
        "JPEG": ".jpg",
        "PNG": ".png",
        "WEBP": ".webp",
        "AVIF": ".avif",
        "TIFF": ".tif",
        "BMP": ".bmp",
        "GIF": ".gif",
        "HEIF": ".heic",
        "RAW": ".dng",
    }
)
PICTURES = frozenset(ENDING_OF.values()) | {
    *(".jpeg", ".jpe", ".tiff", ".heif", ".hif", ".cr2", ".cr3", ".crw", ".nef", ".nrw", ".arw"),
    *(".srf", ".sr2", ".orf", ".raf", ".rw2", ".raw", ".rwl", ".pef", ".srw", ".x3f", ".3fr"),
    *(".fff", ".iiq", ".mos", ".mef", ".mrw", ".erf", ".kdc", ".dcr", ".gpr"),
}
"""Endings by which no system takes a file for anything but a picture."""


def named_as_picture(name: str, kind: Format) -> str:
    """Return *name* with the ending of a picture: photo.html could be opened as a page."""
    return name if Path(name).suffix.lower() in PICTURES else name + ENDING_OF[kind]


def file_name(name: str, photo: PhotoId, digits: int) -> str:
    """Return the safe name of a file: the last part of what its owner calls it, after a tag."""
    last = SEPARATORS.split(name)[-1]
    return safe_name(f"{photo[:digits]}-{safe_name(last, 'photo')}")


def _linked(part: Path, month: Path, name: str, photo: PhotoId) -> Path:
    """Return the target that the part has got, one that nothing lay at or the very same photo."""
    for digits in TAGS:
        target = month / file_name(name, photo, digits)
        try:
            _move(part, target)
        except FileExistsError:
            if not target.is_symlink() and target.is_file() and sha256_of(target) == photo:
                return target
        else:
            return target
    raise FileExistsError(f"All names for the photo {photo[:12]} are taken.")


def _move(part: Path, target: Path) -> None:
    """Let *target* be the file, unless something lies there."""
    try:
        os.link(part, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # no hard links on this disk: claim the name, then move over it
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            os.replace(part, target)
        except OSError:
            target.unlink()
            raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

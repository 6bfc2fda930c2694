"""The folder that the pictures of faces are written to: the caller's, or a private one."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Sequence
from multiprocessing.util import Finalize
from pathlib import Path

from likeness.compat.album.faces import AlbumFace
from likeness.errors import ExportError
from likeness.imaging.encode import encoded

NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class CropFolder:
    """Takes the pictures of one job; nothing in it that was there before is touched.

    Args:
        folder: Of the caller; made if it is absent. None: a folder of our own, which is readable
            by the owner alone and removed when this process ends.

    Raises:
        ExportError: The folder cannot be made.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder.expanduser().absolute() if folder is not None else None
        self._token = secrets.token_hex(4)
        if self._folder is not None:
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as exc:
                raise ExportError(
                    f"The folder {self._folder} for crops cannot be made: {exc.strerror}. "
                    "Name another."
                ) from exc

    def write(self, faces: Sequence[AlbumFace]) -> list[str]:
        """Write a PNG file of each face, and return their paths in the same order.

        Raises:
            ExportError: The folder cannot be written to. Then none of them is left there.
        """
        written: list[Path] = []
        try:
            # One at a time, so that those before a failure are known.
            written.extend(map(self._write, faces))
        except BaseException as exc:
            for path in written:
                path.unlink(missing_ok=True)
            if isinstance(exc, OSError):
                raise ExportError(
                    f"Crops cannot be written to {self._folder}: {exc.strerror}. "
                    "Make room there, or name another folder."
                ) from exc
            raise
        return [str(path) for path in written]

    def _write(self, face: AlbumFace) -> Path:
        path, handle = self._new_file(f"{face.image}_{face.position}")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(encoded(face.square[..., ::-1], ".png"))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def _new_file(self, name: str) -> tuple[Path, int]:
        """Open a file of this name; beside one that is there already, of a name of its own."""
        if self._folder is None:
            self._folder = private_folder()
        path = self._folder / f"{name}.png"
        try:
            return path, os.open(path, NEW_FILE, 0o600)
        except FileExistsError:
            path = self._folder / f"{name}_{self._token}.png"
            return path, os.open(path, NEW_FILE, 0o600)


def private_folder() -> Path:
    """Make a folder for this process alone, removed when it ends.

    Processes that are forked from this one leave it alone, and remove their own. multiprocessing
    runs the finalizers of its children, which do not run what `atexit` knows.
    """
    folder = tempfile.mkdtemp(prefix="likeness-crops-")
    Finalize(None, shutil.rmtree, args=(folder,), kwargs={"ignore_errors": True}, exitpriority=0)
    return Path(folder)

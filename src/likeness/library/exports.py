"""Exports."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path
from typing import BinaryIO

from likeness.library.door import Door, Link, OnProgress
from likeness.types import (
    ExportReport,
)


class Exports(Door):
    """Exports."""

    def export_people(
        self, folder: str | Path, *, link: Link = "copy", progress: OnProgress | None = None
    ) -> ExportReport:
        """Write a folder per person with their photos, and `manifest.json`.

        Args:
            folder: Where to; made if absent. Repeating the export updates it.
            link: "copy", "soft" (symbolic links) or "hard" (editing one edits the original).
            progress: Told how far the export is.

        Raises:
            ExportError: The folder is not one of ours, lies in a source, or cannot be written.
        """
        from likeness.workflows import export

        return export.people(self._parts, Path(folder), link=link, progress=progress)

    def people_zipped(self, people: Iterable[str] = ()) -> Generator[bytes]:
        """Return the pieces of a zip file with a folder per person, made as they are asked for.

        Args:
            people: Ids or names; none: everybody who is not hidden.

        Raises:
            UnknownPersonError: No such person.
        """
        from likeness.workflows import people_zipped

        return people_zipped.people_zipped(self._parts, people)

    def hand_out_faces(self, out: BinaryIO, ending: str, *, whole: bool) -> None:
        """Write one row per face to an open file, as `export_faces` does.

        Args:
            out: Where to.
            ending: ".csv" or ".jsonl".
            whole: Whether embeddings and paths are in it; else a photo is named by its id.
        """
        from likeness.workflows import face_table

        face_table.hand_out(self._parts, out, ending, whole=whole)

    def export_faces(self, file: str | Path) -> ExportReport:
        """Write one row per face to *file*: .csv, .jsonl or .parquet.

        Raises:
            ExportError: Another ending, or the file cannot be written.
        """
        from likeness.workflows import export

        return export.faces(self._parts, Path(file))

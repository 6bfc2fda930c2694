"""A table with everything that is known of every face."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from likeness.types import ExportReport, FaceData
from likeness.workflows.files import os_errors_as_ours, written
from likeness.workflows.manifest import printable
from likeness.workflows.parts import Parts
from likeness.workflows.tables import ENDINGS, Columns, Row, write_table
from likeness.workflows.targets import export_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS: Columns = {
    "photo": "text",
    "paths": "texts",
    "bbox": "numbers",
    "kps": "points",
    "det_score": "number",
    "status": "text",
    "landmark_2d_68": "points",
    "landmark_3d_68": "points",
    "landmark_2d_106": "points",
    "pose": "numbers",
    "gender": "text",
    "age": "number",
    "quality": "number",
    "embedding": "numbers",
    "norm": "number",
    "contract": "text",
    "person": "text",
    "name": "text",
}
"""Named as InsightFace names them, where it has them. A column that no model gives is null."""

DIGITS = 9  # tell any two float32 apart


def faces(parts: Parts, file: Path) -> ExportReport:
    r"""Write one row per face to *file*, which is replaced when the new one is complete.

    Boxes and points are in pixels of the upright photo, pose in degrees (pitch, yaw, roll).
    `status` is "ignored" or "not_a_face" where somebody said so. Paths that are not UTF-8 hold
    "\xNN" for the bytes in question. In CSV files lists are JSON, and text that a spreadsheet
    would run as a formula begins with "'".

    Args:
        parts: The open library.
        file: Ends in .csv, .jsonl or .parquet.

    Raises:
        ExportError: Another ending, pyarrow is needed and not installed, or the file cannot be
            written.
    """
    target = export_file(parts, file, ENDINGS)
    counts = _Counts()
    with os_errors_as_ours(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with written(target) as out:
            write_table(out, target.suffix.lower(), COLUMNS, counts.rows(parts))
        size = target.stat().st_size
    return ExportReport(
        people=len(counts.people), photos=len(counts.photos), bytes=size, files=1, written=1
    )


def hand_out(parts: Parts, out: BinaryIO, ending: str, *, whole: bool) -> None:
    """Write the table to an open file; see `Library.hand_out_faces`."""
    write_table(out, ending, COLUMNS, _handed_out(parts, whole=whole))


def _handed_out(parts: Parts, *, whole: bool) -> Iterator[Row]:
    for data in parts.catalog.face_data(parts.contract):
        row = dict(_row(data))
        if not whole:
            row |= {"photo": data.face.sha256, "paths": None, "embedding": None, "norm": None}
        yield row


class _Counts:
    """Counts people and photos while rows pass by."""

    def __init__(self) -> None:
        self.people: set[str] = set()
        self.photos: set[str] = set()

    def rows(self, parts: Parts) -> Iterator[Row]:
        for data in parts.catalog.face_data():
            self.photos.add(data.face.sha256)
            if data.face.person is not None:
                self.people.add(data.face.person)
            yield _row(data)


def _row(data: FaceData) -> Row:
    face = data.face
    return {
        "photo": printable(face.photo),
        "paths": [printable(path) for path in data.paths],
        "bbox": _numbers(face.box),
        "kps": [_numbers(point) for point in face.points],
        "det_score": _number(face.score),
        "status": face.mark or face.status,
        "landmark_2d_68": _points(data.landmarks),
        "landmark_3d_68": None,
        "landmark_2d_106": None,
        "pose": None if face.pose is None else _numbers(face.pose),
        "gender": face.gender,
        "age": _number(face.age),
        "quality": _number(face.quality),
        "embedding": None if data.embedding is None else _numbers(data.embedding.tolist()),
        "norm": _number(data.norm),
        "contract": data.contract,
        "person": face.person,
        "name": face.name,
    }


def _points(points: NDArray[Any] | None) -> list[list[float]] | None:
    return None if points is None else [_numbers(point) for point in points.tolist()]


def _numbers(values: Any) -> list[float]:
    return [float(f"{value:.{DIGITS}g}") for value in values]


def _number(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}")

"""group: work out who is the same person, and remember it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from likeness.errors import LikenessError
from likeness.grouping.clustering import group as cluster
from likeness.types import Grouping, GroupingFaces, GroupReport, Progress
from likeness.workflows import calibrated
from likeness.workflows.calibrated import GROWN, WHOLE
from likeness.workflows.parts import Parts

UNDISTURBED = 2
"""How often a run is tried while people may decide: a third time they wait for it."""


def group(
    parts: Parts, *, again: bool = False, progress: Callable[[Progress], None] | None = None
) -> GroupReport:
    """Group the faces of the library in one transaction; see `Library.group`."""
    started = time.monotonic()
    tell = progress or (lambda _: None)
    with parts.catalog.running("group"):
        faces, decided = _grouped(parts, again=again, tell=tell)
        tell(Progress(stage="group", done=len(faces.ids), total=len(faces.ids)))
    if len(faces.ids) > WHOLE:  # learned now: the first search need not wait for it
        with suppress(LikenessError):  # the index may lie elsewhere; what was decided stands
            if len(decided.assignments) > GROWN * len(faces.ids):
                calibrated.forget(parts)
            calibrated.calibration_of(parts, progress)
    persons = dict(zip(faces.ids, faces.persons, strict=True)) | dict(decided.assignments)
    return GroupReport(
        faces=len(faces.ids),
        people=len({person for person in persons.values() if person is not None}),
        unassigned=sum(person is None for person in persons.values()),
        seconds=round(time.monotonic() - started, 3),
    )


def _grouped(
    parts: Parts, *, again: bool, tell: Callable[[Progress], None]
) -> tuple[GroupingFaces, Grouping]:
    """Work out who is who and write it; return what it was made of, and what was written.

    People decide about faces meanwhile. What they changed is worked in by beginning anew, and in
    the end by letting them wait: a run never writes what it did not make of the library as it is.
    """
    for _ in range(UNDISTURBED):
        seen = _state(parts)  # before the faces: what comes in between counts as a change
        faces, decided = _worked_out(parts, again=again, tell=tell)
        with parts.catalog.writing("group"):
            if _state(parts) == seen:
                parts.catalog.write_grouping(decided, parts.contract)
                return faces, decided
    with parts.catalog.writing("group"):
        faces, decided = _worked_out(parts, again=again, tell=tell)
        parts.catalog.write_grouping(decided, parts.contract)
        return faces, decided


def _worked_out(
    parts: Parts, *, again: bool, tell: Callable[[Progress], None]
) -> tuple[GroupingFaces, Grouping]:
    faces = parts.catalog.grouping_faces(parts.contract)
    tell(Progress(stage="group", done=0, total=len(faces.ids)))
    return faces, cluster(faces, again=again)


def _state(parts: Parts) -> tuple[int, int]:
    """Return what grows with whatever a run reads: the newest edit, and the revision."""
    newest = max((row.edit for row in parts.catalog.history(1)), default=0)
    return newest, parts.catalog.revision(parts.contract)

"""group: work out who is the same person, and remember it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from likeness.errors import LikenessError
from likeness.grouping.clustering import group as cluster
from likeness.types import GroupReport, Progress
from likeness.workflows import calibrated
from likeness.workflows.calibrated import GROWN, WHOLE
from likeness.workflows.parts import Parts


def group(
    parts: Parts, *, again: bool = False, progress: Callable[[Progress], None] | None = None
) -> GroupReport:
    """Group the faces of the library in one transaction; see `Library.group`."""
    started = time.monotonic()
    catalog = parts.catalog
    with catalog.writing("group"):
        faces = catalog.grouping_faces(parts.contract)
        if progress is not None:
            progress(Progress(stage="group", done=0, total=len(faces.ids)))
        decided = cluster(faces, again=again)
        catalog.write_grouping(decided, parts.contract)
        if progress is not None:
            progress(Progress(stage="group", done=len(faces.ids), total=len(faces.ids)))
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

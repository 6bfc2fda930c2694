"""group --strictness: people as another strictness of the last run has them, at once."""

from __future__ import annotations

import time
from typing import Literal

from likeness.errors import UsageError
from likeness.grouping import slider
from likeness.types import Edit, GroupingFaces, GroupReport, Labelings, Strictness
from likeness.workflows.parts import Parts

Step = Literal["looser", "stricter"]


def strictnesses(parts: Parts) -> list[Strictness]:
    """Return every strictness of the last run, the loosest first; see `Library.strictnesses`."""
    faces, labelings = _stored(parts)
    now = _steps_now(faces, labelings)
    shelves = slider.overview(faces, labelings, parts.catalog.homes(parts.contract))
    found = [
        Strictness(
            strictness=labelings.chosen - rung,
            people=shelf.people,
            unassigned=shelf.unassigned,
            chosen=rung == labelings.chosen,
            now=labelings.chosen - rung == now,
        )
        for rung, shelf in enumerate(shelves)
    ]
    return sorted(found, key=lambda row: row.strictness)


def slide(
    parts: Parts, to: int | Step, *, dry_run: bool = False, who: str
) -> tuple[GroupReport, Edit | None]:
    """Put people as another strictness has them; see `Library.slide`."""
    started = time.monotonic()
    catalog = parts.catalog
    with catalog.writing("group"):
        faces, labelings = _stored(parts)
        rung = _rung(faces, labelings, to)
        grouping = slider.slid(faces, labelings, rung, catalog.homes(parts.contract))
        strictness = float(labelings.strictness[rung])
        edit = None
        if not dry_run:
            edit = catalog.write_slide(grouping, strictness, parts.contract, who=who)
    shelf = slider.counted(faces, grouping)
    report = GroupReport(
        faces=len(faces.ids),
        people=shelf.people,
        unassigned=shelf.unassigned,
        seconds=round(time.monotonic() - started, 3),
    )
    return report, None if edit is None else catalog.edit(edit)


def _stored(parts: Parts) -> tuple[GroupingFaces, Labelings]:
    """Return the faces without vectors, and the groups that the last run left.

    Raises:
        UsageError: There are none.
    """
    labelings = parts.catalog.labelings(parts.contract)
    if labelings is None:
        raise UsageError(
            "No other strictness is known: no run has grouped all faces yet, or something was "
            "forgotten since. Run `likeness group --again` first; names and decisions stay."
        )
    return parts.catalog.grouping_faces(parts.contract, vectors=False), labelings


def _rung(faces: GroupingFaces, labelings: Labelings, to: int | Step) -> int:
    """Return which rung *to* means. Raises `UsageError` if there is none."""
    steps = to
    if isinstance(steps, str):
        steps = _steps_now(faces, labelings) + {"looser": -1, "stricter": 1}[steps]
    rung = labelings.chosen - steps
    if not 0 <= rung < len(labelings.strictness):
        loosest = labelings.chosen - len(labelings.strictness) + 1
        raise UsageError(
            f"The strictness goes from {loosest:+d} (loosest) to {labelings.chosen:+d} (strictest) "
            f"here, not to {steps:+d}. `likeness group --strictness list` shows all."
        )
    return rung


def _steps_now(faces: GroupingFaces, labelings: Labelings) -> int:
    """Return where it stands now, in steps stricter than the one that the run chose."""
    (found,) = (labelings.strictness == faces.strictness).nonzero()
    return labelings.chosen - int(found[0]) if len(found) else 0

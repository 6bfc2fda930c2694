"""average_strip: averages of a set over time, as one picture that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from likeness.errors import UsageError
from likeness.workflows.average import kept_pictures
from likeness.workflows.average.periods import By
from likeness.workflows.average.rendering import over_time
from likeness.workflows.jobs.kind import JobKind, OnProgress, Stop
from likeness.workflows.jobs.kinds import average
from likeness.workflows.parts import Parts


class StripArguments(average.AverageArguments):
    """Whose averages, over which periods, and under which title their picture is kept."""

    by: By = "year"


def settled(parts: Parts, arguments: StripArguments) -> StripArguments:
    """Turn names into ids now; see `average.settled`."""
    if arguments.by == "collection" and arguments.collection is not None:
        raise UsageError("Over collections: then none of them can be asked for.")
    told = average.settled(parts, arguments).model_dump()
    return StripArguments(**told, by=arguments.by)


def run(
    parts: Parts, arguments: StripArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Make the averages and keep their picture."""
    drawn = over_time(
        parts,
        arguments.of(),
        arguments.by,
        arguments.title,
        side=arguments.side,
        progress=progress,
        stop=stop,
    )
    return {"picture": kept_pictures.keep(parts, drawn).id}


KIND = JobKind(name="average_strip", arguments=StripArguments, run=run, settle=settled)

"""average_difference: where the faces of a kept average differ most, as a picture that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from likeness.workflows.average import kept_pictures
from likeness.workflows.average.rendering import difference
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop
from likeness.workflows.jobs.kinds.average import Name
from likeness.workflows.parts import Parts


class DifferenceArguments(Arguments):
    """Of which average, by id or title."""

    average: Name


def settled(parts: Parts, arguments: DifferenceArguments) -> DifferenceArguments:
    """Turn the title into an id."""
    return DifferenceArguments(average=parts.catalog.average(arguments.average).id)


def run(
    parts: Parts, arguments: DifferenceArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Draw it and keep it."""
    drawn = difference(parts, arguments.average, progress=progress, stop=stop)
    return {"picture": kept_pictures.keep(parts, drawn).id}


KIND = JobKind(name="average_difference", arguments=DifferenceArguments, run=run, settle=settled)

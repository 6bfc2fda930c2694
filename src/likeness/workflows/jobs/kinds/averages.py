"""averages: kept averages that no longer hold, made anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from likeness.workflows.average import kept
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop
from likeness.workflows.parts import Parts

MOST_NAMED = 10_000
LONGEST_NAME = 500  # characters


class AveragesArguments(Arguments):
    """Which averages: by id or title; none: all that no longer hold."""

    averages: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)], ...],
        Field(max_length=MOST_NAMED),
    ] = ()


def settled(parts: Parts, arguments: AveragesArguments) -> AveragesArguments:
    """Turn titles into ids."""
    ids = sorted({parts.catalog.average(key).id for key in arguments.averages})
    return AveragesArguments(averages=tuple(ids))


def run(
    parts: Parts, arguments: AveragesArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Make them."""
    made = kept.remake(parts, arguments.averages, progress=progress, stop=stop)
    return {"averages": [average.id for average in made]}


KIND = JobKind(name="averages", arguments=AveragesArguments, run=run, settle=settled)

"""average: the average face of a set, made and kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from likeness.types import AverageOf
from likeness.workflows.average import kept
from likeness.workflows.average.make import average
from likeness.workflows.average.members import resolved
from likeness.workflows.average.recipe import clean_title, to_recipe
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop
from likeness.workflows.parts import Parts

MOST_NAMED = 10_000
LONGEST_NAME = 500  # characters

Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Age = Annotated[float, Field(ge=0, le=150)]


class AverageArguments(Arguments):
    """Whose average, how large, and under which title it is kept. See `AverageOf`."""

    title: Name
    people: Annotated[tuple[Name, ...], Field(max_length=MOST_NAMED)] = ()
    faces: Annotated[tuple[Name, ...], Field(max_length=MOST_NAMED)] = ()
    collection: Name | None = None
    gender: Literal["female", "male"] | None = None
    ages: tuple[Age, Age] | None = None
    since: datetime | None = None
    before: datetime | None = None
    side: Literal[256, 512, 1024] | None = None

    def of(self) -> AverageOf:
        """Return the set."""
        return AverageOf(
            people=self.people,
            faces=self.faces,
            collection=self.collection,
            gender=self.gender,
            ages=self.ages,
            since=self.since,
            before=self.before,
        )


def settled(parts: Parts, arguments: AverageArguments) -> AverageArguments:
    """Turn names into ids now: they may be other people's when a worker comes to it."""
    recipe = to_recipe(resolved(parts, arguments.of()), side=arguments.side)
    return AverageArguments(title=clean_title(arguments.title), **recipe)


def run(
    parts: Parts, arguments: AverageArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Make the average and keep it."""
    made = average(parts, arguments.of(), side=arguments.side, progress=progress, stop=stop)
    return {"average": kept.keep(parts, made, arguments.title).id}


KIND = JobKind(name="average", arguments=AverageArguments, run=run, settle=settled)

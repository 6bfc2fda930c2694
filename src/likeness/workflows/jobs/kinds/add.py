"""add: new photos. One that was interrupted goes on by itself: what is known is not read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from likeness.workflows import ingest
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop, plain
from likeness.workflows.parts import Parts
from likeness.workflows.places import absolute

MOST_PATHS = 10_000
LONGEST_PATH = 4096  # characters

Path = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PATH)]


class AddArguments(Arguments):
    """Where new photos are, and what to do with them."""

    paths: Annotated[tuple[Path, ...], Field(max_length=MOST_PATHS)] = ()  # none: all sources
    group: bool = True
    folders_as_collections: bool = False


def settled(parts: Parts, arguments: AddArguments) -> AddArguments:
    """Write paths from the root: the worker is at home elsewhere than who asks."""
    del parts
    paths = tuple(sorted({absolute(path) for path in arguments.paths}))
    return arguments.model_copy(update={"paths": paths})


def run(
    parts: Parts, arguments: AddArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Index what is new there."""
    report = ingest.add(
        parts,
        arguments.paths,
        group=arguments.group,
        folders_as_collections=arguments.folders_as_collections,
        progress=progress,
        stop=stop,
    )
    return plain(report)


KIND = JobKind(name="add", arguments=AddArguments, run=run, settle=settled)

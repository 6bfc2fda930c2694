"""group: who is the same person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from likeness.workflows import group
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop, plain
from likeness.workflows.parts import Parts


class GroupArguments(Arguments):
    """How much of the groups to compute anew."""

    again: bool = False  # True: all of them, except what people decided


def run(
    parts: Parts, arguments: GroupArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Group the faces. It is one step, which cannot be stopped within."""
    del stop
    return plain(group.group(parts, again=arguments.again, progress=progress))


KIND = JobKind(name="group", arguments=GroupArguments, run=run)

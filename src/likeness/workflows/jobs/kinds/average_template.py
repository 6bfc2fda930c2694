"""average_template: one or two kept averages on a template, as a picture that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from likeness.workflows.average import kept_pictures
from likeness.workflows.average.rendering import on_template, require_template
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop
from likeness.workflows.jobs.kinds.average import Name
from likeness.workflows.parts import Parts

ON = r"^(single|pair|[0-9a-f]{64}(#[1-9][0-9]{0,3})?)$"
"""A template that is made of averages, or a photo of the library: never a path of the machine."""


class TemplateArguments(Arguments):
    """Which averages, by id or title, and what they are put on.

    With two averages the first goes to the face perceived as female, the second to the other.
    """

    averages: Annotated[tuple[Name, ...], Field(min_length=1, max_length=2)]
    on: Annotated[str, StringConstraints(pattern=ON)] = "single"


def settled(parts: Parts, arguments: TemplateArguments) -> TemplateArguments:
    """Turn titles into ids, and see that all of it is there."""
    require_template(parts, arguments.averages, arguments.on)
    ids = tuple(parts.catalog.average(key).id for key in arguments.averages)
    return TemplateArguments(averages=ids, on=arguments.on)


def run(
    parts: Parts, arguments: TemplateArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Paint the template and keep it."""
    drawn = on_template(parts, arguments.averages, arguments.on, progress=progress, stop=stop)
    return {"picture": kept_pictures.keep(parts, drawn).id}


KIND = JobKind(name="average_template", arguments=TemplateArguments, run=run, settle=settled)

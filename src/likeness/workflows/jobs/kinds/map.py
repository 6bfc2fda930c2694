"""map: all faces on a plane, those close together that are alike to the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from likeness.types import PersonId
from likeness.workflows import face_map
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop
from likeness.workflows.jobs.kinds.average import MOST_NAMED, Name
from likeness.workflows.parts import Parts
from likeness.workflows.people import person_id

SEEDS = 2**32
"""As many as every library that draws can be told."""


class MapArguments(Arguments):
    """Whose faces, by id or name; none: everybody's. The same seed gives the same map."""

    people: Annotated[tuple[Name, ...], Field(max_length=MOST_NAMED)] = ()
    seed: Annotated[int, Field(ge=0, lt=SEEDS)] = 0


def settled(parts: Parts, arguments: MapArguments) -> MapArguments:
    """Turn names into ids."""
    people = sorted({person_id(parts, key) for key in arguments.people})
    return MapArguments(people=tuple(people), seed=arguments.seed)


def run(
    parts: Parts, arguments: MapArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Place them and keep the map, of which the result says only how large and good it is."""
    people = [PersonId(person) for person in arguments.people]
    made = face_map.make(parts, people, arguments.seed, progress=progress, stop=stop)
    return {
        "made": made.made,
        "faces": len(made.faces),
        "of": made.of,
        "trustworthiness": made.trustworthiness,
    }


KIND = JobKind(name="map", arguments=MapArguments, run=run, settle=settled)

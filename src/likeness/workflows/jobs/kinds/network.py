"""network: who resembles whom, laid out and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from likeness.types import NodeKind, PersonId
from likeness.workflows import collections
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop
from likeness.workflows.jobs.kinds.average import MOST_NAMED, Name
from likeness.workflows.jobs.kinds.map import SEEDS
from likeness.workflows.network import kept
from likeness.workflows.network.changes import NEAREST
from likeness.workflows.parts import Parts
from likeness.workflows.people import person_id


class NetworkArguments(Arguments):
    """What the nodes are, of whom, and which edges there are; the same seed draws it the same."""

    of: NodeKind = "people"
    collection: Name | None = None  # none: the whole library
    people: Annotated[tuple[Name, ...], Field(max_length=MOST_NAMED)] = ()  # none: everybody
    minimum: Annotated[float, Field(ge=-1, le=1)] | None = None  # none: that of the scale
    nearest: Annotated[int, Field(ge=0, le=NEAREST)] = 8
    seed: Annotated[int, Field(ge=0, lt=SEEDS)] = 0


def settled(parts: Parts, arguments: NetworkArguments) -> NetworkArguments:
    """Turn names into ids, and see that the collection is there."""
    collection = arguments.collection
    if collection is not None:
        collection = collections.named(parts, collection).collection
    people = tuple(sorted({person_id(parts, key) for key in arguments.people}))
    return arguments.model_copy(update={"people": people, "collection": collection})


def run(
    parts: Parts, arguments: NetworkArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Build it and keep it; the result says only how large it is."""
    from likeness.workflows.network.build import build

    made = build(
        parts,
        of=arguments.of,
        minimum=arguments.minimum,
        nearest=arguments.nearest,
        collection=arguments.collection,
        people=[PersonId(person) for person in arguments.people],
        seed=arguments.seed,
        progress=progress,
        stop=stop,
    )
    kept.keep(parts, made)
    return {
        "of": made.of,
        "made": made.made,
        "nodes": len(made.nodes),
        "edges": len(made.edges),
        "left_out": made.left_out,
    }


KIND = JobKind(name="network", arguments=NetworkArguments, run=run, settle=settled)

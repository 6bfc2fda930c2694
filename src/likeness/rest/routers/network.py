"""/network: who resembles whom, and who is on photos with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic_core import to_json

from likeness.errors import UnknownJobError
from likeness.network.export.export import FORMATS
from likeness.rest.binary import BYTES, CACHED, SAME, unless_known
from likeness.rest.disposition import disposition
from likeness.rest.problems import ProblemError
from likeness.rest.routers.answers import problems
from likeness.rest.routers.downloading import DOWNLOAD
from likeness.rest.routers.trust import DONE, LOOKED_AT
from likeness.rest.schemas.network import (
    NODE,
    AlikeOut,
    AlikesOut,
    BridgeOut,
    BridgesOut,
    NetworkOut,
    PathOut,
)
from likeness.rest.schemas.page import printable
from likeness.rest.state import Served, Server
from likeness.rest.visitor import READ
from likeness.types import NodeKind

if TYPE_CHECKING:
    from likeness.workflows.network.kept import Columns

router = APIRouter(prefix="/network", tags=["network"])

KIND = "network"

Format = Literal["html", "json", "graphml", "cypher", "svg", "png"]

FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {each.media.partition(";")[0]: BYTES for each in FORMATS.values()},
    }
}

Of = Annotated[NodeKind, Query(description="what the nodes are")]
Few = Annotated[int, Query(ge=1, le=100, description="items at most")]
Start = Annotated[
    str, Query(alias="from", pattern=NODE, description="id of the person or face to begin with")
]
End = Annotated[str, Query(alias="to", pattern=NODE, description="id of the one to end with")]


@router.get(
    "",
    operation_id="getNetwork",
    response_model=NetworkOut,
    dependencies=[Depends(READ)],
    responses=problems(404) | {200: {"headers": CACHED}, 304: SAME},
)
def get_network(request: Request, served: Served, of: Of = "people") -> Response:
    """Return the newest network, without those who were forgotten, hidden or opted out since."""
    found = served.library.network_columns(of)
    if found is None:
        raise _none(of)
    return unless_known(request, to_json(_shown(served, found)), "application/json")


@router.get(
    "/path",
    operation_id="getResemblancePath",
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def get_resemblance_path(served: Served, start: Start, end: End, of: Of = "people") -> PathOut:
    """Return how one person or face leads to another, each step as alike as can be.

    The least alike step counts: no other path has a better one. Everybody is asked, not only who
    is in the network that was drawn.
    """
    with served.gate.passed():
        found = served.library.resemblance_path(start, end, of=of)
    if found is None:
        raise ProblemError(
            404,
            "no-path",
            "No path",
            "Nothing joins these two: they lie in parts of the network that nobody connects.",
        )
    return PathOut.model_validate(found)


@router.get(
    "/relatives",
    operation_id="listRelatives",
    dependencies=[Depends(READ)],
    responses=problems(),
)
def list_relatives(served: Served, limit: Few = 20) -> AlikesOut:
    """List people who look alike and are never on a photo together, most alike first."""
    with served.gate.passed():
        found = served.library.long_lost(limit)
    return AlikesOut(items=[AlikeOut.model_validate(pair) for pair in found])


@router.get(
    "/alike",
    operation_id="listLookAlikes",
    dependencies=[Depends(READ)],
    responses=problems(),
)
def list_look_alikes(served: Served, limit: Few = 20) -> AlikesOut:
    """List people who look alike, most alike first."""
    with served.gate.passed():
        found = served.library.look_alikes(limit)
    return AlikesOut(items=[AlikeOut.model_validate(pair) for pair in found])


@router.get(
    "/bridges",
    operation_id="listBridges",
    dependencies=[Depends(READ)],
    responses=problems(),
)
def list_bridges(served: Served, limit: Few = 20) -> BridgesOut:
    """List people through whom groups hang together, the most important first."""
    with served.gate.passed():
        found = served.library.bridges(limit)
    return BridgesOut(items=[BridgeOut.model_validate(bridge) for bridge in found])


@router.get(
    "/export",
    operation_id="exportNetwork",
    dependencies=[Depends(READ), DOWNLOAD],
    response_class=Response,
    responses=problems(404, 429) | FILE,
)
def export_network(
    served: Served,
    of: Of = "people",
    kind: Annotated[Format, Query(alias="format", description="of the file")] = "html",
) -> Response:
    """Return the newest network as a file: a page, a picture, or data for other programs."""
    found = served.library.kept_network(of)
    if found is None:
        raise _none(of)
    with served.gate.passed():
        data = served.library.network_file(found, f".{kind}")
    name = f"likeness-{of}.{kind}"
    return Response(
        data,
        headers={"Content-Disposition": disposition(name, attachment=True)},
        media_type=FORMATS[kind].media,
    )


def _none(of: NodeKind) -> UnknownJobError:
    return UnknownJobError(f"No network of {of} was made yet: ask for a job of the kind `network`.")


def _shown(served: Server, found: Columns) -> dict[str, Any]:
    """Return a network as `NetworkOut` has it: as plain values, which is ten times as fast."""
    kept = found.kept
    return {
        "of": kept.of,
        "made": kept.made,
        "contract": kept.contract,
        "minimum": kept.minimum,
        "nearest": kept.nearest,
        "seed": kept.seed,
        "left_out": kept.left_out,
        "job": _job(served, kept.of, kept.made),
        "scale": {
            "minimum": kept.usual,
            "false_match_rate": kept.false_match_rate,
            "source": kept.source,
        },
        "nodes": {
            "id": kept.nodes,
            "person": found.persons,
            "name": [printable(name) for name in found.names],
            "face": kept.faces,
            "faces": found.counts,
            "community": kept.community,
            "x": kept.x,
            "y": kept.y,
            "average": kept.average,
        },
        "edges": {
            "one": kept.one,
            "other": kept.other,
            "similarity": kept.similarity,
            "photos": kept.photos,
        },
    }


def _job(served: Server, of: NodeKind, made: str) -> str | None:
    """Return the job that made the network of that moment, if it is known still."""
    for job in served.library.jobs.list(DONE, limit=LOOKED_AT):
        told = job.result if job.kind == KIND else None
        if told is not None and (told.get("of"), told.get("made")) == (of, made):
            return job.job
    return None

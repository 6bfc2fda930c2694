"""network: who resembles whom, and who is on photos with whom, laid out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, get_args

import numpy as np

from likeness.errors import UsageError
from likeness.types import (
    FaceId,
    Network,
    NetworkEdge,
    NetworkNode,
    NodeId,
    NodeKind,
    PersonId,
    Progress,
)
from likeness.workflows.network.changes import NEAREST
from likeness.workflows.network.choice import Choice, choose
from likeness.workflows.network.edges import Edges, edges
from likeness.workflows.network.level import OnProgress, Stop, level
from likeness.workflows.network.nodes import Nodes, nodes_of
from likeness.workflows.network.similarity import similarity_scale
from likeness.workflows.parts import Parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_NODES = 20_000
MOST_TOGETHER = 160_000  # pairs of people on a photo: of more those on most photos
DECIMALS = 4  # of similarities that are shown
WEAKEST = 0.1  # weight of the least alike pair in the drawing, beside 1 of equals


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    places: NDArray[np.float64]  # (n, 2)
    communities: NDArray[np.intp]  # (n,)


def build(
    parts: Parts,
    *,
    of: NodeKind,
    minimum: float | None = None,
    nearest: int = 8,
    collection: str | None = None,
    people: Collection[PersonId] = (),
    most: int = MOST_NODES,
    seed: int = 0,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> Network:
    """Lay out the network of people, or of faces; the same library and seed give the same.

    Two are joined if they are alike enough, or if one of them is among the nearest of the other.
    Where that makes too many edges (`edges.MOST`), those to the nearest stay and then the most
    alike, and `minimum` of the network says what is all there. People who are on photos together
    are joined, too, whether they are alike or not: that has no part in where they lie.

    Args:
        parts: The library.
        of: What the nodes are. Nobody who is hidden or opted out is one.
        minimum: The least cosine of two that are alike enough; None: see `similarity_scale`.
        nearest: So many neighbours of each are joined to it, however alike, 0 to 16.
        collection: Only people or faces on its photos, and only its photos count for who is
            together; people are compared by all of their faces nevertheless.
        people: Only these people, or faces of theirs; none: everybody.
        most: So many nodes at most: people with most photos, faces of the best quality.
        seed: Of the drawing.
        progress: Told how far it is.
        stop: Asked again and again whether to end.

    Raises:
        UsageError: There is nobody, or a number is out of its range.
        UnknownCollectionError: There is no collection of that name.
        InterruptedRunError: *stop* said so.
        LibraryBusyError: Somebody else is writing.
    """
    _check(of, minimum, nearest, most)
    catalog, contract = parts.catalog, parts.contract
    scale = similarity_scale(catalog, contract)
    level_now = level(catalog, contract, of, progress=progress, stop=stop)
    kept = catalog.network.neighbours(contract, of) if level_now else {}
    faces = catalog.grouping_faces(contract)
    chosen = choose(catalog, faces, of, collection=collection, people=people, most=most)
    everybody = nodes_of(faces, of)
    nodes = _only(everybody, chosen.nodes)
    least = scale.minimum if minimum is None else minimum
    found = edges(nodes, kept, len(everybody.ids), least, nearest)
    return Network(
        of=of,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        contract=contract,
        minimum=found.minimum,
        nearest=nearest,
        seed=seed,
        left_out=chosen.left_out,
        nodes=_nodes(
            chosen, of, _drawn(found, len(nodes.ids), seed, progress, stop), to_average(nodes)
        ),
        edges=_edges(found, nodes.ids, _together(parts, chosen, of, collection)),
        scale=scale,
    )


def _check(of: NodeKind, minimum: float | None, nearest: int, most: int) -> None:
    if of not in get_args(NodeKind):
        raise UsageError(f"A network is of people or faces, not of {of!r}.")
    if minimum is not None and not -1 <= minimum <= 1:
        raise UsageError(f"The minimum is a cosine, from -1 to 1, not {minimum}.")
    if not 0 <= nearest <= NEAREST:
        raise UsageError(f"Each node is joined to its 0 to {NEAREST} nearest, not to {nearest}.")
    if most < 1:
        raise UsageError(f"A network has at least one node, not {most}.")


def _only(everybody: Nodes, ids: tuple[NodeId, ...]) -> Nodes:
    if ids == everybody.ids:
        return everybody
    row = {id_: number for number, id_ in enumerate(everybody.ids)}
    return Nodes(ids=ids, vectors=everybody.vectors[[row[id_] for id_ in ids]])


def _drawn(found: Edges, count: int, seed: int, progress: OnProgress, stop: Stop) -> _Drawing:
    """Place the nodes by how alike they are: pairs weigh from `WEAKEST` to 1.

    From the least alike pair on, so that spaces where even strangers are much alike spread as well.
    """
    from likeness.network.drawing import communities, lay_out

    least = found.similarity.min(initial=1.0)
    share = (found.similarity - least) / max(1.0 - least, 1e-6)
    weights = WEAKEST + (1 - WEAKEST) * share

    def tell(done: int, total: int) -> None:
        progress(Progress(stage="network", done=done, total=total))

    return _Drawing(
        communities=communities(count, found.pairs, weights, seed=seed),
        places=lay_out(count, found.pairs, weights, seed=seed, progress=tell, stop=stop),
    )


def to_average(nodes: Nodes) -> list[float]:
    """Return the cosine of each node to the mean of all, rounded as similarities are.

    Nodes count the same each: it is the average of those who are drawn, not the one of a round of
    the game, which weighs faces by their quality.
    """
    wide = nodes.vectors.astype(np.float64)
    mean = np.add.reduce(wide, axis=0)
    length = float(np.linalg.norm(mean))
    cosines = wide @ (mean / length) if length > 0 else np.zeros(len(wide))
    return [round(value, DECIMALS) for value in cosines.tolist()]


def _nodes(
    chosen: Choice, of: NodeKind, drawing: _Drawing, average: list[float]
) -> tuple[NetworkNode, ...]:
    made = []
    for row, node in enumerate(chosen.nodes):
        person = PersonId(node) if of == "people" else chosen.owners[FaceId(node)]
        known = None if person is None else chosen.people[person]
        face = chosen.portraits[PersonId(node)] if of == "people" else FaceId(node)
        x, y = drawing.places[row].tolist()
        made.append(
            NetworkNode(
                node=node,
                person=person,
                name=None if known is None else known.name,
                face=face,
                faces=known.faces if known is not None and of == "people" else 1,
                community=int(drawing.communities[row]),
                x=x,
                y=y,
                average=average[row],
            )
        )
    return tuple(made)


def _together(
    parts: Parts, chosen: Choice, of: NodeKind, collection: str | None
) -> dict[tuple[NodeId, NodeId], int]:
    """Return on how many photos pairs of people are together; none of faces."""
    if of == "faces":
        return {}
    kept = parts.catalog.network
    if collection is None:
        kept.level_together()
    people = [PersonId(node) for node in chosen.nodes]
    ranked = sorted(
        kept.together(people, collection=collection).items(), key=lambda item: (-item[1], item[0])
    )
    return {(NodeId(one), NodeId(two)): n for (one, two), n in ranked[:MOST_TOGETHER]}


def _edges(
    found: Edges, ids: tuple[NodeId, ...], together: dict[tuple[NodeId, NodeId], int]
) -> tuple[NetworkEdge, ...]:
    alike = {
        (ids[one], ids[other]): similarity
        for (one, other), similarity in zip(
            found.pairs.tolist(), found.similarity.tolist(), strict=True
        )
    }
    return tuple(
        NetworkEdge(
            one=pair[0],
            other=pair[1],
            similarity=round(alike[pair], DECIMALS) if pair in alike else None,
            photos=together.get(pair, 0),
        )
        for pair in sorted({*alike, *together})
    )

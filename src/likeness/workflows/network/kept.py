"""The newest network of people and that of faces, kept: a job makes one, and a page looks at it.

What is kept are ids, places and how alike the nodes are. Names, and whose face is whose, are
looked up when a network is looked at, and forgetting somebody takes them out of it for good.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Any, get_args

import numpy as np

from likeness.blobs.base import FACE_NETWORK, PEOPLE_NETWORK, BlobKey
from likeness.errors import BlobNotFoundError, UsageError
from likeness.types import (
    Contract,
    FaceId,
    Network,
    NetworkEdge,
    NetworkNode,
    NodeId,
    NodeKind,
    Person,
    PersonId,
    SimilarityScale,
)
from likeness.workflows.claim import claim_blobs
from likeness.workflows.parts import Parts

KINDS: tuple[NodeKind, ...] = get_args(NodeKind)
KEYS: Mapping[NodeKind, BlobKey] = {"people": PEOPLE_NETWORK, "faces": FACE_NETWORK}

MOST_BYTES = 32 * 2**20  # of a kept network: 20,000 nodes with 160,000 edges take 6 MiB
DIGITS = 4  # of places within [-1, 1]: a page of 4,000 pixels shows no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A network as it is kept: columns, without a name."""

    of: NodeKind
    made: str  # ISO 8601, UTC
    contract: Contract
    minimum: float
    nearest: int
    seed: int
    left_out: int
    usual: float  # of the scale: from how alike on two count as alike, by default
    false_match_rate: float | None  # of the scale
    source: str  # of the scale
    nodes: tuple[str, ...]
    faces: tuple[str | None, ...]  # that stand for the nodes
    community: tuple[int, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    average: tuple[float | None, ...]  # how alike each is to the mean of all
    one: tuple[int, ...]  # of each edge, rows of the nodes
    other: tuple[int, ...]
    similarity: tuple[float | None, ...]
    photos: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A network as it is looked at now: what was kept, and who the nodes are."""

    kept: Kept  # only what may be shown
    persons: tuple[PersonId | None, ...]  # of the nodes, in their order
    names: tuple[str | None, ...]
    counts: tuple[int, ...]  # faces of each person; 1 of a face


def keep(parts: Parts, network: Network) -> None:
    """Keep a network instead of the one before of the same kind.

    Who was forgotten while it was made does not come into it.

    Raises:
        UsageError: It has more edges than can be kept.
        LibraryBusyError: Somebody else is writing.
    """
    made = _columns(network)
    with parts.catalog.writing("network"):
        _put(parts, _known(parts, made))


def newest(parts: Parts, of: NodeKind) -> Network | None:
    """Return the network of that kind that was made last, with who is in it now; None: none."""
    found = columns(parts, of)
    if found is None:
        return None
    kept = found.kept
    rows = zip(kept.nodes, kept.faces, kept.community, kept.x, kept.y, kept.average, strict=True)
    known = zip(found.persons, found.names, found.counts, strict=True)
    edges = zip(kept.one, kept.other, kept.similarity, kept.photos, strict=True)
    return Network(
        of=kept.of,
        made=kept.made,
        contract=kept.contract,
        minimum=kept.minimum,
        nearest=kept.nearest,
        seed=kept.seed,
        left_out=kept.left_out,
        nodes=tuple(
            NetworkNode(
                node=NodeId(node),
                person=person,
                name=name,
                face=None if face is None else FaceId(face),
                faces=count,
                community=community,
                x=x,
                y=y,
                average=average,
            )
            for (node, face, community, x, y, average), (person, name, count) in zip(
                rows, known, strict=True
            )
        ),
        edges=tuple(
            NetworkEdge(
                one=NodeId(kept.nodes[one]),
                other=NodeId(kept.nodes[other]),
                similarity=similarity,
                photos=photos,
            )
            for one, other, similarity, photos in edges
        ),
        scale=SimilarityScale(
            contract=kept.contract,
            minimum=kept.usual,
            false_match_rate=kept.false_match_rate,
            source=kept.source,
        ),
    )


def columns(parts: Parts, of: NodeKind) -> Columns | None:
    """Return the same as columns, which is what a page takes; None: there is none.

    Hidden people, those who opted out and faces that were marked since are left out.
    """
    kept = _read(parts, of)
    if kept is None:
        return None
    people = {row.person: row for row in parts.catalog.people() if not row.opted_out}
    faces = _faces(parts, kept)
    if of == "people":
        return _of_people(kept, people, faces)
    return _of_faces(kept, people, faces)


def digest(parts: Parts, of: NodeKind) -> str | None:
    """Return what is another one for every network that is kept; None: none is."""
    try:
        return sha256(parts.blobs.get(KEYS[of])).hexdigest()
    except BlobNotFoundError:
        return None


def forget(parts: Parts) -> None:
    """Take who was forgotten out of both networks; one that cannot be read is removed."""
    for of in KINDS:
        try:
            parts.blobs.get(KEYS[of])
        except BlobNotFoundError:
            continue
        kept = _read(parts, of)
        if kept is None:
            parts.blobs.delete(KEYS[of])
            continue
        left = _known(parts, kept)
        if left != kept:
            _put(parts, left)


# ---------------------------------------------------------------- who the nodes are


def _of_people(
    kept: Kept, people: Mapping[PersonId, Person], faces: Mapping[FaceId, PersonId | None]
) -> Columns:
    ids = [PersonId(node) for node in kept.nodes]
    kept = _only(kept, [person in people for person in ids])
    rows = [people[PersonId(node)] for node in kept.nodes]
    shown = [
        row.feature or _theirs(face, row.person, faces)
        for row, face in zip(rows, kept.faces, strict=True)
    ]
    return Columns(
        kept=replace(kept, faces=tuple(shown)),
        persons=tuple(row.person for row in rows),
        names=tuple(row.name for row in rows),
        counts=tuple(row.faces for row in rows),
    )


def _theirs(
    face: str | None, person: PersonId, faces: Mapping[FaceId, PersonId | None]
) -> FaceId | None:
    """Return the face that stood for a person, if it still is one of theirs."""
    if face is None or faces.get(FaceId(face)) != person:
        return None
    return FaceId(face)


def _of_faces(
    kept: Kept, people: Mapping[PersonId, Person], faces: Mapping[FaceId, PersonId | None]
) -> Columns:
    def is_shown(face: FaceId) -> bool:
        return face in faces and (faces[face] is None or faces[face] in people)

    kept = _only(kept, [is_shown(FaceId(node)) for node in kept.nodes])
    persons = [faces[FaceId(node)] for node in kept.nodes]
    return Columns(
        kept=replace(kept, faces=kept.nodes),
        persons=tuple(persons),
        names=tuple(None if person is None else people[person].name for person in persons),
        counts=(1,) * len(persons),
    )


def _faces(parts: Parts, kept: Kept) -> dict[FaceId, PersonId | None]:
    """Return whose those faces of a network are that are in the library, without a mark."""
    return parts.catalog.owners([FaceId(face) for face in kept.faces if face is not None])


# ---------------------------------------------------------------- taking out


def _known(parts: Parts, kept: Kept) -> Kept:
    """Return a network without what the library no longer knows."""
    wanted = [FaceId(face) for face in kept.faces if face is not None]
    there: set[str] = {*parts.catalog.owners(wanted, marked=True)}
    if kept.of == "faces":
        return _only(kept, [node in there for node in kept.nodes])
    people: set[str] = {row.person for row in parts.catalog.people(hidden=True)}
    kept = _only(kept, [node in people for node in kept.nodes])
    return replace(kept, faces=tuple(face if face in there else None for face in kept.faces))


def _only(kept: Kept, which: Sequence[bool]) -> Kept:
    """Return a network with those nodes for which *which* is True, and the edges between them."""
    if all(which):
        return kept
    stay = [row for row, is_in in enumerate(which) if is_in]
    new = {row: number for number, row in enumerate(stay)}
    edges = [
        row
        for row, ends in enumerate(zip(kept.one, kept.other, strict=True))
        if ends[0] in new and ends[1] in new
    ]
    return replace(
        kept,
        nodes=tuple(kept.nodes[row] for row in stay),
        faces=tuple(kept.faces[row] for row in stay),
        community=tuple(kept.community[row] for row in stay),
        x=tuple(kept.x[row] for row in stay),
        y=tuple(kept.y[row] for row in stay),
        average=tuple(kept.average[row] for row in stay),
        one=tuple(new[kept.one[row]] for row in edges),
        other=tuple(new[kept.other[row]] for row in edges),
        similarity=tuple(kept.similarity[row] for row in edges),
        photos=tuple(kept.photos[row] for row in edges),
    )


# ---------------------------------------------------------------- keeping


def _columns(network: Network) -> Kept:
    rows = {node.node: row for row, node in enumerate(network.nodes)}
    return Kept(
        of=network.of,
        made=network.made,
        contract=network.contract,
        minimum=network.minimum,
        nearest=network.nearest,
        seed=network.seed,
        left_out=network.left_out,
        usual=network.scale.minimum,
        false_match_rate=network.scale.false_match_rate,
        source=network.scale.source,
        nodes=tuple(node.node for node in network.nodes),
        faces=tuple(_stands_for(node, network.of) for node in network.nodes),
        community=tuple(node.community for node in network.nodes),
        x=tuple(round(node.x, DIGITS) for node in network.nodes),
        y=tuple(round(node.y, DIGITS) for node in network.nodes),
        average=tuple(node.average for node in network.nodes),
        one=tuple(rows[edge.one] for edge in network.edges),
        other=tuple(rows[edge.other] for edge in network.edges),
        similarity=tuple(edge.similarity for edge in network.edges),
        photos=tuple(edge.photos for edge in network.edges),
    )


def _stands_for(node: NetworkNode, of: NodeKind) -> str | None:
    return node.node if of == "faces" else node.face


def _put(parts: Parts, kept: Kept) -> None:
    told = {field.name: getattr(kept, field.name) for field in fields(kept)}
    data = json.dumps(told, separators=(",", ":"), allow_nan=False).encode()
    if len(data) > MOST_BYTES:
        raise UsageError(
            f"This network is too large to be kept: {len(kept.nodes):,} nodes with "
            f"{len(kept.one):,} edges take {len(data) // 2**20:,} MiB, and {MOST_BYTES // 2**20} "
            "are the most. Ask for fewer nearest, a larger minimum, or one collection."
        )
    claim_blobs(parts)
    parts.blobs.put(KEYS[kept.of], data)


def _read(parts: Parts, of: NodeKind) -> Kept | None:
    """Return the network that is kept; None: there is none, or nothing to be relied on."""
    try:
        data = parts.blobs.get(KEYS[of])
        if len(data) > MOST_BYTES:
            return None
        kept = _parsed(json.loads(data))
    except (BlobNotFoundError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
    return kept if kept.of == of and _is_sound(kept) else None


def _parsed(told: Mapping[str, Any]) -> Kept:
    return Kept(
        of=told["of"],
        made=str(told["made"]),
        contract=Contract(str(told["contract"])),
        minimum=float(told["minimum"]),
        nearest=int(told["nearest"]),
        seed=int(told["seed"]),
        left_out=int(told["left_out"]),
        usual=float(told["usual"]),
        false_match_rate=None if (rate := told["false_match_rate"]) is None else float(rate),
        source=str(told["source"]),
        nodes=tuple(map(str, told["nodes"])),
        faces=tuple(None if face is None else str(face) for face in told["faces"]),
        community=tuple(map(int, told["community"])),
        x=tuple(map(float, told["x"])),
        y=tuple(map(float, told["y"])),
        average=tuple(map(_number, told["average"])),
        one=tuple(map(int, told["one"])),
        other=tuple(map(int, told["other"])),
        similarity=tuple(map(_number, told["similarity"])),
        photos=tuple(map(int, told["photos"])),
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _is_sound(kept: Kept) -> bool:
    """Return whether columns are equally long, rows exist, and numbers are numbers."""
    count, edges = len(kept.nodes), len(kept.one)
    by_node = (kept.faces, kept.community, kept.x, kept.y, kept.average)
    by_edge = (kept.other, kept.similarity, kept.photos)
    if any(len(column) != count for column in by_node):
        return False
    if any(len(column) != edges for column in by_edge):
        return False
    ends = np.array([kept.one, kept.other])
    numbers = np.array([one for one in (*kept.similarity, *kept.average) if one is not None])
    return (
        math.isfinite(kept.minimum + kept.usual + (kept.false_match_rate or 0.0))
        and bool(np.isfinite([kept.x, kept.y]).all())
        and bool(np.isfinite(numbers).all())
        and bool(((ends >= 0) & (ends < count)).all())
        and len(set(kept.nodes)) == count
    )

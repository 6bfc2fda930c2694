"""Networks: who resembles whom, and who is on photos with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

from likeness.types.ids import Contract, FaceId, PersonId

NodeId = NewType("NodeId", str)
"""A `PersonId` or a `FaceId`, by what the network is of; else whatever tells things apart."""

NodeKind = Literal["people", "faces"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkNode:
    """A person, or a face, and where it lies."""

    node: NodeId
    person: PersonId | None  # whose face it is; of a person itself
    name: str | None
    face: FaceId | None  # whose portrait stands for it; None: nobody's
    faces: int  # of the person; 1 of a face
    community: int  # from 0, the largest
    x: float  # the whole network fits [-1, 1] in both directions
    y: float
    average: float | None = None  # cosine to the mean of all nodes drawn, 4 decimals; None: unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEdge:
    """Two nodes that are alike, or that were together, or both."""

    one: NodeId  # the smaller id
    other: NodeId
    similarity: float | None  # cosine, rounded to 4 decimals; None: not alike enough to be kept
    photos: int  # that both are on; 0: never together


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarityScale:
    """Where an edge begins, by default, in the space of one contract."""

    contract: Contract
    minimum: float  # cosine
    false_match_rate: float | None  # share of pairs of different people above it; None: not known
    source: str  # what that rests on, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Who resembles whom, laid out."""

    of: NodeKind
    made: str  # ISO 8601, UTC
    contract: Contract
    minimum: float  # no edge is less alike, unless it is among the nearest
    nearest: int  # so many neighbours of each node are in it, however alike
    seed: int
    left_out: int  # nodes that there were beyond the most that are drawn
    nodes: tuple[NetworkNode, ...]  # sorted by id
    edges: tuple[NetworkEdge, ...]  # sorted by ids
    scale: SimilarityScale


@dataclass(frozen=True, slots=True, kw_only=True)
class ResemblancePath:
    """From one node to another, each alike to the next one."""

    nodes: tuple[NodeId, ...]  # first and last included
    similarities: tuple[float, ...]  # of each step
    weakest: float  # the least alike step: no other path has a better one


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two people who look alike, and how often they are on a photo together."""

    one: NodeId
    other: NodeId
    similarity: float
    photos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Somebody through whom groups hang together."""

    node: NodeId
    betweenness: float  # [0, 1]: share of the shortest paths of others that lead through them
    communities: tuple[int, ...]  # that they are joined to

"""Networks of who resembles whom."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.page import Schema
from likeness.types import NodeKind

NODE = r"^(?:f[0-9a-f]{16}|p[0-9a-f]{16}(?:[0-9a-f]{8})?)$"

NODE_EXAMPLES = ["p0123456789abcdef"]


class ScaleOut(Schema):
    """From how alike on two nodes are taken to resemble each other, by default."""

    minimum: float = Field(description="cosine")
    false_match_rate: float | None = Field(
        description="share of pairs of different people above it; null: not known"
    )
    source: str = Field(description="what that rests on")


class NodesOut(Schema):
    """The nodes as columns, all of the same length, by id."""

    id: list[str] = Field(description="of the person or the face")
    person: list[str | None] = Field(description="whose face it is; of a person itself")
    name: list[str | None]
    face: list[str | None] = Field(description="whose portrait stands for it; null: nobody's")
    faces: list[int] = Field(description="of the person; 1 of a face")
    community: list[int] = Field(description="from 0, the largest")
    x: list[float] = Field(description="[-1, 1]")
    y: list[float] = Field(description="[-1, 1]")
    average: list[float | None] = Field(description="cosine to the mean of all nodes")


class EdgesOut(Schema):
    """The edges as columns, all of the same length."""

    one: list[int] = Field(description="place in the columns of the nodes, from 0")
    other: list[int]
    similarity: list[float | None] = Field(description="cosine; null: not alike enough")
    photos: list[int] = Field(description="that both are on")


class NetworkOut(Schema):
    """The newest network, with who is in it by now; a job of the kind `network` makes one."""

    of: NodeKind
    made: str = Field(description="ISO 8601, UTC")
    contract: str = Field(description="space of the embeddings that were compared")
    minimum: float = Field(description="no edge is less alike, unless it is among the nearest")
    nearest: int = Field(ge=0, description="so many neighbours of each node are in it in any case")
    seed: int = Field(ge=0)
    left_out: int = Field(ge=0, description="nodes beyond the most that are drawn")
    job: str | None = Field(
        description="that made it; null: it is forgotten", examples=["j0123456789abcdef"]
    )
    scale: ScaleOut
    nodes: NodesOut
    edges: EdgesOut


class PathOut(Schema):
    """From one node to another, each alike to the next one."""

    nodes: list[str] = Field(description="ids, first and last included", examples=[NODE_EXAMPLES])
    similarities: list[float] = Field(description="cosine of each step")
    weakest: float = Field(description="of the least alike step: no other path has a better one")


class AlikeOut(Schema):
    """Two people who look alike."""

    one: str = Field(examples=NODE_EXAMPLES)
    other: str = Field(examples=NODE_EXAMPLES)
    similarity: float = Field(description="cosine")
    photos: int = Field(ge=0, description="that both are on")


class AlikesOut(Schema):
    """Pairs of people, most alike first."""

    items: list[AlikeOut]


class BridgeOut(Schema):
    """Somebody through whom groups hang together."""

    node: str = Field(examples=NODE_EXAMPLES)
    betweenness: float = Field(
        ge=0, le=1, description="share of the shortest paths of others that lead through them"
    )
    communities: list[int] = Field(description="that they are joined to")


class BridgesOut(Schema):
    """People who hold groups together, the most important first."""

    items: list[BridgeOut]

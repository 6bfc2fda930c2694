"""What networks look like in a graph database: labels, types, and LadybugDB's tables.

    (:LikenessPerson {id, name, face, faces, community, x, y})
    (:LikenessFace   {id, name, face, faces, community, x, y})
    -[:RESEMBLES {similarity}]->   the cosine of two that are alike
    -[:TOGETHER {photos}]->        on how many photos both are

Nodes and relationships with these names are the network's alone: a push makes and removes them.
Relationships lead from the smaller id to the other; queries ask without a direction. The labels are
ours alone, so that a `Person` of somebody else's in the same database is never touched.
"""

from __future__ import annotations

from likeness.types.network import NodeKind

PERSON, FACE = "LikenessPerson", "LikenessFace"
RESEMBLES, TOGETHER = "RESEMBLES", "TOGETHER"
RELATIONSHIPS = {RESEMBLES: "similarity", TOGETHER: "photos"}  # and what is told of each
NODE_PROPERTIES = ("name", "face", "faces", "community", "x", "y")

_COLUMNS = (
    "id STRING PRIMARY KEY, name STRING, face STRING, faces INT64, community INT64, "
    "x DOUBLE, y DOUBLE"
)
_ENDS = f"FROM {PERSON} TO {PERSON}, FROM {FACE} TO {FACE}"


def label_of(kind: NodeKind) -> str:
    """Return the label of the nodes of such a network."""
    return PERSON if kind == "people" else FACE


def tables() -> tuple[str, ...]:
    """Return the statements that make LadybugDB's tables where there are none."""
    return (
        f"CREATE NODE TABLE IF NOT EXISTS {PERSON}({_COLUMNS})",
        f"CREATE NODE TABLE IF NOT EXISTS {FACE}({_COLUMNS})",
        f"CREATE REL TABLE IF NOT EXISTS {RESEMBLES}({_ENDS}, similarity DOUBLE)",
        f"CREATE REL TABLE IF NOT EXISTS {TOGETHER}({_ENDS}, photos INT64)",
    )


def constraints() -> tuple[str, ...]:
    """Return the statements that make Neo4j look nodes up by id, where it does not yet."""
    return tuple(
        f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in (PERSON, FACE)
    )

"""Networks as Cypher text, in what the dialects of Neo4j, Memgraph and LadybugDB have in common.

Running the file twice changes nothing more, and what it does not name is left alone. To have what
is gone removed as well, push the network instead (`likeness network push`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from likeness.network.export.names import sound
from likeness.network.schema import RESEMBLES, TOGETHER, label_of, tables
from likeness.types.network import Network

AT_ONCE = 500  # rows of one statement

# Besides what would end or alter the literal: what steers, and what editors take for line ends.
_SPECIAL = re.compile(
    "[\\\\'\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]u?"
)

Value = str | int | float | None


def written(network: Network) -> str:
    """Return statements that make the network, or bring one that is there level with it."""
    return "\n".join(_lines(network)) + "\n"


def literal(value: Value) -> str:
    """Return a value as Cypher; halves of characters become U+FFFD.

    Neo4j up to version 4 resolves backslash-u before it parses, even where an escaped backslash
    stands before the u. A u after a backslash is therefore written by number: both readings agree.
    """
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return f"'{_SPECIAL.sub(_escaped, sound(value))}'"
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def _escaped(found: re.Match[str]) -> str:
    letter, after = found[0][0], found[0][1:]
    if letter == "\\":
        return "\\\\" + ("\\u0075" if after else "")
    return ("\\'" if letter == "'" else f"\\u{ord(letter):04x}") + after


def _lines(network: Network) -> Iterator[str]:
    label = label_of(network.of)
    yield f"// A network of likeness: {len(network.nodes)} nodes, {len(network.edges)} edges."
    yield "// Neo4j is much faster if this comes first:"
    yield f"//   CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;"
    yield "// LadybugDB needs its tables first:"
    for table in tables():
        yield f"//   {table};"
    yield from _statements(
        (
            {
                "id": node.node,
                "name": node.name,
                "face": node.face,
                "faces": node.faces,
                "community": node.community,
                "x": float(node.x),
                "y": float(node.y),
            }
            for node in network.nodes
        ),
        f"MERGE (n:{label} {{id: row.id}})\n"
        "SET n.name = row.name, n.face = row.face, n.faces = row.faces,\n"
        "    n.community = row.community, n.x = row.x, n.y = row.y;",
    )
    ends = f"MATCH (one:{label} {{id: row.one}}), (other:{label} {{id: row.other}})\n"
    yield from _statements(
        (
            {"one": edge.one, "other": edge.other, "similarity": float(edge.similarity)}
            for edge in network.edges
            if edge.similarity is not None
        ),
        f"{ends}MERGE (one)-[r:{RESEMBLES}]->(other)\nSET r.similarity = row.similarity;",
    )
    yield from _statements(
        (
            {"one": edge.one, "other": edge.other, "photos": edge.photos}
            for edge in network.edges
            if edge.photos
        ),
        f"{ends}MERGE (one)-[r:{TOGETHER}]->(other)\nSET r.photos = row.photos;",
    )


def _statements(rows: Iterable[Mapping[str, Value]], end: str) -> Iterator[str]:
    maps = [f"  {_map(row)}" for row in rows]
    for start in range(0, len(maps), AT_ONCE):
        yield "UNWIND [\n" + ",\n".join(maps[start : start + AT_ONCE]) + f"\n] AS row\n{end}"


def _map(row: Mapping[str, Value]) -> str:
    return "{" + ", ".join(f"{name}: {literal(value)}" for name, value in row.items()) + "}"

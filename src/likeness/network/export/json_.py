"""Networks as JSON: nodes and links, as NetworkX and D3 read them.

    {"format": "likeness-network", "version": 1, "directed": false, "multigraph": false,
     "graph": {"of", "made", "contract", "minimum", "nearest", "seed", "left_out",
               "scale": {"contract", "minimum", "false_match_rate", "source"}},
     "nodes": [{"id", "person", "name", "face", "faces", "community", "x", "y"}, ...],
     "edges": [{"source", "target", "similarity", "photos"}, ...]}

What the fields mean stands at `likeness.types.network`. Nodes and edges are sorted by id, one on
each line, and every key is always there. Keys may be added later, never removed or retyped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from likeness.network.export.names import sound
from likeness.types.network import Network, NetworkEdge, NetworkNode

FORMAT, VERSION = "likeness-network", 1
OF_GRAPH = ("of", "made", "contract", "minimum", "nearest", "seed", "left_out")

Value = str | int | float | None


def written(network: Network) -> str:
    """Return the network as JSON; names are whole, halves of characters become U+FFFD."""
    graph = {name: getattr(network, name) for name in OF_GRAPH}
    head = {
        "format": FORMAT,
        "version": VERSION,
        "directed": False,
        "multigraph": False,
        "graph": {**graph, "scale": asdict(network.scale)},
    }
    start = _text(head)[:-1]
    nodes = _rows(_node(node) for node in network.nodes)
    edges = _rows(_edge(edge) for edge in network.edges)
    return f'{start},\n"nodes": {nodes},\n"edges": {edges}}}\n'


def _node(node: NetworkNode) -> dict[str, Value]:
    return {
        "id": node.node,
        "person": node.person,
        "name": node.name,
        "face": node.face,
        "faces": node.faces,
        "community": node.community,
        "x": node.x,
        "y": node.y,
    }


def _edge(edge: NetworkEdge) -> dict[str, Value]:
    return {
        "source": edge.one,
        "target": edge.other,
        "similarity": edge.similarity,
        "photos": edge.photos,
    }


def _rows(rows: Iterable[Mapping[str, Value]]) -> str:
    lines = ",\n".join(_text(row) for row in rows)
    return f"[\n{lines}\n]" if lines else "[]"


def _text(value: object) -> str:
    """Return JSON. Outside of its strings it has ASCII only, so making it sound alters no more."""
    return sound(json.dumps(value, ensure_ascii=False, allow_nan=False))

"""Networks as GraphML, which Gephi, yEd, Cytoscape, NetworkX and rustworkx read.

The format: U. Brandes et al., "GraphML Progress Report", Graph Drawing 2001
(http://graphml.graphdrawing.org/specification.html).
"""

from __future__ import annotations

from collections.abc import Iterator

from likeness.errors import ExportError
from likeness.network.export.names import in_xml
from likeness.types.network import Network, NetworkEdge, NetworkNode, NodeId

SCHEMA = "http://graphml.graphdrawing.org/xmlns"
# Name and type of what is told of each; keys are the place and the name, as in "node_faces".
OF_GRAPH = {
    "of": "string",
    "made": "string",
    "contract": "string",
    "minimum": "double",
    "nearest": "int",
    "seed": "long",
    "left_out": "int",
}
OF_NODE = {
    "person": "string",
    "name": "string",
    "face": "string",
    "faces": "int",
    "community": "int",
    "x": "double",
    "y": "double",
}
OF_EDGE = {"similarity": "double", "photos": "int"}


def written(network: Network) -> str:
    """Return the network as a document of XML 1.0.

    What is not known, such as the name of a person without one, is left out. Characters that XML
    cannot hold become U+FFFD.

    Raises:
        ExportError: Two nodes would have one id in XML.
    """
    ids = {node.node: in_xml(node.node) for node in network.nodes}
    if len(set(ids.values())) < len(ids):
        raise ExportError(
            "Two nodes of the network differ only in characters that XML cannot hold, so it cannot "
            "be written as GraphML. Write it as JSON."
        )
    return "\n".join(_lines(network, ids)) + "\n"


def _lines(network: Network, ids: dict[NodeId, str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<graphml xmlns="{SCHEMA}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{SCHEMA} {SCHEMA}/1.0/graphml.xsd">'
    )
    for place, told in (("graph", OF_GRAPH), ("node", OF_NODE), ("edge", OF_EDGE)):
        for name, kind in told.items():
            yield (
                f'  <key id="{place}_{name}" for="{place}" attr.name="{name}" attr.type="{kind}"/>'
            )
    yield '  <graph id="likeness" edgedefault="undirected">'
    yield f"    {_data('graph', OF_GRAPH, network)}"
    for node in network.nodes:
        yield f'    <node id="{ids[node.node]}">{_data("node", OF_NODE, node)}</node>'
    for edge in network.edges:
        ends = f'source="{ids[edge.one]}" target="{ids[edge.other]}"'
        yield f"    <edge {ends}>{_data('edge', OF_EDGE, edge)}</edge>"
    yield "  </graph>"
    yield "</graphml>"


def _data(place: str, told: dict[str, str], of: Network | NetworkNode | NetworkEdge) -> str:
    values = {name: getattr(of, name) for name in told}
    return "".join(
        f'<data key="{place}_{name}">{in_xml(str(value))}</data>'
        for name, value in values.items()
        if value is not None
    )

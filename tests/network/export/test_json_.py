"""Networks as JSON."""

from __future__ import annotations

import json

from likeness.network.export.json_ import written
from tests.network.networks import HOSTILE, network


def test_the_shape_is_as_documented() -> None:
    drawn = network(30)
    read = json.loads(written(drawn))
    assert list(read) == ["format", "version", "directed", "multigraph", "graph", "nodes", "edges"]
    assert read["graph"]["scale"]["minimum"] == 0.2
    assert read["nodes"] == [
        {
            "id": node.node,
            "person": node.person,
            "name": node.name,
            "face": node.face,
            "faces": node.faces,
            "community": node.community,
            "x": node.x,
            "y": node.y,
        }
        for node in drawn.nodes
    ]
    assert read["edges"] == [
        {
            "source": edge.one,
            "target": edge.other,
            "similarity": edge.similarity,
            "photos": edge.photos,
        }
        for edge in drawn.edges
    ]


def test_names_are_whole_but_for_halves_of_characters() -> None:
    text = written(network(20, names=HOSTILE))
    names = [each["name"] for each in json.loads(text)["nodes"]][: len(HOSTILE)]
    assert names == [name.replace("\udcff", "\ufffd") for name in HOSTILE]
    text.encode("utf-8")


def test_each_node_and_edge_has_a_line() -> None:
    drawn = network(30)
    lines = written(drawn).splitlines()
    assert sum(line.startswith('{"id"') for line in lines) == 30
    assert sum(line.startswith('{"source"') for line in lines) == len(drawn.edges)

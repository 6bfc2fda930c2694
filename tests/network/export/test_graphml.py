"""Networks as GraphML, read back by other programs' readers."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from xml.dom.minidom import parseString

import pytest
import rustworkx

from likeness.errors import ExportError
from likeness.network.export.graphml import written
from likeness.types.network import Network, NodeId
from tests.network.networks import HOSTILE, network


def read_back(drawn: Network, folder: Path) -> rustworkx.PyGraph:
    file = folder / "network.graphml"
    file.write_text(written(drawn), encoding="utf-8", newline="\n")
    (graph,) = rustworkx.read_graphml(str(file))
    assert isinstance(graph, rustworkx.PyGraph)
    return graph


def test_another_reader_finds_every_node_and_edge_with_all_that_is_known(tmp_path: Path) -> None:
    drawn = network(60)
    graph = read_back(drawn, tmp_path)
    nodes = {each["id"]: each for each in graph.nodes()}
    assert len(graph.nodes()) == len(drawn.nodes)
    for node in drawn.nodes:
        found = nodes[node.node]
        assert (found.get("name"), found["faces"], found["community"]) == (
            node.name,
            node.faces,
            node.community,
        )
        assert (found["x"], found["y"]) == (node.x, node.y)
    edges = {
        (graph[one]["id"], graph[other]["id"]): (told.get("similarity"), told["photos"])
        for one, other, told in graph.weighted_edge_list()
    }
    assert edges == {(edge.one, edge.other): (edge.similarity, edge.photos) for edge in drawn.edges}


def test_what_the_network_is_stands_in_the_graph(tmp_path: Path) -> None:
    about = read_back(network(5), tmp_path).attrs
    assert (about["of"], about["contract"], about["minimum"]) == ("people", "arcface", 0.2)


def test_hostile_names_come_back_whole_but_for_characters_that_xml_cannot_hold(
    tmp_path: Path,
) -> None:
    drawn = network(20, names=HOSTILE)
    lost = dict.fromkeys(map(ord, "\x00\x07\udcff\uffff"), "\ufffd")
    names = {each["id"]: each.get("name") for each in read_back(drawn, tmp_path).nodes()}
    for node, name in zip(drawn.nodes, HOSTILE, strict=False):
        assert names[node.node] == name.translate(lost)


def test_the_file_is_xml_in_which_names_make_no_elements() -> None:
    hostile, tame = (
        parseString(written(network(20, names=names)).encode()) for names in (HOSTILE, None)
    )
    assert len(hostile.getElementsByTagName("node")) == 20
    assert not hostile.getElementsByTagName("script")
    assert {each.tagName for each in tame.getElementsByTagName("*")} == {
        each.tagName for each in hostile.getElementsByTagName("*")
    }


def test_ids_that_xml_could_not_keep_apart_are_refused() -> None:
    drawn = network(2)
    one, other = drawn.nodes
    drawn = dataclasses.replace(
        drawn,
        nodes=(
            dataclasses.replace(one, node=NodeId("a\x00")),
            dataclasses.replace(other, node=NodeId("a\x01")),
        ),
        edges=(),
    )
    with pytest.raises(ExportError, match="Write it as JSON"):
        written(drawn)

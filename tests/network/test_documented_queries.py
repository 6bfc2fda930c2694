"""Every query of docs/how-to/graph-database.md, run in LadybugDB and compared with plain Python."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from likeness.network.target import push_to
from likeness.types.network import Network, NetworkNode, NodeId
from tests.network.networks import network

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "graph-database.md"
HEADED = re.compile(r"^### (.+?)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
QUERY = re.compile(r"^```cypher\n(.*?)^```", re.MULTILINE | re.DOTALL)
LEAST = 0.45

Rows = list[tuple[Any, ...]]


class Told:
    """A network in which everything can be looked up by both ends."""

    def __init__(self, drawn: Network) -> None:
        self.drawn = drawn
        self.node: dict[NodeId, NetworkNode] = {node.node: node for node in drawn.nodes}
        self.alike: dict[NodeId, dict[NodeId, float]] = defaultdict(dict)
        self.together: dict[NodeId, dict[NodeId, int]] = defaultdict(dict)
        for edge in drawn.edges:
            for one, other in ((edge.one, edge.other), (edge.other, edge.one)):
                if edge.similarity is not None:
                    self.alike[one][other] = edge.similarity
                if edge.photos:
                    self.together[one][other] = edge.photos
        self.name = next(node.name for node in drawn.nodes if node.name and self.alike[node.node])
        self.ends = self._far_apart()

    def parameters(self, query: str) -> dict[str, Any]:
        every = {"name": self.name, "from": self.ends[0], "to": self.ends[1], "least": LEAST}
        return {name: value for name, value in every.items() if f"${name}" in query}

    def steps(self, start: NodeId) -> dict[NodeId, int]:
        """Return how many strong likenesses lead to each node that can be reached."""
        far, edge = {start: 0}, [start]
        while edge:
            reached = [
                other
                for one in edge
                for other, similarity in self.alike[one].items()
                if similarity >= LEAST and other not in far
            ]
            far.update(dict.fromkeys(reached, 1 + far[edge[0]]))
            edge = list(dict.fromkeys(reached))
        return far

    def _far_apart(self) -> tuple[NodeId, NodeId]:
        return next(
            (one, other)
            for one in self.node
            for other, steps in sorted(self.steps(one).items())
            if steps == 3
        )


def relatives(told: Told) -> Rows:
    rows = [
        (one, other, told.node[one].name, told.node[other].name, similarity)
        for one in told.alike
        for other, similarity in told.alike[one].items()
        if one < other and other not in told.together[one]
    ]
    return sorted(rows, key=lambda row: (-row[4], row[0], row[1]))[:10]


def look_alikes(told: Told) -> Rows:
    rows = [
        (one, other, similarity, told.together[one].get(other, 0))
        for one in told.alike
        for other, similarity in told.alike[one].items()
        if one < other
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))[:10]


def like_somebody(told: Told) -> Rows:
    rows = [
        (other, told.node[other].name, similarity)
        for node in told.drawn.nodes
        if node.name == told.name
        for other, similarity in told.alike[node.node].items()
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))[:10]


def chains(told: Told) -> Rows:
    rows = [
        (one, middle, other, min(told.alike[one][middle], told.alike[middle][other]))
        for middle in list(told.alike)
        for one in told.alike[middle]
        for other in told.alike[middle]
        if one < other and other not in told.alike[one]
    ]
    return sorted(rows, key=lambda row: (-row[3], *row[:3]))[:10]


def bridges(told: Told) -> Rows:
    rows = []
    for node in told.drawn.nodes:
        others = [told.node[other] for other in told.alike[node.node]]
        away = [other for other in others if other.community != node.community]
        if away:
            many = len({other.community for other in away})
            rows.append((node.node, node.name, many, len(away)))
    return sorted(rows, key=lambda row: (-row[2], -row[3], row[0]))[:10]


def strangers(told: Told) -> Rows:
    rows = [
        (one, other, photos)
        for one in told.together
        for other, photos in told.together[one].items()
        if one < other and other not in told.alike[one]
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))[:10]


def by_community(told: Told) -> Rows:
    found: dict[bool, list[int]] = {}
    for edge in told.drawn.edges:
        if edge.photos:
            same = told.node[edge.one].community == told.node[edge.other].community
            found.setdefault(same, []).append(edge.photos)
    return [(same, len(photos), sum(photos)) for same, photos in sorted(found.items())]


EXPECTED: dict[str, Callable[[Told], Rows]] = {
    "Long-lost relatives": relatives,
    "Look-alikes": look_alikes,
    "Who looks like somebody": like_somebody,
    "A chain over one person": chains,
    "Bridges": bridges,
    "Always together, not alike": strangers,
    "Who is on photos with whom, by community": by_community,
}
SHORTEST = "The shortest chain between two people"


def documented() -> dict[str, str]:
    found = {}
    for heading, body in HEADED.findall(PAGE.read_text("utf-8")):
        (query,) = QUERY.findall(body)
        found[heading] = query
    return found


@pytest.fixture(scope="module")
def told() -> Told:
    return Told(network(120))


@pytest.fixture(scope="module")
def run(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Rows]]:
    ladybug = pytest.importorskip("ladybug")
    file = str(tmp_path_factory.mktemp("graph") / "graph.lbug")
    push_to(told.drawn, file)
    database = ladybug.Database(file, read_only=True)
    connection = ladybug.Connection(database)

    def answer(query: str) -> Rows:
        result = connection.execute(query, told.parameters(query))
        rows = [tuple(row) for row in result.get_all()]
        result.close()
        return rows

    yield answer
    connection.close()
    database.close()


def test_every_documented_query_is_tested() -> None:
    assert set(documented()) == {*EXPECTED, SHORTEST}
    text = PAGE.read_text("utf-8")
    assert len(QUERY.findall(text)) == len(EXPECTED) + 1


@pytest.mark.parametrize("heading", EXPECTED)
def test_a_documented_query_answers_what_python_counts(
    heading: str, told: Told, run: Callable[[str], Rows]
) -> None:
    expected = EXPECTED[heading](told)
    assert len(expected) > 1
    assert run(documented()[heading]) == expected


def test_the_shortest_chain_leads_from_one_to_the_other_over_strong_likenesses(
    told: Told, run: Callable[[str], Rows]
) -> None:
    ((steps, between),) = run(documented()[SHORTEST])
    way = [told.ends[0], *between, told.ends[1]]
    assert steps == len(way) - 1 == told.steps(told.ends[0])[told.ends[1]]
    assert all(told.alike[one][other] >= LEAST for one, other in pairwise(way))

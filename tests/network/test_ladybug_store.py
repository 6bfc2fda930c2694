"""Networks pushed to a LadybugDB file."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from likeness.errors import LibraryBusyError, SettingsError, StoreUnavailableError
from likeness.network.graph_store import Pushed
from likeness.network.ladybug_store import LadybugStore
from likeness.network.target import push_to
from likeness.types.network import Network
from tests.network.networks import HOSTILE, network

pytest.importorskip("ladybug")

Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "graph.lbug")


@pytest.fixture
def ask(file: str) -> Iterator[Ask]:
    def asked(query: str) -> list[tuple[Any, ...]]:
        with closing(LadybugStore(file)) as store:
            return store.read(query)

    return asked


def edge_count(drawn: Network) -> int:
    return sum((edge.similarity is not None) + (edge.photos > 0) for edge in drawn.edges)


def seen(ask: Ask, label: str = "LikenessPerson") -> tuple[list[Any], list[Any], list[Any]]:
    ends = f"MATCH (a:{label})-[r:%s]->(b:{label}) RETURN a.id, b.id, r.%s ORDER BY a.id, b.id"
    return (
        ask(f"MATCH (n:{label}) RETURN n.id, n.name, n.face, n.faces, n.x, n.y ORDER BY n.id"),
        ask(ends % ("RESEMBLES", "similarity")),
        ask(ends % ("TOGETHER", "photos")),
    )


def wanted(drawn: Network) -> tuple[list[Any], list[Any], list[Any]]:
    return (
        [(n.node, n.name, n.face, n.faces, n.x, n.y) for n in drawn.nodes],
        [(e.one, e.other, e.similarity) for e in drawn.edges if e.similarity is not None],
        [(e.one, e.other, e.photos) for e in drawn.edges if e.photos],
    )


def test_everything_arrives(file: str, ask: Ask) -> None:
    drawn = network(1200)
    assert push_to(drawn, file) == Pushed(
        nodes=1200,
        relationships=edge_count(drawn),
        written=1200 + edge_count(drawn),
        removed=0,
    )
    assert seen(ask) == wanted(drawn)


def test_a_second_push_changes_nothing(file: str, ask: Ask) -> None:
    drawn = network(80, names=HOSTILE)
    push_to(drawn, file)
    before = seen(ask)
    again = push_to(drawn, file)
    assert (again.written, again.removed) == (0, 0)
    assert seen(ask) == before


def test_what_is_gone_is_removed_and_what_changed_is_changed(file: str, ask: Ask) -> None:
    drawn = network(80)
    push_to(drawn, file)
    left = drawn.nodes[10:]
    kept = {node.node for node in left}
    edges = tuple(edge for edge in drawn.edges if edge.one in kept and edge.other in kept)
    changed = dataclasses.replace(
        drawn,
        nodes=(dataclasses.replace(left[0], name="New"), *left[1:]),
        edges=(dataclasses.replace(edges[0], similarity=0.99, photos=7), *edges[2:]),
    )
    result = push_to(changed, file)
    assert result.written == 3
    assert result.removed == 10 + edge_count(drawn) - edge_count(
        dataclasses.replace(changed, edges=(drawn_edge(drawn, edges[0]), *edges[2:]))
    )
    assert seen(ask) == wanted(changed)


def drawn_edge(drawn: Network, edge: Any) -> Any:
    return next(each for each in drawn.edges if (each.one, each.other) == (edge.one, edge.other))


def test_people_and_faces_lie_beside_each_other(file: str, ask: Ask) -> None:
    people, faces = network(20), network(30, of="faces")
    push_to(people, file)
    push_to(faces, file)
    push_to(people, file)
    assert seen(ask) == wanted(people)
    assert seen(ask, "LikenessFace") == wanted(faces)


def test_other_data_in_the_same_database_is_left_alone(file: str, ask: Ask) -> None:
    drawn = network(20)
    push_to(drawn, file)
    with closing(LadybugStore(file)) as store:
        store.read("CREATE NODE TABLE Person(id STRING PRIMARY KEY)")
        store.read("CREATE REL TABLE KNOWS(FROM Person TO LikenessPerson)")
        for node in drawn.nodes[:2]:
            store.read(
                f"MATCH (n:LikenessPerson {{id: '{node.node}'}}) "
                f"CREATE (:Person {{id: 'mine-{node.node}'}})-[:KNOWS]->(n)"
            )
    gone = dataclasses.replace(drawn, nodes=drawn.nodes[1:], edges=())
    push_to(gone, file)
    assert ask("MATCH (p:Person) RETURN count(p)") == [(2,)]
    assert ask("MATCH (p:Person)-[:KNOWS]->(n) RETURN n.id") == [(drawn.nodes[1].node,)]


def test_hostile_names_are_only_names(file: str, ask: Ask) -> None:
    drawn = network(20, names=HOSTILE)
    push_to(drawn, file)
    names = dict(ask("MATCH (n:LikenessPerson) RETURN n.id, n.name"))
    assert len(names) == 20
    for node, name in zip(drawn.nodes, HOSTILE, strict=False):
        assert names[node.node] == name.replace("\udcff", "\ufffd")


def test_a_push_that_fails_changes_nothing(file: str, ask: Ask) -> None:
    drawn = network(10)
    push_to(drawn, file)
    with closing(LadybugStore(file)) as store, pytest.raises(SettingsError):
        store.write(
            [
                ("UNWIND $rows AS row MATCH (n:LikenessPerson) DETACH DELETE n", [{"id": "x"}]),
                ("UNWIND $rows AS row MATCH (n:Nothing) SET n.id = row.id", [{"id": "x"}]),
            ]
        )
    assert seen(ask) == wanted(drawn)


def test_an_empty_network_empties_the_database(file: str, ask: Ask) -> None:
    push_to(network(10), file)
    push_to(dataclasses.replace(network(0), nodes=(), edges=()), file)
    assert seen(ask) == ([], [], [])


def test_a_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear all" * 1000)
    with pytest.raises(SettingsError, match=r"letter\.txt is no file of LadybugDB"):
        push_to(network(2), str(other))
    assert other.read_text() == "Dear all" * 1000
    with pytest.raises(SettingsError, match="is no file of LadybugDB"):
        push_to(network(2), str(tmp_path))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match=r"There is no folder .*nowhere"):
        push_to(network(2), str(tmp_path / "nowhere" / "graph.lbug"))


def test_tables_with_our_names_that_are_not_ours_are_refused(file: str) -> None:
    with closing(LadybugStore(file)) as store:
        store.read("CREATE NODE TABLE LikenessPerson(id STRING PRIMARY KEY)")
    with pytest.raises(SettingsError, match="tables with our names"):
        push_to(network(2), file)


def test_a_file_that_another_process_has_open_is_said_to_be(file: str) -> None:
    code = (
        "import sys; from likeness.network.ladybug_store import LadybugStore; "
        "store = LadybugStore(sys.argv[1]); store.prepare(); print('open', flush=True); "
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, file],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(LibraryBusyError, match="Another process has"):
            push_to(network(2), file)
        other.communicate()
    assert push_to(network(2), file).nodes == 2


def test_without_the_package_it_is_said_how_to_get_it(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ladybug", None)
    with pytest.raises(SettingsError, match=r"pip install 'likeness\[ladybug\]'"):
        push_to(network(2), file)

"""Networks pushed over Bolt by Neo4j's own driver; what answers is a stand-in, see bolt.py."""

from __future__ import annotations

import dataclasses
import socket
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from likeness.errors import SettingsError, StoreUnavailableError
from likeness.network.neo4j_store import Neo4jStore, Server, parse
from likeness.network.target import push_to
from tests.network.bolt import Graph, serving
from tests.network.networks import HOSTILE, network

pytest.importorskip("neo4j")
pytest.importorskip("ladybug")

USER, PASSWORD = "anna", "s3cret/@ß"
ESCAPED = "s3cret%2F%40%C3%9F"


@pytest.fixture(autouse=True)
def no_credentials_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Graph]]:
    with serving(tmp_path / "graph.lbug", user=USER, password=PASSWORD) as found:
        yield found


@pytest.fixture
def url(server: tuple[str, Graph]) -> str:
    return f"bolt://{USER}:{ESCAPED}@{server[0]}"


def test_everything_arrives_and_a_second_push_changes_nothing(
    url: str, server: tuple[str, Graph]
) -> None:
    drawn = network(1200, names=HOSTILE)
    first = push_to(drawn, url)
    assert first.written == first.nodes + first.relationships
    with closing(Neo4jStore(url)) as store:
        nodes = store.read("MATCH (n:LikenessPerson) RETURN n.id, n.name ORDER BY n.id")
        alike = store.read(
            "MATCH (a:LikenessPerson)-[r:RESEMBLES]->(b:LikenessPerson) "
            "RETURN a.id, b.id, r.similarity ORDER BY a.id, b.id"
        )
        together = store.read("MATCH ()-[r:TOGETHER]->() RETURN r.photos ORDER BY r.photos")
    assert nodes == [
        (node.node, node.name and node.name.replace("\udcff", "\ufffd")) for node in drawn.nodes
    ]
    assert alike == [
        (edge.one, edge.other, edge.similarity)
        for edge in drawn.edges
        if edge.similarity is not None
    ]
    assert together == [
        (photos,) for photos in sorted(edge.photos for edge in drawn.edges) if photos
    ]
    again = push_to(drawn, url)
    assert (again.written, again.removed) == (0, 0)


def test_what_is_gone_is_removed(url: str) -> None:
    drawn = network(30)
    push_to(drawn, url)
    kept = dataclasses.replace(drawn, nodes=drawn.nodes[:20], edges=())
    result = push_to(kept, url)
    assert result.written == 0
    assert result.removed > 10
    with closing(Neo4jStore(url)) as store:
        assert store.read("MATCH (n) RETURN count(n)") == [(20,)]
        assert store.read("MATCH ()-[r]->() RETURN count(r)") == [(0,)]


def test_names_travel_as_parameters_only(url: str, server: tuple[str, Graph]) -> None:
    drawn = network(20, names=HOSTILE)
    push_to(drawn, url)
    queries = "\n".join(server[1].queries)
    assert "MERGE (n:LikenessPerson {id: row.id})" in queries
    for node in drawn.nodes:
        assert node.node not in queries
        assert not (node.name or "").strip() or node.name not in queries


def test_a_constraint_makes_neo4j_find_nodes_by_id(url: str, server: tuple[str, Graph]) -> None:
    push_to(network(2), url)
    assert (
        "CREATE CONSTRAINT IF NOT EXISTS FOR (n:LikenessPerson) REQUIRE n.id IS UNIQUE"
        in server[1].queries
    )


def test_a_push_that_fails_changes_nothing(url: str) -> None:
    push_to(network(10), url)
    with closing(Neo4jStore(url)) as store:
        with pytest.raises(StoreUnavailableError, match=r"failed: .*Nothing"):
            store.write(
                [
                    ("UNWIND $rows AS row MATCH (n:LikenessPerson) DETACH DELETE n", [{"a": 1}]),
                    ("UNWIND $rows AS row MATCH (n:Nothing) SET n.id = row.a", [{"a": 1}]),
                ]
            )
        assert store.read("MATCH (n:LikenessPerson) RETURN count(n)") == [(10,)]


def test_credentials_may_come_from_the_environment(
    server: tuple[str, Graph], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", USER)
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    assert push_to(network(3), f"bolt://{server[0]}").nodes == 3


def test_a_wrong_password_is_said_without_saying_it(server: tuple[str, Graph]) -> None:
    with pytest.raises(SettingsError, match=r"refuses user anna or the password") as refused:
        push_to(network(2), f"bolt://{USER}:hunter2@{server[0]}")
    assert "hunter2" not in str(refused.value)
    with pytest.raises(SettingsError, match="refuses us without a password"):
        push_to(network(2), f"bolt://{server[0]}")


def test_a_database_that_is_not_there_is_named(url: str) -> None:
    with pytest.raises(SettingsError, match="has no database films"):
        push_to(network(2), f"{url}/films")


def test_nobody_there_is_said() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StoreUnavailableError, match="gives no answer") as told:
        push_to(network(2), f"bolt://{USER}:hunter2@127.0.0.1:{port}")
    assert "hunter2" not in str(told.value)


def test_without_the_driver_it_is_said_how_to_get_it(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "neo4j", None)
    with pytest.raises(SettingsError, match=r"pip install 'likeness\[neo4j\]'"):
        push_to(network(2), url)


def test_a_url_says_where_and_who() -> None:
    assert parse(f"neo4j+s://{USER}:{ESCAPED}@graph.example.org/films") == Server(
        url="neo4j+s://graph.example.org:7687", user=USER, password=PASSWORD, database="films"
    )
    assert parse("bolt://[::1]:1234") == Server(
        url="bolt://[::1]:1234", user=None, password=None, database=None
    )


def test_the_password_is_never_shown() -> None:
    assert "s3cret" not in repr(parse(f"bolt://{USER}:{ESCAPED}@localhost"))


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "bolt://",
        "bolt://user:hunter2@a@localhost",
        "bolt://user:hunter2@localhost:port",
        "bolt://user:hunter2@localhost/a/b",
        "bolt://user:hunter2@localhost?x=1",
        "bolt://user:hunter2@local host",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingsError, match="Expected bolt://HOST") as refused:
        push_to(network(2), url)
    assert "hunter2" not in str(refused.value)


def test_no_password_crosses_the_internet_in_the_clear() -> None:
    with pytest.raises(SettingsError, match=r"Use bolt\+s://") as refused:
        push_to(network(2), "bolt://user:hunter2@graph.example.org")
    assert "hunter2" not in str(refused.value)

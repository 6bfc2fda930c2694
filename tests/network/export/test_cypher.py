"""Networks as Cypher text, run in LadybugDB."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from likeness.network.export.cypher import AT_ONCE, literal, written
from tests.network.networks import HOSTILE, network

Rows = list[list[Any]]
Run = Callable[[str], Rows]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """A database, and what the last of several statements answers."""
    ladybug = pytest.importorskip("ladybug")
    database = ladybug.Database(str(tmp_path / "graph.lbug"))
    connection = ladybug.Connection(database)

    def execute(text: str) -> Rows:
        answer = connection.execute(text)
        last = answer[-1] if isinstance(answer, list) else answer
        rows: Rows = last.get_all()
        for each in answer if isinstance(answer, list) else [answer]:
            each.close()
        return rows

    yield execute
    connection.close()
    database.close()


def tables_of(text: str) -> list[str]:
    """Return the statements that the head of the file asks to be run first in LadybugDB."""
    found = [line.removeprefix("//   ") for line in text.splitlines() if "CREATE " in line[:12]]
    return [line for line in found if " TABLE " in line]


def test_the_file_makes_the_network(run: Run) -> None:
    drawn = network(AT_ONCE + 30)
    text = written(drawn)
    for table in tables_of(text):
        run(table)
    run(text)
    assert run("MATCH (n:LikenessPerson) RETURN n.id, n.name, n.faces ORDER BY n.id") == [
        [node.node, node.name, node.faces] for node in drawn.nodes
    ]
    alike = run(
        "MATCH (a:LikenessPerson)-[r:RESEMBLES]->(b:LikenessPerson) "
        "RETURN a.id, b.id, r.similarity ORDER BY a.id, b.id"
    )
    assert alike == [
        [edge.one, edge.other, edge.similarity]
        for edge in drawn.edges
        if edge.similarity is not None
    ]
    together = run(
        "MATCH (a:LikenessPerson)-[r:TOGETHER]->(b:LikenessPerson) "
        "RETURN a.id, b.id, r.photos ORDER BY a.id, b.id"
    )
    assert together == [[edge.one, edge.other, edge.photos] for edge in drawn.edges if edge.photos]


def test_running_it_again_changes_nothing(run: Run) -> None:
    text = written(network(40))
    for table in tables_of(text):
        run(table)
    count = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r)"
    run(text)
    once = run(count)
    run(text)
    assert run(count) == once


def test_hostile_names_are_only_names(run: Run) -> None:
    drawn = network(20, names=HOSTILE)
    text = written(drawn)
    for table in tables_of(text):
        run(table)
    run(text)
    run(text)
    named = dict(map(tuple, run("MATCH (n:LikenessPerson) RETURN n.id, n.name")))
    assert len(named) == 20
    for node, name in zip(drawn.nodes, HOSTILE, strict=False):
        assert named[node.node] == name.replace("\udcff", "\ufffd")


def test_nobody_named_is_written_too(run: Run) -> None:
    drawn = network(4)
    nodes = tuple(dataclasses.replace(node, name=None, face=None) for node in drawn.nodes)
    text = written(dataclasses.replace(drawn, nodes=nodes))
    for table in tables_of(text):
        run(table)
    run(text)
    assert run("MATCH (n) RETURN DISTINCT n.name, n.face") == [[None, None]]


def test_a_literal_reads_the_same_where_escapes_are_resolved_before_parsing() -> None:
    for name in ("\\u0027 x", "\\\\u005c'", "a\\'", "\\"):
        text = literal(name)
        early = resolved_early(text)
        assert early[0] == early[-1] == "'"
        assert unquoted(early) == unquoted(text) == name


def resolved_early(text: str) -> str:
    """Return what Neo4j up to version 4 made of a text before it parsed it."""
    done, at = "", 0
    while at < len(text):
        if text.startswith("\\u", at):
            done, at = done + chr(int(text[at + 2 : at + 6], 16)), at + 6
        else:
            done, at = done + text[at], at + 1
    return done


def unquoted(text: str) -> str:
    """Return what a literal means; it fails where the literal ends too early."""
    done, at = "", 1
    while at < len(text) - 1:
        assert text[at] != "'"
        if text[at] != "\\":
            done, at = done + text[at], at + 1
        elif text[at + 1] == "u":
            done, at = done + chr(int(text[at + 2 : at + 6], 16)), at + 6
        else:
            done, at = done + text[at + 1], at + 2
    assert at == len(text) - 1
    return done


def test_numbers_are_written_without_exponents() -> None:
    assert literal(1e-7) == "0.000000"
    assert literal(-0.25) == "-0.250000"
    assert literal(None) == "NULL"
    assert literal(12) == "12"

"""likeness network"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len

from likeness.errors import (
    ExportError,
    InterruptedRunError,
    StoreUnavailableError,
    UnknownPersonError,
)
from likeness.network.graph_store import Pushed
from likeness.types import (
    Alike,
    Bridge,
    Contract,
    Network,
    NetworkEdge,
    NetworkNode,
    NodeId,
    PersonId,
    ResemblancePath,
    SimilarityScale,
)
from tests.cli.conftest import Cli, Outcome
from tests.cli.fake import ANNA, BOB, person

SCALE = SimilarityScale(
    contract=Contract("dlib"), minimum=0.9, false_match_rate=0.001, source="measured"
)


def node(id_: str, community: int = 0) -> NetworkNode:
    return NetworkNode(
        node=NodeId(id_), person=PersonId(id_), name=None, face=None, faces=3, community=community,
        x=0.5, y=-0.5,
    )  # fmt: skip


MADE = Network(
    of="people",
    made="2026-05-06T07:08:09+00:00",
    contract=Contract("dlib"),
    minimum=0.9,
    nearest=8,
    seed=0,
    left_out=0,
    nodes=(node(ANNA), node(BOB, 1)),
    edges=(NetworkEdge(one=NodeId(ANNA), other=NodeId(BOB), similarity=0.91, photos=4),),
    scale=SCALE,
)
PAIR = Alike(one=NodeId(ANNA), other=NodeId(BOB), similarity=0.9123, photos=2)
PEOPLE = [person(ANNA, "Anna"), person(BOB, None)]


def call(cli: Cli, *words: str, **answers: Any) -> Outcome:
    usual = {"network": MADE, "check_network_file": None, "save_network": None, "people": PEOPLE}
    return cli("network", *words, **(usual | answers))


def asked(done: Outcome, name: str) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
    return [(args, more) for called, args, more in done.library.calls if called == name]


def test_a_network_of_people_is_written_to_a_file(cli: Cli) -> None:
    done = call(cli, "-o", "net.html")

    assert done.status == 0
    ((args, more),) = asked(done, "network")
    assert args == ("people",)
    assert {key: more[key] for key in ("minimum", "nearest", "collection", "people", "seed")} == {
        "minimum": None, "nearest": 8, "collection": None, "people": (), "seed": 0,
    }  # fmt: skip
    assert asked(done, "save_network")[0][0] == (MADE, "net.html")
    assert "1: 1 alike, 1 together on photos" in done.out
    assert "Written to net.html." in done.out
    assert all(cell_len(line) <= 80 for line in done.lines)


def test_as_json_it_is_one_object(cli: Cli) -> None:
    done = call(cli, "-o", "net.json", "--json")

    assert done.rows == [{"nodes": 2, "edges": 1, "file": "net.json"}]


def test_without_a_file_it_is_kept_for_the_page(cli: Cli) -> None:
    done = call(cli, "--json")

    assert done.rows == [{"nodes": 2, "edges": 1, "file": None}]
    assert not asked(done, "save_network")


def test_every_option_is_handed_on(cli: Cli) -> None:
    done = call(
        cli, "--of", "faces", "--minimum", "0.93", "--nearest", "4", "--collection", "Party",
        "--person", "Anna", "--person", "Bob", "--seed", "9",
    )  # fmt: skip

    ((args, more),) = asked(done, "network")
    assert args == ("faces",)
    assert {key: more[key] for key in ("minimum", "nearest", "collection", "people", "seed")} == {
        "minimum": 0.93, "nearest": 4, "collection": "Party", "people": ["Anna", "Bob"], "seed": 9,
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("--of", "photos"),
        ("--minimum", "1.5"),
        ("--minimum", "nan"),
        ("--nearest", "17"),
        ("--nearest", "-1"),
        ("--seed", "-1"),
        ("alike", "--limit", "0"),
        ("path", "Anna"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_built(
    cli: Cli, words: tuple[str, ...]
) -> None:
    done = call(cli, *words)

    assert done.status == 2
    assert not done.library.calls


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_built(cli: Cli) -> None:
    done = call(cli, "-o", "net.doc", check_network_file=ExportError("net.doc must end in .html."))

    assert done.status == 1
    assert "must end in .html" in done.err
    assert not asked(done, "network")


def test_how_many_were_left_out_is_said(cli: Cli) -> None:
    done = call(cli, network=replace(MADE, left_out=1234))

    assert "1,234 more were left out" in done.err


def test_one_that_was_stopped_ends_with_the_status_of_ctrl_c(cli: Cli) -> None:
    done = call(cli, network=InterruptedRunError("Stopped: no network was made."))

    assert done.status == 130


PATH = ResemblancePath(
    nodes=(NodeId(ANNA), NodeId("p00000000000000cc"), NodeId(BOB)),
    similarities=(0.95, 0.9211),
    weakest=0.9211,
)


def test_a_path_names_everybody_on_it(cli: Cli) -> None:
    done = call(cli, "path", "Anna", BOB, resemblance_path=PATH)

    assert asked(done, "resemblance_path") == [(("Anna", BOB), {"of": "people"})]
    assert done.lines[1:] == [
        "       Anna",
        "0.950  p00000000000000cc",
        f"0.921  {BOB}",
    ]


def test_a_path_as_json_is_one_object_with_names_beside_ids(cli: Cli) -> None:
    (row,) = call(cli, "path", "Anna", BOB, "--json", resemblance_path=PATH).rows

    assert row == {
        "nodes": [ANNA, "p00000000000000cc", BOB],
        "similarities": [0.95, 0.9211],
        "weakest": 0.9211,
        "names": ["Anna", None, None],
    }


def test_a_path_between_faces_is_asked_of_the_faces(cli: Cli) -> None:
    done = call(cli, "path", "face:f1", "face:f2", resemblance_path=PATH)

    assert asked(done, "resemblance_path") == [(("face:f1", "face:f2"), {"of": "faces"})]


def test_where_nothing_joins_two_that_is_said(cli: Cli) -> None:
    done = call(cli, "path", "Anna", "Bob", resemblance_path=None)

    assert (done.status, done.out) == (0, "")
    assert "Nothing joins Anna and Bob" in done.err
    assert call(cli, "path", "Anna", "Bob", "--json", resemblance_path=None).rows == [
        {"nodes": [], "similarities": [], "weakest": None, "names": []}
    ]


def test_a_path_may_lead_on_through_others(cli: Cli) -> None:
    done = call(cli, "path", "Anna", "Bob", "Cleo", "Dan", resemblance_path=PATH)

    assert asked(done, "resemblance_path") == [(("Anna", "Bob", "Cleo", "Dan"), {"of": "people"})]


def test_the_longest_chain_is_shown_as_a_path(cli: Cli) -> None:
    assert call(cli, "chain", longest_chain=PATH).lines[1].split() == ["Anna"]
    assert call(cli, "chain", "--json", longest_chain=PATH).rows[0]["weakest"] == 0.9211
    assert "No two people look alike" in call(cli, "chain", longest_chain=None).err


PUSHED = Pushed(nodes=2, relationships=2, written=4, removed=1)


def test_a_database_is_brought_level_and_what_changed_is_said(cli: Cli) -> None:
    done = call(cli, "push", "family.lbug", push_network=PUSHED)

    ((args, more),) = asked(done, "push_network")
    assert (args, more["of"]) == (("family.lbug",), "people")
    assert done.lines == ["2 nodes and 2 relationships: 4 written, 1 removed."]
    assert call(cli, "push", "x.lbug", "--of", "faces", "--json", push_network=PUSHED).rows == [
        {"nodes": 2, "relationships": 2, "written": 4, "removed": 1}
    ]


def test_a_database_that_does_not_answer_is_one_clear_line(cli: Cli) -> None:
    refused = StoreUnavailableError("The Neo4j server bolt://127.0.0.1:1 gives no answer.")

    done = call(cli, "push", "bolt://me:secret@127.0.0.1:1", push_network=refused)

    assert done.status == 1
    assert "gives no answer" in done.err
    assert "secret" not in done.err


def test_somebody_unknown_is_one_clear_line(cli: Cli) -> None:
    done = call(cli, "path", "Nora", "Bob", resemblance_path=UnknownPersonError("No person Nora."))

    assert done.status == 1
    assert done.err == "Error: No person Nora.\n"


@pytest.mark.parametrize(("word", "method"), [("relatives", "long_lost"), ("alike", "look_alikes")])
def test_pairs_are_listed_by_name(cli: Cli, word: str, method: str) -> None:
    done = call(cli, word, "--limit", "5", **{method: [PAIR]})

    assert asked(done, method) == [((5,), {})]
    assert done.lines == ["alike  photos  one   other", f"0.912       2  Anna  {BOB}"]
    assert call(cli, word, "--json", **{method: [PAIR]}).rows == [
        {
            "one": ANNA,
            "other": BOB,
            "similarity": 0.9123,
            "photos": 2,
            "names": ["Anna", None],
        }
    ]


@pytest.mark.parametrize(("word", "method"), [("relatives", "long_lost"), ("alike", "look_alikes")])
def test_where_there_are_no_pairs_that_is_said(cli: Cli, word: str, method: str) -> None:
    done = call(cli, word, **{method: []})

    assert (done.status, done.out) == (0, "")
    assert done.err.strip()


def test_bridges_say_which_groups_they_join(cli: Cli) -> None:
    bridge = Bridge(node=NodeId(ANNA), betweenness=0.2345, communities=(0, 3))

    done = call(cli, "bridges", bridges=[bridge])

    assert done.lines == ["share  groups  person", "23.4%  1, 4    Anna"]
    assert call(cli, "bridges", "--json", bridges=[bridge]).rows == [
        {"node": ANNA, "betweenness": 0.2345, "communities": [0, 3], "name": "Anna"}
    ]


def test_a_hostile_name_cannot_steer_the_terminal(cli: Cli) -> None:
    evil = person(ANNA, "\x1b[2J\u202eAnna\n" + "x" * 10_000)

    done = call(cli, "alike", look_alikes=[PAIR], people=[evil])

    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    assert len(done.lines) == 2

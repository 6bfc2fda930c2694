"""The networks that a library keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from likeness import Library
from likeness.blobs.base import FACE_NETWORK
from likeness.errors import UsageError
from likeness.network.scale import scale_of
from likeness.types import FaceId, Network, NetworkEdge, NetworkNode, NodeId, NodeKind, PersonId
from likeness.workflows.network import kept


@pytest.fixture
def peopled(indexed: Library) -> Library:
    """A library in which every face is somebody's."""
    for number, face in enumerate(face for face in indexed.faces() if face.person is None):
        indexed.assign(face.face, new=f"Number {number}")
    assert len(indexed.people()) >= 3
    return indexed


def network_of(library: Library, of: NodeKind) -> Network:
    """A ring of everybody: what is kept does not ask how it came about."""
    if of == "people":
        best = {face.person: face.face for face in reversed(library.faces())}
        owners: dict[str, tuple[PersonId | None, FaceId | None]] = {
            row.person: (row.person, best[row.person]) for row in library.people()
        }
    else:
        owners = {face.face: (face.person, face.face) for face in library.faces()}
    names: dict[str, str | None] = {row.person: row.name for row in library.people()}
    ids = sorted(owners)
    return Network(
        of=of,
        made="2026-05-06T07:08:09+00:00",
        contract=library._parts.contract,
        minimum=0.9,
        nearest=3,
        seed=7,
        left_out=2,
        nodes=tuple(
            NetworkNode(
                node=NodeId(id_),
                person=owners[id_][0],
                name=names.get(owners[id_][0] or ""),
                face=owners[id_][1],
                faces=1,
                community=number % 2,
                x=round(number / len(ids), 4),
                y=-0.5,
                average=round(1 - number / 100, 4),
            )
            for number, id_ in enumerate(ids)
        ),
        edges=tuple(
            NetworkEdge(one=NodeId(one), other=NodeId(other), similarity=0.875, photos=row)
            for row, (one, other) in enumerate(pairwise(ids))
        ),
        scale=scale_of(library._parts.contract),
    )


def kept_of(library: Library, of: NodeKind) -> Network:
    """What is kept now; there has to be one."""
    found = library.kept_network(of)
    assert found is not None
    return found


def raw(library: Library, of: NodeKind) -> str:
    """What is kept of a network, as it lies in the store."""
    return library._parts.blobs.get(kept.KEYS[of]).decode()


def keep(library: Library, of: NodeKind = "people") -> Network:
    """Keep a network of everybody, and return what was kept."""
    made = network_of(library, of)
    kept.keep(library._parts, made)
    return made


def test_without_one_there_is_none(peopled: Library) -> None:
    assert peopled.kept_network("people") is None
    assert peopled.kept_network("faces") is None


def test_the_network_of_faces_comes_back_as_it_was_kept(peopled: Library) -> None:
    made = keep(peopled, "faces")

    assert kept_of(peopled, "faces") == made
    assert len(made.nodes) > 3


def test_the_network_of_people_comes_back_with_how_many_faces_they_have(peopled: Library) -> None:
    made = keep(peopled)

    found = kept_of(peopled, "people")

    counts = {row.person: row.faces for row in peopled.people()}
    assert found == replace(
        made,
        nodes=tuple(
            replace(node, faces=counts[PersonId(node.node)], person=PersonId(node.node))
            for node in made.nodes
        ),
    )


def test_people_and_faces_are_kept_apart(peopled: Library) -> None:
    keep(peopled, "faces")

    assert peopled.kept_network("people") is None


def test_names_are_those_of_now_and_not_kept(peopled: Library) -> None:
    person = peopled.people()[0].person
    peopled.name(person, "Anna")
    for of in kept.KINDS:
        keep(peopled, of)
        assert "Anna" not in raw(peopled, of)

    peopled.name(person, "Berta")

    named = {node.name for of in kept.KINDS for node in kept_of(peopled, of).nodes}
    assert "Berta" in named
    assert "Anna" not in named


def test_the_face_that_a_human_chose_stands_for_a_person(peopled: Library) -> None:
    keep(peopled)
    person = max(peopled.people(), key=lambda row: row.faces).person
    shown = {node.node: node.face for node in kept_of(peopled, "people").nodes}
    other = next(
        face.face for face in peopled.faces(person=person) if face.face != shown[NodeId(person)]
    )

    peopled.feature(person, other)

    assert other in {node.face for node in kept_of(peopled, "people").nodes}


@pytest.mark.parametrize("away", ["hide", "opt_out"])
def test_who_is_hidden_or_opted_out_since_is_left_out_and_comes_back(
    peopled: Library, away: str
) -> None:
    made = {of: keep(peopled, of) for of in kept.KINDS}
    person = peopled.people()[0].person
    theirs = {NodeId(face.face) for face in peopled.faces(person=person)}

    getattr(peopled, away)(person)

    people, faces = kept_of(peopled, "people"), kept_of(peopled, "faces")
    assert {node.node for node in people.nodes} == {node.node for node in made["people"].nodes} - {
        NodeId(person)
    }
    assert {node.node for node in faces.nodes} == {
        node.node for node in made["faces"].nodes
    } - theirs
    assert not any(NodeId(person) in {edge.one, edge.other} for edge in people.edges)
    assert not any(theirs & {edge.one, edge.other} for edge in faces.edges)

    peopled.undo()

    assert len(kept_of(peopled, "people").nodes) == len(made["people"].nodes)


def test_the_edges_that_stay_join_the_same_nodes_as_before(peopled: Library) -> None:
    made = keep(peopled, "faces")
    gone = made.nodes[1].node

    peopled.not_a_face(gone)

    assert kept_of(peopled, "faces").edges == tuple(
        edge for edge in made.edges if gone not in {edge.one, edge.other}
    )
    assert kept_of(peopled, "faces").nodes == tuple(
        node for node in made.nodes if node.node != gone
    )


def test_forgetting_a_person_takes_them_out_for_good(peopled: Library) -> None:
    for of in kept.KINDS:
        keep(peopled, of)
    person = peopled.people()[0].person
    theirs = [face.face for face in peopled.faces(person=person)]
    assert person in raw(peopled, "people")
    assert all(face in raw(peopled, "faces") for face in theirs)

    peopled.forget_person(person)

    for of in kept.KINDS:
        assert person not in raw(peopled, of)
        assert not any(face in raw(peopled, of) for face in theirs)
        assert kept_of(peopled, of).nodes


def test_forgetting_a_photo_takes_its_faces_out_for_good(peopled: Library) -> None:
    for of in kept.KINDS:
        keep(peopled, of)
    face = peopled.faces()[0]

    peopled.forget_photo(face.photo)

    assert all(face.face not in raw(peopled, of) for of in kept.KINDS)
    assert kept_of(peopled, "faces").nodes


def test_who_was_forgotten_while_it_was_made_does_not_come_into_it(peopled: Library) -> None:
    made = network_of(peopled, "people")
    person = peopled.people()[0].person
    peopled.forget_person(person)

    kept.keep(peopled._parts, made)

    assert person not in raw(peopled, "people")
    assert len(kept_of(peopled, "people").nodes) == len(made.nodes) - 1


def changed(told: dict[str, Any], **values: Any) -> bytes:
    return json.dumps({**told, **values}).encode()


def test_one_that_nobody_can_rely_on_is_none_and_goes_when_somebody_is_forgotten(
    peopled: Library,
) -> None:
    keep(peopled, "faces")
    blobs = peopled._parts.blobs
    told = json.loads(raw(peopled, "faces"))
    count = len(told["nodes"])
    broken = (
        b"{",
        b"[]",
        b"null",
        b'{"x": ' + b"[" * 10_000,
        changed(told, of="people"),
        changed(told, minimum="high"),
        changed(told, x=told["x"][1:]),
        changed(told, x=[float("nan")] * count),
        changed(told, y=[1e400] * count),
        changed(told, one=[count] * len(told["one"])),
        changed(told, other=[-1] * len(told["other"])),
        changed(told, one=[10**30] * len(told["one"])),
        changed(told, photos=[]),
        changed(told, similarity=[float("inf")] * len(told["one"])),
        changed(told, nodes=[told["nodes"][0]] * count),
        changed(told, nodes=None),
        b" " * kept.MOST_BYTES + json.dumps(told).encode(),
    )
    for data in broken:
        blobs.put(FACE_NETWORK, data)
        assert peopled.kept_network("faces") is None, data[:80]

    peopled.forget_photo(peopled.faces()[0].photo)

    assert FACE_NETWORK not in set(blobs.keys("networks/"))


def test_one_that_is_too_large_is_refused_and_the_one_before_stays(
    peopled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keep(peopled, "faces")
    monkeypatch.setattr(kept, "MOST_BYTES", len(raw(peopled, "faces")))

    with pytest.raises(UsageError, match=r"too large to be kept: .* Ask for fewer nearest"):
        kept.keep(peopled._parts, replace(before, left_out=10**6))

    assert kept_of(peopled, "faces") == before

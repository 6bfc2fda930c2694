"""Asking the network of everybody."""

from __future__ import annotations

import numpy as np
import pytest

from likeness import Library
from likeness.errors import UnknownFaceError, UnknownPersonError, UsageError
from likeness.types import NodeId, NodeKind
from likeness.workflows.network import everybody as everybody_module
from likeness.workflows.network.everybody import everybody, with_groups, with_ties


@pytest.fixture
def peopled(indexed: Library) -> Library:
    """A library in which every face is somebody's."""
    for number, face in enumerate(face for face in indexed.faces() if face.person is None):
        indexed.assign(face.face, new=f"Number {number}")
    return indexed


def cosines(library: Library) -> dict[tuple[str, str], float]:
    """How alike all people are, by brute force."""
    vectors = {
        row.person: np.mean(
            library._parts.catalog.embeddings(
                [face.face for face in library.faces(person=row.person)]
            ).astype(np.float64),
            axis=0,
        )
        for row in library.people()
    }
    unit = {person: vector / np.linalg.norm(vector) for person, vector in vectors.items()}
    return {
        (one, other): round(float(unit[one] @ unit[other]), 4)
        for one in unit
        for other in unit
        if one < other
    }


def test_everybody_is_compared_as_by_brute_force(peopled: Library) -> None:
    network = everybody(peopled._parts, "people")

    found = {(edge.one, edge.other): edge.similarity for edge in network.edges}
    assert sorted(node.node for node in network.nodes) == sorted(
        NodeId(row.person) for row in peopled.people()
    )
    assert found == pytest.approx(cosines(peopled), abs=1.1e-4)


def test_pairs_are_together_as_often_as_photos_show_both(peopled: Library) -> None:
    on: dict[str, set[str]] = {
        row.person: {face.sha256 for face in peopled.faces(person=row.person)}
        for row in peopled.people()
    }

    network = everybody(peopled._parts, "people")

    assert {(edge.one, edge.other): edge.photos for edge in network.edges} == {
        (one, other): len(on[one] & on[other]) for one, other in cosines(peopled)
    }
    assert any(edge.photos for edge in network.edges)


@pytest.mark.parametrize("of", ["people", "faces"])
@pytest.mark.parametrize("away", ["hide", "opt_out"])
def test_who_may_not_be_seen_is_not_there(peopled: Library, of: NodeKind, away: str) -> None:
    person = peopled.people()[0].person
    theirs = {person, *(face.face for face in peopled.faces(person=person))}

    getattr(peopled, away)(person)

    network = everybody(peopled._parts, of)
    assert network.nodes
    assert not theirs & {node.node for node in network.nodes}
    assert not theirs & {end for edge in network.edges for end in (edge.one, edge.other)}


def test_too_many_are_refused_with_what_to_do(
    peopled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everybody_module, "MOST", 2)

    with pytest.raises(UsageError, match=r"2 are the most .* a collection instead"):
        peopled.look_alikes()


def test_an_answer_follows_what_is_decided_since(peopled: Library) -> None:
    (pair,) = peopled.look_alikes(1)
    other = str(pair.other)
    assert peopled.look_alikes(1) == [pair]

    peopled.merge(pair.one, other)
    assert other not in str(peopled.look_alikes(100))

    peopled.undo()
    assert other in str(peopled.look_alikes(100))


def test_a_path_may_be_asked_by_name_and_leads_on(peopled: Library) -> None:
    ids = [row.person for row in peopled.people()][:3]
    for name, person in zip(("Anna", "Bob", "Cleo"), ids, strict=True):
        peopled.name(person, name)

    found = peopled.resemblance_path("Anna", "Bob", "Cleo")

    assert found is not None
    assert (found.nodes[0], found.nodes[-1]) == (NodeId(ids[0]), NodeId(ids[2]))
    assert NodeId(ids[1]) in found.nodes
    assert found.weakest == min(found.similarities)


def test_ends_that_make_no_sense_are_refused(peopled: Library) -> None:
    one, other = (row.person for row in peopled.people()[:2])

    with pytest.raises(UnknownPersonError):
        peopled.resemblance_path(one, "Nobody")
    with pytest.raises(UnknownFaceError):
        peopled.resemblance_path("f0000000000000000", "f1111111111111111", of="faces")
    with pytest.raises(UsageError, match="two who differ"):
        peopled.resemblance_path(one, other, other)
    peopled.hide(other)
    with pytest.raises(UsageError, match="is in no network: hidden"):
        peopled.resemblance_path(one, other)


def test_a_library_without_faces_has_nobody_to_ask(empty: Library) -> None:
    assert empty.look_alikes() == []
    assert empty.long_lost() == []
    assert empty.bridges() == []
    assert empty.longest_chain() is None


def test_who_is_merely_the_nearest_of_all_strangers_is_no_tie(peopled: Library) -> None:
    network = everybody(peopled._parts, "people")

    tied = with_ties(network)

    assert all(edge.photos or (edge.similarity or -1) >= network.minimum for edge in tied.edges)
    assert {node.node for node in tied.nodes} == {node.node for node in network.nodes}
    joined = {end for edge in tied.edges for end in (edge.one, edge.other)}
    alone = [node.community for node in with_groups(network).nodes if node.node not in joined]
    assert len(set(alone)) == len(alone)


def test_bridges_speak_of_the_groups_of_the_network_that_was_drawn(peopled: Library) -> None:
    drawn = peopled.network(minimum=-1, nearest=1)

    groups = {node.community for node in drawn.nodes}
    assert {group for bridge in peopled.bridges() for group in bridge.communities} <= groups

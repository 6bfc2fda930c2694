"""A network shows who resembles whom, and never who does not want to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from likeness.errors import InterruptedRunError, UnknownCollectionError, UsageError
from likeness.network.scale import scale_of
from likeness.types import IngestBatch, Network, NodeId, NodeKind, PersonId, Progress
from likeness.workflows.network.build import build
from likeness.workflows.network.nodes import nodes_of
from likeness.workflows.parts import Parts
from tests.catalog.makers import face, face_id, photo, photo_id
from tests.workflows.crowded import CONTRACT, Crowded, person_id

PEOPLE, PHOTOS, ALONE = 12, 4, 9


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowded]:
    """Twelve people with four faces each, and nine faces of nobody."""
    made = Crowded.of(tmp_path / "library", PEOPLE, PHOTOS, ALONE)
    yield made
    made.close()


@pytest.fixture
def parts(crowd: Crowded) -> Parts:
    return cast(Parts, SimpleNamespace(catalog=crowd.catalog, contract=CONTRACT))


def cosines(crowd: Crowded, of: NodeKind) -> dict[tuple[NodeId, NodeId], float]:
    """Return all cosines of pairs, by brute force."""
    nodes = nodes_of(crowd.catalog.grouping_faces(CONTRACT), of)
    unit = nodes.vectors.astype(np.float64)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    table = np.round(unit @ unit.T, 6)
    return {
        (nodes.ids[i], nodes.ids[j]): float(table[i, j])
        for i, j in combinations(range(len(nodes.ids)), 2)
    }


def alike(network: Network) -> dict[tuple[NodeId, NodeId], float]:
    return {
        (edge.one, edge.other): edge.similarity
        for edge in network.edges
        if edge.similarity is not None
    }


@pytest.mark.parametrize("of", ["people", "faces"])
@pytest.mark.parametrize("minimum", [-1, 0.1, 0.6])
def test_with_no_nearest_there_is_an_edge_exactly_where_the_cosine_is_high_enough(
    parts: Parts, crowd: Crowded, of: NodeKind, minimum: float
) -> None:
    network = build(parts, of=of, minimum=minimum, nearest=0)
    expected = {
        pair: round(cosine, 4) for pair, cosine in cosines(crowd, of).items() if cosine >= minimum
    }
    assert alike(network) == expected
    assert network.minimum == minimum


@pytest.mark.parametrize("of", ["people", "faces"])
def test_everybody_is_joined_to_the_nearest_however_alike(
    parts: Parts, crowd: Crowded, of: NodeKind
) -> None:
    network = build(parts, of=of, minimum=1.0, nearest=3)
    everything = cosines(crowd, of)
    expected = set()
    for node in network.nodes:
        mine = {pair: value for pair, value in everything.items() if node.node in pair}
        ranked = sorted(
            (-value, one if other == node.node else other) for (one, other), value in mine.items()
        )
        nearest = [other for _, other in ranked[:3]]
        expected |= {(min(node.node, other), max(node.node, other)) for other in nearest}
    assert alike(network).keys() == expected


@pytest.mark.parametrize("of", ["people", "faces"])
def test_each_is_compared_with_the_average_of_all(
    parts: Parts, crowd: Crowded, of: NodeKind
) -> None:
    vectors = nodes_of(crowd.catalog.grouping_faces(CONTRACT), of).vectors.astype(np.float64)
    mean = vectors.mean(axis=0)
    expected = vectors @ (mean / np.linalg.norm(mean))
    found = [node.average for node in build(parts, of=of).nodes]
    np.testing.assert_allclose(found, expected, atol=5.1e-5)


def test_people_have_names_portraits_places_and_communities(parts: Parts, crowd: Crowded) -> None:
    crowd.catalog.name(person_id(3), "<b>Zo\u00eb</b>", who="me")
    theirs = [face.face for face in crowd.catalog.faces() if face.person == person_id(3)]
    crowd.catalog.feature(person_id(3), theirs[2], who="me")
    best = max(
        (face for face in crowd.catalog.faces() if face.person == person_id(4)),
        key=lambda face: (face.quality or 0, face.face),
    )

    network = build(parts, of="people")

    assert [node.node for node in network.nodes] == [person_id(n) for n in range(PEOPLE)]
    zoe, other = network.nodes[3], network.nodes[4]
    assert (zoe.person, zoe.name, zoe.face, zoe.faces) == (
        person_id(3),
        "<b>Zo\u00eb</b>",
        theirs[2],
        PHOTOS,
    )
    assert (other.name, other.face) == (None, best.face)
    assert all(-1 <= value <= 1 for node in network.nodes for value in (node.x, node.y))
    assert {node.community for node in network.nodes} == set(
        range(1 + max(node.community for node in network.nodes))
    )


def test_faces_say_whose_they_are(parts: Parts, crowd: Crowded) -> None:
    crowd.catalog.name(person_id(0), "Ada", who="me")
    network = build(parts, of="faces")
    assert len(network.nodes) == PEOPLE * PHOTOS + ALONE
    assert all(node.face == node.node and node.faces == 1 for node in network.nodes)
    assert sum(node.person is None for node in network.nodes) == ALONE
    assert sum(node.name == "Ada" for node in network.nodes) == PHOTOS


def test_faces_of_one_person_are_of_one_community(parts: Parts) -> None:
    network = build(parts, of="faces", minimum=1.0, nearest=3)
    of: dict[PersonId, set[int]] = {}
    for node in network.nodes:
        if node.person is not None:
            of.setdefault(node.person, set()).add(node.community)
    assert sum(len(communities) == 1 for communities in of.values()) >= PEOPLE - 2


@pytest.mark.parametrize("of", ["people", "faces"])
def test_who_is_hidden_or_opted_out_is_in_no_network(
    parts: Parts, crowd: Crowded, of: NodeKind
) -> None:
    gone = {person_id(1), person_id(2)}
    crowd.catalog.hide(person_id(1), hidden=True, who="me")
    crowd.catalog.opt_out(person_id(2), out=True, who="me")
    network = build(parts, of=of, minimum=-1, nearest=16)
    assert not gone & {node.person for node in network.nodes}
    shown = {node.node for node in network.nodes}
    assert len(shown) == (PEOPLE - 2 if of == "people" else (PEOPLE - 2) * PHOTOS + ALONE)
    assert {end for edge in network.edges for end in (edge.one, edge.other)} <= shown


def test_whoever_cannot_be_seen_takes_no_place_among_the_nearest(
    parts: Parts, crowd: Crowded
) -> None:
    for number in range(1, PEOPLE - 1):
        crowd.catalog.hide(person_id(number), hidden=True, who="me")
    network = build(parts, of="people", minimum=1.0, nearest=1)
    assert alike(network).keys() == {(person_id(0), person_id(PEOPLE - 1))}


def test_a_collection_shows_who_is_on_its_photos(parts: Parts, crowd: Crowded) -> None:
    faces = {face.face: face for face in crowd.catalog.faces()}
    crowd.catalog.create_collection("Day")
    photos = [photo_id(n) for n in (0, PHOTOS, PHOTOS + 1, 2 * PHOTOS)]
    crowd.catalog.add_to_collection("Day", photos)
    on = {face.face for face in faces.values() if face.sha256 in photos}

    people = build(parts, of="people", collection="Day", minimum=-1)
    assert {node.node for node in people.nodes} == {
        faces[each].person for each in on if faces[each].person is not None
    }
    everything = cosines(crowd, "people")
    assert alike(people) == {pair: round(everything[pair], 4) for pair in alike(people)}
    assert len(alike(people)) == len(list(combinations(people.nodes, 2)))
    assert {node.node for node in build(parts, of="faces", collection="Day").nodes} == on
    with pytest.raises(UnknownCollectionError):
        build(parts, of="people", collection="Night")


def test_some_people_alone_and_their_faces(parts: Parts) -> None:
    some = [person_id(2), person_id(5)]
    assert [node.node for node in build(parts, of="people", people=some).nodes] == some
    faces = build(parts, of="faces", people=some).nodes
    assert {node.person for node in faces} == set(some)
    assert len(faces) == 2 * PHOTOS


def test_of_too_many_those_of_the_best_quality_stay(parts: Parts, crowd: Crowded) -> None:
    network = build(parts, of="faces", most=10)
    ranked = sorted(crowd.catalog.faces(), key=lambda face: (-(face.quality or 0), face.face))
    assert {node.node for node in network.nodes} == {face.face for face in ranked[:10]}
    assert network.left_out == PEOPLE * PHOTOS + ALONE - 10


def test_people_who_are_together_are_joined_whether_alike_or_not(
    parts: Parts, crowd: Crowded
) -> None:
    before = build(parts, of="people", minimum=1.0, nearest=0)
    assert before.edges == ()
    source = crowd.catalog.sources()[0].id
    new = tuple(face(900, k, embedding=crowd.vectors[k]) for k in range(2))
    crowd.catalog.write(IngestBatch(source=source, photos=(photo(900),), faces=new))
    crowd.catalog.assign([face_id(900, 0)], to=person_id(0), name=None, who="me")
    crowd.catalog.assign([face_id(900, 1)], to=person_id(7), name=None, who="me")

    network = build(parts, of="people", minimum=1.0, nearest=0)

    (edge,) = network.edges
    assert (edge.one, edge.other, edge.similarity, edge.photos) == (
        person_id(0),
        person_id(7),
        None,
        1,
    )
    crowd.catalog.create_collection("Empty of them")
    crowd.catalog.add_to_collection("Empty of them", [photo_id(0)])
    assert build(parts, of="people", collection="Empty of them", nearest=0).edges == ()


def test_the_same_library_and_seed_give_the_same(parts: Parts) -> None:
    one, again = (replace(build(parts, of="faces", seed=3), made="") for _ in range(2))
    assert one == again
    assert replace(build(parts, of="faces", seed=4), made="") != one


def test_without_a_minimum_it_is_that_of_the_scale(parts: Parts) -> None:
    network = build(parts, of="people")
    assert network.minimum == network.scale.minimum == scale_of(CONTRACT).minimum


def test_more_than_are_kept_are_compared_all_the_same(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = replace(build(parts, of="faces"), made="")
    monkeypatch.setattr("likeness.workflows.network.level.MOST", 5)
    assert replace(build(parts, of="faces"), made="") == kept


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"of": "dogs"}, "people or faces, not of 'dogs'"),
        ({"minimum": 1.5}, "from -1 to 1, not 1.5"),
        ({"minimum": float("nan")}, "not nan"),
        ({"nearest": 17}, "0 to 16 nearest, not to 17"),
        ({"nearest": -1}, "not to -1"),
        ({"most": 0}, "at least one node, not 0"),
        ({"people": ["p0000000000000099"]}, "There is nobody for a network"),
    ],
)
def test_what_makes_no_sense_is_refused(parts: Parts, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        build(parts, **{"of": "people", **wrong})


def test_it_tells_how_far_it_is_and_can_be_stopped(parts: Parts) -> None:
    told: list[Progress] = []
    build(parts, of="faces", progress=told.append)
    assert {each.stage for each in told} == {"network"}
    assert (told[-1].done, told[-1].total) == (PEOPLE * PHOTOS + ALONE, PEOPLE * PHOTOS + ALONE)
    with pytest.raises(InterruptedRunError):
        build(parts, of="people", stop=lambda: True)

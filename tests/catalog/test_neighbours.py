"""Edges as the catalog keeps them: never of anybody who is gone or whose faces changed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import UnknownCollectionError
from likeness.types import Contract, FaceId, NodeId, PersonId
from tests.catalog.makers import CONTRACT, batch, face_id, photo_id
from tests.stores.databases import DATABASES

pytestmark = pytest.mark.parametrize("database", DATABASES, indirect=True)

FACES = [NodeId(face_id(n)) for n in range(12)]


def ring(nodes: list[NodeId]) -> dict[NodeId, dict[NodeId, float]]:
    """Return edges from each node to the next two."""
    return {
        node: {nodes[(n + 1) % len(nodes)]: 0.75, nodes[(n + 2) % len(nodes)]: 0.5}
        for n, node in enumerate(nodes)
    }


@pytest.fixture
def nodes(catalog: SqlCatalog, people: list[PersonId]) -> list[NodeId]:
    """Three people with edges between them, and edges between the faces of twelve photos."""
    found = [NodeId(person) for person in people]
    level = {"gone": (), "revision": 1, "tagged": 1}
    catalog.network.write_neighbours(CONTRACT, "faces", replaced=ring(FACES), **level)
    catalog.network.write_neighbours(CONTRACT, "people", replaced=ring(found), **level)
    return found


def ends(catalog: SqlCatalog) -> set[NodeId]:
    """Return everybody who is in an edge."""
    found: set[NodeId] = set()
    for kind in ("faces", "people"):
        for node, near in catalog.network.neighbours(CONTRACT, kind).items():
            found |= {node, *near}
    return found


def test_neighbours_are_the_most_alike_first_and_equal_ones_by_id(catalog: SqlCatalog) -> None:
    one, two, three, four = sorted(FACES[:4])
    near = {four: 0.25, three: 1.0, two: 0.25}
    catalog.network.write_neighbours(
        CONTRACT, "faces", replaced={one: near}, gone=(), revision=1, tagged=2
    )
    found = catalog.network.neighbours(CONTRACT, "faces")
    assert [list(each.items()) for each in found.values()] == [
        [(three, 1.0), (two, 0.25), (four, 0.25)]
    ]
    assert catalog.network.tallies(CONTRACT, "faces") == {one: (3, 0.25)}
    assert catalog.network.mirrored(CONTRACT, "faces") == (1, 2)


def test_faces_people_and_contracts_are_kept_apart(
    catalog: SqlCatalog, nodes: list[NodeId]
) -> None:
    other = Contract("another-1")
    assert catalog.network.neighbours(CONTRACT, "people") == ring(nodes)
    assert catalog.network.neighbours(CONTRACT, "faces") == ring(FACES)
    assert catalog.network.neighbours(other, "faces") == {}
    assert catalog.network.mirrored(other, "faces") is None
    assert catalog.network.tallies(other, "people") == {}
    catalog.network.write_neighbours(
        other, "people", replaced=ring(nodes), gone=(), revision=5, tagged=6
    )
    assert catalog.network.mirrored(CONTRACT, "people") == (1, 1)
    assert catalog.network.mirrored(other, "people") == (5, 6)


def test_some_are_read_and_asked_who_points_at_them(
    catalog: SqlCatalog, nodes: list[NodeId]
) -> None:
    network = catalog.network
    assert network.neighbours(CONTRACT, "people", [nodes[1], NodeId("pnobody")]) == {
        nodes[1]: ring(nodes)[nodes[1]]
    }
    assert network.neighbours(CONTRACT, "people", []) == {}
    assert network.pointing_at(CONTRACT, "faces", FACES[4:6]) == {
        FACES[2]: 1,
        FACES[3]: 2,
        FACES[4]: 1,
    }


def test_what_is_written_replaces_what_was_there_and_who_is_gone_is_nobodys(
    catalog: SqlCatalog, nodes: list[NodeId]
) -> None:
    catalog.network.write_neighbours(
        CONTRACT,
        "people",
        replaced={nodes[0]: {nodes[1]: 0.125}},
        gone=[nodes[2]],
        revision=3,
        tagged=4,
    )
    assert catalog.network.neighbours(CONTRACT, "people") == {
        nodes[0]: {nodes[1]: 0.125},
        nodes[1]: {nodes[0]: 0.5},
    }
    assert catalog.network.mirrored(CONTRACT, "people") == (3, 4)
    assert catalog.network.neighbours(CONTRACT, "faces") == ring(FACES)


def test_a_forgotten_photo_takes_its_faces_and_their_people_out_of_all_edges_at_once(
    catalog: SqlCatalog, nodes: list[NodeId]
) -> None:
    catalog.network.level_together()
    catalog.forget_photos([photo_id(0)], who="me")
    assert ends(catalog) == {*FACES[1:], nodes[1], nodes[2]}
    assert catalog.check() == []


def test_a_forgotten_person_is_out_of_all_edges_at_once(
    catalog: SqlCatalog, nodes: list[NodeId], database: str
) -> None:
    source = catalog.sources()[0].id
    catalog.write(batch(source, [30], faces=2))
    mine, other = sorted(face.face for face in catalog.faces() if face.sha256 == photo_id(30))
    catalog.assign([mine], to=PersonId(nodes[0]), name=None, who="me")
    catalog.assign([other], to=PersonId(nodes[1]), name=None, who="me")
    catalog.network.level_together()
    assert len(catalog.network.together()) == 1

    catalog.forget_person(PersonId(nodes[0]), who="me")

    assert catalog.network.together() == {}
    with catalog.database.reading() as connection:
        for table, column in (
            ("neighbour", "node"),
            ("neighbour", "other"),
            ("together", "one"),
            ("together", "other"),
        ):
            ids = set(connection.execute(text(f"SELECT {column} FROM {table}")).scalars())
            assert nodes[0] not in ids
            assert not ids & {*FACES[:4], mine}


def test_whose_faces_change_has_no_edges_until_they_are_worked_out_again(
    catalog: SqlCatalog, nodes: list[NodeId]
) -> None:
    catalog.assign([FaceId(FACES[0])], to=PersonId(nodes[1]), name=None, who="me")
    assert ends(catalog) == set(FACES)  # the third one had no edges but to these two
    assert catalog.network.neighbours(CONTRACT, "faces") == ring(FACES)


def test_a_marked_face_is_in_no_edge(catalog: SqlCatalog, nodes: list[NodeId]) -> None:
    catalog.mark(FaceId(FACES[11]), "ignored", who="me")
    assert ends(catalog) == {*FACES[:11], *nodes}


def test_after_a_merge_and_its_undo_nobody_who_was_in_it_has_edges(
    catalog: SqlCatalog, nodes: list[NodeId]
) -> None:
    catalog.merge(PersonId(nodes[0]), [PersonId(nodes[1])], who="me")
    assert catalog.network.neighbours(CONTRACT, "people") == {}
    catalog.network.write_neighbours(
        CONTRACT,
        "people",
        replaced={nodes[0]: {nodes[2]: 0.5}, nodes[2]: {nodes[0]: 0.5}},
        gone=(),
        revision=1,
        tagged=1,
    )
    catalog.undo(who="me")
    assert catalog.network.neighbours(CONTRACT, "people") == {}
    assert catalog.check() == []


def test_names_and_hiding_leave_edges_alone(catalog: SqlCatalog, nodes: list[NodeId]) -> None:
    catalog.name(PersonId(nodes[0]), "Zo\u00eb", who="me")
    catalog.hide(PersonId(nodes[1]), hidden=True, who="me")
    assert catalog.network.neighbours(CONTRACT, "people") == ring(nodes)


def test_an_edge_to_somebody_who_is_gone_is_damage(
    catalog: SqlCatalog, nodes: list[NodeId]
) -> None:
    assert catalog.check() == []
    with catalog.database.writing() as connection:
        connection.execute(text("UPDATE neighbour SET other = 'pgone' WHERE similarity = 0.75"))
        connection.execute(text("INSERT INTO together VALUES ('pgone', 'pgone too', 1)"))
    assert catalog.check() == ["edges of 2 faces or people who are gone"]


def test_edges_are_not_in_copies(catalog: SqlCatalog, nodes: list[NodeId], tmp_path: Path) -> None:
    catalog.network.level_together()
    (tmp_path / "copy").mkdir()
    catalog.snapshot(tmp_path / "copy")
    with closing(open_catalog("", folder=tmp_path / "copy")) as copy:
        assert ends(copy) == set()
        assert copy.network.mirrored(CONTRACT, "faces") is None
        with copy.database.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM together")).scalar() == 0


def test_who_is_together_is_counted_by_photos_and_by_collection(catalog: SqlCatalog) -> None:
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(3), faces=3))
    everyone = []
    for position in range(3):
        theirs = [face_id(n, position) for n in range(position, 3)]
        everyone.append(catalog.assign(theirs, to=None, name=None, who="me")[1])
    a, b, c = everyone
    catalog.network.level_together()

    def pair(one: PersonId, other: PersonId) -> tuple[PersonId, PersonId]:
        return (min(one, other), max(one, other))

    assert catalog.network.together() == {pair(a, b): 2, pair(a, c): 1, pair(b, c): 1}
    assert catalog.network.together([a, b]) == {pair(a, b): 2}
    assert catalog.network.together([a]) == {}
    catalog.create_collection("Day")
    catalog.add_to_collection("Day", [photo_id(0), photo_id(1)])
    assert catalog.network.together(collection="Day") == {pair(a, b): 1}
    with pytest.raises(UnknownCollectionError, match="No collection 'Night'"):
        catalog.network.together(collection="Night")

    catalog.reject(face_id(2, 1), who="me")  # b is on photo 1 only from now on
    catalog.network.level_together()
    assert catalog.network.together() == {pair(a, b): 1, pair(a, c): 1}

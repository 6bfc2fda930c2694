"""Edges that are kept up to date are those that comparing all with all would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likeness.catalog.base import FaceFilter
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import EditRefusedError, InterruptedRunError, LibraryBusyError
from likeness.types import FaceId, IngestBatch, NodeId, NodeKind, PersonId, Progress
from likeness.vectors.exact import DECIMALS, Cosines
from likeness.workflows.network import changes as changing
from likeness.workflows.network import level as levelling
from likeness.workflows.network.level import level
from tests.catalog.makers import CONTRACT, face, face_id, location, photo, photo_id

KINDS: tuple[NodeKind, ...] = ("faces", "people")
FEW = 3  # neighbours that are kept here, so that there are many more

STEPS = st.one_of(
    st.tuples(st.just("add"), st.integers(1, 3), st.integers(0, 40)),
    st.tuples(st.just("assign"), st.integers(0, 99), st.integers(0, 99)),
    st.tuples(st.just("name"), st.integers(0, 99), st.just(0)),
    st.tuples(st.just("mark"), st.integers(0, 99), st.just(0)),
    st.tuples(st.just("merge"), st.integers(0, 99), st.integers(0, 99)),
    st.tuples(st.just("forget photo"), st.integers(0, 99), st.just(0)),
    st.tuples(st.just("forget person"), st.integers(0, 99), st.just(0)),
    st.tuples(st.just("undo"), st.just(0), st.just(0)),
    st.tuples(st.just("level"), st.integers(0, 2), st.just(0)),
)


class World:
    """A library to which things happen."""

    def __init__(self, catalog: SqlCatalog) -> None:
        self.catalog = catalog
        self.source = catalog.add_source("folder", "/photos").id
        self.photos = 0

    def add(self, faces: int, seed: int) -> None:
        """Add a photo with so many faces; equal seeds make equal faces."""
        number = self.photos
        self.photos += 1
        found = tuple(face(number, k, embedding=few_directions(seed + k)) for k in range(faces))
        self.catalog.write(
            IngestBatch(
                source=self.source,
                photos=(photo(number),),
                faces=found,
                locations=(location(f"{number}.jpg", number),),
            )
        )

    def do(self, what: str, one: int, other: int) -> None:
        """Let something happen, unless there is nobody for it."""
        faces = [row.face for row in self.catalog.faces(FaceFilter(every=True))]
        people = [row.person for row in self.catalog.people(hidden=True)]
        photos = [row.sha256 for row in self.catalog.photos()]
        if what == "add":
            self.add(one, other)
        elif what == "level":
            for kind in KINDS[one:]:
                level(self.catalog, CONTRACT, kind)
            self.catalog.network.level_together()
        elif what == "undo":
            with suppress(EditRefusedError):  # there is nothing to take back
                self.catalog.undo(who="me")
        elif what == "forget photo" and photos:
            self.catalog.forget_photos([photos[one % len(photos)]], who="me")
        elif what == "forget person" and people:
            self.catalog.forget_person(people[one % len(people)], who="me")
        elif what == "merge" and len(people) > 1:
            into, gone = people[one % len(people)], people[other % len(people)]
            if into != gone:
                self.catalog.merge(into, [gone], who="me")
        elif what in {"assign", "name", "mark"} and faces:
            self._decide(what, faces[one % len(faces)], people, other)

    def _decide(self, what: str, which: FaceId, people: list[PersonId], other: int) -> None:
        if what == "mark":
            self.catalog.mark(which, "ignored", who="me")
        elif what == "name" or not people:
            self.catalog.assign([which], to=None, name=None, who="me")
        else:
            self.catalog.assign([which], to=people[other % len(people)], name=None, who="me")


def few_directions(seed: int) -> np.ndarray:
    """Return a unit vector (4,); many are alike, some are the same."""
    vector = np.random.default_rng(seed % 23).integers(-2, 3, 4).astype(np.float64)
    vector[0] += 0.25
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def compared_by_force(
    catalog: SqlCatalog, kind: NodeKind, k: int
) -> dict[NodeId, list[tuple[NodeId, float]]]:
    """Return the nearest of each node, found without anything that is kept."""
    faces = catalog.grouping_faces(CONTRACT)
    vectors: dict[str, np.ndarray] = {}
    for id_, person, vector in zip(faces.ids, faces.persons, faces.vectors, strict=True):
        if kind == "faces":
            vectors[id_] = vector.astype(np.float64)
        elif person is not None:
            vectors[person] = vectors.get(person, np.zeros(4)) + vector.astype(np.float64)
    unit = {id_: vector / (np.linalg.norm(vector) or 1.0) for id_, vector in vectors.items()}
    return {
        NodeId(id_): [
            (NodeId(other), -negative)
            for negative, other in sorted(
                (-cosine(unit[id_], unit[other]), other) for other in unit if other != id_
            )[:k]
        ]
        for id_ in unit
        if len(unit) > 1
    }


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.round(one @ other, DECIMALS).clip(-1, 1) + 0.0)


def together_by_force(catalog: SqlCatalog) -> dict[tuple[PersonId, PersonId], int]:
    on: dict[str, set[PersonId]] = {}
    for row in catalog.faces(FaceFilter(every=True)):
        if row.person is not None:
            on.setdefault(row.sha256, set()).add(row.person)
    pairs = Counter(pair for people in on.values() for pair in combinations(sorted(people), 2))
    return dict(sorted(pairs.items()))


def kept(catalog: SqlCatalog, kind: NodeKind) -> dict[NodeId, list[tuple[NodeId, float]]]:
    found = catalog.network.neighbours(CONTRACT, kind)
    return {node: list(near.items()) for node, near in found.items()}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, min_size=5, max_size=30))
def test_whatever_happens_one_by_one_the_edges_are_those_of_a_rebuild_and_of_brute_force(
    monkeypatch: pytest.MonkeyPatch, steps: list[tuple[str, int, int]]
) -> None:
    monkeypatch.setattr(changing, "NEAREST", FEW)
    with TemporaryDirectory() as folder, closing(open_catalog("", folder=Path(folder))) as catalog:
        world = World(catalog)
        for seed in range(6):
            world.add(2, seed)
        for step in steps:
            world.do(*step)
        assert catalog.check() == []  # no edge of anybody who is gone is left, before any levelling

        for kind in KINDS:
            level(catalog, CONTRACT, kind)
            assert kept(catalog, kind) == compared_by_force(catalog, kind, FEW)
        catalog.network.level_together()
        assert catalog.network.together() == together_by_force(catalog)

        (anew := Path(folder) / "anew").mkdir()
        catalog.snapshot(anew)
        with closing(open_catalog("", folder=anew)) as rebuilt:
            for kind in KINDS:
                assert rebuilt.network.mirrored(CONTRACT, kind) is None
                level(rebuilt, CONTRACT, kind)
                assert kept(rebuilt, kind) == kept(catalog, kind)
            rebuilt.network.level_together()
            assert rebuilt.network.together() == catalog.network.together()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A library with twelve faces on six photos."""
    with closing(open_catalog("", folder=tmp_path / "library", wait_seconds=0)) as catalog:
        made = World(catalog)
        for seed in range(6):
            made.add(2, seed)
        yield made


def rows_compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that is told how many rows are compared with all, each time."""
    told: list[int] = []
    nearest = Cosines.nearest

    def watched(self: Cosines, rows: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        told.append(len(rows))
        return nearest(self, rows, k)

    monkeypatch.setattr(Cosines, "nearest", watched)
    return told


def test_where_nothing_changed_nothing_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert level(world.catalog, CONTRACT, "faces")
    read = []
    monkeypatch.setattr(SqlCatalog, "grouping_faces", lambda *_, **__: read.append(1))
    assert level(world.catalog, CONTRACT, "faces")
    assert read == []


def test_only_what_came_or_lost_a_neighbour_is_compared_with_all(
    monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    monkeypatch.setattr(changing, "NEAREST", FEW)
    for seed in range(6, 40):
        world.add(2, 1000 + seed)
    level(world.catalog, CONTRACT, "faces")
    told = rows_compared(monkeypatch)

    world.add(3, 5)
    level(world.catalog, CONTRACT, "faces")
    assert told == [3]

    gone = face_id(7)
    pointing = world.catalog.network.pointing_at(CONTRACT, "faces", [NodeId(gone)])
    world.catalog.mark(gone, "not_a_face", who="me")
    level(world.catalog, CONTRACT, "faces")
    assert told == [3, len(pointing)]
    assert kept(world.catalog, "faces") == compared_by_force(world.catalog, "faces", FEW)


def test_more_or_fewer_neighbours_than_an_older_version_kept_are_worked_out_again(
    monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    for number in (FEW, FEW + 2, FEW - 1):
        monkeypatch.setattr(changing, "NEAREST", number)
        world.add(1, number)
        level(world.catalog, CONTRACT, "faces")
        assert kept(world.catalog, "faces") == compared_by_force(world.catalog, "faces", number)


def test_what_somebody_does_meanwhile_is_worked_in(
    monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    times: list[int] = []

    def disturbed(*arguments: Any) -> changing.Changes:
        found = changing.changes(*arguments)
        times.append(1)
        if len(times) == 1:
            world.catalog.forget_photos([photo_id(0)], who="somebody")
        return found

    monkeypatch.setattr(levelling, "changes", disturbed)
    level(world.catalog, CONTRACT, "faces")

    assert len(times) == 2
    assert NodeId(face_id(0)) not in kept(world.catalog, "faces")
    assert kept(world.catalog, "faces") == compared_by_force(
        world.catalog, "faces", changing.NEAREST
    )


def test_the_third_time_others_wait_for_it(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    refused: list[int] = []
    times: list[int] = []

    def disturbed(*arguments: Any) -> changing.Changes:
        found = changing.changes(*arguments)
        times.append(len(times) + 1)
        with ThreadPoolExecutor(1) as pool:
            try:
                pool.submit(world.add, 1, times[-1]).result()
            except LibraryBusyError:
                refused.append(times[-1])
        return found

    monkeypatch.setattr(levelling, "changes", disturbed)
    level(world.catalog, CONTRACT, "faces")

    assert (times, refused) == ([1, 2, 3], [3])
    assert len(kept(world.catalog, "faces")) == 14


def test_of_too_many_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(levelling, "MOST", 11)
    assert not level(world.catalog, CONTRACT, "faces")
    assert kept(world.catalog, "faces") == {}
    assert level(world.catalog, CONTRACT, "people")


def test_stopped_it_changes_nothing(world: World) -> None:
    told: list[Progress] = []
    with pytest.raises(InterruptedRunError, match="Stopped"):
        level(world.catalog, CONTRACT, "faces", progress=told.append, stop=lambda: True)
    assert [(each.stage, each.done, each.total) for each in told] == [("network", 0, 12)]
    assert world.catalog.network.mirrored(CONTRACT, "faces") is None


def test_a_library_without_faces_has_no_edges(tmp_path: Path) -> None:
    with closing(open_catalog("", folder=tmp_path)) as catalog:
        for kind in KINDS:
            assert level(catalog, CONTRACT, kind)
            assert kept(catalog, kind) == {}

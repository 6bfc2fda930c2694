"""What every index must do, whatever lies beneath it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.errors import LibraryBusyError
from likeness.index.base import Hits, Index, Where
from likeness.index.compare import compare
from likeness.types import FaceId, FaceStatus, FaceTags, PersonId
from tests.stores.indexes import KINDS, Kit, kit

Vectors = NDArray[np.float32]


@pytest.fixture(scope="module", params=KINDS)
def any_kit(request: pytest.FixtureRequest) -> Iterator[Kit]:
    with kit(request.param) as made:
        yield made


@pytest.fixture
def kind(any_kit: Kit) -> Iterator[Kit]:
    """One kind of index; all that a test opens is closed after it."""
    yield any_kit
    any_kit.close()


@pytest.fixture
def index(kind: Kit, tmp_path: Path) -> Index:
    return kind.open(tmp_path / "index")


def names(*numbers: int) -> tuple[FaceId, ...]:
    return tuple(FaceId(f"f{number:016x}") for number in numbers)


def unit(rows: NDArray[np.float64]) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def faces(count: int, width: int = 128, seed: int = 0) -> Vectors:
    """Return random unit vectors, crowded around one direction as real embeddings are."""
    rows = np.random.default_rng(seed).standard_normal((count, width))
    rows[:, 0] += 8
    return unit(rows)


def tags(person: str | None = None, **others: object) -> FaceTags:
    facts = {"status": "ok", "quality": 0.5, "taken": None, "collections": frozenset()}
    return FaceTags(person=None if person is None else PersonId(person), **(facts | others))  # type: ignore[arg-type]


@dataclass
class Model:
    """The dictionary that every index is."""

    held: dict[FaceId, Vectors] = field(default_factory=dict)
    tags: dict[FaceId, FaceTags] = field(default_factory=dict)
    revision: int = -1
    tagged: int = -1

    def nearest(
        self,
        query: Vectors,
        k: int,
        among: frozenset[FaceId] | None = None,
        where: Where | None = None,
    ) -> Hits:
        """Return the answer that every index is held to."""
        ids = sorted(self.held if among is None else among & self.held.keys())
        ids = [face for face in ids if where is None or where.holds(self.tags.get(face))]
        rows = np.array([self.held[face] for face in ids], np.float64)
        rows = rows.reshape(len(ids), len(query))
        cosines = (rows * query.astype(np.float64)).sum(axis=1).astype(np.float32)
        order = np.argsort(-cosines, kind="stable")[:k]
        return Hits(ids=tuple(ids[i] for i in order), similarities=cosines[order])

    def replace(self, ids: tuple[FaceId, ...], vectors: Vectors, revision: int) -> None:
        self.held = dict(zip(ids, vectors, strict=True))
        self.tags, self.revision, self.tagged = {}, revision, -1

    def extend(self, ids: tuple[FaceId, ...], vectors: Vectors, revision: int) -> None:
        self.held |= dict(zip(ids, vectors, strict=True))
        self.revision = revision

    def tag(self, told: dict[FaceId, FaceTags], revision: int) -> None:
        if self.revision >= 0:
            self.tags |= {face: known for face, known in told.items() if face in self.held}
            self.tagged = revision

    def drop(self) -> None:
        self.held, self.tags, self.revision, self.tagged = {}, {}, -1, -1


def assert_same(found: Hits, expected: Hits) -> None:
    assert found.ids == expected.ids
    np.testing.assert_array_equal(found.similarities, expected.similarities)
    assert found.similarities.dtype == np.float32


def assert_holds(index: Index, model: Model) -> None:
    """Compare all that an index holds and mirrors with the dictionary."""
    assert (index.revision, index.tagged, len(index)) == (
        model.revision,
        model.tagged,
        len(model.held),
    )
    ids = sorted(model.held)
    vectors = np.array([model.held[face] for face in ids], np.float32)
    found = compare(index, ids, vectors, model.tags)
    assert not found, found.in_words()


@st.composite
def crowds(draw: st.DrawFn) -> Vectors:
    """Draw vectors that are hard to rank: copies, and neighbours as close as float32 allows."""
    width = draw(st.sampled_from([1, 2, 3, 64, 128]))
    count = draw(st.integers(1, 40))
    seed = draw(st.integers(0, 2**32 - 1))
    spread = draw(st.sampled_from([1.0, 1e-2, 1e-4, 1e-6, 1e-8, 0.0]))
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((draw(st.integers(1, 3)), width))
    rows = centres[rng.integers(0, len(centres), count)] + spread * rng.standard_normal(
        (count, width)
    )
    rows[np.linalg.norm(rows, axis=1) < 1e-3] = 1
    return unit(rows)


PEOPLE = [PersonId(f"p{number:016x}") for number in range(3)]
COLLECTIONS = ["Holidays", "50 % off", "Ünïcode 🎈", "a/b", "00000000-0000-0000-0000-000000000001"]
MOMENTS = [  # on the camera's clock
    datetime(1, 1, 1),  # noqa: DTZ001
    datetime(1969, 12, 31, 23, 59, 59, 999_999),  # noqa: DTZ001
    datetime(2024, 2, 29, 12, 30, 15, 123_456),  # noqa: DTZ001
    datetime(2024, 2, 29, 12, 30, 15, 123_457),  # noqa: DTZ001
    datetime(9999, 12, 31, 23, 59, 59),  # noqa: DTZ001
]
QUALITIES = [0.0, 0.25, 0.1 + 0.2, 0.3, 1.0]
STATUSES: list[FaceStatus] = ["ok", "low_confidence", "too_small"]

some_tags = st.builds(
    FaceTags,
    status=st.sampled_from(STATUSES),
    quality=st.none() | st.sampled_from(QUALITIES),
    taken=st.none() | st.sampled_from(MOMENTS),
    person=st.none() | st.sampled_from(PEOPLE),
    collections=st.frozensets(st.sampled_from(COLLECTIONS), max_size=3),
)
some_where = st.builds(
    Where,
    people=st.none() | st.frozensets(st.sampled_from(PEOPLE)),
    collections=st.none() | st.frozensets(st.sampled_from([*COLLECTIONS, "none"]), max_size=2),
    statuses=st.none() | st.frozensets(st.sampled_from(STATUSES)),
    min_quality=st.none() | st.sampled_from(QUALITIES),
    taken_from=st.none() | st.sampled_from(MOMENTS),
    taken_until=st.none() | st.sampled_from(MOMENTS),
)
one_condition = st.sampled_from(
    [
        Where(people=frozenset(PEOPLE[:1])),
        Where(people=frozenset(PEOPLE)),
        *(Where(collections=frozenset([name])) for name in COLLECTIONS),
        Where(statuses=frozenset(["ok"])),
        *(Where(min_quality=quality) for quality in QUALITIES),
        *(Where(taken_from=moment) for moment in MOMENTS),
        *(Where(taken_until=moment) for moment in MOMENTS),
    ]
)


def examples(kind: Kit, count: int) -> settings:
    return settings(max_examples=int(count * kind.examples), deadline=None)


def test_no_neighbour_is_missed_and_ties_go_by_id(
    kind: Kit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @examples(kind, 150)
    @given(vectors=crowds(), k=st.integers(1, 50), data=st.data())
    def check(vectors: Vectors, k: int, data: st.DataObject) -> None:
        index, model = kind.open(tmp_path_factory.mktemp("index")), Model()
        ids = names(*data.draw(st.permutations(range(len(vectors)))))
        for each in (index, model):
            each.replace(ids, vectors, 1)
        among = data.draw(st.none() | st.frozensets(st.sampled_from([*ids, *names(999)])))
        queries = np.concatenate([vectors[:3], -vectors[:1], faces(2, vectors.shape[1])])
        found = index.search(queries, k, among=among)
        for query, hits in zip(queries, found, strict=True):
            assert_same(hits, model.nearest(query, k, among))
        kind.close()

    check()


def test_only_faces_whose_tags_fulfil_what_is_asked_are_found(
    kind: Kit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    vectors = faces(30, 16)
    ids = names(*range(30))

    @examples(kind, 60)
    @given(
        told=st.dictionaries(st.sampled_from(ids), some_tags, min_size=10),
        asked=st.lists(one_condition | some_where, min_size=10, max_size=20),
        among=st.none() | st.frozensets(st.sampled_from([*ids, *names(999)]), min_size=5),
    )
    def check(
        told: dict[FaceId, FaceTags], asked: list[Where], among: frozenset[FaceId] | None
    ) -> None:
        index, model = kind.open(tmp_path_factory.mktemp("index")), Model()
        for each in (index, model):
            each.replace(ids, vectors, 1)
            each.tag(told, 1)
        for where in asked:
            (found,) = index.search(vectors[:1], 7, among=among, where=where)
            assert_same(found, model.nearest(vectors[0], 7, among, where))
        kind.close()

    check()


Step = tuple[str, frozenset[int], int]


def test_an_index_is_a_dictionary_that_lasts(
    kind: Kit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ways = ["replace", "extend", "extend", "extend", "tag", "tag", "reopen", "drop"]

    @examples(kind, 80)
    @given(
        steps=st.lists(
            st.tuples(
                st.sampled_from(ways),
                st.frozensets(st.integers(0, 12), max_size=8),
                st.integers(0, 2),
            ),
            max_size=10,
        ),
        data=st.data(),
    )
    def check(steps: list[Step], data: st.DataObject) -> None:
        folder = tmp_path_factory.mktemp("index")
        index, model = kind.open(folder), Model()
        query = faces(1, 16, seed=99)
        for number, (step, chosen, seed) in enumerate(steps):
            ids = names(*chosen)
            # Few seeds: known ids come with the vectors that they have, and with others.
            vectors = faces(13, 16, seed)[sorted(chosen)] if chosen else np.empty((0, 16), "f4")
            ids = names(*sorted(chosen))
            if step == "reopen":
                index.close()
                index = kind.open(folder)
            elif step == "drop":
                for each in (index, model):
                    each.drop()
            elif step == "tag":
                told = {face: data.draw(some_tags) for face in ids}
                for each in (index, model):
                    each.tag(told, number)
            else:
                for each in (index, model):
                    getattr(each, step)(ids, vectors, number)
            (found,) = index.search(query, 20)
            assert_same(found, model.nearest(query[0], 20))
        assert_holds(index, model)
        where = data.draw(some_where)
        assert_same(
            index.search(query, 20, where=where)[0], model.nearest(query[0], 20, None, where)
        )
        kind.close()

    check()


def test_a_new_index_holds_nothing_and_mirrors_nothing(index: Index) -> None:
    assert_holds(index, Model())
    (hits,) = index.search(faces(1), 3)
    assert hits.ids == ()
    assert hits.similarities.shape == (0,)
    index.tag({names(1)[0]: tags()}, 3)
    index.drop()
    assert_holds(index, Model())


def test_an_index_of_an_empty_library_is_level_with_it(index: Index) -> None:
    index.replace((), np.empty((0, 128), np.float32), 4)
    assert (len(index), index.revision) == (0, 4)
    index.replace((), np.empty((0, 0), np.float32), 5)
    assert (len(index), index.revision) == (0, 5)
    index.extend(names(1), faces(1), 6)
    assert (len(index), index.revision) == (1, 6)
    index.tag({}, 7)
    assert index.tagged == 7


def test_no_queries_have_no_answers(index: Index) -> None:
    index.replace(names(1), faces(1), 0)
    assert index.search(np.empty((0, 128), np.float32), 1) == []


def test_many_queries_are_answered_as_each_alone(index: Index) -> None:
    vectors = faces(500)
    index.replace(names(*range(500)), vectors, 0)
    together = index.search(vectors[:30], 7)
    for query, hits in zip(vectors[:30], together, strict=True):
        assert_same(hits, index.search(query[None], 7)[0])


def test_every_face_id_can_be_held(index: Index) -> None:
    ids, vectors = names(0, 1, 2**63 - 1, 2**63, 2**64 - 1), faces(5)
    index.replace(ids, vectors, 0)
    (hits,) = index.search(vectors[:1], 9)
    assert sorted(hits.ids) == sorted(ids)
    (hits,) = index.search(vectors[:1], 9, among=frozenset(ids[3:]))
    assert sorted(hits.ids) == sorted(ids[3:])
    assert not compare(index, ids, vectors, {})


def test_conditions_that_nothing_can_fulfil_find_nothing(index: Index) -> None:
    index.replace(names(1, 2), faces(2), 0)
    index.tag(dict.fromkeys(names(1, 2), tags("p1")), 0)
    nobody = Where(people=frozenset())
    for asked in ({"among": frozenset()}, {"among": frozenset(names(3))}, {"where": nobody}):
        (hits,) = index.search(faces(1), 3, **asked)  # type: ignore[arg-type]
        assert hits.ids == ()


def test_faces_without_tags_are_found_only_where_nothing_is_asked_of_them(index: Index) -> None:
    index.replace(names(1, 2), faces(2), 0)
    index.tag({names(1)[0]: tags(quality=None)}, 5)
    (hits,) = index.search(faces(1), 3, where=Where())
    assert sorted(hits.ids) == sorted(names(1, 2))
    (hits,) = index.search(faces(1), 3, where=Where(statuses=frozenset(STATUSES)))
    assert hits.ids == names(1)
    (hits,) = index.search(faces(1), 3, where=Where(min_quality=0.0))
    assert hits.ids == ()


def test_an_index_can_be_compared_with_the_catalog(index: Index) -> None:
    vectors = faces(6)
    index.replace(names(0, 1, 2, 3), vectors[:4], 0)
    told = {face: tags(face) for face in names(0, 1, 2, 3)}
    index.tag(told, 0)
    assert not compare(index, names(0, 1, 2, 3), vectors[:4], told)
    right = vectors[[1, 2, 3, 4]].copy()
    right[0] = vectors[5]
    found = compare(index, names(1, 2, 3, 4), right, told | {names(2)[0]: tags("another")})
    assert (found.missing, found.surplus) == (names(4), names(0))
    assert (found.vectors, found.tags) == (names(1), names(2))
    assert found.in_words() == (
        "1 face missing, 1 too many, 1 with another vector, 1 with other tags"
    )


@pytest.mark.parametrize(
    ("ids", "vectors", "message"),
    [
        (names(1, 1), faces(2), "differ"),
        (names(1), faces(2), "one vector per id"),
        (("f1",), faces(1), "16 lower-case hex"),
        (("x" + "0" * 16,), faces(1), "16 lower-case hex"),
        (("f" + "A" * 16,), faces(1), "16 lower-case hex"),
        (("f" + "g" * 16,), faces(1), "16 lower-case hex"),
        (("f" + " " * 16,), faces(1), "16 lower-case hex"),
        (names(1), faces(1)[0], "2-D"),
        (names(1), 2 * faces(1), "unit length"),
        (names(1), np.full((1, 128), np.nan, np.float32), "unit length"),
        (names(1), np.zeros((1, 128), np.float32), "unit length"),
    ],
)
def test_what_is_not_a_set_of_unit_vectors_is_refused_and_changes_nothing(
    index: Index, ids: tuple[FaceId, ...], vectors: Vectors, message: str
) -> None:
    index.replace(names(7), faces(1), 3)
    for call in (index.replace, index.extend):
        with pytest.raises(ValueError, match=message):
            call(ids, vectors, 4)
    assert (len(index), index.revision) == (1, 3)


def test_vectors_of_another_width_are_refused(index: Index) -> None:
    index.replace(names(7), faces(1), 3)
    with pytest.raises(ValueError, match="128 numbers"):
        index.extend(names(8), faces(1, 64), 4)
    with pytest.raises(ValueError, match="128 numbers"):
        index.search(faces(1, 64), 1)


def test_fewer_than_one_neighbour_cannot_be_asked_for(index: Index) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        index.search(faces(1), 0)


def test_a_closed_index_holds_nothing_and_stays_closed(index: Index) -> None:
    index.replace(names(7), faces(1), 3)
    index.close()
    assert (len(index), index.revision, index.tagged) == (0, -1, -1)


def test_a_reader_sees_the_old_faces_or_the_new_ones(kind: Kit, tmp_path: Path) -> None:
    if not kind.shared:
        pytest.skip("one process at a time")
    writer, old, new = kind.open(tmp_path), faces(50, seed=1), faces(50, seed=2)
    before, after = Model(), Model()
    for each in (writer, before):
        each.replace(names(*range(50)), old, 1)
    reader = kind.open(tmp_path)
    assert_same(reader.search(old[:1], 5)[0], before.nearest(old[0], 5))
    for each in (writer, after):
        each.replace(names(*range(50)), new, 2)
    seen = before if kind.keeps else after
    assert_same(reader.search(old[:1], 5)[0], seen.nearest(old[0], 5))
    assert reader.revision == 2
    assert_same(reader.search(old[:1], 5)[0], after.nearest(old[0], 5))


def test_a_reader_takes_notice_of_tags_and_extensions_of_others(kind: Kit, tmp_path: Path) -> None:
    if not kind.shared:
        pytest.skip("one process at a time")
    writer, reader, model = kind.open(tmp_path), kind.open(tmp_path), Model()
    assert_holds(reader, model)
    for each in (writer, model):
        each.replace(names(*range(5)), faces(5), 1)
        each.tag({face: tags("p1", taken=MOMENTS[2]) for face in names(0, 1)}, 4)
    assert_holds(reader, model)
    asked = Where(people=frozenset([PersonId("p1")]), taken_until=MOMENTS[2] + timedelta(1))
    assert_same(
        reader.search(faces(1), 5, where=asked)[0], model.nearest(faces(1)[0], 5, None, asked)
    )
    for each in (writer, model):
        each.extend(names(7), faces(1, seed=3), 2)
        each.tag({names(7)[0]: tags("p1", taken=MOMENTS[0])}, 5)
    assert_holds(reader, model)
    assert_same(
        reader.search(faces(1), 5, where=asked)[0], model.nearest(faces(1)[0], 5, None, asked)
    )
    for each in (writer, model):
        each.drop()
    assert_holds(reader, model)


def test_what_one_process_at_a_time_may_open_is_busy_for_a_second_one(
    kind: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind.shared:
        pytest.skip("several processes may have it open")
    monkeypatch.setattr("likeness.index.open.WAIT_SECONDS", 0.01)
    first, second = kind.open(tmp_path), kind.open(tmp_path)
    first.replace(names(1), faces(1), 1)
    with pytest.raises(LibraryBusyError, match="only one at a time"):
        _ = second.revision
    first.close()
    assert second.revision == 1


def test_any_quality_comes_back_as_it_was_said(index: Index) -> None:
    """To nine decimals: some engines read numbers as text and lose the last bit of longer ones."""
    numbers = names(*range(200))
    qualities = np.random.default_rng(1).random(200).round(9).tolist()
    said = {face: tags(quality=quality) for face, quality in zip(numbers, qualities, strict=True)}
    index.replace(numbers, faces(200, 16), 1)
    index.tag(said, 1)
    told = {
        face: known
        for part in index.contents()
        for face, known in zip(part.ids, part.tags, strict=True)
    }
    assert told == said

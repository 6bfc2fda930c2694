"""What every catalog must do for averages: members, landmarks, opting out, kept averages."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.catalog.base import Catalog
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import (
    UnknownAverageError,
    UnknownCollectionError,
    UnknownFaceError,
    UnknownPersonError,
    UsageError,
)
from likeness.types import (
    AverageId,
    Contract,
    FaceFacts,
    FaceId,
    Grouping,
    IngestBatch,
    KeptAverage,
    Landmarks,
    Member,
    MemberFilter,
    Perceived,
    PersonId,
    PhotoFacts,
    PhotoId,
)
from tests.catalog.makers import CONTRACT, batch, face, face_id, location, photo, photo_id
from tests.stores.databases import DATABASES, database_url

LANDMARKER = Contract("landmarks-v2")
MADE = "2026-02-03T04:05:06+00:00"
NOON = datetime.fromisoformat("2020-01-01T12:00:00")


@pytest.fixture(params=DATABASES)
def catalog(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlCatalog]:
    with database_url(request.param) as url:
        made = open_catalog(url, folder=tmp_path / "library", wait_seconds=0.2)
        yield made
        made.close()


@pytest.fixture
def source(catalog: Catalog) -> int:
    return catalog.add_source("folder", "/photos").id


def group(catalog: Catalog, *groups: list[FaceId]) -> list[PersonId]:
    """Let a run make a person of each group."""
    founded = [PersonId("p" + min(faces)[1:]) for faces in groups]
    chosen: dict[FaceId, PersonId | None] = {
        id_: person for person, faces in zip(founded, groups, strict=True) for id_ in faces
    }
    catalog.write_grouping(Grouping(assignments=chosen, founded=tuple(founded)))
    return founded


def average(number: int, **changed: object) -> KeptAverage:
    values = {
        "id": AverageId(f"a{number:016x}"),
        "title": f"Average {number}",
        "recipe": {"size": 512},
        "made": MADE,
        "faces": (),
        "report": {"spread": 0.25},
    }
    return KeptAverage(**(values | changed))  # type: ignore[arg-type]


def fields(kept: KeptAverage) -> tuple[object, ...]:
    return kept.id, kept.title, dict(kept.recipe), kept.made, kept.faces, dict(kept.report)


# ---------------------------------------------------------------- members


@dataclass(frozen=True)
class Known:
    """A face as it was written, to filter in plain Python."""

    face: FaceFacts
    photo: PhotoFacts
    person: PersonId | None
    shown: bool  # unmarked, and of nobody who is hidden or opted out
    in_trip: bool

    def passes(self, where: MemberFilter) -> bool:
        taken = self.photo.taken if self.photo.taken_from in {"exif", "xmp"} else None
        return (
            self.shown
            and self.face.status == "ok"
            and self.face.contract == CONTRACT
            and (not where.people or self.person in where.people)
            and (where.collection is None or self.in_trip)
            and (where.faces is None or self.face.id in where.faces)
            and (where.photos is None or self.photo.id in where.photos)
            and (where.since is None or (taken is not None and taken >= where.since))
            and (where.before is None or (taken is not None and taken < where.before))
        )


PHOTOS = 12
TOLD = ("exif", "xmp", "file", None)


def known_faces() -> list[tuple[FaceFacts, PhotoFacts]]:
    """Two faces on each of twelve photos: of all states, of two models, at all kinds of times."""
    found = []
    for n in range(PHOTOS):
        told = TOLD[n % 4]
        on = photo(n, taken_from=told, taken=NOON.replace(hour=n) if told else None)
        states = {0: {"status": "too_small", "contract": None, "embedding": None}}
        other = {"contract": Contract("other")} if n % 5 == 1 else {}
        found.append((face(n, 0, **other), on))
        found.append((face(n, 1, **states.get(n % 6, {})), on))
    return found


@pytest.fixture(scope="module", params=DATABASES)
def mixed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Catalog, list[Known], list[PersonId]]]:
    """A library with faces that may enter an average and faces that may not."""
    with database_url(request.param) as url:
        catalog = open_catalog(url, folder=tmp_path_factory.mktemp("mixed"), wait_seconds=1)
        source = catalog.add_source("folder", "/photos").id
        facts = known_faces()
        catalog.write(
            IngestBatch(
                source=source,
                photos=tuple({on.id: on for _, on in facts}.values()),
                faces=tuple(row for row, _ in facts),
                locations=tuple(location(f"{n}.jpg", n) for n in range(PHOTOS)),
            )
        )
        people = group(catalog, *([face_id(n + 3 * k) for n in range(3)] for k in range(3)))
        catalog.hide(people[1], True, who="me")
        catalog.opt_out(people[2], True, who="me")
        marked = {face_id(0), face_id(9, 1)}
        for id_ in marked:
            catalog.mark(id_, "ignored", who="me")
        catalog.create_collection("Trip")
        trip = {photo_id(n) for n in range(0, PHOTOS, 2)}
        catalog.add_to_collection("Trip", sorted(trip))
        whose = {row.face: row.person for row in catalog.faces()}
        rows = [
            Known(
                face=row,
                photo=on,
                person=whose.get(row.id),
                shown=row.id not in marked and whose.get(row.id) not in people[1:],
                in_trip=on.id in trip,
            )
            for row, on in facts
        ]
        yield catalog, rows, people
        catalog.close()


NUMBERS = st.sets(st.integers(0, PHOTOS + 1)).map(sorted)
HOURS = st.none() | st.integers(0, 23).map(lambda hour: NOON.replace(hour=hour))
FILTERS = st.fixed_dictionaries(
    {
        "people": st.sets(st.integers(0, 3)),
        "collection": st.sampled_from([None, "Trip"]),
        "faces": st.none() | NUMBERS.map(lambda some: tuple(face_id(n, n % 2) for n in some)),
        "photos": st.none() | NUMBERS.map(lambda some: tuple(map(photo_id, some))),
        "since": HOURS,
        "before": HOURS,
    }
)


@settings(max_examples=60, deadline=None)
@given(drawn=FILTERS)
def test_members_are_those_that_a_plain_filter_leaves(
    mixed: tuple[Catalog, list[Known], list[PersonId]], drawn: dict[str, object]
) -> None:
    catalog, rows, people = mixed
    asked = tuple([*people, PersonId("p0000")][n] for n in sorted(drawn["people"]))  # type: ignore[call-overload]
    where = MemberFilter(**(drawn | {"people": asked}))  # type: ignore[arg-type]
    found = [row.face for row in catalog.members(CONTRACT, where)]
    assert found == sorted(row.face.id for row in rows if row.passes(where))


def test_without_a_filter_everybody_who_may_is_a_member(
    mixed: tuple[Catalog, list[Known], list[PersonId]],
) -> None:
    catalog, rows, _ = mixed
    found = [row.face for row in catalog.members(CONTRACT)]
    assert found == sorted(row.face.id for row in rows if row.passes(MemberFilter()))
    assert 0 < len(found) < len(rows)
    assert list(catalog.members(Contract("unheard of"))) == []


def test_all_that_an_average_needs_of_a_face_comes_with_it(catalog: Catalog, source: int) -> None:
    facts = face(1, landmark_spread=0.0125, landmarker=LANDMARKER, gender="male")
    catalog.write(replace(batch(source, [1, 2]), faces=(facts, face(2, gender_probability=None))))
    (person,) = group(catalog, [facts.id])
    found = {row.face: row for row in catalog.members(CONTRACT)}
    row = found[facts.id]
    assert (
        row[:-1]
        == Member(
            face=facts.id,
            photo=photo_id(1),
            person=person,
            quality=0.5,
            yaw=-2.0,
            pitch=1.0,
            spread=0.0125,
            points=facts.points,
            taken=photo(1).taken,
            age=33.0,
            male=0.9,
            vector=row.vector,
        )[:-1]
    )
    np.testing.assert_array_equal(row.vector, facts.embedding, strict=True)
    assert not row.vector.flags.writeable
    assert (found[face_id(2)].male, found[face_id(2)].spread) == (None, None)


def test_more_ids_than_a_statement_takes_can_be_asked_for(catalog: Catalog, source: int) -> None:
    """And their faces come in order all the same."""
    catalog.write(batch(source, range(30)))
    unknown = [FaceId(f"f{n:016x}") for n in range(0, 2**63, 2**63 // 2500)]
    asked = (*(face_id(n) for n in range(20)), *unknown)
    photos = tuple(photo_id(n) for n in (*range(10, 30), *range(1000, 3500)))
    found = [row.face for row in catalog.members(CONTRACT, MemberFilter(faces=asked))]
    assert found == sorted(face_id(n) for n in range(20))
    found = [row.face for row in catalog.members(CONTRACT, MemberFilter(photos=photos))]
    assert found == sorted(face_id(n) for n in range(10, 30))
    people = tuple(group(catalog, *([face_id(n)] for n in range(5))))
    asked_people = (*people, *(PersonId(f"p{n:016x}") for n in range(2500)))
    both = MemberFilter(faces=asked, people=asked_people)
    assert [row.face for row in catalog.members(CONTRACT, both)] == sorted(map(face_id, range(5)))


def test_nothing_named_is_nobody_and_an_unknown_collection_is_said_at_once(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, [1]))
    assert list(catalog.members(CONTRACT, MemberFilter(faces=()))) == []
    assert list(catalog.members(CONTRACT, MemberFilter(photos=()))) == []
    with pytest.raises(UnknownCollectionError, match="Trip"):
        catalog.members(CONTRACT, MemberFilter(collection="Trip"))


def test_a_zone_in_the_filter_is_not_looked_at(catalog: Catalog, source: int) -> None:
    """The camera's clock has none."""
    catalog.write(batch(source, [1]))
    taken = photo(1).taken
    assert taken is not None
    since = MemberFilter(since=taken.replace(tzinfo=UTC), before=taken.replace(year=2021))
    assert [row.face for row in catalog.members(CONTRACT, since)] == [face_id(1)]


def test_members_are_read_from_one_state_and_reading_may_stop_anywhere(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(8)))
    reading = catalog.members(CONTRACT)
    first = next(reading)
    catalog.write(batch(source, range(8, 16)))
    assert len([first, *reading]) == 8
    stopped = catalog.members(CONTRACT)
    next(stopped)
    stopped.close()  # type: ignore[attr-defined]
    assert len(list(catalog.members(CONTRACT))) == 16


# ---------------------------------------------------------------- how people are perceived


def test_people_are_perceived_by_all_their_faces_the_better_ones_more(
    catalog: Catalog, source: int
) -> None:
    told = [(0.5, 10, "female", 0.8), (0.1, 90, "male", 0.999), (0.25, 30, "female", 0.7)]
    faces = [
        face(n, quality=quality, age=float(age), gender=gender, gender_probability=sure)
        for n, (quality, age, gender, sure) in enumerate(told)
    ]
    small = face(3, status="too_small", contract=None, embedding=None, age=1.0)
    catalog.write(replace(batch(source, range(6)), faces=(*faces, small, face(4, age=None))))
    a, b = group(catalog, [face_id(n) for n in range(4)], [face_id(4)])
    catalog.opt_out(a, True, who="me")
    found = catalog.perceived([a, b, PersonId("p0")])
    odds = np.array([[0.2, 0.5], [0.98, 0.1], [0.3, 0.25]])
    mean = np.average(np.log(odds[:, 0] / (1 - odds[:, 0])), weights=odds[:, 1])
    assert found[a].age == 10.0
    assert found[a].male == pytest.approx(1 / (1 + math.exp(-mean)), abs=1e-9)
    assert found[b] == Perceived(None, pytest.approx(0.1))
    assert found[PersonId("p0")] == Perceived(None, None)
    catalog.mark(face_id(0), "not_a_face", who="me")
    assert catalog.perceived([a])[a].age == 30.0, "a marked face counts no more"
    assert catalog.perceived([]) == {}


@pytest.mark.parametrize("quality", [0.5, 0.0, None])
@pytest.mark.parametrize("ages", [[20.0, 30.0], [20.0, 30.0, 70.0], [5.0]])
def test_where_all_weigh_the_same_the_age_is_the_plain_median(
    catalog: Catalog, source: int, ages: list[float], quality: float | None
) -> None:
    faces = tuple(face(n, age=age, quality=quality) for n, age in enumerate(ages))
    catalog.write(replace(batch(source, range(len(ages))), faces=faces))
    (a,) = group(catalog, [row.id for row in faces])
    assert catalog.perceived([a])[a].age == statistics.median(ages)


# ---------------------------------------------------------------- landmarks


def placed(number: int, **changed: object) -> Landmarks:
    values = {
        "face": face_id(number),
        "points": np.random.default_rng(number).random((68, 2), np.float32) * 100,
        "spread": 0.03,
        "landmarker": LANDMARKER,
    }
    return Landmarks(**(values | changed))  # type: ignore[arg-type]


def test_landmarks_come_with_what_is_known_of_them(catalog: Catalog, source: int) -> None:
    told = face(1, landmark_spread=np.float32(0.5), landmarker=LANDMARKER)
    catalog.write(replace(batch(source, [1, 2, 3]), faces=(told, face(2), face(3, landmarks=None))))
    found = catalog.landmarks([face_id(n) for n in (2, 1, 3, 9)])
    assert found.keys() == {face_id(1), face_id(2)}
    row, other = found[face_id(1)], found[face_id(2)]
    np.testing.assert_array_equal(row.points, told.landmarks, strict=True)
    assert (row.face, row.spread, row.landmarker) == (told.id, 0.5, LANDMARKER)
    assert (row.pose, row.quality) == ((1.0, -2.0, 3.5), 0.5)
    assert (other.spread, other.landmarker) == (None, None)


def test_landmarks_that_others_placed_are_outdated(catalog: Catalog, source: int) -> None:
    faces = (
        face(1, landmarker=LANDMARKER),
        face(2, 0, landmarker=Contract("landmarks-v1")),
        face(2, 1),
        face(3, landmarks=None),
        face(4, status="low_confidence", contract=None, embedding=None),
        face(5),
    )
    catalog.write(replace(batch(source, range(1, 6)), faces=faces))
    catalog.mark(face_id(5), "ignored", who="me")
    found = catalog.outdated_landmarks(LANDMARKER)
    assert found == {photo_id(2): [face_id(2, 0), face_id(2, 1)], photo_id(5): [face_id(5)]}
    assert list(found) == sorted(found)
    assert set(catalog.outdated_landmarks(Contract("new"))) == {photo_id(n) for n in (1, 2, 5)}


def test_landmarks_are_replaced_and_nothing_else_that_is_not_given(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, [1, 2]))
    before, revision = catalog.face(face_id(1)), catalog.revision(CONTRACT)
    tagged = catalog.tag_revision()
    new = placed(1)
    assert catalog.write_landmarks([new, placed(99)]) == 1
    found = catalog.landmarks([face_id(1), face_id(2)])
    np.testing.assert_array_equal(found[face_id(1)].points, new.points, strict=True)
    assert (found[face_id(1)].spread, found[face_id(1)].landmarker) == (0.03, LANDMARKER)
    assert found[face_id(2)].landmarker is None
    assert catalog.face(face_id(1)) == before
    assert (catalog.tag_revision(), catalog.revision(CONTRACT)) == (tagged, revision)
    assert catalog.outdated_landmarks(LANDMARKER) == {photo_id(2): [face_id(2)]}
    assert catalog.write_landmarks([]) == 0


def test_pose_and_quality_come_with_landmarks_and_an_index_hears_of_quality(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, [1, 2, 3]))
    tagged = catalog.tag_revision()
    rows = [
        placed(1, quality=0.875, pose=(np.float32(4), 5.0, 6.0)),
        placed(2, quality=0.5, pose=(7.0, 8.0, 9.0)),
        placed(3, spread=None),
    ]
    assert catalog.write_landmarks(rows) == 3
    assert {id_: tags.quality for id_, tags in catalog.tags(CONTRACT, tagged).items()} == {
        face_id(1): 0.875
    }
    assert catalog.tag_revision() > tagged
    found = [catalog.face(face_id(n)) for n in (1, 2, 3)]
    assert [row.quality for row in found] == [0.875, 0.5, 0.5]
    assert [row.pose for row in found] == [(4.0, 5.0, 6.0), (7.0, 8.0, 9.0), (1.0, -2.0, 3.5)]
    assert catalog.landmarks([face_id(3)])[face_id(3)].spread is None
    assert catalog.check() == []


def test_points_of_another_shape_are_refused_whole(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2]))
    with pytest.raises(UsageError, match=r"68 landmarks.*\(5, 2\)"):
        catalog.write_landmarks([placed(1), placed(2, points=np.zeros((5, 2), np.float32))])
    assert set(catalog.outdated_landmarks(LANDMARKER)) == {photo_id(1), photo_id(2)}


# ---------------------------------------------------------------- opting out


def test_who_opted_out_is_no_member_until_that_is_taken_back(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(4)))
    a, b = group(catalog, [face_id(0), face_id(1)], [face_id(2)])
    catalog.name(a, "Anna", who="me")

    def members() -> set[FaceId]:
        return {row.face for row in catalog.members(CONTRACT)}

    edit = catalog.opt_out(a, True, who="me")
    entry = catalog.history(1)[0]
    assert (entry.edit, entry.kind) == (edit, "opt_out")
    assert entry.what == f'"Anna" ({a}) opted out of averages and games'
    assert catalog.person(a).opted_out
    assert [row.opted_out for row in catalog.people()] == [True, False], "they are listed"
    assert members() == {face_id(2), face_id(3)}
    catalog.undo(who="me")
    assert not catalog.person(a).opted_out
    assert len(members()) == 4
    catalog.undo(catalog.history(1)[0].edit, who="me")
    assert catalog.person(a).opted_out
    catalog.opt_out(a, False, who="me")
    assert catalog.history(1)[0].what == f'"Anna" ({a}) opted in again'
    assert len(members()) == 4
    assert not catalog.person(b).opted_out
    with pytest.raises(UnknownPersonError):
        catalog.opt_out(PersonId("p0"), True, who="me")


def test_who_opted_out_survives_runs_and_stays_out_when_merged(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(4)))
    a, b, c = group(catalog, [face_id(0), face_id(1)], [face_id(2)], [face_id(3)])
    catalog.opt_out(b, True, who="me")
    assert catalog.grouping_faces(CONTRACT).decided == {b}
    catalog.write_grouping(Grouping(assignments={face_id(2): None}))
    assert catalog.person(b).opted_out, "nothing but that is left of the person"
    assert catalog.check() == []
    catalog.merge(a, [b, c], who="me")
    assert catalog.person(a).opted_out
    assert list(catalog.members(CONTRACT, MemberFilter(people=(a,)))) == []
    catalog.undo(who="me")
    assert [catalog.person(id_).opted_out for id_ in (a, b, c)] == [False, True, False]
    catalog.merge(b, [c], who="me")
    assert catalog.person(b).opted_out
    catalog.undo(who="me")
    catalog.merge(a, [c], who="me")
    assert not catalog.person(a).opted_out
    assert catalog.check() == []


# ---------------------------------------------------------------- kept averages


def test_an_average_comes_back_as_it_was_kept(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(3)))
    recipe = {"people": ["p1"], "steps": [1, 2.5, None, True], "near": {"ä": "é\u2028"}}
    faces = (face_id(2), face_id(0))
    kept = average(1, title="Zoë", recipe=recipe, faces=faces)
    catalog.keep_average(kept)
    catalog.keep_average(average(2, made=None, faces=faces))
    assert [fields(row) for row in catalog.averages()] == [
        fields(average(2, made=None, report={})),
        fields(replace(kept, faces=tuple(sorted(faces)))),
    ]
    again = replace(kept, title="Zoë 2", faces=(face_id(1),), report={"n": 1}, recipe={})
    catalog.keep_average(again)
    assert fields(catalog.average(kept.id)) == fields(again)
    assert catalog.history() == [], "it is no decision"
    assert catalog.check() == []


def test_averages_come_by_title_then_id(catalog: Catalog) -> None:
    for number, title in ((3, "B"), (2, "B"), (1, "C"), (4, "a")):
        catalog.keep_average(average(number, title=title))
    assert [(row.title, int(row.id[1:], 16)) for row in catalog.averages()] == [
        ("B", 2),
        ("B", 3),
        ("C", 1),
        ("a", 4),
    ]


def test_an_average_is_found_by_id_prefix_and_title(catalog: Catalog) -> None:
    one, other = (AverageId(f"a{digits}000000000") for digits in ("1234567", "1234999"))
    catalog.keep_average(average(0, id=one, title="Zoe\u0308"))
    catalog.keep_average(average(0, id=other, title="aabcd"))
    for key in (one, "a12345", "Zoë", "Zoe\u0308"):
        assert catalog.average(key).id == one
    assert catalog.average("aabcd").id == other, "a title may look like an id"
    with pytest.raises(UnknownAverageError, match=f"a1234 stands for several.*{one}.*{other}"):
        catalog.average("a1234")
    for key in ("a12", "zoë", "", "b1234567"):
        with pytest.raises(UnknownAverageError, match=f"No average {key} "):
            catalog.average(key)
    catalog.keep_average(average(0, id=one, title="aabcd"))
    with pytest.raises(UnknownAverageError, match="Give the id"):
        catalog.average("aabcd")
    catalog.drop_average(one)
    assert [row.id for row in catalog.averages()] == [other]
    with pytest.raises(UnknownAverageError):
        catalog.drop_average(one)


@pytest.mark.parametrize(
    "changed",
    [
        {"report": {"error": math.nan}},
        {"recipe": {"points": np.zeros(2)}},
        {"recipe": {"path": "\udcff"}},
        {"made": "yesterday"},
    ],
)
def test_what_no_database_could_keep_is_refused(
    catalog: Catalog, changed: dict[str, object]
) -> None:
    catalog.keep_average(average(1))
    with pytest.raises(UsageError, match=r"plain values|ISO 8601"):
        catalog.keep_average(average(1, **changed))
    assert [fields(row) for row in catalog.averages()] == [fields(average(1))]


def test_an_average_of_faces_that_were_forgotten_meanwhile_is_not_kept(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(3)))
    catalog.keep_average(average(1, faces=(face_id(0),)))
    catalog.forget_photos([photo_id(1)], who="me")
    with pytest.raises(UnknownFaceError, match=f"such as {face_id(1)}.*not kept"):
        catalog.keep_average(average(1, faces=(face_id(0), face_id(1))))
    assert catalog.average(average(1).id).faces == (face_id(0),)


def test_averages_of_faces_that_may_not_be_shown_any_more_are_outdated(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(6)))
    a, b = group(catalog, [face_id(0)], [face_id(1), face_id(2)])
    for n in range(4):
        catalog.keep_average(average(n, faces=(face_id(n), face_id(5))))
    catalog.keep_average(average(4, made=None))

    def outdated() -> list[int]:
        return [int(id_[1:], 16) for id_ in catalog.outdated_averages()]

    assert outdated() == [4]
    for decide, expected in (
        (lambda: catalog.opt_out(a, True, who="me"), [0, 4]),
        (lambda: catalog.hide(b, True, who="me"), [1, 2, 4]),
        (lambda: catalog.mark(face_id(3), "ignored", who="me"), [3, 4]),
        (lambda: catalog.mark(face_id(5), "not_a_face", who="me"), [0, 1, 2, 3, 4]),
    ):
        decide()
        assert outdated() == expected
        catalog.undo(who="me")
        assert outdated() == [4]
    catalog.assign([face_id(3)], to=b, name=None, who="me")
    catalog.opt_out(b, True, who="me")
    assert outdated() == [1, 2, 3, 4], "whose the face is now counts"
    assert catalog.averages()[1].made == MADE, "what may be shown again was not lost"


# ---------------------------------------------------------------- forgetting


def test_forgetting_a_photo_takes_away_what_came_of_its_faces(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(5)))
    both = {"faces": [face_id(1), face_id(2)], "photos": [photo_id(1), photo_id(3)], "size": 64}
    catalog.keep_average(average(1, faces=(face_id(1), face_id(2)), recipe=both))
    catalog.keep_average(average(2, faces=(face_id(2), face_id(3))))
    catalog.keep_average(average(3, recipe={"steps": [{"faces": [face_id(1)]}]}))
    catalog.keep_average(average(4, recipe={"near": {"sample": f"face:{face_id(1)}"}}))
    catalog.keep_average(average(5, recipe={"samples": ["/photos/1.jpg#2"]}))
    catalog.keep_average(average(6, recipe={"faces": [], "samples": ["/photos/4.jpg"]}))
    catalog.forget_photos([photo_id(1)], who="me")
    left = {"faces": [face_id(2)], "photos": [photo_id(3)], "size": 64}
    assert [fields(row) for row in catalog.averages()] == [
        fields(average(1, made=None, report={}, recipe=left)),
        fields(average(2, faces=tuple(sorted([face_id(2), face_id(3)])))),
        fields(average(6, recipe={"faces": [], "samples": ["/photos/4.jpg"]})),
    ]
    assert catalog.pending_deletions()["averages"] == tuple(average(n).id for n in (1, 3, 4, 5))
    assert catalog.outdated_averages() == [average(1).id]
    assert catalog.check() == []
    catalog.deletions_done()
    assert catalog.pending_deletions()["averages"] == ()


def test_forgetting_a_person_takes_it_out_of_every_average(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(6)))
    a, b, c = group(catalog, [face_id(0), face_id(1)], [face_id(2)], [face_id(3)])
    catalog.name(a, "Zoë", who="me")
    catalog.name(a, "Ann", who="me")
    catalog.name(b, "Bea", who="me")
    catalog.merge(a, [c], who="me")
    shaped = tuple(sorted([face_id(1), face_id(2)]))
    catalog.keep_average(average(1, recipe={"people": [a, b], "mood": "banner"}, faces=shaped))
    catalog.keep_average(average(2, recipe={"people": [a]}, title="Alone"))
    catalog.keep_average(average(3, title="ZOE\u0308s friends"))
    catalog.keep_average(average(4, title="Joannes and Bea"))
    catalog.keep_average(average(5, recipe={"note": "with ann"}))
    catalog.keep_average(average(6, recipe={"people": [b, c], "weights": [1, 2]}))
    catalog.keep_average(average(7, recipe={"weights": {c: 2}}))
    catalog.keep_average(average(8, title="Bea", faces=(face_id(2),)))
    catalog.forget_person(a, who="me")
    assert [fields(row) for row in catalog.averages()] == [
        fields(average(1, made=None, report={}, recipe={"people": [b], "mood": "banner"})),
        fields(average(6, made=None, report={}, recipe={"people": [b], "weights": [1, 2]})),
        fields(average(8, title="Bea", faces=(face_id(2),))),
        fields(average(4, title="Joannes and Bea")),  # about somebody else
    ]
    pending = catalog.pending_deletions()
    assert pending["averages"] == tuple(average(n).id for n in (1, 2, 3, 5, 6, 7))
    assert set(pending["faces"]) == {face_id(n) for n in (0, 1, 3)}
    assert catalog.check() == []


def test_a_name_that_somebody_else_has_now_says_nothing_about_the_forgotten(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(4)))
    a, b = group(catalog, [face_id(0)], [face_id(1)])
    catalog.name(a, "Anna", who="me")
    catalog.name(a, None, who="me")
    catalog.name(b, "Anna", who="me")
    catalog.keep_average(average(1, title="Anna", faces=(face_id(1),)))
    catalog.forget_person(a, who="me")
    assert catalog.average("Anna").made == MADE


def test_an_average_can_be_made_again_after_forgetting(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(3)))
    catalog.keep_average(average(1, faces=(face_id(0), face_id(1))))
    catalog.forget_photos([photo_id(0)], who="me")
    again = average(1, faces=(face_id(1),), made="2026-05-05T00:00:00.5+00:00")
    catalog.keep_average(again)
    assert catalog.outdated_averages() == []
    assert catalog.average(again.id).made == "2026-05-05T00:00:00.500000+00:00"
    assert PhotoId(photo_id(1)) in {row.photo for row in catalog.members(CONTRACT)}


# ---------------------------------------------------------------- copies of photos


# ---------------------------------------------------------------- pictures of averages


def picture(number: int, **changed: object) -> KeptAverage:
    recipe = {"picture": "strip", **changed.pop("recipe", {})}  # type: ignore[dict-item]
    return average(number, title=f"Picture {number}", recipe=recipe, **changed)


def test_pictures_are_kept_beside_averages_and_are_none(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(3)))
    catalog.keep_average(average(1))
    catalog.keep_average(picture(2, faces=(face_id(1),)))
    assert [fields(row) for row in catalog.averages()] == [fields(average(1))]
    kept = [fields(row) for row in catalog.average_pictures()]
    assert kept == [fields(picture(2, faces=(face_id(1),)))]
    for key in (picture(2).id, picture(2).title):
        with pytest.raises(UnknownAverageError):
            catalog.average(key)
    catalog.drop_average(picture(2).id)
    assert catalog.average_pictures() == []


def test_pictures_of_who_may_not_be_shown_any_more_are_outdated(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(4)))
    one, two = group(catalog, [face_id(0)], [face_id(1)])
    catalog.keep_average(picture(1, faces=(face_id(0),)))
    catalog.keep_average(picture(2, faces=(face_id(1),)))
    catalog.keep_average(average(3, faces=(face_id(0), face_id(1))))
    assert catalog.outdated_pictures() == []
    catalog.hide(one, hidden=True, who="me")
    assert catalog.outdated_pictures() == [picture(1).id]
    assert catalog.outdated_averages() == [average(3).id]
    catalog.opt_out(two, out=True, who="me")
    assert catalog.outdated_pictures() == [picture(1).id, picture(2).id]


def test_a_picture_goes_with_anything_in_it_that_is_forgotten(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(6)))
    (person,) = group(catalog, [face_id(0), face_id(1)])
    catalog.name(person, "Ann", who="me")
    catalog.keep_average(picture(1, faces=(face_id(0), face_id(3))))
    catalog.keep_average(picture(2, recipe={"people": [person, "p" + "0" * 16]}))
    catalog.keep_average(picture(3, recipe={"shows": [face_id(1)]}))
    catalog.keep_average(picture(4, recipe={"labels": ["Ann's day"]}))
    catalog.keep_average(picture(5, recipe={"on": f"{photo_id(4)}#2"}))
    catalog.keep_average(picture(6, faces=(face_id(3),)))
    catalog.forget_person(person, who="me")
    assert [row.id for row in catalog.average_pictures()] == [picture(5).id, picture(6).id]
    assert catalog.pending_deletions()["averages"] == tuple(picture(n).id for n in (1, 2, 3, 4))
    catalog.forget_photos([photo_id(3), photo_id(4)], who="me")
    assert catalog.average_pictures() == []
    assert catalog.check() == []


def test_prints_tell_copies_of_photos(catalog: Catalog, source: int) -> None:
    known = photo(1, phash=2**63 + 5)
    catalog.write(IngestBatch(source=source, photos=(known, photo(2))))
    prints = catalog.photo_prints([photo_id(1), photo_id(2), photo_id(3)])
    assert prints.keys() == {photo_id(1), photo_id(2)}
    assert prints[photo_id(1)] == (
        known.phash,
        known.width,
        known.height,
        known.size,
        known.taken,
    )

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.grouping.calibration import COPY
from likeness.grouping.clustering import first_equal, group
from likeness.grouping.constraints import same_photo
from likeness.types import GroupingFaces, PersonId
from tests.grouping.crowd import applied, centres, face, library, members, near, person, shuffled

ANNA, BERT = centres(2)


def faces_of(centre: np.ndarray, count: int, seed: int = 0) -> list[np.ndarray]:
    """Return faces of one person, some .25 apart."""
    return [near(centre, 0.18, 100 * seed + i) for i in range(count)]


# ---------------------------------------------------------------- founding


def test_faces_of_two_people_are_two_people_named_after_their_first_face() -> None:
    faces = library(faces_of(ANNA, 3) + faces_of(BERT, 2, seed=1))
    result = group(faces)
    assert result.founded == (person(0), person(3))
    assert members(applied(faces, result)) == {
        person(0): {face(0), face(1), face(2)},
        person(3): {face(3), face(4)},
    }


def test_a_single_face_stays_unassigned_until_a_second_one_appears() -> None:
    one = library(faces_of(ANNA, 1))
    assert group(one).assignments == {}
    both = library(faces_of(ANNA, 2))
    assert members(applied(both, group(both))) == {person(0): {face(0), face(1)}}


def test_two_copies_in_one_photo_are_not_yet_a_person() -> None:
    copies = [near(ANNA, 0.0, 0), near(ANNA, COPY / 2, 1)]
    assert group(library(copies, photos=[7, 7])).assignments == {}
    three = library([*copies, near(ANNA, 0.18, 2)], photos=[7, 7, 8])
    assert members(applied(three, group(three))) == {person(0): {face(0), face(1), face(2)}}


def test_nothing_is_grouped_in_an_empty_library() -> None:
    assert group(library([])).assignments == {}
    assert group(library([]), again=True).assignments == {}


def test_an_id_that_is_taken_goes_to_the_next_face() -> None:
    faces = library(
        faces_of(ANNA, 2) + faces_of(BERT, 2), persons=[None, None, person(0), person(0)]
    )
    assert group(faces).founded == (person(1),)


def test_a_person_gets_an_id_even_when_all_of_its_faces_founded_others() -> None:
    faces = library(
        faces_of(ANNA, 2) + faces_of(BERT, 2),
        persons=[None, None, person(0), person(0)],
        decided=[person(1)],
    )
    (founded,) = group(faces).founded
    assert founded.startswith("p")
    assert len(founded) == 17
    assert founded not in {person(0), person(1)}
    assert group(faces).founded == (founded,)


# ---------------------------------------------------------------- same photo


def test_two_faces_of_one_photo_are_different_people_however_alike() -> None:
    twins = [near(ANNA, 0.15, i) for i in range(4)]
    faces = library(twins, photos=[1, 1, 2, 2])
    people = members(applied(faces, group(faces)))
    for owned in people.values():
        assert not {face(0), face(1)} <= owned
        assert not {face(2), face(3)} <= owned


def test_a_mirror_shows_the_same_person_twice() -> None:
    faces = library(
        [near(ANNA, 0.18, 0), near(ANNA, 0, 0), near(ANNA, COPY / 2, 1)], photos=[1, 2, 2]
    )
    assert members(applied(faces, group(faces))) == {person(0): {face(0), face(1), face(2)}}


def test_people_who_look_alike_to_the_embedding_are_told_apart_by_their_group_photos() -> None:
    """Three people .33 apart, five group photos of them, and two portraits of each.

    The rule alone would keep the faces of each photo apart and mix the portraits; distances have to
    be stretched around such people.
    """
    look = [near(ANNA, 0.23, seed).astype(np.float64) for seed in range(3)]
    look = [centre / np.linalg.norm(centre) for centre in look]
    vectors = [near(look[i], 0.14, 10 * photo + i) for photo in range(5) for i in range(3)]
    photos = [photo for photo in range(5) for _ in range(3)]
    vectors += [near(look[i], 0.14, 1000 + 10 * i + n) for i in range(3) for n in range(2)]
    faces = library(vectors, photos=[*photos, *range(100, 106)])
    truth = [i % 3 for i in range(15)] + [0, 0, 1, 1, 2, 2]
    people = members(applied(faces, group(faces)))
    assert sorted(sorted(truth[int(f[1:], 16)] for f in owned) for owned in people.values()) == [
        [0] * 7,
        [1] * 7,
        [2] * 7,
    ]


# ---------------------------------------------------------------- weak faces


def test_a_weak_face_joins_but_cannot_bridge_two_people() -> None:
    other = near(ANNA, 0.5, 9).astype(np.float64)
    between = (ANNA + other) / np.linalg.norm(ANNA + other)
    sharp = [near(ANNA, 0.1, i) for i in range(2)] + [near(other, 0.1, i) for i in range(2)]
    faces = library([*sharp, between.astype(np.float32)], quality=[1, 1, 1, 1, 0.1])
    people = members(applied(faces, group(faces)))
    assert sorted(len(owned) for owned in people.values()) == [2, 3]


# ---------------------------------------------------------------- new faces


def test_new_faces_join_existing_people_and_rename_nobody() -> None:
    old = person(99)
    faces = library(faces_of(ANNA, 4), persons=[None, old, old, None])
    result = group(faces)
    assert result.founded == ()
    assert result.assignments == {face(0): old, face(3): old}


def test_two_halves_of_a_person_grow_together_when_a_new_face_shows_it() -> None:
    faces = library(faces_of(ANNA, 5), persons=[person(8), person(8), person(9), person(9), None])
    assert len(members(applied(faces, group(faces)))) == 1


def test_people_whom_humans_decided_about_are_never_merged_by_a_run() -> None:
    faces = library(
        faces_of(ANNA, 5),
        persons=[person(8), person(8), person(9), person(9), None],
        decided=[person(8), person(9)],
    )
    people = members(applied(faces, group(faces)))
    assert set(people) == {person(8), person(9)}
    assert sum(len(owned) for owned in people.values()) == 5


def test_without_a_new_face_nothing_changes() -> None:
    faces = library(faces_of(ANNA, 4), persons=[person(8), person(8), person(9), person(9)])
    assert group(faces).assignments == {}


def test_people_out_of_reach_are_left_alone() -> None:
    faces = library(faces_of(ANNA, 3) + faces_of(BERT, 2), persons=[person(0)] * 3 + [None, None])
    result = group(faces)
    assert result.assignments == {face(3): person(3), face(4): person(3)}


def test_a_face_set_aside_by_a_human_stays_with_nobody() -> None:
    faces = library(faces_of(ANNA, 3), persons=[person(0), person(0), None], pinned=[2])
    assert group(faces).assignments == {}
    assert face(2) not in group(faces, again=True).assignments


def test_a_face_rejected_from_its_own_person_leaves_it() -> None:
    faces = library(faces_of(ANNA, 3), persons=[person(0)] * 3, rejections=[(2, person(0))])
    assert group(faces).assignments == {face(2): None}


def test_a_copy_of_a_rejected_face_is_free_to_join() -> None:
    copies = [near(ANNA, 0, 0)] * 3
    faces = library(copies, persons=[person(0), None, None], rejections=[(1, person(0))])
    assert group(faces).assignments == {face(2): person(0)}


def test_two_rejected_faces_found_a_person_of_their_own() -> None:
    faces = library(
        faces_of(ANNA, 4),
        persons=[person(0), person(0), None, None],
        rejections=[(2, person(0)), (3, person(0))],
    )
    assert members(applied(faces, group(faces)))[person(2)] == {face(2), face(3)}


# ---------------------------------------------------------------- time


def test_a_child_is_not_merged_with_a_parent_who_looks_alike() -> None:
    """Anna at 40 and her daughter at 8, photographed in the same years."""
    alike = near(ANNA, 0.2, 7).astype(np.float64)
    vectors = [near(ANNA, 0.2, i) for i in range(4)] + [near(alike, 0.2, 10 + i) for i in range(4)]
    ages = np.array([39, 41, 40, 42, 8, 9, 7, 8], np.float32)
    plain = library(vectors)
    dated = replace(plain, taken=np.full(8, 2015.5), age=ages)
    assert len(members(applied(plain, group(plain)))) == 1
    assert sorted(members(applied(dated, group(dated))).values(), key=min) == [
        {face(i) for i in range(4)},
        {face(i) for i in range(4, 8)},
    ]


def test_a_birth_year_that_was_told_counts_for_more_than_how_old_a_face_looks() -> None:
    """The child looks grown up on her photos; her mother's new photos do not join her."""
    alike = near(ANNA, 0.2, 7).astype(np.float64)
    vectors = [near(ANNA, 0.2, i) for i in range(4)] + [near(alike, 0.2, 10 + i) for i in range(4)]
    faces = replace(
        library(vectors, persons=[person(0)] * 4 + [None] * 4, decided=[person(0)]),
        taken=np.full(8, 2015.5),
        age=np.full(8, 38, np.float32),
    )
    told = replace(faces, born={person(0): 2010})
    assert len(members(applied(faces, group(faces)))) == 1
    assert len(members(applied(told, group(told)))) == 2


# ---------------------------------------------------------------- all over again


def test_again_mends_what_was_split_and_keeps_the_id_with_most_faces() -> None:
    faces = library(
        faces_of(ANNA, 5), persons=[person(7), person(7), person(7), person(8), person(8)]
    )
    result = group(faces, again=True)
    assert result.founded == ()
    assert result.assignments == {face(3): person(7), face(4): person(7)}


def test_again_parts_what_was_mixed_and_founds_the_smaller_half_anew() -> None:
    faces = library(faces_of(ANNA, 3) + faces_of(BERT, 2, seed=1), persons=[person(0)] * 5)
    result = group(faces, again=True)
    assert result.founded == (person(3),)
    assert result.assignments == {face(3): person(3), face(4): person(3)}


def test_again_never_merges_people_that_humans_decided_about() -> None:
    faces = library(
        faces_of(ANNA, 6),
        persons=[person(0)] * 3 + [person(3)] * 3,
        decided=[person(0), person(3)],
    )
    people = members(applied(faces, group(faces, again=True)))
    assert set(people) == {person(0), person(3)}


def test_again_keeps_a_decided_person_by_the_face_that_is_nearest_to_its_others() -> None:
    """A stray face came first and gave the person its id; the name belongs to the others."""
    faces = library(
        [near(BERT, 0.18, 0), *faces_of(ANNA, 3), near(BERT, 0.18, 1)],
        persons=[person(0)] * 4 + [None],
        decided=[person(0)],
    )
    people = members(applied(faces, group(faces, again=True)))
    assert people[person(0)] == {face(1), face(2), face(3)}
    assert people[person(4)] == {face(0), face(4)}


def test_again_keeps_what_a_human_pinned_however_unlike() -> None:
    faces = library(
        faces_of(ANNA, 3) + faces_of(BERT, 2, seed=1),
        persons=[person(0)] * 3 + [person(0), None],
        pinned=[0, 3],
        decided=[person(0)],
    )
    people = members(applied(faces, group(faces, again=True)))
    assert {face(0), face(3)} <= people[person(0)]


# ---------------------------------------------------------------- any library


@st.composite
def libraries(draw: st.DrawFn) -> GroupingFaces:
    """Draw a library in any state: crowds, group photos, copies, people, decisions."""
    n = draw(st.integers(1, 14))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    looks = centres(3, int(rng.integers(100)))
    looks[2] = looks[1] + 0.25 * looks[2]  # two who look alike
    looks[2] /= np.linalg.norm(looks[2])
    vectors = [
        near(looks[rng.integers(3)], float(rng.choice([0.0, 0.05, 0.2, 0.3])), int(rng.integers(9)))
        for _ in range(n)
    ]
    photos = rng.integers(0, draw(st.integers(1, n)), n)
    people = [None, *(person(i) for i in range(100, 104)), person(0)]
    persons = [people[i] for i in rng.integers(0, draw(st.integers(1, len(people))), n)]
    pinned = [i for i in range(n) if rng.random() < draw(st.sampled_from([0, 0.3]))]
    rejections = [
        (int(rng.integers(n)), people[int(rng.integers(1, len(people)))])
        for _ in range(draw(st.integers(0, 3)))
    ]
    standing = sorted({owner for owner in persons if owner is not None})
    decided = {owner for owner in standing if rng.random() < draw(st.sampled_from([0, 0.5]))}
    decided |= {persons[i] for i in pinned if persons[i] is not None}
    return library(
        vectors,
        photos=photos.tolist(),
        persons=persons,
        pinned=pinned,
        rejections=[(i, whom) for i, whom in rejections if i not in pinned and whom is not None],
        decided=decided,
        quality=rng.choice([0.1, 1.0], n).tolist(),
    )


any_library = settings(max_examples=80, deadline=None)


@any_library
@given(libraries(), st.booleans())
def test_pins_and_rejections_hold(faces: GroupingFaces, again: bool) -> None:
    after = applied(faces, group(faces, again=again))
    for name, now, before, pin in zip(
        faces.ids, after.persons, faces.persons, faces.pinned, strict=True
    ):
        if pin:
            assert now == before
        elif now is not None:
            assert (name, now) not in faces.rejections


@any_library
@given(libraries(), st.booleans())
def test_nobody_is_twice_in_a_photo_unless_as_a_copy_or_by_decision(
    faces: GroupingFaces, again: bool
) -> None:
    after = applied(faces, group(faces, again=again))
    known = same_photo(faces.photos, faces.vectors).pairs
    strangers = {frozenset(pair) for pair in known.tolist()}
    for i in range(len(faces.ids)):
        for j in range(i):
            together = after.persons[i] is not None and after.persons[i] == after.persons[j]
            if not together or faces.photos[i] != faces.photos[j]:
                continue
            stood = faces.persons[i] == faces.persons[j] == after.persons[i] and not again
            pinned = faces.pinned[i] and faces.pinned[j]
            assert frozenset({i, j}) not in strangers or stood or pinned


@any_library
@given(libraries(), st.booleans(), st.randoms())
def test_the_order_of_rows_changes_nothing(
    faces: GroupingFaces, again: bool, random: object
) -> None:
    order = list(range(len(faces.ids)))
    random.shuffle(order)  # type: ignore[attr-defined]
    one, other = group(faces, again=again), group(shuffled(faces, order), again=again)
    assert (other.assignments, other.founded) == (one.assignments, one.founded)


@any_library
@given(libraries())
def test_running_twice_changes_nothing(faces: GroupingFaces) -> None:
    once = applied(faces, group(faces))
    twice = group(once)
    assert (dict(twice.assignments), twice.founded) == ({}, ())


@any_library
@given(libraries())
def test_running_again_twice_changes_nothing_where_anchors_are_pinned(
    faces: GroupingFaces,
) -> None:
    pinned = {owner for owner, pin in zip(faces.persons, faces.pinned, strict=True) if pin}
    free = library(
        faces.vectors,
        photos=[int(photo, 16) for photo in faces.photos],
        persons=[owner if owner in pinned else None for owner in faces.persons],
        pinned=[i for i, pin in enumerate(faces.pinned) if pin],
        decided=[owner for owner in pinned if owner is not None],
    )
    once = applied(free, group(free, again=True))
    twice = group(once, again=True)
    assert (dict(twice.assignments), twice.founded) == ({}, ())


@any_library
@given(libraries())
def test_a_run_takes_nothing_from_people_whom_humans_decided_about(faces: GroupingFaces) -> None:
    after = applied(faces, group(faces))
    for name, now, before in zip(faces.ids, after.persons, faces.persons, strict=True):
        if before in faces.decided and (name, before) not in faces.rejections:
            assert now == before


@any_library
@given(libraries())
def test_people_whom_humans_decided_about_survive_again(faces: GroupingFaces) -> None:
    after = members(applied(faces, group(faces, again=True)))
    for owner, owned in members(faces).items():
        free = {name for name in owned if (name, owner) not in faces.rejections}
        if owner in faces.decided and free:
            assert owner in after


@any_library
@given(libraries(), st.booleans())
def test_new_people_have_new_ids_and_faces_on_two_photos(faces: GroupingFaces, again: bool) -> None:
    result = group(faces, again=again)
    after = members(applied(faces, result))
    photo = dict(zip(faces.ids, faces.photos, strict=True))
    standing = {owner for owner in faces.persons if owner is not None} | faces.decided
    for owner in result.founded:
        assert owner not in standing
        assert len({photo[name] for name in after[owner]}) > 1
    assert len(set(result.founded)) == len(result.founded)
    made = {owner for owner in after if owner not in standing}
    assert made == set(result.founded)


def test_people_whom_new_photos_do_not_touch_keep_faces_and_id() -> None:
    """Two halves of Bert stay two: only somebody who looks like Anna came."""
    halves = faces_of(BERT, 4, seed=1)
    faces = library(
        [*halves, *faces_of(ANNA, 2)],
        persons=[person(0), person(0), person(2), person(2)] + [None] * 2,
    )
    result = group(faces)
    assert result.founded == (person(4),)
    assert set(result.assignments) == {face(4), face(5)}


@pytest.mark.parametrize("folder", ["trip", "drama"])
def test_group_shots_of_real_people_hold_everybody_once(
    photos: object, request: pytest.FixtureRequest, folder: str
) -> None:
    """The named portraits of trip/ end with the right people; nobody is twice in a photo."""
    faces, files = request.getfixturevalue("analysed")(folder)
    after = applied(faces, group(faces))
    seen = set()
    for photo, owner in zip(after.photos, after.persons, strict=True):
        assert owner is None or (photo, owner) not in seen
        seen.add((photo, owner))
    portraits: dict[str, set[PersonId | None]] = {}
    for file, owner in zip(files, after.persons, strict=True):
        name = file.rstrip("0123456789")
        if name in {"kyo", "yeon"}:
            portraits.setdefault(name, set()).add(owner)
    if folder == "trip":
        assert [len(owners) for owners in portraits.values()] == [1, 1]
        assert portraits["kyo"] != portraits["yeon"]
    assert len(members(after)) >= 5


def test_equal_rows_are_found_wherever_they_lie() -> None:
    rows = np.array([[1, 0], [0, 1], [1, 0], [0, 1], [0.5, 0.5]], np.float32)
    assert first_equal(rows).tolist() == [0, 1, 0, 1, 4]
    assert first_equal(np.empty((0, 2), np.float32)).tolist() == []

from __future__ import annotations

from collections.abc import Callable

import pytest

from likeness.catalog.sql import SqlCatalog
from likeness.errors import EditRefusedError, UnknownFaceError, UnknownPersonError, UsageError
from likeness.types import FaceId, Grouping, PersonId
from tests.catalog import model
from tests.catalog.makers import face_id
from tests.stores.databases import ON_EVERY_DATABASE

pytestmark = ON_EVERY_DATABASE

NOBODY = PersonId("p" + "0" * 16)
NO_FACE = FaceId("f" + "0" * 16)
NEW = face_id(11)  # nobody's


def standing(catalog: SqlCatalog, *numbers: int) -> list[tuple[object, ...]]:
    faces = model.state_of(catalog).faces
    return [faces[face_id(number)] for number in numbers]


def rejections(catalog: SqlCatalog) -> set[tuple[str, str]]:
    return model.state_of(catalog).rejections


# ---------------------------------------------------------------- assign, confirm, reject, mark


def test_assigned_faces_are_pinned_wherever_they_were(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    edit, whom = catalog.assign([NEW, face_id(4), NEW], to=a, name=None, who="me")
    assert whom == a
    assert standing(catalog, 11, 4, 5) == [(a, "human", None)] * 2 + [(b, "run", None)]
    assert catalog.history(1)[0].what == f"2 faces assigned to {a}"
    assert catalog.history(1)[0].edit == edit


def test_assigning_takes_back_a_rejection_and_a_mark(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, *_ = people
    catalog.reject(face_id(0), who="me")
    catalog.mark(face_id(1), "ignored", who="me")
    catalog.assign([face_id(0), face_id(1)], to=a, name=None, who="me")
    assert standing(catalog, 0, 1) == [(a, "human", None)] * 2
    assert rejections(catalog) == set()
    catalog.undo(who="me")
    assert standing(catalog, 0, 1) == [(None, None, None), (None, None, "ignored")]
    assert rejections(catalog) == {(face_id(0), a)}


def test_a_new_person_is_called_after_its_smallest_free_face(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, *_ = people
    first = min(face_id(n) for n in range(4))
    others = [face_id(n) for n in range(4) if face_id(n) != first]
    _, made = catalog.assign([first, *others[:2]], to=None, name=" Anna ", who="me")
    assert made == PersonId("p" + min(others[:2])[1:])
    assert catalog.person(made).name == "Anna"
    assert catalog.history(1)[0].what == f'3 faces assigned to "Anna" ({made})'
    assert catalog.person(a).faces == 1


def test_where_all_ids_are_taken_a_new_person_gets_one_that_is_always_the_same(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    founder = FaceId("f" + a[1:])
    made = []
    for _ in range(2):
        edit, person = catalog.assign([founder], to=None, name=None, who="me")
        made.append(person)
        catalog.undo(edit, who="me")
    assert made[0] == made[1]
    assert made[0].startswith(a)
    assert len(made[0]) == len(a) + 8
    _, first = catalog.assign([founder], to=None, name=None, who="me")
    catalog.name(first, "Anna", who="me")
    catalog.assign([founder], to=b, name=None, who="me")
    _, second = catalog.assign([founder], to=None, name=None, who="me")
    assert len({a, first, second}) == 3


@pytest.mark.parametrize(
    ("faces", "to", "name", "error", "reason"),
    [
        ([], None, None, UsageError, "at least one face"),
        ([NEW, NO_FACE], None, None, UnknownFaceError, NO_FACE),
        ([NEW], NOBODY, None, UnknownPersonError, NOBODY),
        ([NEW], NOBODY, "Anna", UsageError, "not both"),
        ([NEW], None, "a\nb", UsageError, r"U\+000A"),
    ],
)
def test_an_assignment_that_makes_no_sense_changes_nothing(
    catalog: SqlCatalog,
    people: list[PersonId],
    faces: list[FaceId],
    to: PersonId | None,
    name: str | None,
    error: type[Exception],
    reason: str,
) -> None:
    before = model.rows_of(catalog), catalog.history()
    with pytest.raises(error, match=reason):
        catalog.assign(faces, to=to, name=name, who="me")
    assert (model.rows_of(catalog), catalog.history()) == before


def test_a_confirmed_face_is_pinned(catalog: SqlCatalog, people: list[PersonId]) -> None:
    catalog.confirm(face_id(0), who="me")
    assert standing(catalog, 0) == [(people[0], "human", None)]
    assert catalog.history(1)[0].what == f"face {face_id(0)} confirmed as {people[0]}"


def test_a_rejected_face_leaves_and_never_joins_again(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    catalog.name(a, "Anna", who="me")
    catalog.reject(face_id(0), who="me")
    assert standing(catalog, 0) == [(None, None, None)]
    assert rejections(catalog) == {(face_id(0), a)}
    assert catalog.history(1)[0].what == f'face {face_id(0)} is not "Anna" ({a})'
    assert catalog.write_grouping(Grouping(assignments={face_id(0): a})) is None
    assert catalog.write_grouping(Grouping(assignments={face_id(0): b})) is not None


@pytest.mark.parametrize(
    ("mark", "kind", "said"),
    [("ignored", "ignore", "is ignored"), ("not_a_face", "not_a_face", "is not a face")],
)
def test_a_marked_face_leaves_its_person(
    catalog: SqlCatalog, people: list[PersonId], mark: str, kind: str, said: str
) -> None:
    catalog.mark(face_id(0), mark, who="me")  # type: ignore[arg-type]
    assert standing(catalog, 0) == [(None, None, mark)]
    entry = catalog.history(1)[0]
    assert (entry.kind, entry.what) == (kind, f"face {face_id(0)} {said}")


def test_only_two_marks_exist(catalog: SqlCatalog, people: list[PersonId]) -> None:
    with pytest.raises(UsageError, match="ignored or not_a_face, not ugly"):
        catalog.mark(face_id(0), "ugly", who="me")  # type: ignore[arg-type]


@pytest.mark.parametrize("verb", ["confirm", "reject"])
def test_only_a_face_that_is_somebody_can_be_confirmed_or_rejected(
    catalog: SqlCatalog, people: list[PersonId], verb: str
) -> None:
    with pytest.raises(EditRefusedError, match="not said to be anybody"):
        getattr(catalog, verb)(NEW, who="me")
    with pytest.raises(UnknownFaceError):
        getattr(catalog, verb)(NO_FACE, who="me")


def test_people_of_whom_an_edit_leaves_nothing_are_dropped_and_come_back(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, c = people
    catalog.assign([face_id(n) for n in (8, 9, 10)], to=a, name=None, who="me")
    assert {row.person for row in catalog.people(hidden=True)} == {a, b}
    with pytest.raises(UnknownPersonError):
        catalog.person(c)
    catalog.undo(who="me")
    assert catalog.person(c).faces == 3


def test_people_about_whom_something_is_decided_stay_without_faces(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, c = people
    catalog.name(a, "Anna", who="me")
    catalog.feature(b, face_id(4), who="me")
    for n in (8, 9, 10):
        catalog.reject(face_id(n), who="me")
    for n in range(8):
        catalog.mark(face_id(n), "ignored", who="me")
    assert catalog.people(hidden=True) == []
    assert model.state_of(catalog).people.keys() == {a, b, c}
    assert catalog.check() == []


# ---------------------------------------------------------------- name, hide, feature


def test_a_name_is_given_changed_and_taken_away(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, *_ = people
    for name in (" Anna ", "Jose\u0301", None):
        catalog.name(a, name, who="me")
    assert catalog.person(a).name is None
    assert [entry.what for entry in catalog.history(3)] == [
        f'"José" ({a}) has no name any more',
        f'{a} is called "José"',
        f'{a} is called "Anna"',
    ]


def test_two_people_never_carry_one_name(catalog: SqlCatalog, people: list[PersonId]) -> None:
    a, b, _ = people
    catalog.name(a, "José", who="me")
    catalog.name(a, "José", who="me")
    for attempt in (
        lambda: catalog.name(b, "Jose\u0301 ", who="me"),
        lambda: catalog.assign([NEW], to=None, name="José", who="me"),
    ):
        with pytest.raises(EditRefusedError, match=rf'"José" \({a}\).*people merge'):
            attempt()
    catalog.name(b, "josé", who="me")


def test_a_hidden_person_can_be_shown_again(catalog: SqlCatalog, people: list[PersonId]) -> None:
    a, *_ = people
    catalog.hide(a, True, who="me")
    catalog.hide(a, False, who="me")
    assert not catalog.person(a).hidden
    said = [entry.what for entry in catalog.history(2)]
    assert said == [f"{a} is shown again", f"{a} is hidden"]


def test_the_face_that_stands_for_a_person_is_that_persons_for_good(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    catalog.feature(a, face_id(1), who="me")
    assert catalog.person(a).feature == face_id(1)
    assert standing(catalog, 1) == [(a, "human", None)]
    with pytest.raises(EditRefusedError, match=f"does not belong to {b}"):
        catalog.feature(b, face_id(1), who="me")


def test_a_face_that_left_stands_for_nobody_until_it_is_back(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    catalog.feature(a, face_id(1), who="me")
    catalog.assign([face_id(1)], to=b, name=None, who="me")
    assert {row.feature for row in catalog.people()} == {None}
    catalog.assign([face_id(1)], to=a, name=None, who="me")
    assert catalog.person(a).feature == face_id(1)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda c: c.name(NOBODY, "Anna", who="me"),
        lambda c: c.hide(NOBODY, True, who="me"),
        lambda c: c.opt_out(NOBODY, True, who="me"),
        lambda c: c.feature(NOBODY, NEW, who="me"),
        lambda c: c.merge(NOBODY, [PersonId("p1")], who="me"),
        lambda c: c.split(NOBODY, [NEW], who="me"),
    ],
)
def test_nothing_can_be_decided_about_an_unknown_person(
    catalog: SqlCatalog, people: list[PersonId], attempt: Callable[[SqlCatalog], object]
) -> None:
    with pytest.raises(UnknownPersonError, match=NOBODY):
        attempt(catalog)


# ---------------------------------------------------------------- merge, split


def test_merged_people_are_one_whose_faces_are_pinned(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, c = people
    catalog.merge(a, [b, a, b], who="me")
    assert standing(catalog, *range(8)) == [(a, "human", None)] * 8
    assert {row.person for row in catalog.people()} == {a, c}
    assert catalog.history(1)[0].what == f"{b} merged into {a}"


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (("Anna", "Bea", None), "Anna"),
        ((None, "Bea", "Caro"), "Bea"),
        ((None, None, "Caro"), "Caro"),
        ((None, None, None), None),
    ],
)
def test_the_first_name_of_merged_people_is_kept(
    catalog: SqlCatalog, people: list[PersonId], names: tuple[str | None, ...], kept: str | None
) -> None:
    for person, name in zip(people, names, strict=True):
        catalog.name(person, name, who="me")
    catalog.merge(people[0], people[1:], who="me")
    assert catalog.person(people[0]).name == kept
    catalog.undo(who="me")
    assert tuple(catalog.person(person).name for person in people) == names


def test_who_is_not_one_of_the_merged_is_not_the_first_either(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, c = people
    catalog.assign([NEW], to=b, name=None, who="me")
    catalog.reject(NEW, who="me")
    catalog.merge(a, [b], who="me")
    assert rejections(catalog) == {(NEW, a)}
    catalog.merge(c, [a], who="me")
    assert rejections(catalog) == {(NEW, c)}
    catalog.undo(who="me")
    catalog.undo(who="me")
    assert rejections(catalog) == {(NEW, b)}


def test_merging_takes_back_that_a_face_of_one_is_not_the_other(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    catalog.split(a, [face_id(0)], who="me")
    made = model.state_of(catalog).faces[face_id(0)][0]
    assert rejections(catalog) == {(face_id(0), a)}
    catalog.merge(a, [made, b], who="me")
    assert rejections(catalog) == set()
    assert catalog.check() == []


def test_one_person_cannot_be_merged(catalog: SqlCatalog, people: list[PersonId]) -> None:
    for others in ([], [people[0]]):
        with pytest.raises(UsageError, match="at least two"):
            catalog.merge(people[0], others, who="me")


def test_split_faces_are_somebody_else_for_good(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, *_ = people
    founder = FaceId("f" + a[1:])
    rest = sorted({face_id(n) for n in range(4)} - {founder})
    edit, made = catalog.split(a, [founder, rest[0]], who="me")
    assert made == PersonId("p" + rest[0][1:])
    state = model.state_of(catalog)
    assert state.faces[founder] == state.faces[rest[0]] == (made, "human", None)
    assert state.faces[rest[1]] == (a, "run", None)
    assert rejections(catalog) == {(founder, a), (rest[0], a)}
    entry = catalog.history(1)[0]
    assert (entry.edit, entry.what) == (edit, f"2 faces of {a} split off as {made}")


@pytest.mark.parametrize(
    ("numbers", "error", "reason"),
    [
        ([0, 4], EditRefusedError, f"face {face_id(4)} cannot be split off"),
        ([0, 11, 4], EditRefusedError, "2 faces cannot be split off"),
        ([0, 1, 2, 3, 3], EditRefusedError, "at least one has to stay"),
        ([], UsageError, "at least one face"),
    ],
)
def test_only_some_faces_of_that_person_can_be_split_off(
    catalog: SqlCatalog,
    people: list[PersonId],
    numbers: list[int],
    error: type[Exception],
    reason: str,
) -> None:
    before = model.rows_of(catalog)
    with pytest.raises(error, match=reason):
        catalog.split(people[0], [face_id(number) for number in numbers], who="me")
    assert model.rows_of(catalog) == before

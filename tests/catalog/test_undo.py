from __future__ import annotations

import pytest

from likeness.catalog.sql import SqlCatalog
from likeness.errors import EditRefusedError
from likeness.types import EditId, Grouping, PersonId
from tests.catalog import model
from tests.catalog.makers import batch, face_id, photo_id
from tests.stores.databases import ON_EVERY_DATABASE

pytestmark = ON_EVERY_DATABASE

NEW = face_id(11)  # nobody's


def run(catalog: SqlCatalog, to: PersonId | None, *numbers: int, found: bool = False) -> EditId:
    """Let a run put faces to a person, whom it founds if asked."""
    edit = catalog.write_grouping(
        Grouping(
            assignments={face_id(number): to for number in numbers},
            founded=(to,) if found and to is not None else (),
        )
    )
    assert edit is not None
    return edit


def person_of(catalog: SqlCatalog, number: int) -> PersonId | None:
    return model.state_of(catalog).faces[face_id(number)][0]


def refused(catalog: SqlCatalog, edit: EditId | None) -> str:
    """Return why *edit* cannot be undone, seeing that the attempt changed nothing."""
    before = model.rows_of(catalog), catalog.history()
    with pytest.raises(EditRefusedError) as caught:
        catalog.undo(edit, who="me")
    assert (model.rows_of(catalog), catalog.history()) == before
    return str(caught.value)


# ---------------------------------------------------------------- which edit


def test_without_a_number_the_newest_human_decision_that_stands_is_taken_back(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    first = catalog.name(a, "Anna", who="me")
    second = catalog.name(b, "Bea", who="me")
    run(catalog, None, 0)
    assert catalog.undo(who="you").what == f'edit {second} taken back: {b} is called "Bea"'
    assert catalog.undo(who="you").what == f'edit {first} taken back: {a} is called "Anna"'
    assert "nothing to take back" in refused(catalog, None)


def test_what_is_undone_is_not_undone_again(catalog: SqlCatalog, people: list[PersonId]) -> None:
    edit = catalog.name(people[0], "Anna", who="me")
    taken_back = catalog.undo(edit, who="me").edit
    assert f"undone already, by edit {taken_back}" in refused(catalog, edit)


def test_an_undo_can_be_undone_and_so_on(catalog: SqlCatalog, people: list[PersonId]) -> None:
    edit = catalog.name(people[0], "Anna", who="me")
    chain = [edit]
    for length in range(1, 6):
        chain.append(catalog.undo(chain[-1], who="me").edit)
        assert catalog.person(people[0]).name == (None if length % 2 else "Anna")
        undone = {entry.edit for entry in catalog.history() if entry.undone}
        assert undone & set(chain) == set(chain[length - 1 :: -2])


def test_what_was_taken_back_and_done_again_can_be_taken_back_by_its_own_number(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    edit = catalog.name(people[0], "Anna", who="me")
    catalog.undo(catalog.undo(edit, who="me").edit, who="me")
    catalog.undo(edit, who="me")
    assert catalog.person(people[0]).name is None


# ---------------------------------------------------------------- what stands in the way


def test_an_edit_is_taken_back_from_under_others_that_do_not_rest_on_it(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    first = catalog.name(a, "Anna", who="me")
    catalog.hide(a, True, who="me")
    catalog.name(b, "Bea", who="me")
    catalog.confirm(face_id(0), who="me")
    catalog.undo(first, who="me")
    row = catalog.person(a)
    assert (row.name, row.hidden) == (None, True)
    assert catalog.person(b).name == "Bea"


def test_a_later_decision_about_the_same_thing_is_named(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    first = catalog.name(a, "Anna", who="me")
    second = catalog.name(a, "Ann", who="me")
    reason = refused(catalog, first)
    assert reason == (
        f'Edit {first} ({a} is called "Anna") cannot be undone while edit {second} stands: '
        f'{a} is called "Ann". Undo that one first.'
    )
    catalog.undo(second, who="me")
    catalog.undo(first, who="me")
    moved = catalog.assign([face_id(0)], to=b, name=None, who="me")[0]
    sure = catalog.confirm(face_id(0), who="me")
    assert f"while edit {sure} stands" in refused(catalog, moved)


def test_somebody_whom_later_decisions_are_about_is_not_taken_away(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    founding, made = catalog.assign([NEW], to=None, name=None, who="me")
    for decide in (
        lambda: catalog.name(made, "Anna", who="me"),
        lambda: catalog.assign([face_id(0)], to=made, name=None, who="me")[0],
        lambda: catalog.hide(made, True, who="me"),
    ):
        later = decide()
        assert f"while edit {later} stands" in refused(catalog, founding)
        catalog.undo(later, who="me")
    run(catalog, made, 1)
    later = catalog.reject(face_id(1), who="me")
    assert f"while edit {later} stands" in refused(catalog, founding)


def test_a_face_does_not_go_back_to_somebody_who_was_merged(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, c = people
    moved, _ = catalog.assign([face_id(4)], to=c, name=None, who="me")
    merged = catalog.merge(a, [b], who="me")
    assert f"while edit {merged} stands" in refused(catalog, moved)
    catalog.undo(merged, who="me")
    catalog.undo(moved, who="me")
    assert person_of(catalog, 4) == b


def test_an_undo_in_between_can_stand_in_the_way_of_a_redo(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, *_ = people
    first = catalog.name(a, "Anna", who="me")
    second = catalog.name(a, "Ann", who="me")
    without_second = catalog.undo(second, who="me").edit
    without_first = catalog.undo(first, who="me").edit
    assert f"while edit {without_first} stands" in refused(catalog, without_second)
    catalog.undo(without_first, who="me")
    catalog.undo(without_second, who="me")
    assert catalog.person(a).name == "Ann"


def test_a_name_that_somebody_else_has_now_does_not_come_back(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    catalog.name(a, "Anna", who="me")
    renamed = catalog.name(a, "Ann", who="me")
    catalog.name(b, "Anna", who="me")
    assert f'would be called "Anna" again, and {b} is called that now' in refused(catalog, renamed)


def test_neither_does_it_with_somebody_who_was_merged(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, c = people
    catalog.name(a, "Anna", who="me")
    catalog.name(b, "Bea", who="me")
    merged = catalog.merge(a, [b], who="me")
    renamed = catalog.name(c, "Bea", who="me")
    assert f'would be called "Bea" again, and {c} is called' in refused(catalog, merged)
    catalog.undo(renamed, who="me")
    catalog.undo(merged, who="me")
    assert catalog.person("Bea").person == b


def test_names_can_go_back_and_forth_between_merged_people(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    catalog.name(b, "Bea", who="me")
    merged = catalog.merge(a, [b], who="me")
    assert catalog.person("Bea").person == a
    taken_back = catalog.undo(merged, who="me").edit
    assert catalog.person("Bea").person == b
    catalog.undo(taken_back, who="me")
    assert catalog.person("Bea").person == a


def test_a_face_does_not_go_back_where_it_was_held_not_to_be_meanwhile(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, c = people
    catalog.assign([face_id(0)], to=b, name=None, who="me")
    catalog.reject(face_id(0), who="me")  # not b
    catalog.assign([face_id(0)], to=a, name=None, who="me")
    moved = catalog.assign([face_id(0)], to=c, name=None, who="me")[0]
    merged = catalog.merge(a, [b], who="me")  # so not a either
    reason = refused(catalog, moved)
    assert f"face {face_id(0)} is held not to be {a} since edit {merged}" in reason


def test_a_rejection_does_not_come_back_for_a_face_that_was_put_there_meanwhile(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    catalog.assign([NEW], to=b, name=None, who="me")
    catalog.reject(NEW, who="me")  # not b
    merged = catalog.merge(a, [b], who="me")  # so not a either
    taken_back = catalog.undo(merged, who="me").edit
    put = catalog.assign([NEW], to=a, name=None, who="me")[0]
    reason = refused(catalog, taken_back)
    assert f"face {NEW} is held to be {a} since edit {put}" in reason


def test_where_only_a_run_put_it_there_the_run_gives_way(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    catalog.assign([NEW], to=b, name=None, who="me")
    catalog.reject(NEW, who="me")
    merged = catalog.merge(a, [b], who="me")
    taken_back = catalog.undo(merged, who="me").edit
    run(catalog, a, 11)
    catalog.undo(taken_back, who="me")
    assert person_of(catalog, 11) is None
    assert (NEW, a) in model.state_of(catalog).rejections
    assert catalog.check() == []


def test_somebody_whom_a_run_founded_anew_is_not_founded_twice(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    founding, made = catalog.assign([NEW], to=None, name="Anna", who="me")
    taken_back = catalog.undo(founding, who="me").edit
    anew = run(catalog, made, 11, found=True)
    assert f"{made} exists again since edit {anew}" in refused(catalog, taken_back)
    catalog.undo(anew, who="me")
    catalog.undo(taken_back, who="me")
    assert catalog.person("Anna").person == made


# ---------------------------------------------------------------- runs


def test_a_run_does_not_keep_a_human_from_changing_their_mind(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    rejected = catalog.reject(face_id(0), who="me")
    grouped = run(catalog, b, 0)
    taken_back = catalog.undo(rejected, who="me").edit
    assert person_of(catalog, 0) == a
    assert f"while edit {taken_back} stands" in refused(catalog, grouped)
    catalog.undo(taken_back, who="me")
    assert person_of(catalog, 0) == b
    catalog.undo(grouped, who="me")
    assert person_of(catalog, 0) is None


def test_faces_that_a_run_added_to_a_split_off_person_follow_back(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, *_ = people
    split, made = catalog.split(a, [face_id(0)], who="me")
    run(catalog, made, 11, 1)
    taken_back = catalog.undo(split, who="me").edit
    assert [person_of(catalog, n) for n in (0, 1, 11)] == [a, a, a]
    assert model.state_of(catalog).faces[NEW] == (a, "run", None)
    catalog.undo(taken_back, who="me")
    assert [person_of(catalog, n) for n in (0, 1, 11)] == [made, made, made]


def test_a_face_does_not_follow_to_where_it_was_held_not_to_be(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, *_ = people
    catalog.reject(face_id(1), who="me")
    split, made = catalog.split(a, [face_id(0)], who="me")
    run(catalog, made, 1)
    catalog.undo(split, who="me")
    assert [person_of(catalog, n) for n in (0, 1)] == [a, None]
    assert catalog.check() == []


def test_faces_that_a_run_added_to_a_new_person_are_nobodys_again(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, *_ = people
    founding, made = catalog.assign([face_id(0)], to=None, name="Anna", who="me")
    run(catalog, made, 11)
    catalog.undo(founding, who="me")
    assert [person_of(catalog, n) for n in (0, 11)] == [a, None]
    assert catalog.check() == []


def test_a_run_can_be_taken_back_with_the_people_it_founded_and_dropped(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    before = model.rows_of(catalog)
    b = people[1]
    made = PersonId("p" + NEW[1:])
    grouped = catalog.write_grouping(
        Grouping(
            assignments={
                **{face_id(n): b for n in (0, 1, 2, 3)},
                **{face_id(n): made for n in (8, 9, 10, 11)},
            },
            founded=(made,),
        )
    )
    assert {row.person for row in catalog.people()} == {b, made}
    catalog.undo(grouped, who="me")
    assert model.rows_of(catalog) == before


def test_a_run_that_human_decisions_rest_on_stays(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    first = EditId(1)
    named = catalog.name(people[0], "Anna", who="me")
    assert f"while edit {named} stands" in refused(catalog, first)
    catalog.undo(named, who="me")
    sure = catalog.confirm(face_id(0), who="me")
    assert f"while edit {sure} stands" in refused(catalog, first)
    catalog.undo(sure, who="me")
    moved = run(catalog, people[1], 0)
    assert f"while edit {moved} stands" in refused(catalog, first)


def test_faces_that_later_runs_added_are_nobodys_once_the_founding_run_is_taken_back(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    run(catalog, people[0], 11)
    catalog.undo(EditId(1), who="me")
    state = model.state_of(catalog)
    assert set(state.faces.values()) == {(None, None, None)}
    assert state.people == {}


# ---------------------------------------------------------------- what is forgotten


def test_what_is_forgotten_cannot_be_undone(catalog: SqlCatalog, people: list[PersonId]) -> None:
    a, b, _ = people
    named = catalog.name(a, "Anna", who="me")
    kept = catalog.name(b, "Bea", who="me")
    catalog.forget_person(a, who="me")
    forgotten = catalog.history(1)[0].edit
    assert "what was forgotten is gone" in refused(catalog, forgotten)
    assert "about something that is forgotten" in refused(catalog, named)
    assert "about something that is forgotten" in refused(catalog, EditId(1))
    assert catalog.undo(who="me").what.startswith(f"edit {kept} taken back")


def test_a_decision_still_counts_when_a_part_of_it_is_forgotten(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    b = people[1]
    founding, made = catalog.assign([NEW], to=None, name=None, who="me")
    moved, _ = catalog.assign([face_id(0), face_id(4)], to=b, name=None, who="me")
    partly, _ = catalog.assign([face_id(0), face_id(1)], to=made, name=None, who="me")
    catalog.forget_photos([photo_id(1)], who="me")
    reason = refused(catalog, moved)
    assert f"while edit {partly} stands: (about something that is forgotten)" in reason
    assert "That one cannot be undone" in reason
    assert f"while edit {partly} stands" in refused(catalog, founding)


def test_a_dropped_person_comes_back_even_if_the_log_forgot_when_it_was_made(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, _, c = people
    source = catalog.sources()[0].id
    catalog.write(batch(source, [20]))
    moved, _ = catalog.assign([face_id(8)], to=a, name=None, who="me")
    catalog.assign([face_id(9), face_id(10), face_id(20)], to=a, name=None, who="me")
    catalog.forget_photos([photo_id(20)], who="me")
    catalog.undo(moved, who="me")
    assert person_of(catalog, 8) == c
    assert catalog.check() == []

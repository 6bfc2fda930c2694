"""Other strictnesses of a run: what they make of people, and what no strictness may do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.grouping.slider import Homes, Shelf, counted, overview, slid
from likeness.types import GroupingFaces, Labelings, PersonId
from tests.grouping.crowd import WIDTH, applied, face, library, members, person

P0, P2, P4 = person(0), person(2), person(4)


def faces_of(persons: Sequence[PersonId | None], **more: Any) -> GroupingFaces:
    """Faces 0, 1, ... of these people, each on a photo of its own."""
    return library(np.eye(len(persons), WIDTH, dtype=np.float32), persons=persons, **more)


def rungs(*labels: Sequence[int], chosen: int = 1) -> Labelings:
    """Groups of faces 0, 1, ... at every strictness, the strictest first."""
    return Labelings(
        faces=tuple(face(n) for n in range(len(labels[0]))),
        strictness=np.arange(len(labels), dtype=np.float64),
        groups=np.array(labels, np.int32),
        chosen=chosen,
        sureness=np.ones(len(labels[0]), np.float32),
    )


def shown(faces: GroupingFaces, kept: Labelings, rung: int, homes: Homes | None = None) -> Any:
    """Return the person of each face at a strictness."""
    return applied(faces, slid(faces, kept, rung, homes or {})).persons


USUAL = rungs([0, 0, 2, 2, 4, 5], [0, 0, 2, 2, 4, 4], [0, 0, 0, 0, 4, 4])
PERSONS = (P0, P0, P2, P2, P4, P4)


def test_people_join_at_a_looser_strictness_and_part_at_a_stricter_one() -> None:
    faces = faces_of(PERSONS)
    assert shown(faces, USUAL, 2) == (P0, P0, P0, P0, P4, P4)
    assert shown(faces, USUAL, 0) == (P0, P0, P2, P2, None, None)
    assert shown(faces, USUAL, 1) == PERSONS
    assert overview(faces, USUAL, {}) == [
        Shelf(people=2, unassigned=2),
        Shelf(people=3, unassigned=0),
        Shelf(people=2, unassigned=0),
    ]


def test_who_ceased_to_exist_comes_back_by_the_same_id() -> None:
    """Even where the id is not that of any of the faces."""
    foreign = person(77)
    faces = faces_of((P0, P0, foreign, foreign, P4, P4))
    loose = applied(faces, slid(faces, USUAL, 2, {}))
    assert set(loose.persons) == {P0, P4}
    homes = {face(2): foreign, face(3): foreign}
    back = slid(loose, USUAL, 1, homes)
    assert back.founded == (foreign,)
    assert applied(loose, back).persons == faces.persons
    assert counted(loose, back) == Shelf(people=3, unassigned=0)


def test_different_people_whom_somebody_named_are_never_joined() -> None:
    """Their group is taken apart as the next stricter strictness has it."""
    faces = faces_of(PERSONS, decided=[P0, P2])
    assert shown(faces, USUAL, 2) == PERSONS
    together = rungs([0] * 6, [0, 0, 2, 2, 4, 4], [0] * 6)
    assert shown(faces, together, 0) == (P0, P0, P2, P2, P4, P4), "where the strictest has them"


def test_an_unnamed_person_joins_a_named_one_whoever_is_larger() -> None:
    kept = rungs([0, 0, 2, 2, 2, 2], [0, 0, 2, 2, 2, 2], [0] * 6)
    faces = faces_of((P0, P0, P2, P2, P2, P2), decided=[P0])
    assert shown(faces, kept, 2) == (P0,) * 6


def test_a_named_person_keeps_a_face_however_strict_it_is() -> None:
    alone = rungs(range(6), [0, 0, 2, 2, 4, 4])
    faces = faces_of(PERSONS, decided=[P2])
    assert shown(faces, alone, 0) == (None, None, P2, None, None, None)


def test_faces_that_somebody_put_stay() -> None:
    """One that was taken out of its group does not draw the others after it."""
    bob = person(99)
    moved = faces_of((P0, P0, P2, P2, P4, bob), pinned=[5], decided=[bob])
    for rung in range(3):
        assert shown(moved, USUAL, rung)[5] == bob
    kept = rungs([0, 0, 2, 2, 2, 2], [0, 0, 2, 2, 2, 2], [0] * 6)
    faces = faces_of((P0, P0, P2, P2, P2, bob), pinned=[5], decided=[bob])
    assert shown(faces, kept, 2) == (P2, P2, P2, P2, P2, bob)


def test_the_groups_of_people_who_were_merged_by_hand_stay_one() -> None:
    faces = faces_of((P0, P0, P0, P0, P4, P4), pinned=range(4), decided=[P0])
    for rung in range(3):
        assert shown(faces, USUAL, rung)[:4] == (P0,) * 4


def test_rejected_faces_stay_away_and_together() -> None:
    """As those of a person who is held to be somebody else."""
    faces = faces_of(PERSONS, rejections=[(2, P0), (3, P0)], decided=[P0])
    assert shown(faces, USUAL, 2) == PERSONS
    faces = faces_of((P0, P0, None, P2, P2, P4), rejections=[(2, P0)], decided=[P0])
    assert shown(faces, USUAL, 2)[2] is None


def test_faces_that_came_after_the_run_stay() -> None:
    later = faces_of((*PERSONS, P2, P4, None))
    loose = shown(later, USUAL, 2)
    assert loose[6:] == (P2, P4, None)
    assert loose[:4] in {(P0,) * 4, (P2,) * 4}


def test_a_face_does_not_come_to_a_person_who_has_another_of_its_photo() -> None:
    """Unless it is at home there, or a copy: those were one group when the run saw them."""
    photos = (0, 1, 2, 3, 4, 5, 0)
    later = faces_of((*PERSONS, P2), photos=photos, decided=[P2])
    assert shown(later, USUAL, 2) == (None, P2, P2, P2, P4, P4, P2)
    assert shown(later, USUAL, 1) == later.persons
    beside = faces_of((*PERSONS[:5], None, P4), photos=(0, 1, 2, 3, 4, 5, 4))
    assert shown(beside, USUAL, 2) == (P0, P0, P0, P0, P4, P4, P4), "at home"
    copies = faces_of(PERSONS, photos=(0, 1, 2, 3, 4, 4), pinned=[4], decided=[P4])
    assert shown(copies, USUAL, 2)[4:] == (P4, P4)
    pinned = faces_of(PERSONS, photos=(0, 1, 0, 3, 4, 5), pinned=[0], decided=[P0])
    assert shown(pinned, USUAL, 2) == (P0, P0, None, P0, P4, P4)


def test_who_came_to_be_by_a_slide_ends_by_the_way_back() -> None:
    """Even where decided about: who is at home somewhere is for the homes to say."""
    split_off = person(4)
    kept = rungs([0, 0, 0, 0, 4, 4], [0] * 6)
    strict = faces_of((P0, P0, P0, P0, split_off, split_off), decided=[split_off])
    assert shown(strict, kept, 1, {face(4): P0, face(5): P0}) == (P0,) * 6
    assert shown(strict, kept, 1, {face(4): split_off, face(5): P0})[4:] == (split_off, P0)


def test_faces_that_are_gone_leave_no_gap() -> None:
    """Marked ones are no longer among the faces, though the run had them."""
    faces = faces_of(PERSONS)
    rows = [0, 2, 3, 4, 5]
    fewer = replace(
        faces,
        ids=tuple(faces.ids[i] for i in rows),
        photos=tuple(faces.photos[i] for i in rows),
        persons=tuple(faces.persons[i] for i in rows),
        pinned=(False,) * 5,
    )
    assert shown(fewer, USUAL, 2) == (P2, P2, P2, P4, P4)


labels = st.lists(st.integers(0, 3), min_size=10, max_size=10)


@settings(max_examples=150, deadline=None)
@given(
    base=labels,
    others=st.lists(labels, min_size=2, max_size=3),
    pins=st.sets(st.integers(0, 9), max_size=3),
    named=st.sets(st.integers(0, 3), max_size=2),
    refused=st.sets(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=3),
    photos=st.lists(st.integers(0, 19), min_size=10, max_size=10, unique=True),
)
def test_whatever_is_tried_decisions_hold_and_the_way_back_is_exact(
    base: list[int],
    others: list[list[int]],
    pins: set[int],
    named: set[int],
    refused: set[tuple[int, int]],
    photos: list[int],
) -> None:
    """For any groups: nothing depends on the strictnesses in between."""
    persons = tuple(person(base.index(label)) for label in base)
    groups = [_smallest(rung) for rung in (base, *others)]
    kept = rungs(*groups, chosen=0)
    rejections = {
        (i, person(base.index(label))) for i, label in refused if label in base and label != base[i]
    }
    decided = {person(base.index(label)) for label in named if label in base}
    decided |= {persons[i] for i in pins} | {whom for _, whom in rejections}
    faces = faces_of(persons, photos=photos, pinned=pins, decided=decided, rejections=rejections)
    direct = [applied(faces, slid(faces, kept, rung, {})) for rung in range(len(groups))]
    assert direct[0].persons == persons
    now, homes = faces, dict(zip(faces.ids, persons, strict=True))
    for rung, expected in (*enumerate(direct), (0, faces)):
        now = applied(now, slid(now, kept, rung, homes))
        assert now.persons == expected.persons
        assert all(now.persons[i] == persons[i] for i in pins)
        assert all(now.persons[i] != whom for i, whom in rejections)
        assert decided <= members(now).keys()
        assert all(_photos(now, rows) > 1 for whom, rows in members(now).items()
                   if whom not in decided and rung)  # fmt: skip


def _smallest(label: Iterable[int]) -> list[int]:
    listed = list(label)
    return [listed.index(value) for value in listed]


def _photos(faces: GroupingFaces, rows: set[Any]) -> int:
    return len({photo for id_, photo in zip(faces.ids, faces.photos, strict=True) if id_ in rows})

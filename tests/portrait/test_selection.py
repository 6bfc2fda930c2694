"""Which faces shape an average."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.portrait.selection import MOST_OF_ONE, Selection, chosen, distinct, worth
from likeness.types import FaceId, Member, PersonId, PhotoId

UPRIGHT = ((0.0, 0.0), (60.0, 0.0), (30.0, 30.0), (10.0, 60.0), (50.0, 60.0))


def member(
    number: int,
    *,
    person: int | None = None,
    quality: float | None = 0.8,
    yaw: float | None = 0.0,
    spread: float | None = 0.013,
    eyes: float = 60.0,
    vector: NDArray[np.float32] | None = None,
) -> Member:
    """Return a face of somebody, unlike all others unless its vector is given."""
    if vector is None:
        vector = np.random.default_rng(number).standard_normal(64).astype(np.float32)
        vector /= np.linalg.norm(vector)
    return Member(
        face=FaceId(f"f{number:016x}"),
        photo=PhotoId(f"{number:064x}"),
        person=None if person is None else PersonId(f"p{person:016x}"),
        quality=quality,
        yaw=yaw,
        pitch=0.0,
        spread=spread,
        points=tuple((x * eyes / 60, y * eyes / 60) for x, y in UPRIGHT),
        taken=None,
        age=30.0,
        male=0.5,
        vector=vector,
    )


def test_a_frontal_sharp_large_face_is_worth_more() -> None:
    best = worth(member(1))
    assert best > worth(member(1, yaw=25.0))
    assert best > worth(member(1, quality=0.4))
    assert best > worth(member(1, spread=0.05))
    assert best > worth(member(1, eyes=20.0))


def test_a_face_whose_pose_is_not_known_is_worth_nothing() -> None:
    assert worth(member(1, yaw=None)) == 0
    assert worth(member(1, yaw=float("nan"))) == 0


def test_everybody_comes_once_before_anybody_comes_twice() -> None:
    people = [[member(10 * who + shot, person=who) for shot in range(5)] for who in range(1, 4)]
    first = chosen(people, 7)
    assert {face.person for face in first[:3]} == {faces[0].person for faces in people}
    assert len(first) == 7


def test_one_of_several_has_a_limited_number_of_faces() -> None:
    many = [member(number, person=1) for number in range(200)]
    other = [member(1000, person=2)]
    found = chosen([many, other], 400)
    assert sum(face.person == many[0].person for face in found) == MOST_OF_ONE


def test_the_only_person_may_have_all_faces() -> None:
    assert len(chosen([[member(number, person=1) for number in range(100)]], 400)) == 100


def test_copies_and_bursts_count_once_by_their_best_face() -> None:
    shot = member(1, person=1, quality=0.9)
    copy = member(2, person=1, quality=0.7, vector=shot.vector)
    assert chosen([[copy, shot]], 400) == [shot]
    other = member(3, person=1)
    assert distinct([shot, copy, other]) == [shot, other]


def test_a_poor_face_beside_a_good_one_is_left_out() -> None:
    good, poor = member(1, person=1), member(2, person=1, yaw=60.0)
    assert chosen([[good, poor]], 400) == [good]


def test_somebody_of_whom_all_faces_are_poor_still_has_a_voice() -> None:
    assert len(chosen([[member(1, yaw=80.0, quality=0.05)]], 400)) == 1


faces = st.lists(
    st.builds(
        member,
        st.integers(0, 10_000),
        person=st.one_of(st.none(), st.integers(1, 5)),
        quality=st.floats(0, 1),
        yaw=st.floats(-90, 90),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda face: face.face,
)


def people_of(found: list[Member]) -> list[list[Member]]:
    by_person: dict[str, list[Member]] = {}
    for face in found:
        by_person.setdefault(face.person or face.face, []).append(face)
    return list(by_person.values())


@given(faces, st.randoms())
def test_the_order_of_the_faces_decides_nothing(found: list[Member], dice: object) -> None:
    shuffled = list(found)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    once = [face.face for face in chosen(people_of(found), 10)]
    assert [face.face for face in chosen(people_of(shuffled), 10)] == once


@given(faces)
def test_a_selection_names_everybodys_best_face(found: list[Member]) -> None:
    selection = Selection(10)
    for face in found:
        selection.add(face)
    named = selection.candidates()
    bests = {
        min(theirs, key=lambda face: (-worth(face), face.face)).face for theirs in people_of(found)
    }
    firsts = [theirs[0] for theirs in named]
    assert set(firsts) <= bests
    assert len(firsts) == min(len(bests), 20) or len(bests) == 1


def test_a_selection_forgets_the_worst_of_very_many_people() -> None:
    selection = Selection(3)
    selection.add(member(0, quality=1.0))
    for number in range(1, 60_000):
        selection.add(member(number, quality=0.1, vector=np.zeros(1, np.float32)))
    named = selection.candidates()
    assert named[0] == [member(0).face]
    assert len(named) == 6

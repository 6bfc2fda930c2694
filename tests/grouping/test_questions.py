"""Which question comes first, and what answers lead to."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.grouping.questions import Questions
from tests.grouping.crowd import centres, face, library, near, person
from tests.grouping.labelled import Truthful, asking, f_score, groups_of, in_pieces

SIZES = st.lists(st.integers(1, 12), min_size=2, max_size=6)


def two_halves(gap: float, **more: object) -> Questions:
    """Two people of six and four faces whose middles are this far apart."""
    (middle,) = centres(1)
    other = near(middle, gap, 99).astype(np.float64)
    vectors = [near(middle, 0.15, i) for i in range(6)] + [
        near(other, 0.15, i) for i in range(6, 10)
    ]
    persons = [person(0)] * 6 + [person(6)] * 4
    return asking(library(vectors, persons=persons), **more)


def kinds(questions: Questions) -> list[str]:
    return [found.kind for found in questions.ranked(100)]


@settings(max_examples=25, deadline=None)
@given(sizes=SIZES, seed=st.integers(0, 1000))
def test_true_answers_name_everybody_and_never_make_it_worse(sizes: list[int], seed: int) -> None:
    """The share is reached, no two people are merged, F never falls, and questions end."""
    faces, truth = in_pieces(sizes, seed)
    questions = asking(faces)
    human = Truthful(questions, truth)
    scores = [f_score(groups_of(questions, len(truth)), truth)]
    for _ in range(20 * len(truth)):
        if not human.answer():
            break
        groups = groups_of(questions, len(truth))
        scores.append(f_score(groups, truth))
        assert all(len(set(truth[groups == group])) == 1 for group in set(groups.tolist()))

    named, counted = questions.share()
    assert not human.answer()
    assert named == counted
    assert all(before <= after + 1e-12 for before, after in pairwise(scores))


@settings(max_examples=25, deadline=None)
@given(sizes=SIZES, seed=st.integers(0, 1000))
def test_questions_come_by_how_much_they_settle(sizes: list[int], seed: int) -> None:
    """Gains fall, every question is asked once, and nobody is compared with itself."""
    questions = asking(in_pieces(sizes, seed)[0])

    found = questions.ranked(1000)
    assert all(before.gain >= after.gain for before, after in pairwise(found))
    assert len({frozenset(question.pair) for question in found}) == len(found)
    assert all(question.one != question.other for question in found)
    assert questions.count() == len(found)


def test_the_same_library_in_another_order_asks_the_same() -> None:
    """Ties are broken by id, not by how faces happen to lie."""
    faces, _ = in_pieces([8, 6, 4], 3)

    assert asking(faces).ranked(50) == asking(faces).ranked(50)


def test_the_largest_unnamed_person_is_asked_about_first() -> None:
    """A name for most faces settles most."""
    first = two_halves(1.0).ranked(1)[0]

    assert (first.kind, first.one, first.faces) == ("who", person(0), 6)


def test_somebody_who_may_be_a_known_person_is_compared_before_being_named() -> None:
    """Once the larger half has a name, the smaller is asked about by that name."""
    questions = two_halves(0.2)
    questions.name(person(0))
    first = questions.ranked(1)[0]

    assert (first.kind, first.one, first.other) == ("same", person(6), person(0))
    assert first.gain > first.faces * 0.5


def test_two_people_with_names_are_never_compared() -> None:
    """Somebody said that they are two: they carry two names."""
    questions = two_halves(0.05, names={person(0): "Anna", person(6): "Bea"})

    assert kinds(questions) == []


def test_faces_of_one_photo_are_never_asked_to_be_one() -> None:
    """What a photo shows together are two people, however alike."""
    (middle,) = centres(1)
    vectors = [near(middle, 0.2, i) for i in range(4)]
    apart = library(vectors, photos=[0, 1, 0, 2], persons=[person(0)] * 2 + [person(2)] * 2)
    may_be = library(vectors, photos=[0, 1, 3, 2], persons=[person(0)] * 2 + [person(2)] * 2)

    assert "same" not in kinds(asking(apart))
    assert "same" in kinds(asking(may_be))


def test_a_rejected_person_is_not_proposed_again() -> None:
    """A human said that the face is somebody else."""
    (middle,) = centres(1)
    vectors = [near(middle, 0.15, i) for i in range(5)]
    persons = [person(0)] * 4 + [None]
    before = library(vectors, persons=persons)
    after = library(vectors, persons=persons, rejections=[(4, person(0))])

    assert [(found.one, found.other) for found in asking(before).ranked(9) if found.other] == [
        (face(4), person(0))
    ]
    assert "same" not in kinds(asking(after))


def test_what_was_asked_before_is_not_asked_again() -> None:
    """Neither a pair, nor who somebody is, whichever side comes first."""
    pair = (person(0), person(6))

    assert "same" in kinds(two_halves(0.2))
    assert "same" not in kinds(two_halves(0.2, asked=frozenset({pair})))
    assert "same" not in kinds(two_halves(0.2, asked=frozenset({pair[::-1]})))
    assert kinds(two_halves(1.0, asked=frozenset({(person(0), "who")}))) == ["who"]


def test_nobody_is_asked_about_the_hidden_and_they_do_not_count() -> None:
    """Hidden people are settled."""
    questions = two_halves(0.2, hidden=frozenset({person(0)}))

    assert [found.one for found in questions.ranked(9)] == [person(6)]
    assert questions.share() == (0, 4)


def test_when_the_nearest_are_settled_the_next_ones_are_compared() -> None:
    """Hiding look-alikes one by one asks the same as a library in which they were hidden."""
    (middle,) = centres(1)
    vectors = [near(middle, 0.2, i) for i in range(14)]
    faces = library(vectors, persons=[person(i - i % 2) for i in range(14)])
    told = asking(faces)
    gone = [person(i) for i in range(0, 8, 2)]
    for key in gone:
        told.leave(key)
    read = asking(faces, hidden=frozenset(gone))

    def pairs(questions: Questions) -> set[tuple[str, str]]:
        return {found.pair for found in questions.ranked(100)}

    assert pairs(told) == pairs(read)


def test_a_poor_face_of_nobody_is_asked_to_be_a_face_at_the_very_end() -> None:
    """A doubtful detection settles less than any face that may be somebody."""
    vectors = [near(centre, 0.0, i) for i, centre in enumerate(centres(4))]
    faces = library(vectors, quality=[0.9, 0.1, 0.3, 0.9])

    found = asking(faces).ranked(9)
    assert [(question.kind, question.one) for question in found] == [
        ("face", face(1)),
        ("face", face(2)),
    ]
    assert all(question.gain < 1 for question in found)


@settings(max_examples=25, deadline=None)
@given(sizes=SIZES, seed=st.integers(0, 1000))
def test_about_so_many_questions_are_left(sizes: list[int], seed: int) -> None:
    """None is left where all are named; more are left for a larger share."""
    questions = asking(in_pieces(sizes, seed)[0])
    left = [questions.left(share) for share in (0.0, 0.3, 0.6, 0.9)]

    assert left[0] == 0
    known = [count for count in left if count is not None]
    assert known == sorted(known)
    assert None not in left  # naming everybody is always among the questions


def test_a_share_that_no_question_leads_to_has_no_number() -> None:
    """If nobody knows who somebody is, naming does not get that far."""
    questions = two_halves(1.0, asked=frozenset({(person(0), "who")}))

    assert questions.left(0.4) == 1
    assert questions.left(0.9) is None

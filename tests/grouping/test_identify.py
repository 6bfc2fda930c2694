from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.grouping.calibration import CUT, cosine
from likeness.grouping.identify import (
    CANDIDATES,
    DOUBT,
    FLOOR,
    Match,
    Verdict,
    decide,
    score,
    select,
    template,
)
from likeness.types import FaceId, PersonId
from tests.grouping.crowd import centres, near

ANNA, BERT = centres(2)
A, B, C = (PersonId(f"p{letter}" + "0" * 15) for letter in "abc")
SURE, JUST, NO = cosine(CUT) + 2 * DOUBT, cosine(CUT) + DOUBT / 2, cosine(CUT) - 2 * DOUBT


def match(name: str, similarity: float, person: PersonId | None = None, photo: str = "") -> Match:
    return Match(
        face=FaceId(name), photo=photo or f"{name}.jpg", person=person, similarity=similarity
    )


# ---------------------------------------------------------------- scores


def test_a_template_says_the_mean_similarity_of_all_samples() -> None:
    samples = np.stack([near(ANNA, 0.3, seed) for seed in range(4)])
    other = near(ANNA, 0.2, 9)
    mean = template(samples, np.ones(4, np.float32))
    assert mean.dtype == np.float32
    assert float(mean @ other) == pytest.approx(float((samples @ other).mean()), abs=1e-6)


def test_a_weak_sample_hardly_moves_the_template() -> None:
    samples = np.stack([near(ANNA, 0, 0), near(BERT, 0, 0)])
    mean = template(samples, np.array([0.9, 0.1], np.float32))
    assert float(mean @ near(ANNA, 0, 0)) == pytest.approx(1 / 1.1, abs=1e-6)


def test_a_score_is_the_mean_over_all_faces_and_over_the_three_best() -> None:
    sample = np.array([1, 0], np.float32)
    faces = np.array([[0.9, 0], [0.8, 0], [0.7, 0], [0.2, 0]], np.float32)
    assert score(sample, faces) == pytest.approx((0.65 + 0.8) / 2)
    assert score(sample, faces[:1]) == pytest.approx(0.9)


# ---------------------------------------------------------------- verdicts


def test_one_person_clearly_within_the_cut_is_found() -> None:
    verdict = decide({A: SURE, B: NO}, None, faces=10)
    assert verdict.answer == "found"
    assert verdict.candidates == ((A, SURE), (B, NO))
    assert verdict.likely == {A}


def test_nobody_within_the_cut_is_absent() -> None:
    verdict = decide({A: NO, B: NO - 0.01}, NO, faces=10)
    assert verdict.answer == "absent"
    assert verdict.likely == frozenset()


def test_two_people_nearly_as_similar_are_unsure_and_both_likely() -> None:
    verdict = decide({B: SURE + DOUBT / 2, A: SURE, C: SURE - 2 * DOUBT}, None, faces=10)
    assert verdict.answer == "unsure"
    assert verdict.likely == {A, B}
    assert [person for person, _ in verdict.candidates] == [B, A, C]


def test_a_score_near_the_cut_is_unsure_from_either_side() -> None:
    assert decide({A: JUST}, None, faces=10).answer == "unsure"
    assert decide({A: 2 * cosine(CUT) - JUST}, None, faces=10).answer == "unsure"


def test_a_face_of_nobody_can_be_found_too() -> None:
    verdict = decide({A: NO}, SURE, faces=10)
    assert verdict.answer == "found"
    assert verdict.likely == frozenset()


def test_an_empty_library_has_nobody() -> None:
    assert decide({}, None, faces=0) == Verdict(answer="absent", candidates=(), likely=frozenset())


def test_equal_scores_are_listed_by_id_and_hopeless_ones_not_at_all() -> None:
    scores = dict.fromkeys((C, A, B), NO) | {PersonId("pd"): cosine(FLOOR) - 0.01}
    assert [person for person, _ in decide(scores, None, faces=1).candidates] == [A, B, C]
    many = {PersonId(f"p{i}"): SURE for i in range(CANDIDATES + 3)}
    assert len(decide(many, None, faces=1).candidates) == CANDIDATES


def test_more_is_demanded_of_a_larger_library() -> None:
    assert decide({A: SURE}, None, faces=100).answer == "found"
    assert decide({A: SURE}, None, faces=100_000).answer == "absent"


# ---------------------------------------------------------------- photos


VERDICT = Verdict(answer="found", candidates=((A, SURE),), likely=frozenset({A}))


def test_photos_of_the_likely_and_near_faces_of_nobody_are_the_answer() -> None:
    far_but_hers = match("f1", 0.5, A)
    near_but_his = match("f2", SURE, B)
    nobodys, too_far = match("f3", SURE), match("f4", NO)
    chosen = select([far_but_hers, near_but_his, nobodys, too_far], VERDICT, faces=10)
    assert chosen == [nobodys, far_but_hers]


def test_everything_adds_all_faces_down_to_the_floor() -> None:
    hers, his, low = match("f1", SURE, A), match("f2", NO, B), match("f3", cosine(FLOOR) - 0.01)
    assert select([low, his, hers], VERDICT, faces=10, everything=True) == [hers, his]


def test_a_photo_is_listed_once_with_its_most_similar_face() -> None:
    one, two = match("f1", SURE, A, "same.jpg"), match("f2", SURE + 0.01, A, "same.jpg")
    assert select([one, two], VERDICT, faces=10) == [two]


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(-1, 1)), max_size=12), st.booleans())
def test_photos_come_most_similar_first_in_whatever_order_they_were_found(
    found: list[tuple[int, float]], everything: bool
) -> None:
    near_faces = [match(f"f{i:02}", value, A, f"{i % 4}.jpg") for i, (_, value) in enumerate(found)]
    chosen = select(near_faces, VERDICT, faces=10, everything=everything)
    assert chosen == sorted(chosen, key=lambda m: (-m.similarity, m.face))
    assert chosen == select(near_faces[::-1], VERDICT, faces=10, everything=everything)
    assert {m.photo for m in chosen} == {m.photo for m in near_faces}

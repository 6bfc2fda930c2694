"""Who is known, and whom a face is nearest to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.grouping.strangers import known as knowing
from likeness.grouping.strangers.best_kernels import best_means
from likeness.grouping.strangers.calibration import calibrate
from likeness.grouping.strangers.known import Known, own_scores, rank
from likeness.grouping.strangers.verdicts import decide
from tests.grouping.strangers.people import brute_score, crowd, known_of


def test_faces_are_sorted_by_person_and_faces_of_nobody_are_people_of_one_photo() -> None:
    vectors, quality, _ = crowd(2, 2)
    known = Known.of(vectors, quality, np.array([7, -1, 7, -1]))
    assert known.sizes.tolist() == [2, 1, 1]
    assert known.people.tolist() == [7, -1, -1]
    assert known.named.tolist() == [True, False, False]
    mean = (vectors[0] + vectors[2]) / 2
    assert np.allclose(known.templates[0], mean / np.linalg.norm(mean) ** 0.5, atol=1e-6)


def test_a_weak_face_hardly_moves_a_template() -> None:
    vectors, quality, people = crowd(1, 2)
    quality[1] = 0.1
    known = Known.of(vectors, quality, people)
    mean = (vectors[0] + 0.1 * vectors[1]) / 1.1
    assert np.allclose(known.templates[0], mean / np.linalg.norm(mean) ** 0.5, atol=1e-6)


def test_a_library_without_faces_and_a_vector_that_is_no_number_are_refused() -> None:
    vectors, quality, people = crowd(2, 1)
    with pytest.raises(ValueError, match="knows nobody"):
        Known.of(vectors[:0], quality[:0], people[:0])
    vectors[0, 0] = np.nan
    with pytest.raises(ValueError, match="not a number"):
        Known.of(vectors, quality, people)


@pytest.mark.parametrize("photos", [1, 2, 5])
def test_candidates_are_those_that_comparing_with_everybody_finds(photos: int) -> None:
    known, probes = known_of(20, photos), crowd(6, 1, seed=9)[0]
    ranked = rank(known, probes)
    for row, probe in enumerate(probes):
        scores = [
            brute_score(probe, known.vectors[known.owners == each]) for each in range(len(known))
        ]
        best = np.argsort(-np.array(scores))[: ranked.people.shape[1]]
        assert ranked.people[row].tolist() == best.tolist()
        assert ranked.scores[row] == pytest.approx(np.array(scores)[best], abs=1e-6)


def test_who_is_left_out_is_no_candidate_and_of_one_person_nobody_remains() -> None:
    known = known_of(3, 2)
    ranked = rank(known, known.vectors[:1], without=np.array([0]))
    assert 0 not in ranked.people[0, ranked.scores[0] > -1]
    single = known_of(1, 2)
    assert rank(single, single.vectors[:1], without=np.array([0])).scores.tolist() == [[-1.0]]


def test_a_face_of_nobody_is_no_candidate() -> None:
    known = known_of(3, 2, alone=2)
    ranked = rank(known, known.vectors[-1:])
    assert ranked.people[0, ranked.scores[0] > -1].max() == 2
    nobody = known_of(0, 1, alone=3)
    (verdict,) = decide(
        nobody, calibrate(nobody), rank(nobody, nobody.vectors[:1]), nobody.quality[:1]
    )
    assert verdict.answer == "absent"
    assert verdict.candidates == ()


def test_many_searches_are_the_same_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    known, probes = known_of(40, 3), crowd(9, 1, seed=5)[0]
    together = rank(known, probes)
    monkeypatch.setattr(knowing, "AT_ONCE", 2_000)
    apart = rank(known, probes)
    assert np.array_equal(together.people, apart.people)
    assert np.allclose(together.scores, apart.scores, atol=1e-6)
    assert len(rank(known, probes[:0])) == 0


def test_own_scores_leave_the_face_out() -> None:
    known = known_of(2, 4, alone=1)
    own = own_scores(known, np.array([0, 8]))
    assert own[0] == pytest.approx(brute_score(known.vectors[0], known.vectors[1:4]), abs=1e-6)
    assert np.isnan(own[1])


# ---------------------------------------------------------------- eras


def test_who_has_changed_over_the_years_is_found_by_the_template_of_either_time() -> None:
    """One mean of both times would suit neither."""
    vectors, quality, _ = crowd(12, 4, noise=0.05)
    people = np.repeat(np.arange(6), 8)  # everybody looks like two
    taken = np.tile(np.r_[2000 + np.arange(4) / 10, 2020 + np.arange(4) / 10], 6)
    known = Known.of(vectors, quality, people, taken=taken)
    assert len(known.templates) == 12
    blurred = Known.of(vectors, quality, people)
    ranked, before = (rank(each, vectors[:1], count=1) for each in (known, blurred))
    assert ranked.people[0, 0] == before.people[0, 0] == 0
    assert ranked.scores[0, 0] > before.scores[0, 0] + 0.01


def test_without_dates_everybody_has_one_template() -> None:
    """A date that is not known says nothing."""
    vectors, quality, people = crowd(3, 8)
    plain = Known.of(vectors, quality, people)
    undated = Known.of(vectors, quality, people, taken=np.full(24, np.nan))
    assert np.array_equal(plain.templates, undated.templates)


def test_a_face_of_an_era_is_compared_with_its_person_without_it() -> None:
    """Own scores and searches follow one rule, also where there are several templates."""
    vectors, quality, people = crowd(2, 8, noise=0.3)
    taken = np.tile(np.r_[2000 + np.arange(4) / 10, 2020 + np.arange(4) / 10], 2)
    known = Known.of(vectors, quality, people, taken=taken)
    (own,) = own_scores(known, np.array([0]))
    kept = known.rows[1:]
    rest = Known.of(vectors[kept], quality[kept], people[kept], taken=taken[kept])
    assert own == pytest.approx(rank(rest, known.vectors[:1], count=1).scores[0, 0], abs=1e-6)


def test_scores_are_the_same_in_a_library_of_more_people_than_are_looked_at() -> None:
    """Whichever way the products are computed."""
    known = Known.of(*crowd(300, 3))
    ranked = rank(known, known.vectors[:5], count=2)
    for probe, who, score in zip(known.vectors[:5], ranked.people, ranked.scores, strict=True):
        expected = [brute_score(probe, known.vectors[known.owners == each]) for each in who]
        np.testing.assert_allclose(score, expected, atol=1e-6)


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.lists(st.floats(-1, 1), min_size=1, max_size=9), min_size=1, max_size=20))
def test_the_best_of_many_lists_are_the_same_compiled(lists: list[list[float]]) -> None:
    values = np.array([value for one in lists for value in one])
    sizes = np.array([len(one) for one in lists], np.intp)
    plain = knowing._best_means(values, sizes)
    np.testing.assert_allclose(plain, [np.mean(sorted(one)[-3:]) for one in lists], atol=1e-12)
    np.testing.assert_allclose(plain, best_means(values, sizes, 3), atol=1e-12)

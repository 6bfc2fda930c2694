from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.grouping import strangers
from likeness.grouping.strangers import (
    ALPHA,
    BASE,
    BEST_FACES,
    Known,
    Ranked,
    calibrate,
    class_of,
    cut,
    decide,
    fit_logits,
    most_of_strangers,
    own_scores,
    p_values,
    photo_probabilities,
    probabilities,
    rank,
    tail,
    take_votes,
    trials,
    unrecognisable,
    usual_of,
    voters,
)

WIDTH = 24
GOOD = np.float32(0.9)


def crowd(
    people: int, photos: int, *, seed: int = 0, noise: float = 0.25, alone: int = 0
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.intp]]:
    """Return vectors, good qualities and owners; the last *alone* faces belong to nobody."""
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((people + alone, WIDTH)) + 4 * np.eye(WIDTH)[0]
    owners = np.concatenate([np.repeat(np.arange(people), photos), people + np.arange(alone)])
    vectors = centres[owners] + noise * rng.standard_normal((len(owners), WIDTH))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    named = np.where(owners < people, owners, -1)
    return vectors.astype(np.float32), np.full(len(owners), GOOD), named


def known_of(people: int, photos: int, **more: float) -> Known:
    return Known.of(*crowd(people, photos, **more))  # type: ignore[arg-type]


def brute_score(probe: NDArray[np.float32], faces: NDArray[np.float32]) -> float:
    products = np.sort(faces.astype(float) @ probe.astype(float))
    return float((products.mean() + products[-BEST_FACES:].mean()) / 2)


# ---------------------------------------------------------------- who is known


def test_faces_are_sorted_by_person_and_faces_of_nobody_are_people_of_one_photo() -> None:
    vectors, quality, _ = crowd(2, 2)
    known = Known.of(vectors, quality, np.array([7, -1, 7, -1]))
    assert known.sizes.tolist() == [2, 1, 1]
    assert known.people.tolist() == [7, -1, -1]
    assert known.named.tolist() == [True, False, False]
    assert np.allclose(known.templates[0], (vectors[0] + vectors[2]) / 2, atol=1e-6)


def test_a_weak_face_hardly_moves_a_template() -> None:
    vectors, quality, people = crowd(1, 2)
    quality[1] = 0.1
    known = Known.of(vectors, quality, people)
    assert np.allclose(known.templates[0], (vectors[0] + 0.1 * vectors[1]) / 1.1, atol=1e-6)


def test_a_library_without_faces_and_a_vector_that_is_no_number_are_refused() -> None:
    vectors, quality, people = crowd(2, 1)
    with pytest.raises(ValueError, match="knows nobody"):
        Known.of(vectors[:0], quality[:0], people[:0])
    vectors[0, 0] = np.nan
    with pytest.raises(ValueError, match="not a number"):
        Known.of(vectors, quality, people)


# ---------------------------------------------------------------- scores


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
    (verdict,) = decide(calibrate(nobody), rank(nobody, nobody.vectors[:1]), nobody.quality[:1])
    assert verdict.answer == "absent"
    assert verdict.candidates == ()


def test_many_searches_are_the_same_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    known, probes = known_of(40, 3), crowd(9, 1, seed=5)[0]
    together = rank(known, probes)
    monkeypatch.setattr(strangers, "AT_ONCE", 2_000)
    apart = rank(known, probes)
    assert np.array_equal(together.people, apart.people)
    assert np.allclose(together.scores, apart.scores, atol=1e-6)
    assert len(rank(known, probes[:0])) == 0


def test_own_scores_leave_the_face_out() -> None:
    known = known_of(2, 4, alone=1)
    own = own_scores(known, np.array([0, 8]))
    assert own[0] == pytest.approx(brute_score(known.vectors[0], known.vectors[1:4]), abs=1e-6)
    assert np.isnan(own[1])


# ---------------------------------------------------------------- votes


def test_everybody_votes_once_however_many_photos_they_have() -> None:
    vectors, quality, _ = crowd(1, 30)
    known = Known.of(vectors, quality, np.array([0] * 20 + [1] * 9 + [-1]))
    faces, first = voters(known)
    assert known.owners[faces].tolist() == [0, 1, 2]
    assert first.all()


def test_a_person_votes_once_in_each_class_of_quality_and_once_in_all() -> None:
    vectors, quality, people = crowd(1, 4)
    quality[:] = [0.9, 0.1, 0.1, 0.5]
    faces, first = voters(Known.of(vectors, quality, people))
    assert class_of(quality[faces]).tolist() == [2, 0, 1]
    assert first.tolist() == [True, False, False]


def test_of_more_people_than_votes_every_so_many_th_votes() -> None:
    known = known_of(50, 1)
    faces, _ = voters(known, 20)
    assert known.owners[faces].tolist() == list(range(0, 50, 3))


def test_a_vote_is_the_best_score_among_the_others() -> None:
    known = known_of(10, 3)
    votes = take_votes(known)
    for row, face in enumerate(votes.faces):
        others = [
            brute_score(known.vectors[face], known.vectors[known.owners == each])
            for each in range(len(known))
            if each != known.owners[face]
        ]
        assert votes.strangers[row, 0] == pytest.approx(max(others), abs=1e-6)


def test_an_entry_that_is_the_same_person_again_does_not_vote() -> None:
    vectors, quality, people = crowd(60, 2, noise=0.1)
    again = np.concatenate([vectors, vectors[:1]])
    known = Known.of(again, np.append(quality, GOOD), np.append(people, -1))
    calibration = calibrate(known)
    assert calibration.twice == 1
    assert len(calibration.pooled) == 60
    assert calibrate(Known.of(vectors, quality, people)).twice == 0


def test_the_best_score_that_is_believed_grows_with_the_votes() -> None:
    votes = np.linspace(0.8, 0.9, 50)
    more = np.linspace(0.8, 0.9, 500)
    assert votes.max() < most_of_strangers(votes, 50) < most_of_strangers(more, 50)
    assert most_of_strangers(np.empty(0), 10) > BASE.level


# ---------------------------------------------------------------- p-values


@given(st.lists(st.floats(-0.5, 0.99), min_size=1, max_size=40))
def test_conformal_p_values_are_the_shares_of_votes_at_or_above(scores: list[float]) -> None:
    calibration = calibrate(known_of(120, 1))
    got, extrapolated = p_values(
        calibration, np.array(scores), np.full(len(scores), GOOD), alpha=0.05
    )
    votes = calibration.pooled
    expected = [(1 + (votes >= score).sum()) / (len(votes) + 1) for score in scores]
    assert got == pytest.approx(expected, abs=1e-12)
    assert not extrapolated.any()


def test_a_class_with_votes_enough_is_judged_by_its_own() -> None:
    calibration = calibrate(known_of(10, 2))
    calibration = replace(
        calibration,
        pooled=np.linspace(0.5, 0.9, 700),
        classes=(np.linspace(0.8, 0.9, 400), np.empty(0), np.linspace(0.5, 0.6, 299)),
    )
    got, _ = p_values(calibration, np.full(3, 0.7), np.array([0.1, 0.5, 0.9], np.float32))
    assert got[0] == 1
    assert got[1] == pytest.approx(351 / 701)
    assert got[2] == pytest.approx(1 / 300)


@settings(deadline=None)
@given(st.integers(0, 98), st.integers(0, 1000))
def test_with_few_votes_a_better_score_is_never_likelier_a_stranger(n: int, seed: int) -> None:
    votes = np.sort(np.random.default_rng(seed).normal(0.9, 0.02, n))
    scores = np.linspace(0.7, 1, 301)
    values = tail(votes, scores, 60, ALPHA)
    assert ((values > 0) & (values <= 1)).all()
    assert (np.diff(values) <= 1e-12).all()


def test_a_library_of_hardly_anybody_falls_back_to_the_base() -> None:
    level = np.array([BASE.level])
    assert tail(np.empty(0), level, 10, ALPHA)[0] == pytest.approx(0.2, abs=0.02)
    assert usual_of(np.empty(0), 10).level == pytest.approx(BASE.level)
    votes = np.full(80, 0.8)
    assert usual_of(votes, 10).level == pytest.approx(0.8, abs=0.02)


def test_strangers_are_let_through_as_often_as_stated_and_extrapolation_says_so() -> None:
    alarms, methods = [], set()
    for seed in range(12):
        vectors, quality, _ = crowd(1400, 1, seed=seed)
        known = Known.of(vectors[:400], quality[:400], np.arange(400))
        verdicts = decide(calibrate(known), rank(known, vectors[400:]), quality[400:], alpha=0.02)
        alarms.append(np.mean([each.p_value <= 0.02 for each in verdicts]))
        methods |= {each.method for each in verdicts}
    assert 0.01 < np.mean(alarms) < 0.03
    assert methods == {"conformal"}
    known = known_of(50, 2)
    (verdict,) = decide(calibrate(known), rank(known, known.vectors[:1]), known.quality[:1])
    assert verdict.method == "extrapolated"


# ---------------------------------------------------------------- probabilities


def test_the_logistic_regression_ends_where_the_penalised_slope_is_nil() -> None:
    known = known_of(80, 3, noise=0.6)
    calibration = calibrate(known)
    held = trials(known, take_votes(known))
    searches, right, present = held
    matrix = strangers.features(
        searches[:, 0], searches[:, 1], searches[:, 2].astype(np.intp), calibration.usual
    )
    logits = fit_logits(*held, usual=calibration.usual)
    share = np.where(present, 0.5 / present.sum(), 0.5 / (~present).sum())
    counts = 2 * min(present.sum(), (~present).sum()) * share
    slope = matrix.T @ (counts * (right - 1 / (1 + np.exp(-matrix @ logits))))
    slope -= strangers.BASE_TRIALS * (logits - np.array(BASE.logits))
    assert np.abs(slope).max() < 1e-6


def test_nobody_with_two_photos_leaves_the_base_as_it_is() -> None:
    assert calibrate(known_of(30, 1)).logits.tolist() == list(BASE.logits)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 1000), st.floats(0.01, 0.99))
def test_probabilities_of_all_candidates_are_at_most_one(seed: int, prior: float) -> None:
    known = known_of(30, 2)
    stated = probabilities(calibrate(known), rank(known, crowd(5, 1, seed=seed)[0]), prior=prior)
    assert ((stated >= 0) & (stated <= 1)).all()
    assert (stated.sum(axis=1) <= 1 + 1e-9).all()
    assert (stated[:, :1] >= stated[:, 1:]).all()


def test_what_is_stated_comes_true_about_as_often() -> None:
    stated, right = [], []
    for seed in range(4):
        vectors, quality, people = crowd(400, 4, seed=seed, noise=0.45)
        enrolled = (np.arange(len(people)) % 4 < 3) & (people < 200)
        known = Known.of(vectors[enrolled], quality[enrolled], people[enrolled])
        probes = np.arange(len(people)) % 4 == 3
        ranked = rank(known, vectors[probes])
        stated.append(probabilities(calibrate(known), ranked)[:, 0])
        right.append(known.people[ranked.people[:, 0]] == people[probes])
    chance, true = np.concatenate(stated), np.concatenate(right)
    bins = np.minimum((chance * 10).astype(int), 9)
    gaps = np.bincount(bins, chance - true, minlength=10)
    assert np.abs(gaps).sum() / len(chance) < 0.06


# ---------------------------------------------------------------- answers


def test_a_person_of_the_library_is_found_and_a_stranger_is_not() -> None:
    vectors, quality, people = crowd(130, 4)
    enrolled = (np.arange(len(people)) % 4 < 3) & (people < 129)
    known = Known.of(vectors[enrolled], quality[enrolled], people[enrolled])
    verdicts = decide(calibrate(known), rank(known, vectors[[3, 519]]), quality[:2])
    assert [each.answer for each in verdicts] == ["found", "absent"]
    assert verdicts[0].candidates[0].person == 0
    assert verdicts[0].candidates[0].probability > 0.9
    assert verdicts[0].likely == (0,)
    assert verdicts[1].p_value > ALPHA


def test_near_ties_show_both() -> None:
    calibration = calibrate(known_of(150, 2))
    ranked = Ranked(people=np.array([[3, 8, 5]]), scores=np.array([[0.99, 0.985, 0.5]]))
    (verdict,) = decide(calibration, ranked, np.array([GOOD]))
    assert verdict.answer == "unsure"
    assert verdict.likely == (3, 8)


def test_what_hardly_anybody_is_recognised_on_is_unrecognisable() -> None:
    known = known_of(130, 2)
    calibration = calibrate(known)
    weak = np.array([0.1], np.float32)
    assert unrecognisable(calibration, weak).all()  # the library has no weak faces: assumed
    good = np.full(40, 0.95)
    recognised = replace(calibration, own=(good, good, good))
    assert not unrecognisable(recognised, weak).any()
    lost = replace(calibration, own=(np.full(40, 0.0), good, good))
    ranked = Ranked(people=np.array([[0, 1]]), scores=np.array([[0.1, 0.0]]))
    assert decide(lost, ranked, weak)[0].answer == "unrecognisable"
    assert decide(lost, ranked, np.array([GOOD]))[0].answer == "absent"


@pytest.mark.parametrize(("alpha", "prior"), [(0, 0.5), (1, 0.5), (0.01, 0), (0.01, 1)])
def test_a_level_or_a_prior_that_is_none_is_refused(alpha: float, prior: float) -> None:
    known = known_of(3, 2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        decide(
            calibrate(known), rank(known, known.vectors), known.quality, alpha=alpha, prior=prior
        )


def test_a_library_of_one_person_and_of_one_face_answers() -> None:
    for photos in (1, 3):
        known = known_of(1, photos)
        (verdict,) = decide(calibrate(known), rank(known, known.vectors[:1]), known.quality[:1])
        assert verdict.answer in {"found", "unsure"}
        assert verdict.method == "extrapolated"


# ---------------------------------------------------------------- photos


def test_photos_of_the_found_person_are_likely_and_those_of_others_are_not() -> None:
    vectors, quality, people = crowd(100, 4)
    stray = people.copy()
    stray[2] = -1  # a photo of the first person that grouping left alone
    kept = np.arange(len(people)) != 0
    known = Known.of(vectors[kept], quality[kept], stray[kept])
    calibration = calibrate(known)
    (verdict,) = decide(calibration, rank(known, vectors[:1]), quality[:1])
    mine = np.flatnonzero(known.owners == 0)
    alone = np.flatnonzero((known.vectors == vectors[2]).all(axis=1))
    others = np.flatnonzero(known.owners == 1)
    chances = photo_probabilities(known, calibration, verdict, np.r_[mine, alone, others])
    assert (chances[:2] > 0.8).all()
    assert chances[2] > 0.5
    assert (chances[3:] < 0.1).all()


def test_photos_are_cut_where_the_next_is_likelier_wrong_than_right() -> None:
    assert cut(np.array([0.9, 0.6, 0.5, 0.4])) == 3
    assert cut(np.array([0.2])) == 0

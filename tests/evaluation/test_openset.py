from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.evaluation import openset as module
from likeness.evaluation.faces import LabelledFaces
from likeness.evaluation.openset import (
    ANSWERS,
    Answer,
    Gallery,
    Identified,
    NearestIdentifier,
    Trials,
    gain,
    open_set,
    rates_of,
    run_trials,
)

WIDTH = 8

unhurried = settings(deadline=None, max_examples=60)  # the first example imports SciPy


def crowd(
    sizes: list[int], *, missed: list[int] | None = None, noise: float = 0.5, seed: int = 0
) -> LabelledFaces:
    """Return so many faces of each person, and photos without a face of the *missed* people."""
    rng = np.random.default_rng(seed)
    people = np.repeat(np.arange(len(sizes)), sizes)
    rng.shuffle(people)
    n, lost = len(people), missed or []
    vectors = rng.standard_normal((len(sizes), WIDTH))[people]
    vectors = vectors + noise * rng.standard_normal((n, WIDTH))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    unknown = np.full(n, np.nan, np.float32)
    return LabelledFaces(
        names=tuple(f"p{i:03d}" for i in range(len(sizes))),
        people=people.astype(np.intp),
        photos=tuple(f"{i}.jpg" for i in range(n)),
        vectors=vectors.astype(np.float32),
        norms=np.ones(n, np.float32),
        quality=rng.random(n).astype(np.float32),
        ages=unknown,
        yaws=unknown,
        subsets=("",) * n,
        missed_people=np.array(lost, np.intp),
        missed_photos=tuple(f"missed{i}.jpg" for i in range(len(lost))),
        missed_subsets=("",) * len(lost),
    )


@dataclass
class Witness:
    """Answers at random, and remembers what it was asked."""

    asked: list[tuple[Gallery, np.ndarray, np.ndarray]] = field(default_factory=list)
    answers: bool = True

    def identify(self, gallery: Gallery, vectors: np.ndarray, quality: np.ndarray) -> Identified:
        rng = np.random.default_rng(len(self.asked))
        self.asked.append((gallery, vectors, quality))
        m = len(vectors)
        said: tuple[Answer, ...] = tuple(ANSWERS[i] for i in rng.integers(0, 3, m))
        return Identified(
            people=rng.integers(0, gallery.people[-1] + 1, m),
            scores=rng.random(m),
            answers=said if self.answers else None,
            probabilities=rng.random(m),
        )


# ---------------------------------------------------------------- made-up trials

# probe, its person, whether enrolled, the claimed person, score, answer, probability: few values,
# so that there are many ties.
TRIAL = st.tuples(
    st.integers(0, 11),
    st.booleans(),
    st.integers(0, 3),
    st.sampled_from([-0.5, 0.1, 0.2, 0.3, 0.7]),
    st.integers(0, 2),
    st.sampled_from([0.0, 0.05, 0.1, 0.55, 0.99, 1.0]),
)
ROWS = st.lists(TRIAL, max_size=30)
MISSED = st.lists(st.integers(0, 3), min_size=4, max_size=4)
Row = tuple[int, bool, int, float, int, float]


def trials(rows: list[Row], missed: list[int] | None = None) -> Trials:
    """Return trials of four people; probe p shows person p % 4."""
    probes = np.array([row[0] for row in rows], np.intp)
    return Trials(
        probes=probes,
        splits=np.zeros(len(rows), np.intp),
        people=probes % 4,
        mated=np.array([row[1] for row in rows], np.bool_),
        claimed=np.array([row[2] for row in rows], np.intp),
        nearest=np.array([row[2] for row in rows], np.intp) + 100,
        scores=np.array([row[3] for row in rows], np.float64),
        answers=np.array([row[4] for row in rows], np.intp),
        probabilities=np.array([row[5] for row in rows], np.float64),
        missed=np.array(missed or [0] * 4, np.intp),
        enrolled=2,
        samples=1,
        drawn=1,
        notes=(),
    )


def is_right(row: Row) -> bool:
    return row[1] and row[2] == row[0] % 4


def dir_by_definition(rows: list[Row], fpir: float, missed: int = 0) -> tuple[float, float]:
    """Return DIR and threshold: the lowest that few enough strangers score above."""
    strangers = [row[3] for row in rows if not row[1]]
    mated = [row for row in rows if row[1]]
    threshold = min(
        t for t in strangers if sum(score > t for score in strangers) <= fpir * len(strangers)
    )
    hits = sum(is_right(row) and row[3] > threshold for row in mated)
    return hits / (len(mated) + missed), threshold


# ---------------------------------------------------------------- the protocol


@unhurried
@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=6),
    st.integers(1, 4),
    st.sampled_from([0.01, 0.5, 1.0]),
    st.integers(0, 5),
)
def test_every_face_is_enrolled_or_tried_in_every_split(
    sizes: list[int], samples: int, share: float, seed: int
) -> None:
    faces, witness = crowd(sizes, missed=[0, 0]), Witness()
    result = run_trials(faces, witness, seed=seed, samples=samples, splits=3, share=share)
    eligible = [person for person, size in enumerate(sizes) if size > samples]
    enrolled = min(len(eligible), max(2, round(share * len(eligible))))
    assert result.enrolled == enrolled
    assert result.drawn == (3 if eligible else 0)
    assert len(witness.asked) == result.drawn
    lost = 0
    for split, (gallery, vectors, quality) in enumerate(witness.asked):
        here = result.splits == split
        rows = [int(np.flatnonzero((faces.vectors == v).all(axis=1))[0]) for v in gallery.vectors]
        assert np.bincount(gallery.people).tolist() == [samples] * enrolled
        assert gallery.quality.tolist() == faces.quality[rows].tolist()
        owners = faces.people[rows]
        chosen = set(owners.tolist())
        assert chosen <= set(eligible)
        assert (
            len({(int(a), int(b)) for a, b in zip(gallery.people, owners, strict=True)}) == enrolled
        )
        probes = result.probes[here].tolist()
        assert sorted(probes + rows) == list(range(len(faces)))
        assert vectors.tolist() == faces.vectors[probes].tolist()
        assert quality.tolist() == faces.quality[probes].tolist()
        assert result.people[here].tolist() == faces.people[probes].tolist()
        assert result.mated[here].tolist() == [int(faces.people[p]) in chosen for p in probes]
        assert set(result.claimed[here].tolist()) <= chosen
        lost += 2 * (0 in chosen)
    assert result.missed.tolist() == [lost] + [0] * (len(sizes) - 1)


def test_the_nearest_enrolled_face_of_the_claimed_person_is_kept() -> None:
    faces, witness = crowd([6, 6, 6]), Witness()
    result = run_trials(faces, witness, seed=0, samples=3, splits=2)
    for trial in range(len(result)):
        gallery = witness.asked[result.splits[trial]][0]
        rows = [int(np.flatnonzero((faces.vectors == v).all(axis=1))[0]) for v in gallery.vectors]
        own = [row for row in rows if faces.people[row] == result.claimed[trial]]
        cosines = faces.vectors[own] @ faces.vectors[result.probes[trial]]
        assert result.nearest[trial] == own[int(cosines.argmax())]


def test_all_identifiers_get_the_same_splits_from_one_seed() -> None:
    faces = crowd([6, 6, 6, 2])
    first, second = Witness(), Witness(answers=False)
    run_trials(faces, first, seed=4)
    run_trials(faces, second, seed=4)
    for (one, probes, _), (other, others, _) in zip(first.asked, second.asked, strict=True):
        assert one.vectors.tobytes() == other.vectors.tobytes()
        assert probes.tobytes() == others.tobytes()
    other_seed = Witness()
    run_trials(faces, other_seed, seed=5)
    assert [g.vectors.tobytes() for g, _, _ in first.asked] != [
        g.vectors.tobytes() for g, _, _ in other_seed.asked
    ]


def test_probes_come_in_batches_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    faces = crowd([6, 6, 6, 2])
    whole = open_set(run_trials(faces, NearestIdentifier(), seed=0), seed=0)
    monkeypatch.setattr(module, "MOST_PROBES", 3)
    assert (
        len(
            set(map(str, (whole, open_set(run_trials(faces, NearestIdentifier(), seed=0), seed=0))))
        )
        == 1
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": np.array([0])},
        {"scores": np.zeros(1)},
        {"scores": np.full(9, np.nan)},
        {"people": np.full(9, 2)},
        {"people": np.full(9, -1)},
        {"answers": ("found",)},
        {"probabilities": np.zeros(1)},
        {"probabilities": np.full(9, 1.5)},
        {"probabilities": np.full(9, np.nan)},
    ],
)
def test_an_identifier_that_breaks_its_protocol_is_refused(wrong: dict[str, object]) -> None:
    class Broken:
        def identify(
            self, gallery: Gallery, vectors: np.ndarray, quality: np.ndarray
        ) -> Identified:
            good = Identified(people=np.zeros(9, np.intp), scores=np.zeros(9))
            return replace(good, **wrong)  # type: ignore[arg-type]

    with pytest.raises(ValueError, match=r"identifier|probability"):
        run_trials(crowd([5, 5, 5]), Broken(), seed=0, samples=3)


@pytest.mark.parametrize(
    "arguments", [{"samples": 0}, {"splits": 0}, {"share": 0.0}, {"share": 1.1}]
)
def test_arguments_out_of_range_are_refused(arguments: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="are needed"):
        run_trials(crowd([5, 5, 5]), NearestIdentifier(), seed=0, **arguments)


def test_what_is_not_a_number_is_refused() -> None:
    faces = crowd([5, 5, 5])
    faces.vectors[2, 2] = np.nan
    with pytest.raises(ValueError, match="not a number"):
        run_trials(faces, NearestIdentifier(), seed=0)


# ---------------------------------------------------------------- the baseline


@unhurried
@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 20))
def test_the_nearest_mean_wins(people: int, samples: int, seed: int) -> None:
    faces = crowd([samples] * people + [3], seed=seed)
    order = np.argsort(faces.people, kind="stable")
    enrolled, probes = order[: people * samples], order[people * samples :]
    gallery = Gallery(
        vectors=faces.vectors[enrolled],
        quality=faces.quality[enrolled],
        people=faces.people[enrolled],
    )
    said = NearestIdentifier(threshold=0.2).identify(gallery, faces.vectors[probes], faces.quality)
    for row, probe in enumerate(probes):
        cosines = []
        for person in range(people):
            mean = faces.vectors[faces.people == person].astype(float).mean(axis=0)
            cosines.append(float(faces.vectors[probe].astype(float) @ mean / np.linalg.norm(mean)))
        assert said.scores[row] == pytest.approx(max(cosines), abs=1e-9)
        assert said.people[row] == int(np.argmax(cosines))
        assert said.answers is not None
        assert said.answers[row] == ("found" if max(cosines) >= 0.2 else "absent")


def test_without_a_threshold_the_baseline_only_scores() -> None:
    result = open_set(run_trials(crowd([6, 6, 6, 6]), NearestIdentifier(), seed=0), seed=0)
    assert result.decided is None
    assert result.answers == ()
    assert result.reliability is None
    assert all(wrong.answer is None for wrong in result.worst)


def test_people_who_look_nothing_alike_are_all_identified() -> None:
    result = open_set(run_trials(crowd([9] * 6, noise=0), NearestIdentifier(), seed=0), seed=0)
    assert result.rank1.value == 1
    assert [each.rate.value for each in result.dir] == [None, None, 1]
    assert not any(wrong.stranger is False for wrong in result.worst)


# ---------------------------------------------------------------- rates


@unhurried
@given(ROWS, MISSED)
def test_rank_1_is_the_share_of_mated_probes_with_the_right_person_first(
    rows: list[Row], missed: list[int]
) -> None:
    result = open_set(trials(rows, missed), seed=0)
    mated = [row for row in rows if row[1]]
    right = sum(map(is_right, rows))
    assert result.mated == len(mated)
    assert result.strangers == len(rows) - len(mated)
    assert result.mated_faces == len({row[0] for row in mated})
    assert result.stranger_faces == len({row[0] for row in rows if not row[1]})
    assert result.missed == sum(missed)
    expected = right / len(mated) if mated else None
    assert result.rank1.value == pytest.approx(expected, abs=1e-9)
    total = len(mated) + sum(missed)
    with_missed = right / total if total else None
    assert result.rank1_with_missed.value == pytest.approx(with_missed, abs=1e-9)


@unhurried
@given(ROWS, MISSED, st.sampled_from([0.1, 0.2, 1 / 3, 0.5, 0.9]))
def test_a_dir_is_taken_where_few_enough_strangers_pass(
    rows: list[Row], missed: list[int], fpir: float
) -> None:
    (found,) = open_set(trials(rows, missed), seed=0, fpirs=[fpir]).dir
    faces = len({row[0] for row in rows if not row[1]})
    if faces < 1 / fpir - 1e-9 or not any(row[1] for row in rows):
        assert found.rate.value is None
        assert found.with_missed.value is None
        assert found.threshold is None
        assert found.rate.note
        return
    expected, threshold = dir_by_definition(rows, fpir)
    assert found.threshold == threshold
    assert found.rate.value == pytest.approx(expected, abs=1e-9)
    with_missed = dir_by_definition(rows, fpir, sum(missed))[0]
    assert found.with_missed.value == pytest.approx(with_missed, abs=1e-9)


@unhurried
@given(ROWS, MISSED, st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_a_person_of_weight_two_counts_like_two_of_them(
    rows: list[Row], missed: list[int], times: list[int]
) -> None:
    faces = {row[0] for row in rows}
    known = [person for person in range(4) if missed[person] or any(f % 4 == person for f in faces)]
    repeated = [row for row in rows for _ in range(times[row[0] % 4])]
    lost = sum(m * t for m, t in zip(missed, times, strict=True))
    if all(row[1] for row in repeated) or not any(row[1] for row in repeated):
        return
    start = trials(rows, missed)
    operation = module._Operation(start, module._Pool(start, 0, 1), 0.3)
    weights = np.array([[times[person] for person in known]] * 3, float)
    assert operation.rates(weights).tolist() == pytest.approx(
        [dir_by_definition(repeated, 0.3)[0]] * 3, abs=1e-9
    )
    assert operation.rates_with_missed(weights).tolist() == pytest.approx(
        [dir_by_definition(repeated, 0.3, lost)[0]] * 3, abs=1e-9
    )


def test_too_few_strangers_are_said_with_how_many_it_takes() -> None:
    result = open_set(run_trials(crowd([9] * 6), NearestIdentifier(), seed=0), seed=0)
    assert result.stranger_faces == 54
    assert [each.rate.note for each in result.dir[:2]] == [
        "Too few strangers for this rate: 54 faces, 1,000 are needed.",
        "Too few strangers for this rate: 54 faces, 100 are needed.",
    ]
    assert result.dir[2].rate.value is not None


@pytest.mark.parametrize("fpir", [0.0, 1.0, -0.1, float("nan")])
def test_a_rate_out_of_range_is_refused(fpir: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        open_set(trials([]), seed=0, fpirs=[fpir])


@pytest.mark.parametrize("fpir", [0.1, 0.2, 0.01])
def test_as_many_strangers_as_one_in_a_rate_are_enough(fpir: float) -> None:
    enough = round(1 / fpir)
    mated: Row = (0, True, 0, 0.5, 0, 0.5)
    strangers: list[Row] = [(face, False, 0, 0.1, 0, 0.5) for face in range(enough)]
    (rate,) = open_set(trials([mated, *strangers]), seed=0, fpirs=[fpir]).dir
    assert rate.rate.value == 1
    # The same face in another split is no other stranger.
    (rate,) = open_set(trials([mated, *strangers[1:], strangers[1]]), seed=0, fpirs=[fpir]).dir
    assert rate.rate.value is None
    assert rate.rate.note == (
        f"Too few strangers for this rate: {enough - 1} faces, {enough} are needed."
    )


def test_rates_have_intervals_over_people() -> None:
    faces = crowd([9] * 12, noise=1.2, missed=[1, 2, 3])
    result = open_set(run_trials(faces, NearestIdentifier(0.5), seed=0), seed=0)
    assert result.decided is not None
    for rate in (
        result.rank1,
        result.rank1_with_missed,
        result.dir[2].rate,
        result.dir[2].with_missed,
        result.decided.dir,
        result.decided.fpir,
    ):
        assert rate.value is not None
        assert rate.low is not None
        assert rate.high is not None
        assert 0 <= rate.low < rate.value < rate.high <= 1


@unhurried
@given(ROWS, st.sets(st.integers(0, 11)), st.sampled_from([-1.0, 0.1, 0.25, 0.7]))
def test_a_group_is_judged_at_the_threshold_of_all(
    rows: list[Row], group: set[int], threshold: float
) -> None:
    faces = np.isin(np.arange(12), list(group))
    result = rates_of(trials(rows), faces, threshold=threshold, seed=0)
    mated = [row for row in rows if row[1] and row[0] in group]
    strangers = [row for row in rows if not row[1] and row[0] in group]
    assert (result.mated, result.strangers) == (len(mated), len(strangers))
    expected = [
        (result.rank1, [is_right(row) for row in mated]),
        (result.dir, [is_right(row) and row[3] > threshold for row in mated]),
        (result.fpir, [row[3] > threshold for row in strangers]),
    ]
    for estimate, hits in expected:
        share = sum(hits) / len(hits) if hits else None
        assert estimate.value == pytest.approx(share, abs=1e-9)


class Blurred:
    """The baseline, but it sees every probe through noise."""

    def identify(self, gallery: Gallery, vectors: np.ndarray, quality: np.ndarray) -> Identified:
        noise = np.random.default_rng(0).standard_normal(vectors.shape).astype(np.float32) / 4
        return NearestIdentifier().identify(gallery, vectors + noise, quality)


def test_a_gain_is_the_difference_of_two_rates_on_the_same_splits() -> None:
    faces = crowd([9] * 12, noise=0.8)
    clear, dim = (run_trials(faces, who, seed=0) for who in (NearestIdentifier(), Blurred()))
    result = gain(clear, dim, fpir=0.1, seed=0)
    rates = [open_set(each, seed=0).dir[2].rate.value for each in (clear, dim)]
    assert result.value == pytest.approx(rates[0] - rates[1], abs=1e-9)  # type: ignore[operator]
    assert result.low is not None
    assert result.low > 0


def test_a_gain_over_other_splits_is_refused() -> None:
    faces = crowd([9] * 12)
    one, other = (run_trials(faces, NearestIdentifier(), seed=seed) for seed in (0, 1))
    with pytest.raises(ValueError, match="different splits"):
        gain(one, other, fpir=0.1, seed=0)


def test_there_is_no_gain_where_there_is_no_rate() -> None:
    one = run_trials(crowd([9, 9]), NearestIdentifier(), seed=0)
    assert gain(one, one, fpir=0.1, seed=0).value is None


# ---------------------------------------------------------------- answers


@unhurried
@given(ROWS)
def test_each_answer_is_counted_by_what_it_was_in_truth(rows: list[Row]) -> None:
    result = open_set(trials(rows), seed=0)
    assert [count.answer for count in result.answers] == ["found", "unsure", "absent"]
    for code, count in enumerate(result.answers):
        given = [row for row in rows if row[4] == code]
        right, stranger = sum(map(is_right, given)), sum(not row[1] for row in given)
        assert (count.right, count.stranger) == (right, stranger)
        assert count.wrong == len(given) - right - stranger
        true = stranger if count.answer == "absent" else right
        expected = true / len(given) if given else None
        assert count.true.value == pytest.approx(expected, abs=1e-9)


@unhurried
@given(ROWS, MISSED)
def test_the_own_decisions_have_a_dir_and_a_fpir(rows: list[Row], missed: list[int]) -> None:
    decided = open_set(trials(rows, missed), seed=0).decided
    assert decided is not None
    mated = [row for row in rows if row[1]]
    strangers = [row for row in rows if not row[1]]
    found = sum(is_right(row) and row[4] == 0 for row in mated)
    expected = [
        (decided.dir, found, len(mated)),
        (decided.with_missed, found, len(mated) + sum(missed)),
        (decided.fpir, sum(row[4] == 0 for row in strangers), len(strangers)),
        (decided.unsure_mated, sum(row[4] == 1 for row in mated), len(mated)),
        (decided.unsure_stranger, sum(row[4] == 1 for row in strangers), len(strangers)),
    ]
    for estimate, part, whole in expected:
        share = part / whole if whole else None
        assert estimate.value == pytest.approx(share, abs=1e-9)


# ---------------------------------------------------------------- probabilities


@unhurried
@given(ROWS)
def test_reliability_compares_what_was_stated_with_what_came_true(rows: list[Row]) -> None:
    result = open_set(trials(rows), seed=0).reliability
    assert result is not None
    assert [(each.low, each.high) for each in result.bins] == [
        (i / 10, (i + 1) / 10) for i in range(10)
    ]
    error = 0.0
    for i, each in enumerate(result.bins):
        held = [row for row in rows if min(int(row[5] * 10), 9) == i]
        assert each.count == len(held)
        if not held:
            assert each.stated is None
            assert each.observed.value is None
            continue
        stated = sum(row[5] for row in held) / len(held)
        observed = sum(map(is_right, held)) / len(held)
        assert each.stated == pytest.approx(stated, abs=1e-9)
        assert each.observed.value == pytest.approx(observed, abs=1e-9)
        error += len(held) / len(rows) * abs(stated - observed)
    if rows:
        assert result.error.value == pytest.approx(error, abs=1e-9)


# ---------------------------------------------------------------- the curve


@unhurried
@given(ROWS)
def test_the_curve_tells_dir_and_fpir_at_every_threshold(rows: list[Row]) -> None:
    curve = open_set(trials(rows), seed=0).curve
    strangers = [row[3] for row in rows if not row[1]]
    mated = [row for row in rows if row[1]]
    if not strangers or not mated:
        assert curve is None
        return
    assert curve is not None
    assert curve.thresholds.tolist() == [*sorted(set(strangers), reverse=True), -np.inf]
    for threshold, fpir, rate in zip(curve.thresholds, curve.fpir, curve.dir, strict=True):
        assert fpir == pytest.approx(np.mean([s > threshold for s in strangers]), abs=1e-9)
        hits = [is_right(row) and row[3] > threshold for row in mated]
        assert rate == pytest.approx(np.mean(hits), abs=1e-9)
    assert curve.fpir[0] == 0
    assert curve.fpir[-1] == 1
    assert curve.dir[-1] == pytest.approx(np.mean([is_right(row) for row in mated]), abs=1e-9)


def test_a_long_curve_is_thinned_and_keeps_its_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    start = run_trials(crowd([9] * 8, noise=1.5), NearestIdentifier(), seed=0)
    whole = open_set(start, seed=0).curve
    monkeypatch.setattr(module, "POINTS", 20)
    thin = open_set(start, seed=0).curve
    assert whole is not None
    assert thin is not None
    assert len(thin.fpir) <= 20 < len(whole.fpir)
    points = set(zip(whole.fpir.tolist(), whole.dir.tolist(), strict=True))
    assert set(zip(thin.fpir.tolist(), thin.dir.tolist(), strict=True)) <= points
    for end in (0, -1):
        assert (thin.fpir[end], thin.dir[end]) == (whole.fpir[end], whole.dir[end])


# ---------------------------------------------------------------- mistakes


@unhurried
@given(ROWS)
def test_the_surest_mistakes_come_first_and_each_once(rows: list[Row]) -> None:
    worst = open_set(trials(rows), seed=0).worst
    expected = {(row[0], row[2]) for row in rows if not is_right(row) and row[4] < 2}
    assert len(worst) == min(len(expected), module.WORST)
    assert {(wrong.probe, wrong.claimed) for wrong in worst} <= expected
    ranks = [(wrong.answer == "unsure", -wrong.score) for wrong in worst]
    assert ranks == sorted(ranks)
    for wrong in worst:
        same = [
            (row[4], -row[3], row[1])
            for row in rows
            if (row[0], row[2]) == (wrong.probe, wrong.claimed) and not is_right(row) and row[4] < 2
        ]
        assert (wrong.answer, -wrong.score) == (ANSWERS[min(same)[0]], min(same)[1])
        assert wrong.nearest == wrong.claimed + 100
        assert wrong.stranger in {not mated for *_, mated in same}


def test_there_are_at_most_so_many_mistakes_to_look_at() -> None:
    faces = crowd([20] * 6, noise=3)
    result = open_set(run_trials(faces, NearestIdentifier(), seed=0), seed=0)
    assert len(result.worst) == module.WORST


# ---------------------------------------------------------------- small data sets


@pytest.mark.parametrize("sizes", [[], [0], [3, 3, 1], [1] * 9])
def test_nobody_can_be_enrolled(sizes: list[int]) -> None:
    result = open_set(run_trials(crowd(sizes), NearestIdentifier(), seed=0, samples=3), seed=0)
    (note,) = result.notes
    assert note == (
        "Nobody can be enrolled: that takes 4 photos of one person with a face, 3 to enrol and one "
        "to try. Ask for fewer samples or add photos."
    )
    assert result.rank1.value is None
    assert [each.rate.value for each in result.dir] == [None, None, None]
    assert result.curve is None
    assert result.worst == ()


def test_one_person_who_can_be_enrolled_is_tried_against_strangers() -> None:
    result = open_set(run_trials(crowd([9, 3, 3, 3, 2]), NearestIdentifier(), seed=0), seed=0)
    few, one = result.notes
    assert few == (
        "4 of 5 people have fewer than 4 photos with a face: they are never enrolled and take part "
        "as strangers."
    )
    assert one == "Only one person can be enrolled: there is nobody to be mistaken for."
    assert result.rank1.value is None
    assert "nobody to be mistaken for" in result.rank1.note
    assert result.dir[2].rate.value is not None


def test_two_people_are_both_enrolled_and_there_are_no_strangers() -> None:
    result = open_set(run_trials(crowd([9, 9]), NearestIdentifier(), seed=0), seed=0)
    assert result.notes == ("Everybody is enrolled: there are no strangers.",)
    assert result.enrolled == 2
    assert result.rank1.value == 1
    assert [each.rate.value for each in result.dir] == [None, None, None]


def test_one_person_alone_is_said_to_be_too_few() -> None:
    result = open_set(run_trials(crowd([9]), NearestIdentifier(), seed=0), seed=0)
    assert len(result.notes) == 2
    assert result.rank1.value is None
    assert result.mated == 60

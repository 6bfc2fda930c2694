"""Open-set identification: is somebody of the gallery shown, and who? Words of ISO/IEC 19795-1.

    trials = run_trials(faces, identifier, samples=3, seed=0)
    result = open_set(trials, seed=0)

A split draws some people and enrols each from a few samples. Their other photos are **mated
probes**, all photos of everybody else are **stranger probes**. Several splits are drawn from one
seed and pooled, so that most faces are tried both ways, against several galleries.

    rank-1   share of the mated probes whose best candidate is the right person (closed set)
    FPIR     false-positive identification rate: share of the stranger probes whose best candidate
             scores above the threshold
    DIR      detection and identification rate: share of the mated probes whose best candidate is
             the right person and scores above the threshold

Intervals (`jackknife`) leave out the people whose photos are the probes; the galleries stay as they
were drawn, and that somebody else could have been enrolled is seen in the splits only. Measured on
500 simulated sets of 50 people with 8 photos each: they hold the truth 94.6 to 95.4 times out of
100 (rank-1, DIR at 2 % and 10 %, own DIR and FPIR, share of right answers), at 10 people 97 to 99.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar, get_args

import numpy as np

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.jackknife import intervals, paired

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.evaluation.faces import LabelledFaces
    from likeness.evaluation.jackknife import Statistic

Answer = Literal["found", "unsure", "absent"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)

FPIRS = (0.001, 0.01, 0.1)
SAMPLES = 3
SPLITS = 10
SHARE = 0.5  # of the people who have photos enough, enrolled in each split
REPLICATES = 1_000
BINS = 10  # of equal width: Guo et al., On calibration of modern neural networks, 2017
WORST = 24
POINTS = 512  # of a curve at most

# Products that an identifier is likely to hold at once: 32 MiB as float64.
BATCH = 4_194_304

MOST_PROBES = 4096  # of a batch

# 0.001 * 1000 is no more than 1, whatever its last digit says.
ROUNDING = 1e-9

_T = TypeVar("_T", bound=np.generic)


# ---------------------------------------------------------------- whoever is measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """The enrolled samples, g of them, of E people."""

    vectors: NDArray[np.float32]  # (g, d), unit length
    quality: NDArray[np.float32]  # (g,) [0, 1]
    people: NDArray[np.intp]  # (g,) 0 to E - 1, ascending, everybody at least once


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """What an identifier says of m probes."""

    people: NDArray[np.intp]  # (m,) the best candidate, a person of the gallery
    scores: NDArray[np.float64]  # (m,) of the best candidate, higher is surer
    answers: tuple[Answer, ...] | None = None  # (m,); None: it only scores
    probabilities: NDArray[np.float64] | None = None  # (m,) that the best candidate is right


class Identifier(Protocol):
    """**Protocol:** names the person of a gallery whom a probe shows, or nobody.

    Probes are independent of each other: each is answered as if it were the only one.
    """

    def identify(
        self, gallery: Gallery, vectors: NDArray[np.float32], quality: NDArray[np.float32]
    ) -> Identified:
        """Answer for m probes: *vectors* (m, d) of unit length, *quality* (m,) in [0, 1]."""
        ...


@dataclass(frozen=True, slots=True)
class NearestIdentifier:
    """The plain rule that others are compared with: the cosine to the mean of one's samples."""

    threshold: float | None = None  # at least this cosine is "found", else "absent"; None: scores

    def identify(
        self, gallery: Gallery, vectors: NDArray[np.float32], quality: NDArray[np.float32]
    ) -> Identified:
        """Answer for m probes; of equal scores the earlier person wins."""
        del quality  # every face counts alike here
        totals = np.zeros((int(gallery.people[-1]) + 1, gallery.vectors.shape[1]))
        np.add.at(totals, gallery.people, gallery.vectors.astype(np.float64))
        lengths = np.linalg.norm(totals, axis=1, keepdims=True)
        cosines = vectors.astype(np.float64) @ (totals / np.where(lengths > 0, lengths, 1)).T
        best = cosines.argmax(axis=1)
        scores = cosines[np.arange(len(best)), best]
        answers: tuple[Answer, ...] | None = None
        if self.threshold is not None:
            answers = tuple("found" if hit else "absent" for hit in scores >= self.threshold)
        return Identified(people=best, scores=scores, answers=answers)


# ---------------------------------------------------------------- the trials


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """Every probe of every split, t in all, and what was said of it.

    People are rows of `LabelledFaces.names`, faces are rows of the `LabelledFaces` themselves.
    """

    probes: NDArray[np.intp]  # (t,) face
    splits: NDArray[np.intp]  # (t,)
    people: NDArray[np.intp]  # (t,) the person in truth
    mated: NDArray[np.bool_]  # (t,) whether that person was enrolled
    claimed: NDArray[np.intp]  # (t,) the best candidate
    nearest: NDArray[np.intp]  # (t,) the claimed person's enrolled face that is nearest
    scores: NDArray[np.float64]  # (t,)
    answers: NDArray[np.intp] | None  # (t,) row of `ANSWERS`
    probabilities: NDArray[np.float64] | None  # (t,)
    missed: NDArray[
        np.intp
    ]  # (P,) photos without a face, once for each split that enrolled the person
    enrolled: int  # people in each split
    samples: int  # of each of them
    drawn: int  # splits
    notes: tuple[str, ...]  # what could not be tried, a sentence each

    def __len__(self) -> int:
        return len(self.probes)

    @property
    def right(self) -> NDArray[np.bool_]:
        """(t,) whether the best candidate is the person in truth."""
        right: NDArray[np.bool_] = self.mated & (self.claimed == self.people)
        return right


def run_trials(
    faces: LabelledFaces,
    identifier: Identifier,
    *,
    seed: int,
    samples: int = SAMPLES,
    splits: int = SPLITS,
    share: float = SHARE,
) -> Trials:
    """Try every split. The same seed draws the same splits for every identifier.

    Enrolled are *share* of the people with more photos than *samples*, at least two of them where
    there are two (else there is nobody to be mistaken for). People with fewer photos are strangers
    in every split.

    Args:
        faces: Of all people.
        identifier: Who is measured.
        seed: Of the splits.
        samples: Faces that each person is enrolled from, at least 1.
        splits: How many, at least 1.
        share: In (0, 1].

    Raises:
        ValueError: A vector is not a number, an argument is out of range, or the identifier breaks
            its protocol.
    """
    if samples < 1 or splits < 1 or not 0 < share <= 1:
        raise ValueError("At least 1 sample and 1 split are needed, and a share above 0 up to 1.")
    if not np.isfinite(faces.vectors).all():
        raise ValueError("The vectors hold a value that is not a number.")
    sizes = np.bincount(faces.people, minlength=len(faces.names))
    eligible = np.flatnonzero(sizes > samples)
    enrolled = min(len(eligible), max(2, round(share * len(eligible))))
    missed = np.zeros(len(sizes), np.intp)
    parts: list[_Batch] = []
    for split in range(splits if enrolled else 0):
        rng = np.random.default_rng([seed, split])
        chosen = np.zeros(len(sizes), np.bool_)
        chosen[rng.permutation(eligible)[:enrolled]] = True
        rows = _drawn_samples(faces.people, chosen, samples, rng)
        parts += _one_split(faces, identifier, split, rows, samples)
        missed += np.where(chosen, np.bincount(faces.missed_people, minlength=len(sizes)), 0)
    return Trials(
        probes=_joined([part.probes for part in parts], np.intp),
        splits=_joined([part.splits for part in parts], np.intp),
        people=_joined([part.people for part in parts], np.intp),
        mated=_joined([part.mated for part in parts], np.bool_),
        claimed=_joined([part.claimed for part in parts], np.intp),
        nearest=_joined([part.nearest for part in parts], np.intp),
        scores=_joined([part.scores for part in parts], np.float64),
        answers=_joined_or_none([part.answers for part in parts], np.intp),
        probabilities=_joined_or_none([part.probabilities for part in parts], np.float64),
        missed=missed,
        enrolled=enrolled,
        samples=samples,
        drawn=splits if enrolled else 0,
        notes=_shortcomings(sizes, samples, enrolled),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Some probes of one split; the arrays of `Trials`."""

    probes: NDArray[np.intp]
    splits: NDArray[np.intp]
    people: NDArray[np.intp]
    mated: NDArray[np.bool_]
    claimed: NDArray[np.intp]
    nearest: NDArray[np.intp]
    scores: NDArray[np.float64]
    answers: NDArray[np.intp] | None
    probabilities: NDArray[np.float64] | None


def _drawn_samples(
    people: NDArray[np.intp], chosen: NDArray[np.bool_], samples: int, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Return so many random faces of each chosen person, by person and then by row."""
    shuffled = rng.permutation(len(people))
    shuffled = shuffled[chosen[people[shuffled]]]
    by_person = shuffled[np.argsort(people[shuffled], kind="stable")]
    _, starts = np.unique(people[by_person], return_index=True)
    rows = by_person[(starts[:, None] + np.arange(samples)).ravel()]
    drawn: NDArray[np.intp] = rows[np.lexsort((rows, people[rows]))]
    return drawn


def _one_split(
    faces: LabelledFaces, identifier: Identifier, split: int, rows: NDArray[np.intp], samples: int
) -> list[_Batch]:
    """Ask the identifier about every face that is not enrolled; *rows* are those that are."""
    enrolled = faces.people[rows[::samples]]
    gallery = Gallery(
        vectors=faces.vectors[rows],
        quality=faces.quality[rows],
        people=np.repeat(np.arange(len(enrolled)), samples),
    )
    free = np.ones(len(faces), np.bool_)
    free[rows] = False
    probes = np.flatnonzero(free)
    step = min(MOST_PROBES, max(1, BATCH // len(rows)))
    batches = []
    for at in range(0, len(probes), step):
        part = probes[at : at + step]
        said = identifier.identify(gallery, faces.vectors[part], faces.quality[part])
        _check(said, len(part), len(enrolled))
        own = said.people[:, None] * samples + np.arange(samples)
        cosines = np.einsum("mkd,md->mk", gallery.vectors[own], faces.vectors[part])
        best = np.take_along_axis(own, cosines.argmax(axis=1)[:, None], axis=1)[:, 0]
        codes = None if said.answers is None else [ANSWERS.index(each) for each in said.answers]
        batches.append(
            _Batch(
                probes=part,
                splits=np.full(len(part), split),
                people=faces.people[part],
                mated=np.isin(faces.people[part], enrolled),
                claimed=enrolled[said.people],
                nearest=rows[best],
                scores=said.scores.astype(np.float64),
                answers=None if codes is None else np.array(codes, np.intp),
                probabilities=said.probabilities,
            )
        )
    return batches


def _check(said: Identified, probes: int, people: int) -> None:
    """Refuse an answer that breaks the protocol. Raises `ValueError`."""
    shapes = {said.people.shape, said.scores.shape}
    if said.probabilities is not None:
        shapes.add(said.probabilities.shape)
    if shapes != {(probes,)} or (said.answers is not None and len(said.answers) != probes):
        raise ValueError(f"An identifier answers once for each of {probes} probes.")
    if not np.isfinite(said.scores).all() or not np.isin(said.people, np.arange(people)).all():
        raise ValueError("An identifier names a person of the gallery, with a finite score.")
    stated = said.probabilities
    if stated is not None and not ((stated >= 0) & (stated <= 1)).all():
        raise ValueError("A probability is a number from 0 to 1.")


def _shortcomings(sizes: NDArray[np.intp], samples: int, enrolled: int) -> tuple[str, ...]:
    """Say what the data set is too small for."""
    present, eligible = int((sizes > 0).sum()), int((sizes > samples).sum())
    if not eligible:
        note = (
            f"Nobody can be enrolled: that takes {samples + 1} photos of one person with a face, "
            f"{samples} to enrol and one to try. Ask for fewer samples or add photos."
        )
        return (note,)
    notes = []
    if eligible < present:
        notes.append(
            f"{present - eligible:,} of {present:,} people have fewer than {samples + 1} photos "
            "with a face: they are never enrolled and take part as strangers."
        )
    if enrolled == 1:
        notes.append("Only one person can be enrolled: there is nobody to be mistaken for.")
    if enrolled == present:
        notes.append("Everybody is enrolled: there are no strangers.")
    return tuple(notes)


def _joined(parts: Sequence[NDArray[_T]], dtype: type[_T]) -> NDArray[_T]:
    return np.concatenate([np.empty(0, dtype), *parts])


def _joined_or_none(parts: Sequence[NDArray[_T] | None], dtype: type[_T]) -> NDArray[_T] | None:
    given = [part for part in parts if part is not None]
    return _joined(given, dtype) if given and len(given) == len(parts) else None


# ---------------------------------------------------------------- the results


@dataclass(frozen=True, slots=True, kw_only=True)
class DirAtFpir:
    """How many are identified where so many strangers are mistaken for somebody."""

    fpir: float  # that was asked for; at most so many strangers score above the threshold
    rate: Estimate  # of all mated probes with a face
    with_missed: Estimate  # of all mated probes: a photo without a face is not identified
    threshold: float | None  # scores above it count


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCount:
    """What one answer was in truth."""

    answer: Answer
    right: int  # mated probes whose best candidate was the right person
    wrong: int  # mated probes whose best candidate was somebody else
    stranger: int  # stranger probes
    true: Estimate  # share that "found" or "unsure" put first rightly; of "absent", strangers


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The identifier's own decisions: as found counts who was answered with "found"."""

    dir: Estimate  # of the mated probes: found, and right
    with_missed: Estimate  # the same, of all mated probes
    fpir: Estimate  # of the stranger probes: found
    unsure_mated: Estimate  # of the mated probes
    unsure_stranger: Estimate  # of the stranger probes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Probes for which about the same probability was stated."""

    low: float  # of the stated probability
    high: float
    stated: float | None  # mean of what was stated; None: nothing
    observed: Estimate  # share whose best candidate was right; a stranger's never is
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """Whether stated probabilities come true."""

    bins: tuple[Bin, ...]
    error: Estimate  # expected calibration error: mean of |stated - observed| over the probes


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """DIR over FPIR, from the strictest threshold to the laxest."""

    fpir: NDArray[np.float64]  # (c,) ascending, from 0
    dir: NDArray[np.float64]  # (c,)
    thresholds: NDArray[np.float64]  # (c,) scores above it count; the last is -inf


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongIdentification:
    """Somebody was taken for somebody else."""

    probe: int  # face
    claimed: int  # person
    nearest: int  # enrolled face of the claimed person that is nearest to the probe
    score: float
    answer: Answer | None  # "found" or "unsure"; None: the identifier only scores
    stranger: bool  # whether nobody would have been right


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSet:
    """How well people are identified, over all splits."""

    rank1: Estimate
    rank1_with_missed: Estimate  # a photo without a face is not identified
    dir: tuple[DirAtFpir, ...]
    decided: Decided | None  # None: the identifier only scores
    answers: tuple[AnswerCount, ...]  # empty: the identifier only scores
    reliability: Reliability | None  # None: no probability is stated
    curve: Curve | None  # None: no mated or no stranger probes
    worst: tuple[WrongIdentification, ...]  # "found" before "unsure", then by score
    enrolled: int  # people in each split
    samples: int  # of each of them
    splits: int
    mated: int  # probes over all splits; the same face may be one in several
    strangers: int  # the same
    mated_faces: int  # different faces among them
    stranger_faces: int
    missed: int  # mated probes without a face, over all splits
    notes: tuple[str, ...]  # what could not be computed, a sentence each


def open_set(
    trials: Trials, *, seed: int, fpirs: Sequence[float] = FPIRS, replicates: int = REPLICATES
) -> OpenSet:
    """Sum up the trials; one threshold holds for all splits, as it would in use.

    A DIR is given where there are at least 1 / FPIR different stranger faces: with fewer the
    threshold would be set by faces that are not there.

    Args:
        trials: Of `run_trials`.
        seed: Of the intervals.
        fpirs: In (0, 1).
        replicates: Of the intervals.

    Raises:
        ValueError: A rate is out of range.
    """
    if not all(0 < fpir < 1 for fpir in fpirs):
        raise ValueError("A false-positive rate lies between 0 and 1.")
    pool = _Pool(trials, seed, replicates)
    mated, strangers = trials.mated, ~trials.mated
    alone = Estimate.missing("With one person enrolled there is nobody to be mistaken for.")
    return OpenSet(
        rank1=alone if trials.enrolled == 1 else pool.share(trials.right, mated),
        rank1_with_missed=(
            alone if trials.enrolled == 1 else pool.share(trials.right, mated, missed=True)
        ),
        dir=tuple(_dir_at(trials, pool, fpir) for fpir in fpirs),
        decided=_decided(trials, pool),
        answers=_answers(trials, pool),
        reliability=_reliability(trials, pool),
        curve=_curve(trials),
        worst=_worst(trials),
        enrolled=trials.enrolled,
        samples=trials.samples,
        splits=trials.drawn,
        mated=int(mated.sum()),
        strangers=int(strangers.sum()),
        mated_faces=len(np.unique(trials.probes[mated])),
        stranger_faces=len(np.unique(trials.probes[strangers])),
        missed=int(trials.missed.sum()),
        notes=trials.notes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRates:
    """Rates of some of the probes, at a threshold that was set on all of them."""

    rank1: Estimate
    dir: Estimate
    fpir: Estimate  # what the strangers among them get, whatever was asked for
    mated: int
    strangers: int


def rates_of(
    trials: Trials,
    faces: NDArray[np.bool_],
    *,
    threshold: float,
    seed: int,
    replicates: int = REPLICATES,
) -> ProbeRates:
    """Return the rates of the probes among *faces*, such as one sub-folder or age band.

    The threshold is that of everybody (`DirAtFpir.threshold`), as it would be in use: so a group
    whose strangers are taken for somebody too often shows. Intervals take it as given.

    Args:
        trials: Of `run_trials`.
        faces: (n,) which faces of the `LabelledFaces`.
        threshold: Scores above it count.
        seed: Of the intervals.
        replicates: Of the intervals.
    """
    pool = _Pool(trials, seed, replicates)
    chosen = faces[trials.probes]
    mated, strangers = chosen & trials.mated, chosen & ~trials.mated
    above = trials.scores > threshold
    return ProbeRates(
        rank1=pool.share(trials.right, mated),
        dir=pool.share(trials.right & above, mated),
        fpir=pool.share(above, strangers),
        mated=int(mated.sum()),
        strangers=int(strangers.sum()),
    )


def gain(
    trials: Trials, baseline: Trials, *, fpir: float, seed: int, replicates: int = REPLICATES
) -> Estimate:
    """Return by how much the DIR at a rate exceeds that of another identifier on the same splits.

    What both share, hard people above all, cancels out: an interval that leaves out 0 shows a
    difference even where the intervals of both rates overlap.

    Raises:
        ValueError: The trials are of different splits.
    """
    if not (
        np.array_equal(trials.probes, baseline.probes)
        and np.array_equal(trials.mated, baseline.mated)
    ):
        raise ValueError("Trials of different splits cannot be compared: use one seed for both.")
    pool = _Pool(trials, seed, replicates)
    note = _too_few(trials, fpir)
    if note:
        return Estimate.missing(note)
    one, other = (_Operation(each, pool, fpir).rates for each in (trials, baseline))
    return paired(one, other, pool.count, replicates, seed)


# ---------------------------------------------------------------- shares and their intervals


class _Pool:
    """The people whose photos are the probes; weights (R, P) say how often each is drawn."""

    def __init__(self, trials: Trials, seed: int, replicates: int) -> None:
        self._trials, self._seed, self._replicates = trials, seed, replicates
        tried = np.zeros(len(trials.missed), np.bool_)
        tried[trials.people] = True
        tried |= trials.missed > 0
        self._row_of = np.cumsum(tried) - 1
        self.count = int(tried.sum())
        self.rows = self._row_of[trials.people]
        self.missed = trials.missed[tried].astype(np.float64)

    def sums(
        self, among: NDArray[np.bool_], values: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Return (P,) how many of the trials *among* are of each person, or the sum of *values*."""
        weights = None if values is None else values[among]
        return np.bincount(self.rows[among], weights=weights, minlength=self.count).astype(float)

    def share(
        self, hits: NDArray[np.bool_], among: NDArray[np.bool_], *, missed: bool = False
    ) -> Estimate:
        """Return which share of the trials *among* are *hits*, and of the missed photos none."""
        hit, total = self.sums(hits & among), self.sums(among)
        if missed:
            total = total + self.missed
        if not total.any():
            return Estimate.missing("There are no probes of this kind.")
        return self.estimate(
            lambda weights: _ratio(weights @ hit, weights @ total), int((total > 0).sum())
        )

    def estimate(self, statistic: Statistic, trials: int) -> Estimate:
        """Return a figure with its interval; *trials* people could have shown a mistake."""
        return intervals(statistic, self.count, self._replicates, self._seed, trials=trials)


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide; NaN where there is nothing to be a part of."""
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)


# ---------------------------------------------------------------- figures


def _dir_at(trials: Trials, pool: _Pool, fpir: float) -> DirAtFpir:
    """Return DIR at a rate; the threshold is set anew whenever people are left out."""
    note = _too_few(trials, fpir)
    if note:
        missing = Estimate.missing(note)
        return DirAtFpir(fpir=fpir, rate=missing, with_missed=missing, threshold=None)
    operation = _Operation(trials, pool, fpir)
    return DirAtFpir(
        fpir=fpir,
        rate=pool.estimate(operation.rates, operation.mated),
        with_missed=pool.estimate(operation.rates_with_missed, operation.mated),
        threshold=operation.threshold,
    )


def _too_few(trials: Trials, fpir: float) -> str:
    """Say why there is no DIR at this rate; empty where there is one."""
    if not trials.mated.any():
        return "There are no probes of enrolled people."
    faces = len(np.unique(trials.probes[~trials.mated]))
    if faces * fpir < 1 - ROUNDING:
        needed = math.ceil((1 - ROUNDING) / fpir)
        return f"Too few strangers for this rate: {faces:,} faces, {needed:,} are needed."
    return ""


class _Operation:
    """Working at the lowest threshold that keeps the false positives rare enough."""

    def __init__(self, trials: Trials, pool: _Pool, fpir: float) -> None:
        self._fpir = fpir
        strangers, right = np.flatnonzero(~trials.mated), np.flatnonzero(trials.right)
        strangers = strangers[np.argsort(-trials.scores[strangers], kind="stable")]
        right = right[np.argsort(-trials.scores[right], kind="stable")]
        self._stranger_scores = trials.scores[strangers]
        self._stranger_rows, self._right_rows = pool.rows[strangers], pool.rows[right]
        # How many right candidates score above each stranger.
        self._above = np.searchsorted(-trials.scores[right], -self._stranger_scores)
        self._mated, self._missed = pool.sums(trials.mated), pool.missed
        self._strangers = pool.sums(~trials.mated)

    @property
    def threshold(self) -> float:
        """That of the data as they are."""
        return float(self._stranger_scores[self._first_refused(np.ones((1, len(self._mated))))[0]])

    @property
    def mated(self) -> int:
        """How many people have mated probes."""
        return int((self._mated > 0).sum())

    def rates(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Map weights (R, P) to DIR (R,); NaN without mated or without stranger probes."""
        return self._rates(weights, self._mated)

    def rates_with_missed(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Do the same with photos without a face as mated probes."""
        return self._rates(weights, self._mated + self._missed)

    def _rates(
        self, weights: NDArray[np.float64], probes: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        first = self._first_refused(weights)
        hits = np.empty(len(weights))
        for refused in np.unique(first):  # few: leaving out one person hardly moves a threshold
            above = self._right_rows[: self._above[refused]]
            here = first == refused
            hits[here] = weights[here] @ np.bincount(above, minlength=len(probes))
        rates = _ratio(hits, weights @ probes)
        return np.where(weights @ self._strangers > 0, rates, np.nan)

    def _first_refused(self, weights: NDArray[np.float64]) -> NDArray[np.intp]:
        """Return (R,) the first stranger, best first, that is one too many."""
        allowed = self._fpir * (weights @ self._strangers) * (1 + ROUNDING)
        count = len(self._stranger_rows)
        most = math.ceil(self._fpir * count) + 1
        while True:  # only the best strangers can be let through
            passed = np.cumsum(weights[:, self._stranger_rows[:most]], axis=1)
            if most >= count or (passed[:, -1] > allowed).all():
                first: NDArray[np.intp] = (passed <= allowed[:, None]).sum(axis=1)
                return first.clip(max=count - 1)
            most *= 2


def _decided(trials: Trials, pool: _Pool) -> Decided | None:
    if trials.answers is None:
        return None
    mated, strangers = trials.mated, ~trials.mated
    found, unsure = (trials.answers == ANSWERS.index(each) for each in ("found", "unsure"))
    return Decided(
        dir=pool.share(found & trials.right, mated),
        with_missed=pool.share(found & trials.right, mated, missed=True),
        fpir=pool.share(found, strangers),
        unsure_mated=pool.share(unsure, mated),
        unsure_stranger=pool.share(unsure, strangers),
    )


def _answers(trials: Trials, pool: _Pool) -> tuple[AnswerCount, ...]:
    if trials.answers is None:
        return ()
    right, wrong, stranger = trials.right, trials.mated & ~trials.right, ~trials.mated
    counts = []
    for code, answer in enumerate(ANSWERS):
        given = trials.answers == code
        counts.append(
            AnswerCount(
                answer=answer,
                right=int((given & right).sum()),
                wrong=int((given & wrong).sum()),
                stranger=int((given & stranger).sum()),
                true=pool.share(stranger if answer == "absent" else right, given),
            )
        )
    return tuple(counts)


def _reliability(trials: Trials, pool: _Pool) -> Reliability | None:
    stated = trials.probabilities
    if stated is None:
        return None
    of_bin = np.minimum((stated * BINS).astype(np.intp), BINS - 1)
    inside = [of_bin == each for each in range(BINS)]
    bins = tuple(
        Bin(
            low=each / BINS,
            high=(each + 1) / BINS,
            stated=float(stated[held].mean()) if held.any() else None,
            observed=pool.share(trials.right, held),
            count=int(held.sum()),
        )
        for each, held in enumerate(inside)
    )
    # (P, bins) how far what was stated adds up to more than what came true
    excess = np.stack([pool.sums(held, stated - trials.right) for held in inside], axis=1)
    total = pool.sums(np.ones(len(trials), np.bool_))
    return Reliability(
        bins=bins,
        error=pool.estimate(
            lambda weights: _ratio(np.abs(weights @ excess).sum(axis=1), weights @ total),
            pool.count,
        ),
    )


def _curve(trials: Trials) -> Curve | None:
    strangers = np.sort(trials.scores[~trials.mated])
    right = np.sort(trials.scores[trials.right])
    mated = int(trials.mated.sum())
    if not mated or not len(strangers):
        return None
    thresholds = np.append(np.unique(strangers)[::-1], -np.inf)
    if len(thresholds) > POINTS:  # close together where the rates are small
        at = np.geomspace(1, len(thresholds), POINTS).round().astype(np.intp) - 1
        thresholds = thresholds[np.unique(at)]
    return Curve(
        fpir=1 - np.searchsorted(strangers, thresholds, side="right") / len(strangers),
        dir=(len(right) - np.searchsorted(right, thresholds, side="right")) / mated,
        thresholds=thresholds,
    )


def _worst(trials: Trials) -> tuple[WrongIdentification, ...]:
    """Return the wrong identifications that were surest, the same one of several splits once."""
    wrong = ~trials.right
    codes = np.zeros(len(trials), np.intp) if trials.answers is None else trials.answers
    wrong &= codes < ANSWERS.index("absent")
    rows = np.flatnonzero(wrong)
    order = np.lexsort(
        (trials.claimed[rows], trials.probes[rows], -trials.scores[rows], codes[rows])
    )
    seen: set[tuple[int, int]] = set()
    worst: list[WrongIdentification] = []
    for row in rows[order].tolist():
        who = int(trials.probes[row]), int(trials.claimed[row])
        if who in seen:
            continue
        seen.add(who)
        worst.append(
            WrongIdentification(
                probe=who[0],
                claimed=who[1],
                nearest=int(trials.nearest[row]),
                score=float(trials.scores[row]),
                answer=None if trials.answers is None else ANSWERS[codes[row]],
                stranger=not trials.mated[row],
            )
        )
        if len(worst) == WORST:
            break
    return tuple(worst)

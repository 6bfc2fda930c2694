"""Is somebody of the library shown, or a stranger? The answer with its sureness, measured here.

    known = Known.of(vectors, quality, people)    once for each revision of the library
    calibration = calibrate(known)                likewise: a second at 100,000 faces
    ranked = rank(known, sample[None])
    (verdict,) = decide(calibration, ranked, quality)

What counts is the best score that a stranger gets in this very library: everybody in turn is taken
out and searched for among the others (leave one person out), with one photo, so that people with
many photos do not outvote the others. Faces that belong to nobody vote too, each for itself. The
share of votes at or above a score is a conformal p-value,

    p = (1 + votes at or above) / (votes + 1)

which is at most alpha for a stranger with probability alpha, if strangers are like the voters (Vovk
et al., Algorithmic learning in a random world, 2005), here within a class of quality (Mondrian,
section 4.5 there) where that has votes enough. Fewer than 1 / alpha - 1 votes can never say
"below alpha": there the tail is extrapolated, and said to be. It is exponential, its scale is known
only from a few votes, and both together are a generalised Pareto tail (Pickands, Statistical
inference using extreme order statistics, 1975): the posterior predictive of a gamma prior, heavier
the fewer the votes.

That the best candidate is right is a logistic regression (Platt, Probabilistic outputs for support
vector machines, 1999; linear calibration suffices: Mandasari et al., Idiap-RR-01-2014) on the same
votes and on photos of people searched for in a library without that very photo, held to `BASE`,
which is fitted to generated libraries, where the library's own searches are few.

`Known` and `Calibration` depend on nothing but the faces and people of the library: whoever keeps
them by the revision of both need not compute them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from likeness.grouping.calibration import WEAK_QUALITY, weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

Answer = Literal["found", "unsure", "absent", "unrecognisable"]
Method = Literal["conformal", "extrapolated"]

ALPHA = 0.01

# Classes of quality that strangers are compared within.
QUALITY_EDGES = (WEAK_QUALITY, 0.7)

# A class of its own must have so many times the votes that 1 / alpha asks for: with just enough, a
# single look-alike decides.
OF_CLASS = 3

# Where fewer of the photos of known people are recognised, "absent" says nothing. Below that
# quality it is assumed, where a library has too few searches of a class to tell: the weakest face
# of office, the crowded scenes, has .21, and nothing could be measured below.
RECOGNISED_LEAST = 0.1
RECOGNISED_FROM = 20  # searches
UNRECOGNISABLE = 0.2

BEST_FACES = 3  # of a person, that count as much as all of them together
SHORTLIST = 32  # people whose faces are looked at one by one, nearest templates first
CANDIDATES = 5  # people named in an answer at most

# Votes, and photos searched for, at most: at 2,000 the share of strangers that is let through at
# a stated 1 % is known to .2 %.
VOTES = 2_000

# Two candidates whose scores differ by less cannot be told apart: `identify.DOUBT`.
DOUBT = 0.008

AT_ONCE = 4_000_000  # numbers of a matrix that are held: 32 MB as float64


# ---------------------------------------------------------------- who is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The people of a library; faces in the order of their people."""

    vectors: NDArray[np.float32]  # (n, d), unit length
    quality: NDArray[np.float32]  # (n,) [0, 1]
    weights: NDArray[np.float32]  # (n,) of each face in its person's template
    owners: NDArray[np.intp]  # (n,) ascending, 0 to P - 1
    starts: NDArray[np.intp]  # (P + 1,) first face of each person, and n
    templates: NDArray[np.float32]  # (P, d) weighted means, at most one long
    named: NDArray[np.bool_]  # (P,) False: a face that belongs to nobody, never a candidate
    people: NDArray[np.intp]  # (P,) as they were called; -1 where not named

    def __len__(self) -> int:
        return len(self.templates)

    @property
    def entries(self) -> int:
        """How many people can be candidates."""
        return int(self.named.sum())

    @property
    def sizes(self) -> NDArray[np.intp]:
        """(P,) how many faces each person has."""
        return np.diff(self.starts)

    @classmethod
    def of(
        cls,
        vectors: NDArray[np.float32],
        quality: NDArray[np.float32],
        people: NDArray[np.intp],
    ) -> Known:
        """Sort the faces of a library by person.

        Args:
            vectors: (n, d), unit length, n at least 1, in an order that has nothing to do with what
                they show, such as that of ids made of content: the first faces vote.
            quality: (n,), [0, 1].
            people: (n,) any number from 0 for each person; -1 for a face that belongs to nobody.

        Raises:
            ValueError: There is no face, or a vector is not a number.
        """
        if not len(vectors):
            raise ValueError("A library without faces knows nobody.")
        if not np.isfinite(vectors).all():
            raise ValueError("The vectors hold a value that is not a number.")
        alone = np.flatnonzero(people < 0)
        called = people.astype(np.intp)
        called[alone] = called.max(initial=-1) + 1 + np.arange(len(alone))
        _, owners = np.unique(called, return_inverse=True)
        order = np.argsort(owners, kind="stable")
        owners = owners[order]
        starts = np.append(np.flatnonzero(np.diff(owners, prepend=-1)), len(owners))
        heavy = weights(quality[order]).astype(np.float32)
        sums = np.add.reduceat(vectors[order] * heavy[:, None], starts[:-1], axis=0)
        totals = np.add.reduceat(heavy, starts[:-1])
        first = people[order][starts[:-1]]
        return cls(
            vectors=vectors[order],
            quality=quality[order],
            weights=heavy,
            owners=owners,
            starts=starts,
            templates=(sums / totals[:, None]).astype(np.float32),
            named=first >= 0,
            people=np.where(first >= 0, first, -1),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The best candidates of m searches."""

    people: NDArray[np.intp]  # (m, k) rows of `Known.templates`, best first, ties by row
    scores: NDArray[np.float64]  # (m, k); -1 where there is nobody left

    def __len__(self) -> int:
        return len(self.people)


def rank(
    known: Known,
    probes: NDArray[np.float32],
    *,
    without: NDArray[np.intp] | None = None,
    count: int = CANDIDATES,
) -> Ranked:
    """Score everybody near each of m probes: half all faces of a person, half the best of them.

    A face of nobody is nobody's rival: it may well be another photo of the best candidate.

    All faces count through the template, the best `BEST_FACES` one by one; the latter only of the
    `SHORTLIST` people with the nearest templates. Votes and searches go through the same list, so
    that whom it misses is missed in both.

    Args:
        known: The library.
        probes: (m, d), unit length, or means of samples.
        without: (m,) a person each who is left out; -1 for nobody.
        count: How many candidates, at least 1.
    """
    step = max(1, AT_ONCE // max(len(known), SHORTLIST * known.vectors.shape[1]))
    parts = [
        _rank(known, probes[at : at + step], None if without is None else without[at : at + step])
        for at in range(0, len(probes), step)
    ]
    k = min(count, SHORTLIST, len(known))
    if not parts:
        return Ranked(people=np.empty((0, k), np.intp), scores=np.empty((0, k)))
    return Ranked(
        people=np.concatenate([people[:, :k] for people, _ in parts]),
        scores=np.concatenate([scores[:, :k] for _, scores in parts]),
    )


def _rank(
    known: Known, probes: NDArray[np.float32], without: NDArray[np.intp] | None
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return people and scores (m, k) of all who are on the short list, best first."""
    near = probes @ known.templates.T
    near[:, ~known.named] = -np.inf
    if without is not None:
        rows = np.flatnonzero(without >= 0)
        near[rows, without[rows]] = -np.inf
    k = min(SHORTLIST, len(known))
    listed = np.argpartition(near, near.shape[1] - k, axis=1)[:, near.shape[1] - k :]
    listed.sort(axis=1)
    means = np.take_along_axis(near, listed, axis=1).astype(np.float64)
    tops = _tops(known, probes, listed)
    scores = np.where(np.isfinite(means), (means + tops) / 2, -1.0)
    order = np.argsort(-scores, axis=1, kind="stable")
    return np.take_along_axis(listed, order, axis=1), np.take_along_axis(scores, order, axis=1)


def _tops(
    known: Known, probes: NDArray[np.float32], listed: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return (m, k) the mean similarity of each probe to the best faces of the listed people."""
    m, k = listed.shape
    flat = listed.ravel()
    sizes = known.sizes[flat]
    ends = np.cumsum(sizes)
    within = np.arange(ends[-1]) - np.repeat(ends - sizes, sizes)
    rows = np.repeat(known.starts[flat], sizes) + within
    of_probe = np.repeat(np.arange(m), sizes.reshape(m, k).sum(axis=1))
    products = np.empty(len(rows), np.float64)
    step = max(1, AT_ONCE // probes.shape[1])
    for at in range(0, len(rows), step):
        part = slice(at, at + step)
        products[part] = np.einsum(
            "nd,nd->n", known.vectors[rows[part]], probes[of_probe[part]], optimize=False
        )
    order = np.lexsort((-products, np.repeat(np.arange(m * k), sizes)))
    best = np.where(within < BEST_FACES, products[order], 0)
    sums = np.add.reduceat(best, ends - sizes)
    tops: NDArray[np.float64] = (sums / np.minimum(sizes, BEST_FACES)).reshape(m, k)
    return tops


# ---------------------------------------------------------------- what strangers score


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What is assumed where a library says too little itself."""

    level: float  # score that a share `tail` of strangers reaches among 10 people
    rise: float  # of that score for every tenfold of people
    scale: float  # mean excess over it
    logits: tuple[float, float, float, float]  # 1, score, margin, log2 of the faces


# Fitted to libraries that benchmarks/open_set.py generates with 10 to 66 people, as photographs
# (fitted to singles, office and drama): `open_set.py --fit`.
BASE = Base(level=0.8954, rise=0.0147, scale=0.0101, logits=(-5.94, 1.03, 0.89, -0.04))
TAIL = 0.2  # share of the votes that the tail is fitted to

# What the best believed vote follows from: the middle of the votes and this upper share of them,
# and how seldom a library has a stranger beyond it.
UPPER = 0.2
ONCE = 0.01
LEAST_SCALE = 0.002  # votes that are all alike say nothing of the tail

# What BASE counts for beside the votes of the library; in p-values it fades, and is gone where
# there are 1 / alpha - 1 votes. Of 2 to 12 excesses none suits photographs and renders alike: see
# `benchmarks/open_set.py` for what 6 lets through.
BASE_VOTES = 10.0
BASE_EXCESSES = 6.0  # what BASE's scale is worth, in excesses
BASE_TRIALS = 0.5  # inverse variance of each coefficient around that of BASE

NEWTON = 50  # steps at most
SETTLED = 1e-9  # the last step

MOST_SCALES = 10.0  # that a score is beyond the usual one: more says no more
MARGIN_MOST = 5.0  # of margins, likewise
SIZE_MOST = 8
EVEN = 0.5  # from here right is likelier than wrong
PRIOR = 0.5  # half of those who are searched for are in the library


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """Searches in the library for its own faces, t in all, at most one of a person in a class."""

    faces: NDArray[np.intp]  # (t,) rows of `Known.vectors`
    classes: NDArray[np.intp]  # (t,) of quality
    first: NDArray[np.bool_]  # (t,) the person's vote where classes are pooled
    strangers: NDArray[np.float64]  # (t, 2) best and second-best score without the person itself
    rivals: NDArray[np.intp]  # (t, 2) who scored them
    own: NDArray[np.float64]  # (t,) score of the person without this face; NaN if it has no other

    def __len__(self) -> int:
        return len(self.faces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What strangers usually score; with few votes much as BASE says."""

    level: float  # that a share `TAIL` of them reaches
    scale: float  # mean excess over it


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What scores mean in one library; depends on nothing but its faces and people."""

    entries: int  # people who can be candidates
    pooled: NDArray[np.float64]  # ascending, one vote of a person
    classes: tuple[NDArray[np.float64], ...]  # the same within each class of quality
    sizes: NDArray[np.intp]  # (P,) faces of each person
    own: tuple[NDArray[np.float64], ...]  # scores of people for their other photos, each class
    usual: Usual
    twice: int  # people left out of the votes: rather somebody else's second entry
    logits: NDArray[np.float64]  # (4,)


def class_of(quality: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the class of quality of each face, 0 for the weakest."""
    classes: NDArray[np.intp] = np.searchsorted(QUALITY_EDGES, quality, side="right")
    return classes


def voters(known: Known, most: int = VOTES) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the faces that vote and which of them do where classes are pooled.

    The first face of a person in a class votes in it, the first of all where classes are pooled;
    of more than *most* people every so many-th.
    """
    step = max(1, -(-len(known) // most))
    faces = np.flatnonzero(known.owners % step == 0)
    key = known.owners[faces] * (len(QUALITY_EDGES) + 1) + class_of(known.quality[faces])
    _, at = np.unique(key, return_index=True)
    chosen = np.sort(faces[at])
    return chosen, chosen == known.starts[known.owners[chosen]]


def take_votes(known: Known, most: int = VOTES) -> Votes:
    """Search for one face of everybody, without and with that person's other faces."""
    faces, first = voters(known, most)
    owners = known.owners[faces]
    ranked = rank(known, known.vectors[faces], without=owners, count=2)
    missing = 2 - ranked.scores.shape[1]  # a library of one person
    return Votes(
        faces=faces,
        classes=class_of(known.quality[faces]),
        first=first,
        strangers=np.pad(ranked.scores, ((0, 0), (0, missing)), constant_values=-1.0),
        rivals=np.pad(ranked.people, ((0, 0), (0, missing)), constant_values=-1),
        own=own_scores(known, faces),
    )


def own_scores(known: Known, faces: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the score of each face's own person without that face; NaN if it has no other."""
    result = np.full(len(faces), np.nan)
    for at, face in enumerate(faces.tolist()):
        owner = known.owners[face]
        rows = np.arange(known.starts[owner], known.starts[owner + 1])
        rows = rows[rows != face]
        if len(rows):
            products = known.vectors[rows].astype(np.float64) @ known.vectors[face]
            mean = np.average(products, weights=known.weights[rows])
            result[at] = (mean + np.sort(products)[-BEST_FACES:].mean()) / 2
    return result


def calibrate(known: Known, votes: Votes | None = None, *, base: Base = BASE) -> Calibration:
    """Say what scores mean in this library.

    Args:
        known: The library.
        votes: Of `take_votes`, if they are at hand.
        base: What is assumed where the library says too little.
    """
    votes = votes or take_votes(known)
    strangers = votes.strangers[:, 0]
    most = most_of_strangers(strangers[votes.first], known.entries, base)
    usable = (strangers > -1) & (strangers <= most)
    pooled = np.sort(strangers[votes.first & usable])
    usual = usual_of(pooled, known.entries, base)
    return Calibration(
        entries=known.entries,
        pooled=pooled,
        classes=tuple(
            np.sort(strangers[(votes.classes == each) & usable])
            for each in range(len(QUALITY_EDGES) + 1)
        ),
        sizes=known.sizes,
        own=tuple(
            np.sort(votes.own[(votes.classes == each) & ~np.isnan(votes.own)])
            for each in range(len(QUALITY_EDGES) + 1)
        ),
        usual=usual,
        twice=int((strangers[votes.first] > most).sum()),
        logits=fit_logits(*trials(known, votes, most), usual=usual, base=base),
    )


def usual_of(votes: NDArray[np.float64], entries: int, base: Base = BASE) -> Usual:
    """Return what strangers usually score: what the votes (n,) say and BASE, by their numbers."""
    n, level = len(votes), base_level(base, entries)
    own = float(np.quantile(votes, 1 - TAIL)) if n else level
    level = (n * own + BASE_VOTES * level) / (n + BASE_VOTES)
    excess = votes[votes > level] - level
    total = excess.sum() + BASE_EXCESSES * base.scale
    return Usual(level=level, scale=float(total / (len(excess) + BASE_EXCESSES)))


def most_of_strangers(votes: NDArray[np.float64], entries: int, base: Base = BASE) -> float:
    """Return the best score that anybody but the same person is believed to get.

    Grouping leaves some people in two parts, or faces of theirs alone. Such a part votes with the
    score of the same person: a few of them would make every search "absent". From the middle of the
    votes, which they do not reach, follows what the best of so many strangers scores once in
    1 / `ONCE` libraries.

    Args:
        votes: (n,) of all.
        entries: People in the library.
        base: Counts as `BASE_VOTES` votes.
    """
    n = len(votes)
    level, scale = base_level(base, entries), base.scale
    middle, upper = (level + scale * np.log(TAIL / share) for share in (0.5, UPPER))
    if n:
        own = np.quantile(votes, [0.5, 1 - UPPER])
        middle, upper = (n * own + BASE_VOTES * np.array([middle, upper])) / (n + BASE_VOTES)
    scale = max((upper - middle) / np.log(0.5 / UPPER), LEAST_SCALE)
    return float(upper + scale * np.log(max(n, 1) * UPPER / ONCE))


def base_level(base: Base, entries: int) -> float:
    """Return the score that BASE expects a share `TAIL` of strangers to reach."""
    return float(base.level + base.rise * np.log10(max(entries, 1) / 10))


# ---------------------------------------------------------------- p-values


def p_values(
    calibration: Calibration,
    scores: NDArray[np.float64],
    quality: NDArray[np.float32],
    *,
    alpha: float = ALPHA,
    base: Base = BASE,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return how often a stranger's best score is at least this, and where that is extrapolated.

    Args:
        calibration: Of the library.
        scores: (m,) best score of each search.
        quality: (m,) of the probes: they are compared with votes of their class of quality where
            there are `OF_CLASS` / alpha - 1 or more, else with all.
        alpha: The smallest p-value that must be told from smaller ones, in (0, 1).
        base: What is assumed where there are too few votes.
    """
    result = np.empty(len(scores))
    extrapolated = np.zeros(len(scores), np.bool_)
    classes = class_of(quality)
    for each in np.unique(classes):
        here = classes == each
        votes = calibration.classes[each]
        if not enough(len(votes), alpha / OF_CLASS):
            votes = calibration.pooled
        if enough(len(votes), alpha):
            above = len(votes) - np.searchsorted(votes, scores[here], side="left")
            result[here] = (1 + above) / (len(votes) + 1)
        else:
            result[here] = tail(votes, scores[here], calibration.entries, alpha, base)
            extrapolated[here] = True
    return result, extrapolated


def enough(votes: int, alpha: float) -> bool:
    """Return whether so many votes can say "at most alpha"."""
    return (votes + 1) * alpha >= 1


def base_share(base: Base, entries: int, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of strangers that BASE expects to score at least this."""
    level = base_level(base, entries)
    share: NDArray[np.float64] = np.minimum(1, TAIL * np.exp(-(scores - level) / base.scale))
    return share


def tail(
    votes: NDArray[np.float64],
    scores: NDArray[np.float64],
    entries: int,
    alpha: float,
    base: Base = BASE,
) -> NDArray[np.float64]:
    """Return p-values where there are too few votes to count.

    Args:
        votes: (n,) ascending, n at least 0.
        scores: (m,).
        entries: People in the library.
        alpha: Level; BASE counts for nothing once there are 1 / alpha - 1 votes.
        base: What is assumed.
    """
    n = len(votes)
    worth = BASE_VOTES * max(0.0, 1 - (n + 1) * alpha)
    level = base_level(base, entries)
    own = np.quantile(votes, 1 - TAIL) if n else level
    start = (n * own + worth * level) / (n + worth) if n + worth else level

    def share(at: NDArray[np.float64]) -> NDArray[np.float64]:
        above = n - np.searchsorted(votes, at, side="left")
        ours = above + worth * base_share(base, entries, at) + TAIL
        result: NDArray[np.float64] = np.minimum(1, ours / (n + worth + TAIL))
        return result

    excess = votes[votes > start] - start
    shape = BASE_EXCESSES + len(excess)
    rate = (BASE_EXCESSES - 1) * base.scale + excess.sum()
    beyond = (1 + np.maximum(scores - start, 0) / rate) ** -shape
    return np.where(scores < start, share(scores), share(np.array([start])) * beyond)


# ---------------------------------------------------------------- probabilities


def features(
    scores: NDArray[np.float64],
    margins: NDArray[np.float64],
    sizes: NDArray[np.intp],
    usual: Usual,
) -> NDArray[np.float64]:
    """Return (m, 4): 1, the score beyond a stranger's usual one, the margin, the faces' number."""
    return np.stack(
        [
            np.ones(len(scores)),
            np.clip((scores - usual.level) / usual.scale, -MOST_SCALES, MOST_SCALES),
            np.clip(margins / usual.scale, -MARGIN_MOST, MARGIN_MOST),
            np.log2(np.clip(sizes, 1, SIZE_MOST)),
        ],
        axis=1,
    )


def trials(
    known: Known, votes: Votes, most: float = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the searches that probabilities are fitted to, u in all.

    Args:
        known: The library.
        votes: Of its own searches.
        most: Of `most_of_strangers`: better votes are left out.

    Returns:
        (u, 3) score, margin and faces of the best candidate; (u,) whether it is right; (u,) whether
        the person searched for was there.
    """
    usable = (votes.strangers[:, 0] > -1) & (votes.strangers[:, 0] <= most)
    best, second = votes.strangers[usable].T
    sizes = known.sizes[votes.rivals[usable, 0]]
    own_sizes = known.sizes[known.owners[votes.faces[usable]]] - 1
    own = votes.own[usable]
    away = np.stack([best, best - second, sizes], axis=1)
    there = ~np.isnan(own)
    right = own[there] > best[there]
    runner_up = np.where(right, best[there], np.maximum(own[there], second[there]))
    top = np.maximum(own[there], best[there])
    present = np.stack(
        [top, top - runner_up, np.where(right, own_sizes[there], sizes[there])], axis=1
    )
    return (
        np.concatenate([away, present]),
        np.concatenate([np.zeros(len(away), np.bool_), right]),
        np.concatenate([np.zeros(len(away), np.bool_), np.ones(len(present), np.bool_)]),
    )


def fit_logits(
    searches: NDArray[np.float64],
    right: NDArray[np.bool_],
    present: NDArray[np.bool_],
    *,
    usual: Usual,
    base: Base = BASE,
) -> NDArray[np.float64]:
    """Return the coefficients (4,) of `features` that fit best, held to those of the base.

    Newton's method on the penalised likelihood: concave, so that it ends at the one maximum.
    """
    start = np.array(base.logits)
    here, away = int(present.sum()), int((~present).sum())
    if not here or not away:
        return start
    worth = 2 * min(here, away)
    counts = worth * np.where(present, PRIOR / here, (1 - PRIOR) / away)
    held = features(searches[:, 0], searches[:, 1], searches[:, 2].astype(np.intp), usual)
    penalty = BASE_TRIALS * np.eye(len(base.logits))
    logits = start.copy()
    for _ in range(NEWTON):
        stated = sigmoid(held @ logits)
        slope = held.T @ (counts * (right - stated)) - penalty @ (logits - start)
        curve = (held * (counts * stated * (1 - stated))[:, None]).T @ held + penalty
        step = np.linalg.solve(curve, slope)
        logits = logits + step * min(1.0, 2.0 / max(np.abs(step).max(), 1e-12))
        if np.abs(step).max() < SETTLED:
            break
    return logits


def sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities of logits, without overflow."""
    result: NDArray[np.float64] = 0.5 * (1 + np.tanh(values / 2))
    return result


def probabilities(
    calibration: Calibration, ranked: Ranked, *, prior: float = PRIOR
) -> NDArray[np.float64]:
    """Return (m, k) how probably each candidate is the person searched for; at most 1 together.

    Args:
        calibration: Of the library.
        ranked: Of `rank`.
        prior: How many of those searched for are in the library, in (0, 1).
    """
    scores, people = ranked.scores, ranked.people
    second = scores[:, 1] if scores.shape[1] > 1 else np.full(len(scores), -1.0)
    odds = np.zeros(scores.shape)
    for at in range(scores.shape[1]):
        margin = scores[:, 0] - second if at == 0 else scores[:, at] - scores[:, 0]
        sizes = calibration.sizes[people[:, at]]
        logits = features(scores[:, at], margin, sizes, calibration.usual)
        odds[:, at] = np.exp(np.clip(logits @ calibration.logits, -50, 50))
    odds *= prior / (1 - prior) * (1 - PRIOR) / PRIOR
    odds[scores <= -1] = 0
    stated = odds[:, :1] / (1 + odds[:, :1])
    others = (1 - stated) * odds[:, 1:] / (1 + odds[:, 1:].sum(axis=1, keepdims=True))
    return np.concatenate([stated, np.minimum(others, stated)], axis=1)


# ---------------------------------------------------------------- answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be the person searched for."""

    person: int  # row of `Known.templates`
    score: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one search says."""

    answer: Answer
    p_value: float  # of a stranger with a score as good as the best
    method: Method
    alpha: float
    candidates: tuple[Candidate, ...]  # best first
    likely: tuple[int, ...]  # rows of those whose photos belong to the answer; near ties: all


def decide(
    calibration: Calibration,
    ranked: Ranked,
    quality: NDArray[np.float32],
    *,
    alpha: float = ALPHA,
    prior: float = PRIOR,
) -> list[Verdict]:
    """Answer m searches.

    "found" says that a stranger would score as well with a probability of at most *alpha*, and that
    nobody else is as good. "unsure" says that several are, or that somebody is likely whom the
    p-value does not admit.

    Args:
        calibration: Of the library.
        ranked: Of `rank`.
        quality: (m,) of the samples, the best of each search.
        alpha: Share of strangers that may be taken for somebody, in (0, 1).
        prior: How many of those searched for are in the library, in (0, 1).

    Raises:
        ValueError: *alpha* or *prior* is not between 0 and 1.
    """
    if not (0 < alpha < 1 and 0 < prior < 1):
        raise ValueError("A level and a prior lie between 0 and 1.")
    best = ranked.scores[:, 0]
    chances, extrapolated = p_values(calibration, best, quality, alpha=alpha)
    stated = probabilities(calibration, ranked, prior=prior)
    near = (ranked.scores > best[:, None] - DOUBT) & (ranked.scores > -1)
    blind = unrecognisable(calibration, quality, alpha=alpha)
    verdicts = []
    for row in range(len(ranked)):
        likely = tuple(ranked.people[row, near[row]].tolist())
        answer: Answer
        if chances[row] <= alpha and best[row] > -1:
            answer = "found" if len(likely) == 1 else "unsure"
        elif blind[row]:
            answer = "unrecognisable"
        else:
            answer = "unsure" if stated[row, 0] >= EVEN else "absent"
        columns = zip(ranked.people[row], ranked.scores[row], stated[row], strict=True)
        verdicts.append(
            Verdict(
                answer=answer,
                p_value=float(chances[row]),
                method="extrapolated" if extrapolated[row] else "conformal",
                alpha=alpha,
                candidates=tuple(
                    Candidate(person=int(who), score=float(value), probability=float(chance))
                    for who, value, chance in columns
                    if value > -1
                ),
                likely=likely,
            )
        )
    return verdicts


def unrecognisable(
    calibration: Calibration, quality: NDArray[np.float32], *, alpha: float = ALPHA
) -> NDArray[np.bool_]:
    """Return (m,) whether people are hardly ever recognised on photos of this quality (m,)."""
    blind: NDArray[np.bool_] = quality < UNRECOGNISABLE
    classes = class_of(quality)
    for each in np.unique(classes):
        own = calibration.own[each]
        if len(own) >= RECOGNISED_FROM:
            middle = quality[classes == each][:1].repeat(len(own))
            chances, _ = p_values(calibration, own, middle, alpha=alpha)
            blind[classes == each] = (chances <= alpha).mean() < RECOGNISED_LEAST
    return blind


# ---------------------------------------------------------------- photos

# How sure it is, before looking, that a face belongs to the person that it was given to, and that
# a face of nobody belongs to anybody. Assumed, not measured.
MEMBER_PRIOR = 0.95
ALONE_PRIOR = 0.1


def photo_probabilities(
    known: Known, calibration: Calibration, verdict: Verdict, faces: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return (n,) how probably each face of the library shows the person searched for.

    That is the probability of a candidate times that the face is one of theirs, for which the face
    itself is searched for in the library without it.

    Args:
        known: The library.
        calibration: Of it.
        verdict: Of the search.
        faces: (n,) rows of `Known.vectors`.
    """
    chance = np.zeros(len(known))
    for each in verdict.candidates:
        chance[each.person] = each.probability
    owners = known.owners[faces]
    ranked = rank(known, known.vectors[faces], without=owners)
    own = own_scores(known, faces)
    stays = _stays(known, calibration, ranked.scores[:, 0], own, owners)
    mine = np.where(np.isnan(own), 1.0, stays) * chance[owners]
    others = probabilities(calibration, ranked, prior=ALONE_PRIOR)
    theirs = (others * chance[ranked.people]).sum(axis=1)
    return np.where(known.named[owners], mine, theirs)


def _stays(
    known: Known,
    calibration: Calibration,
    rivals: NDArray[np.float64],
    own: NDArray[np.float64],
    owners: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Return (n,) how probably faces belong to the people that they were given to."""
    scores = np.nan_to_num(own, nan=-1.0)
    held = features(scores, scores - rivals, known.sizes[owners] - 1, calibration.usual)
    lift = np.log(MEMBER_PRIOR / (1 - MEMBER_PRIOR) * (1 - PRIOR) / PRIOR)
    return sigmoid(held @ calibration.logits + lift)


def cut(chances: NDArray[np.float64]) -> int:
    """Return how many photos to show, best first, of those with these chances (n,), descending.

    From the first photo that is likelier wrong than right, more wrong ones come than right ones.
    """
    return int((chances >= EVEN).sum())

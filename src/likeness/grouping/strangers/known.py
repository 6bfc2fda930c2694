"""Who is known, and who of them scores best for a face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import weights
from likeness.grouping.strangers.eras import LEAST_FACES, eras

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A person's template is the mean of their faces, divided by the square root of its length.
# Undivided it holds against a person that their photos differ, divided by all of its length it
# forgives them everything. At 1 % false alarms, found in 6 generated libraries each of 500 people,
# photographs and renders: .940 and .269 undivided, .920 and .450 by the root, .916 and .428 by the
# length; on digiface 4000 to 4002 with 10 and 3 faces enrolled .894, .900, .893.
LENGTH_POWER = 0.5

# How much a person's best faces count beside the template. With 0, .15, .3 and .5: found in the
# same libraries .920, .923, .921, .921 and .450, .442, .441, .435; on digiface with 10 faces .900,
# .896, .889, .874, with 30 faces .920, .928, .934, .934.
BEST_SHARE = 0.2
BEST_FACES = 3

COMPILED = 200_000
"""Products from which on compiled code is worth its loading. 7 million take .02 s, sorted 1.8 s."""

SHORTLIST = 32  # people whose faces are looked at one by one, nearest templates first
CANDIDATES = 5  # people named in an answer at most

# Faces of a person that one of theirs is compared with: more say no more, and take long.
OWN_FACES = 100

NOBODY = -1.0  # score where there is nobody

AT_ONCE = 4_000_000  # numbers of a matrix that are held: 32 MB as float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The people of a library; faces in the order of their people, then eras."""

    vectors: NDArray[np.float32]  # (n, d), unit length
    quality: NDArray[np.float32]  # (n,) [0, 1]
    weights: NDArray[np.float32]  # (n,) of each face in its template
    owners: NDArray[np.intp]  # (n,) ascending, 0 to P - 1
    starts: NDArray[np.intp]  # (P + 1,) first face of each person, and n
    templates: NDArray[np.float32]  # (T, d) weighted means by the root of their lengths, T >= P
    template_of: NDArray[np.intp]  # (n,) row of `templates` that each face counts in
    template_starts: NDArray[np.intp]  # (P,) first template of each person
    named: NDArray[np.bool_]  # (P,) False: a face that belongs to nobody, never a candidate
    people: NDArray[np.intp]  # (P,) as they were called; -1 where not named
    rows: NDArray[np.intp]  # (n,) of each face in what `of` was given

    def __len__(self) -> int:
        return len(self.starts) - 1

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
        *,
        taken: NDArray[np.float64] | None = None,
        age: NDArray[np.float32] | None = None,
    ) -> Known:
        """Sort the faces of a library by person.

        Args:
            vectors: (n, d), unit length, n at least 1, in an order that has nothing to do with what
                they show, such as that of ids made of content: the first faces vote.
            quality: (n,), [0, 1].
            people: (n,) any number from 0 for each person; -1 for a face that belongs to nobody.
            taken: (n,) years, NaN where not known: people get a template for each era of theirs.
            age: (n,) perceived, years, NaN where not known: eras of the young are shorter.

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
        spans = _eras_of(owners, taken, age)
        order = np.lexsort((spans, owners))
        owners, spans = owners[order], spans[order]
        fresh = np.diff(owners, prepend=-1) != 0
        starts = np.append(np.flatnonzero(fresh), len(owners))
        template_of = np.cumsum(fresh | (np.diff(spans, prepend=-1) != 0)) - 1
        first = people[order][starts[:-1]]
        heavy = weights(quality[order]).astype(np.float32)
        return cls(
            vectors=vectors[order],
            quality=quality[order],
            weights=heavy,
            owners=owners,
            starts=starts,
            templates=_templates(vectors[order], heavy, template_of),
            template_of=template_of,
            template_starts=template_of[starts[:-1]],
            named=first >= 0,
            people=np.where(first >= 0, first, -1),
            rows=order,
        )


def _eras_of(
    owners: NDArray[np.intp],
    taken: NDArray[np.float64] | None,
    age: NDArray[np.float32] | None,
) -> NDArray[np.intp]:
    """Return the era (n,) of each face among those of its person."""
    result = np.zeros(len(owners), np.intp)
    if taken is None:
        return result
    dated = np.bincount(owners[~np.isnan(taken)], minlength=int(owners.max()) + 1)
    order = np.argsort(owners, kind="stable")
    starts = np.searchsorted(owners[order], np.arange(len(dated) + 1))
    for person in np.flatnonzero(dated >= 2 * LEAST_FACES).tolist():
        rows = order[starts[person] : starts[person + 1]]
        result[rows] = eras(taken[rows], None if age is None else age[rows])
    return result


def _templates(
    vectors: NDArray[np.float32], heavy: NDArray[np.float32], template_of: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Return (T, d): the weighted mean of each template's faces by the root of its length."""
    begins = np.flatnonzero(np.diff(template_of, prepend=-1))
    sums = np.add.reduceat(vectors * heavy[:, None], begins, axis=0)
    means = sums / np.add.reduceat(heavy, begins)[:, None]
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    result: NDArray[np.float32] = (means / np.maximum(lengths, 1e-6) ** LENGTH_POWER).astype(
        np.float32
    )
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The best candidates of m searches."""

    people: NDArray[np.intp]  # (m, k) people of `Known`, best first, ties by row
    scores: NDArray[np.float64]  # (m, k); `NOBODY` where there is nobody left
    sizes: NDArray[np.intp]  # (m, k) faces of each

    def __len__(self) -> int:
        return len(self.people)


def rank(
    known: Known,
    probes: NDArray[np.float32],
    *,
    without: NDArray[np.intp] | None = None,
    count: int = CANDIDATES,
) -> Ranked:
    """Score everybody near each of m probes: mostly the best template, partly the best faces.

    A face of nobody is nobody's rival: it may well be another photo of the best candidate.

    The best `BEST_FACES` are looked at one by one, only of the `SHORTLIST` people with the nearest
    templates. Votes and searches go through the same list, so that whom it misses is missed in
    both.

    Args:
        known: The library.
        probes: (m, d), unit length, or means of samples.
        without: (m,) a person each who is left out; -1 for nobody.
        count: How many candidates, at least 1.
    """
    width = max(known.entries, SHORTLIST * known.vectors.shape[1])
    step = max(1, AT_ONCE // width)
    parts = [
        _rank(known, probes[at : at + step], None if without is None else without[at : at + step])
        for at in range(0, len(probes), step)
    ]
    k = min(count, SHORTLIST, max(known.entries, 1))
    people = np.concatenate([people[:, :k] for people, _ in parts] or [np.empty((0, k), np.intp)])
    scores = np.concatenate([scores[:, :k] for _, scores in parts] or [np.empty((0, k))])
    return Ranked(people=people, scores=scores, sizes=known.sizes[people])


def _rank(
    known: Known, probes: NDArray[np.float32], without: NDArray[np.intp] | None
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return people and scores (m, k) of all who are on the short list, best first."""
    people = max(known.entries, 1)  # who has no name comes last, and is no candidate
    mine = known.template_starts[:people]
    last = known.template_starts[people] if people < len(known) else len(known.templates)
    near = probes @ known.templates[:last].T
    if last > people:
        near = np.maximum.reduceat(near, mine, axis=1)
    if not known.entries:
        near[:] = -np.inf
    if without is not None:
        rows = np.flatnonzero(without >= 0)
        rows = rows[without[rows] < people]
        near[rows, without[rows]] = -np.inf
    k = min(SHORTLIST, people)
    listed = np.argpartition(near, near.shape[1] - k, axis=1)[:, near.shape[1] - k :]
    listed.sort(axis=1)
    means = np.take_along_axis(near, listed, axis=1).astype(np.float64)
    tops = _tops(known, probes, listed)
    together = (1 - BEST_SHARE) * means + BEST_SHARE * tops
    scores = np.where(np.isfinite(means), together, NOBODY)
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
    products = _products(known.vectors, probes, rows, of_probe)
    return _best_means(products, sizes).reshape(m, k)


def _best_means(values: NDArray[np.float64], sizes: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return (r,) the mean of the `BEST_FACES` largest of lists that lie behind each other."""
    if len(values) >= COMPILED:
        from likeness.grouping.strangers.best_kernels import best_means

        return best_means(values, sizes, BEST_FACES)
    starts = np.cumsum(sizes) - sizes
    order = np.lexsort((-values, np.repeat(np.arange(len(sizes)), sizes)))
    within = np.arange(len(values)) - np.repeat(starts, sizes)
    sums = np.add.reduceat(np.where(within < BEST_FACES, values[order], 0), starts)
    means: NDArray[np.float64] = sums / np.minimum(sizes, BEST_FACES)
    return means


def _products(
    vectors: NDArray[np.float32],
    probes: NDArray[np.float32],
    rows: NDArray[np.intp],
    of_probe: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Return (r,) the products of some *rows* of *vectors* (n, d) and the probe of each."""
    if len(vectors) * len(probes) <= min(AT_ONCE, 4 * len(rows)):  # quicker all at once
        every: NDArray[np.float64] = (probes @ vectors.T)[of_probe, rows].astype(np.float64)
        return every
    products = np.empty(len(rows), np.float64)
    step = max(1, AT_ONCE // probes.shape[1])
    for at in range(0, len(rows), step):
        part = slice(at, at + step)
        products[part] = np.einsum(
            "nd,nd->n", vectors[rows[part]], probes[of_probe[part]], optimize=False
        )
    return products


def own_scores(known: Known, faces: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return (f,) the score of each face's own person without that face; NaN if it has no other."""
    result = np.full(len(faces), np.nan)
    for at, face in enumerate(faces.tolist()):
        owner = known.owners[face]
        rows = np.arange(known.starts[owner], known.starts[owner + 1])
        rows = rows[rows != face]
        if len(rows) > OWN_FACES:  # evenly, over all eras
            rows = rows[np.linspace(0, len(rows) - 1, OWN_FACES).astype(np.intp)]
        if len(rows):
            result[at] = score_of(known, rows, known.vectors[face])
    return result


def score_of(known: Known, rows: NDArray[np.intp], probe: NDArray[np.float32]) -> float:
    """Return what `rank` gives a person who has only these faces (r,), ascending rows, for (d,)."""
    vectors = known.vectors[rows]
    templates = _templates(vectors, known.weights[rows], known.template_of[rows])
    best = np.sort(vectors.astype(np.float64) @ probe)[-BEST_FACES:].mean()
    return float((1 - BEST_SHARE) * (templates @ probe).max() + BEST_SHARE * best)

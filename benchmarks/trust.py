"""Do the intervals of `likeness trust` hold, and how wide are they?

    python benchmarks/trust.py            200 libraries that nothing was fitted to: coverage, widths
    python benchmarks/trust.py --fit      first write src/likeness/grouping/trust_fit.py anew
    python benchmarks/trust.py --photos DIR       also albums of real faces

Libraries come from `trust_libraries.py`: half PHOTOGRAPHS, half RENDERS, and with --photos one
album for every four of these. Fitted are albums of digiface 4000 to 4002 with a crowd of office,
drama or singles; shown are albums of digiface 4003 to 4005 and the people of people.json. Fitted,
too, are varied libraries, groups a strictness or two beside the product's, and (models of doubts
only) heaps. The models of doubts are fitted on one half of the libraries, the corrections and the
quantiles of the intervals on the other, held-out residuals (ten folds). Questions are answered by
the truth.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from pprint import pformat

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent))

from calibrate import FITTED_PEOPLE, PHOTOS, TESTED_PEOPLE, TESTED_PHOTOS, Shown, largest, read
from trust_libraries import (
    BESIDE,
    HEAPS,
    VARIED,
    WORLDS,
    Known,
    Shelf,
    album,
    generated,
    grouped,
    heaped,
    varied,
)

from likeness.grouping import trust_estimate as estimating
from likeness.grouping.trust_chances import MONOTONE, PIECES, Chances, pieces, relative
from likeness.grouping.trust_chances import SHIFTS as STEPS
from likeness.grouping.trust_doubts import Doubts, doubts
from likeness.grouping.trust_estimate import Correction, angle, context, corrected, raw
from likeness.grouping.trust_signs import terms

TARGET = Path(__file__).parents[1] / "src" / "likeness" / "grouping" / "trust_fit.py"
QUESTIONS = 30
MOST_DOUBTS = 1_500  # of a kind and library, drawn from all
HELD_CHANCES = 1e-5  # ridge of the models of doubts
SHIFTS = (0.1, 0.3, 0.5, 0.8, 1.1, 1.5)
LEAST_WEIGHT = 0.2  # of a doubt that matters nothing, where the mean is 1
FOLDS = 10
HELD = 20.0  # ridge of the corrections
HELD_SPREAD = 20.0
# How many libraries of each kind are drawn.
ALBUMS = "albums"
TO_FIT = {"photographs": 90, "renders": 90, VARIED: 170, ALBUMS: 150, HEAPS: 20}
TO_SHOW = {"photographs": 80, "renders": 80, ALBUMS: 40}
OF_SPREAD = 4  # terms that the spread is linear in: all of them
SIDE = 0.025  # of all libraries at most on either side of their interval
SIDE_OF_KIND = 0.05  # and of each kind of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is kept of a library: no faces."""

    kind: str
    doubts: Doubts
    right: NDArray[np.bool_]  # (e,) whether each doubt is right
    terms: NDArray[np.float64]
    precision: float
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Which library is drawn."""

    seed: int
    kind: str  # `VARIED`, the name of a world or of a shelf
    off: bool  # whether its groups are of a strictness beside the product's


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Draws one library, grouped, with its truth."""

    shelf: Shelf | None

    def __call__(self, task: Task) -> Drawn:
        rng = np.random.default_rng(task.seed)
        known = self._known(task.kind, rng)
        steps = [step for step in range(-BESIDE, BESIDE + 1) if step]
        library = grouped(known, int(rng.choice(steps)) if task.off else 0)
        if task.kind == HEAPS:
            library = heaped(library, rng)
        found = doubts(library)
        precision, recall = truth(library.groups, known)

        def owner(rows: NDArray[np.intp]) -> int:
            return int(np.bincount(known.owners[rows]).argmax())

        sides = zip(found.larger, found.smaller, strict=True)
        same = np.array([owner(one) == owner(other) for one, other in sides], np.bool_)
        return Drawn(
            kind=HEAPS if task.kind == HEAPS else known.kind,
            doubts=found,
            right=same != found.together,
            terms=terms(library, found),
            precision=precision,
            recall=recall,
        )

    def _known(self, kind: str, rng: np.random.Generator) -> Known:
        if self.shelf is not None and kind == self.shelf.name:
            return album(self.shelf, rng)
        worlds = {world.name: world for world in WORLDS}
        return generated(worlds[kind], rng) if kind in worlds else varied(rng)


def truth(groups: NDArray[np.intp], known: Known) -> tuple[float, float]:
    """Return BCubed precision and recall."""
    same_group = groups[:, None] == groups
    same_person = known.owners[:, None] == known.owners
    both = (same_group & same_person).sum(axis=1)
    precision = (both / same_group.sum(axis=1)).mean()
    return float(precision), float((both / same_person.sum(axis=1)).mean())


def drawn(counts: Mapping[str, int], first: int, shelf: Shelf | None, *, off: bool) -> list[Drawn]:
    """Return so many libraries of each kind; every third of another strictness, where *off*."""
    tasks = [
        Task(seed=first + i, kind=kind, off=off and i % 3 == 2)
        for kind, count in counts.items()
        for i in range(count)
    ]
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(Draw(shelf=shelf), tasks, chunksize=4))


# ---------------------------------------------------------------- fitted


def fit_chances(libraries: Sequence[Drawn], *, together: bool) -> Chances:
    """Return the monotone model of one kind of doubt; weighted by what is at stake."""
    from scipy.optimize import minimize

    rng = np.random.default_rng(0)
    features, rights, stakes, owners = [], [], [], []
    for number, each in enumerate(libraries):
        rows = np.flatnonzero(each.doubts.together == together)
        kept = rng.choice(rows, min(len(rows), MOST_DOUBTS), replace=False)
        scale = np.sqrt(each.doubts.faces.sum()) * len(rows) / max(len(kept), 1)
        features.append(relative(each.doubts.features[kept]))
        rights.append(each.right[kept])
        stakes.append(each.doubts.loss[kept] * scale)
        owners.append(np.full(len(kept), number))
    signs, right, stake = (np.concatenate(part) for part in (features, rights, stakes))
    centre, unit = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    values = pieces((signs - centre) / unit)
    table = np.concatenate([values, np.ones((len(values), 1))], axis=1)
    weights = stake / stake.mean() * (1 - LEAST_WEIGHT) + LEAST_WEIGHT
    weights = np.asarray(weights / weights.sum())
    side = np.where(right, 1.0, -1.0)
    penalty = np.append(np.full(values.shape[1], HELD_CHANCES), 0.0)

    def cost(slopes: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = side * (table @ slopes)
        push = -side * weights / (1 + np.exp(odds.clip(-50, 50)))
        misfit = float(weights @ np.logaddexp(0, -odds))
        held = penalty * slopes
        return misfit + 0.5 * float(held @ slopes), push @ table + held

    turns = np.tile(list(MONOTONE.values()), PIECES) * (1 if together else -1)
    bounds = [{1: (0, None), -1: (None, 0), 0: (None, None)}[turn] for turn in turns.tolist()]
    found = minimize(
        cost, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B",
        bounds=[*bounds, (None, None)], options={"maxiter": 200},
    ).x  # fmt: skip
    return Chances(
        centre=_told(centre),
        scale=_told(unit),
        slopes=_told(found[:-1]),
        offset=round(float(found[-1]), 5),
        shift=_likeliest_shift(table @ found, right, stake, np.concatenate(owners)),
    )


def _likeliest_shift(
    log_odds: NDArray[np.float64],
    right: NDArray[np.bool_],
    stake: NDArray[np.float64],
    owner: NDArray[np.intp],
) -> float:
    """Return the spread of libraries with the greatest marginal likelihood."""
    steps = STEPS
    prior = -0.5 * steps**2
    scores = []
    for shift in SHIFTS:
        total = 0.0
        for library in np.unique(owner).tolist():
            rows = owner == library
            moved = log_odds[rows][:, None] + shift * steps
            misfit = np.logaddexp(0, np.where(right[rows][:, None], -moved, moved))
            weight = stake[rows] / max(float(stake[rows].max()), 1e-9)
            total += float(np.logaddexp.reduce(prior - weight @ misfit))
        scores.append(total)
    return SHIFTS[int(np.argmax(scores))]


def fit_correction(
    rows: NDArray[np.float64], wanted: NDArray[np.float64], kinds: NDArray[np.str_]
) -> Correction:
    """Return the correction to the wanted angles; kinds of library count alike."""
    weight = np.sqrt(_alike(kinds))
    middle, unit = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    middle[0], unit[0] = 0.0, 1.0
    values = (rows - middle) / unit
    aim = wanted - rows[:, estimating.OWN]
    narrow = values[:, :OF_SPREAD]

    def predicted(kept: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the slopes of the middle and of the logarithm of the spread."""
        at = weight[kept]
        slopes = ridge(values[kept] * at[:, None], aim[kept] * at, HELD)
        residual = np.abs(aim[kept] - values[kept] @ slopes)
        logs = np.log(np.maximum(residual, estimating.LEAST_RESIDUAL))
        return slopes, ridge(narrow[kept] * at[:, None], logs * at, HELD_SPREAD)

    ratios = np.empty(len(rows))
    for fold in range(FOLDS):
        part = np.arange(len(rows)) % FOLDS == fold
        slopes, spread = predicted(~part)
        ratios[part] = (aim - values @ slopes)[part] / np.exp(narrow[part] @ spread)
    slopes, spread = predicted(np.ones(len(rows), np.bool_))

    def plain(found: NDArray[np.float64]) -> tuple[float, ...]:
        part = slice(1, len(found))
        result = found / unit[: len(found)]
        result[0] = found[0] - float((result[part] * middle[part]).sum())
        return _told(result)

    return Correction(
        slopes=plain(slopes),
        low=_told(rows.min(axis=0)),
        high=_told(rows.max(axis=0)),
        spread=plain(spread),
        worse=round(_quantile(ratios, kinds), 4),
        better=round(_quantile(-ratios, kinds), 4),
    )


def _alike(kinds: NDArray[np.str_]) -> NDArray[np.float64]:
    """Return (n,) weights, mean 1, by which every kind counts alike."""
    _, kind, counts = np.unique(kinds, return_inverse=True, return_counts=True)
    return np.asarray(len(kinds) / len(counts) / counts[kind])


def _quantile(ratios: NDArray[np.float64], kinds: NDArray[np.str_]) -> float:
    """Return what all but `SIDE` of all, and of each kind all but `SIDE_OF_KIND`, stay below."""

    def of(values: NDArray[np.float64], side: float) -> float:
        rank = min(len(values) - 1, int(np.ceil((len(values) + 1) * (1 - side))) - 1)
        return float(np.sort(values)[rank])

    each = [of(ratios[kinds == kind], SIDE_OF_KIND) for kind in np.unique(kinds)]
    return max(0.0, of(ratios, SIDE), *each)


def ridge(table: NDArray[np.float64], aim: NDArray[np.float64], held: float) -> NDArray[np.float64]:
    """Return the slopes with the least squares, the first one free, all others held to 0."""
    penalty = held * np.eye(table.shape[1])
    penalty[0, 0] = 0
    slopes: NDArray[np.float64] = np.linalg.solve(table.T @ table + penalty, table.T @ aim)
    return slopes


def _told(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in values.tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """All constants."""

    chances: Mapping[bool, Chances]
    corrections: Mapping[int, Mapping[bool, Correction]]
    low: tuple[float, ...]
    high: tuple[float, ...]


def fit(libraries: Sequence[Drawn]) -> Fitted:
    """Return all constants; even libraries fit the models of doubts, odd ones the corrections."""
    # Heaps teach what far apart means; they are no grouping whose intervals should hold.
    made = [each for each in libraries if each.kind != HEAPS]
    heaps = [each for each in libraries if each.kind == HEAPS]
    first, second = [*made[::2], *heaps], made[1::2]
    chances = {kind: fit_chances(first, together=kind) for kind in (True, False)}
    kinds = np.array([each.kind for each in second])
    corrections: dict[int, dict[bool, Correction]] = {}
    for count in (0, QUESTIONS):
        tables = all_contexts(second, chances, count)
        corrections[count] = {
            kind: fit_correction(
                np.array([table[kind] for table in tables]),
                np.array([angle(1 - share_of(each, together=kind)) for each in second]),
                kinds,
            )
            for kind in (True, False)
        }
    every = np.array([each.terms for each in libraries])
    return Fitted(
        chances=chances,
        corrections=corrections,
        low=_told(every.min(axis=0)),
        high=_told(every.max(axis=0)),
    )


def share_of(each: Drawn, *, together: bool) -> float:
    """Return the true precision (together) or recall."""
    return each.precision if together else each.recall


def contexts(
    each: Drawn, chances: Mapping[bool, Chances], count: int
) -> dict[bool, NDArray[np.float64]]:
    """Return the terms of both corrections after so many questions, answered by the truth."""
    asked = estimating.worth_asking(chances, each.doubts, count)
    answers = {row: bool(each.right[row]) for question in asked for row in question.doubts}
    sums = {kind: raw(chances[kind], each.doubts, answers, together=kind) for kind in (True, False)}
    return {kind: context(sums[kind], sums[not kind]) for kind in (True, False)}


def all_contexts(
    libraries: Sequence[Drawn], chances: Mapping[bool, Chances], count: int
) -> list[dict[bool, NDArray[np.float64]]]:
    """Return the `contexts` of all libraries."""
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(partial(contexts, chances=chances, count=count), libraries))


def write(fitted: Fitted, libraries: Sequence[Drawn]) -> None:
    """Write the constants as Python."""
    kinds: dict[str, int] = {}
    for each in libraries:
        kinds[each.kind] = kinds.get(each.kind, 0) + 1
    source = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))

    def told(value: object) -> str:
        return pformat(value, width=98, compact=True)

    # Formatted as everything else is, so that the file is as it would be kept.
    TARGET.write_text(
        f'''"""The constants of the trust estimate, made by `benchmarks/trust.py --fit`.

Fitted on {len(libraries)} libraries: {source}.
"""

from likeness.grouping.trust_chances import Chances
from likeness.grouping.trust_estimate import Correction

QUESTIONS = {QUESTIONS}  # that the second set of corrections is for

CHANCES = {told(fitted.chances)}
"""By kind of doubt: True: perhaps wrongly together, False: perhaps wrongly apart."""

CORRECTIONS = {told(fitted.corrections)}
"""By the number of questions answered, then by kind."""

TERMS_LOW = {told(fitted.low)}
TERMS_HIGH = {told(fitted.high)}
"""What the libraries lay between, see `trust_signs.TERMS`."""
'''
    )
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", TARGET], check=True)


# ---------------------------------------------------------------- checked


def check(fitted: Fitted, libraries: Sequence[Drawn]) -> list[dict[str, object]]:
    """Return coverage and half-widths on libraries, by kind."""
    rows: list[dict[str, object]] = []
    for count in (0, QUESTIONS):
        tables = all_contexts(libraries, fitted.chances, count)
        for together in (True, False):
            found = []
            for each, table in zip(libraries, tables, strict=True):
                slack = 0.1 * (np.array(fitted.high) - np.array(fitted.low))
                beyond = (each.terms < fitted.low - slack) | (each.terms > fitted.high + slack)
                estimate = corrected(
                    fitted.corrections[count][together], table[together], wider=bool(beyond.any())
                )
                share = share_of(each, together=together)
                holds = estimate.low - 1e-9 <= share <= estimate.high + 1e-9
                half = (estimate.high - estimate.low) / 2
                found.append((each.kind, holds, half, abs(estimate.value - share)))
            for kind in ("all", *sorted({each.kind for each in libraries})):
                part = np.array([row[1:] for row in found if kind in ("all", row[0])], float)
                covered, half, error = part.mean(axis=0).tolist()
                rows.append(
                    {
                        "questions": count,
                        "of": "precision" if together else "recall",
                        "kind": kind,
                        "libraries": len(part),
                        "covered": round(covered, 3),
                        "half_width": round(half, 4),
                        "error": round(error, 4),
                    }
                )
    return rows


def shelf(sets: Mapping[str, Shown], photos: Path, *, fitted: bool) -> Shelf:
    """Return the real faces that albums are drawn from."""

    def faces(shown: Shown, rows: Sequence[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return shown.vectors[list(rows)], shown.quality[list(rows)]

    names = FITTED_PEOPLE if fitted else TESTED_PEOPLE
    people = {name: faces(sets[name], sorted(largest(sets[name]).values())) for name in names}
    if not fitted:
        known = json.loads((photos / "people.json").read_text())
        for name in TESTED_PHOTOS:
            owned: dict[str, list[int]] = {}
            for file, row in largest(sets[name]).items():
                if f"{name}/{file}" in known:
                    owned.setdefault(known[f"{name}/{file}"], []).append(row)
            people |= {who: faces(sets[name], rows) for who, rows in owned.items()}
        return Shelf(name="albums, test", people=people, crowds=[])
    crowds = [faces(sets["singles"], range(len(sets["singles"])))]
    for name in ("office", "drama", "trip"):
        photos_of: dict[str, list[int]] = {}
        for row, file in enumerate(sets[name].files):
            photos_of.setdefault(file, []).append(row)
        crowds += [faces(sets[name], rows) for rows in photos_of.values() if len(rows) > 1]
    return Shelf(name="albums, fit", people=people, crowds=crowds)


def counts(wanted: Mapping[str, int], albums: Shelf | None) -> dict[str, int]:
    """Return how many libraries are drawn of each kind, albums only where there are faces."""
    names = {ALBUMS: albums.name} if albums else {}
    found = {names.get(kind, kind): count for kind, count in wanted.items()}
    return {kind: count for kind, count in found.items() if kind != ALBUMS}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--fit", action="store_true", help="fit first, some minutes")
    options = parser.parse_args()
    fit_shelf = test_shelf = None
    if options.photos.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            sets = read(options.photos.resolve(), Path(folder))
        fit_shelf = shelf(sets, options.photos, fitted=True)
        test_shelf = shelf(sets, options.photos, fitted=False)
    if options.fit:
        libraries = drawn(counts(TO_FIT, fit_shelf), 10_000, fit_shelf, off=True)
        fitted = fit(libraries)
        write(fitted, libraries)
    else:
        from likeness.grouping import trust_fit as stored

        fitted = Fitted(
            chances=stored.CHANCES,
            corrections=stored.CORRECTIONS,
            low=stored.TERMS_LOW,
            high=stored.TERMS_HIGH,
        )
    shown = drawn(counts(TO_SHOW, test_shelf), 70_000, test_shelf, off=False)
    rows = check(fitted, shown)
    for row in rows:
        print("  ".join(f"{value!s:>12}" for value in row.values()), flush=True)
    print(json.dumps({"benchmark": "trust", "rows": rows}))


if __name__ == "__main__":
    main()

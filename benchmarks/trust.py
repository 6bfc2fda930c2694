"""Do the intervals of `likeness trust` hold, and how wide are they?

    python benchmarks/trust.py            200 libraries that nothing was fitted to: coverage, widths
    python benchmarks/trust.py --fit      first write src/likeness/grouping/trust_fit.py anew
    python benchmarks/trust.py --photos DIR       also albums of real faces

Libraries come from `trust_libraries.py`: half PHOTOGRAPHS, half RENDERS, and with --photos one
album for every four of these. Fitted are albums of digiface 4000 to 4002 with a crowd of office,
drama or singles; shown are albums of digiface 4003 to 4005 and the people of people.json. The
models of doubts are fitted on one half of the libraries, the corrections and the quantiles of the
intervals on the other, held-out residuals (ten folds). Questions are answered by the truth.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from pprint import pformat

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent))

from calibrate import FITTED_PEOPLE, PHOTOS, TESTED_PEOPLE, TESTED_PHOTOS, Shown, largest, read
from trust_libraries import WORLDS, Known, Shelf, album, generated, grouped

from likeness.grouping import trust_estimate as estimating
from likeness.grouping.trust_doubts import Doubts, doubts
from likeness.grouping.trust_estimate import Chances, Correction, angle, context, corrected, raw
from likeness.grouping.trust_signs import terms

TARGET = Path(__file__).parents[1] / "src" / "likeness" / "grouping" / "trust_fit.py"
QUESTIONS = 30
FOLDS = 10
SHIFTS = (0.1, 0.3, 0.5, 0.8, 1.1, 1.5)
LEAST_WEIGHT = 0.2  # of a doubt that matters nothing, where the mean is 1
HELD = 3.0  # ridge of the corrections
HELD_SPREAD = 20.0
OF_SPREAD = 4  # terms that the spread is linear in: those of the own sum
LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is kept of a library: no faces."""

    kind: str
    doubts: Doubts
    right: NDArray[np.bool_]  # (e,) whether each doubt is right
    terms: NDArray[np.float64]
    precision: float
    recall: float


def draw(task: tuple[int, Shelf | None]) -> Drawn:
    """Return one library, grouped, with its truth."""
    seed, shelf = task
    rng = np.random.default_rng(seed)
    known = album(shelf, rng) if shelf else generated(WORLDS[seed % 2], rng)
    library = grouped(known)
    found = doubts(library)
    precision, recall = truth(library.groups, known)

    def owner(rows: NDArray[np.intp]) -> int:
        return int(np.bincount(known.owners[rows]).argmax())

    sides = zip(found.larger, found.smaller, strict=True)
    same = np.array([owner(one) == owner(other) for one, other in sides], np.bool_)
    return Drawn(
        kind=known.kind,
        doubts=found,
        right=same != found.together,
        terms=terms(library, found),
        precision=precision,
        recall=recall,
    )


def truth(groups: NDArray[np.intp], known: Known) -> tuple[float, float]:
    """Return BCubed precision and recall."""
    same_group = groups[:, None] == groups
    same_person = known.owners[:, None] == known.owners
    both = (same_group & same_person).sum(axis=1)
    precision = (both / same_group.sum(axis=1)).mean()
    return float(precision), float((both / same_person.sum(axis=1)).mean())


def drawn(count: int, first: int, shelf: Shelf | None) -> list[Drawn]:
    """Return generated libraries, and one album for four of them."""
    tasks: list[tuple[int, Shelf | None]] = [(first + i, None) for i in range(count)]
    if shelf:
        tasks += [(first + i, shelf) for i in range(count // 4)]
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(draw, tasks, chunksize=4))


# ---------------------------------------------------------------- fitted


def fit_chances(libraries: Sequence[Drawn], *, together: bool) -> Chances:
    """Return the logistic model of one kind of doubt; weighted by what is at stake."""
    from sklearn.linear_model import LogisticRegression

    kept = [each.doubts.together == together for each in libraries]
    features = np.concatenate(
        [each.doubts.features[rows] for each, rows in zip(libraries, kept, strict=True)]
    )
    right = np.concatenate([each.right[rows] for each, rows in zip(libraries, kept, strict=True)])
    stake = np.concatenate(
        [
            each.doubts.loss[rows] * np.sqrt(each.doubts.faces.sum())
            for each, rows in zip(libraries, kept, strict=True)
        ]
    )
    owner = np.repeat(np.arange(len(libraries)), [rows.sum() for rows in kept])
    centre, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    far = estimating.FAR
    values = estimating.products(((features - centre) / scale).clip(-far, far))
    unit = values.std(axis=0) + 1e-9
    weights = stake / stake.mean() * (1 - LEAST_WEIGHT) + LEAST_WEIGHT
    model = LogisticRegression(C=0.3, max_iter=200).fit(values / unit, right, weights)
    slopes, offset = model.coef_[0] / unit, float(model.intercept_[0])
    log_odds = values @ slopes + offset
    return Chances(
        centre=_told(centre),
        scale=_told(scale),
        weights=_told(slopes),
        offset=round(offset, 5),
        shift=_likeliest_shift(log_odds, right, stake, owner),
    )


def _likeliest_shift(
    log_odds: NDArray[np.float64],
    right: NDArray[np.bool_],
    stake: NDArray[np.float64],
    owner: NDArray[np.intp],
) -> float:
    """Return the spread of libraries with the greatest marginal likelihood."""
    steps = estimating.SHIFTS
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
    rows: NDArray[np.float64], wanted: NDArray[np.float64]
) -> tuple[Correction, NDArray[np.float64]]:
    """Return the correction to the wanted angles, and (n,) held-out predictions."""
    n = len(wanted)
    middle, unit = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    middle[0], unit[0] = 0.0, 1.0
    values = (rows - middle) / unit
    narrow = values[:, :OF_SPREAD]
    fold = np.arange(n) % FOLDS

    def held_out(
        table: NDArray[np.float64], aim: NDArray[np.float64], held: float
    ) -> NDArray[np.float64]:
        out = np.zeros(n)
        for number in range(FOLDS):
            part = fold == number
            out[part] = table[part] @ ridge(table[~part], aim[~part], held)
        return out

    predicted = held_out(values, wanted, HELD)
    residual = np.abs(wanted - predicted)
    logs = np.log(np.maximum(residual, estimating.LEAST_RESIDUAL))
    ratio = np.sort(residual / np.exp(held_out(narrow, logs, HELD_SPREAD)))
    rank = min(n - 1, int(np.ceil((n + 1) * LEVEL)) - 1)

    def plain(slopes: NDArray[np.float64]) -> tuple[float, ...]:
        part = slice(1, len(slopes))
        result = slopes / unit[: len(slopes)]
        result[0] = slopes[0] - float((result[part] * middle[part]).sum())
        return _told(result)

    return Correction(
        angle=plain(ridge(values, wanted, HELD)),
        spread=plain(ridge(narrow, logs, HELD_SPREAD)),
        quantile=round(float(ratio[rank]), 4),
    ), predicted


def ridge(table: NDArray[np.float64], aim: NDArray[np.float64], held: float) -> NDArray[np.float64]:
    """Return the slopes with the least squares, the first one free, all others held."""
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
    # Worlds alternate with the seed as well, so pairs of libraries are dealt, not single ones.
    first = [each for i, each in enumerate(libraries) if i // 2 % 2 == 0]
    second = [each for i, each in enumerate(libraries) if i // 2 % 2 == 1]
    chances = {kind: fit_chances(first, together=kind) for kind in (True, False)}
    corrections: dict[int, dict[bool, Correction]] = {}
    for count in (0, QUESTIONS):
        tables = [contexts(each, chances, count) for each in second]
        corrections[count] = {
            kind: fit_correction(
                np.array([table[kind] for table in tables]),
                np.array([angle(1 - share_of(each, together=kind)) for each in second]),
            )[0]
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
    return {kind: context(sums[kind], sums[not kind], each.terms) for kind in (True, False)}


def write(fitted: Fitted, libraries: Sequence[Drawn]) -> None:
    """Write the constants as Python."""
    kinds: dict[str, int] = {}
    for each in libraries:
        kinds[each.kind] = kinds.get(each.kind, 0) + 1
    source = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))

    def told(value: object) -> str:
        return pformat(value, width=98, compact=True)

    TARGET.write_text(
        f'''"""The constants of the trust estimate, made by `benchmarks/trust.py --fit`.

Fitted on {len(libraries)} libraries: {source}.
"""

from likeness.grouping.trust_estimate import Chances, Correction

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


# ---------------------------------------------------------------- checked


def check(fitted: Fitted, libraries: Sequence[Drawn]) -> list[dict[str, object]]:
    """Return coverage and half-widths on libraries, by kind."""
    rows: list[dict[str, object]] = []
    for count in (0, QUESTIONS):
        tables = [contexts(each, fitted.chances, count) for each in libraries]
        for together in (True, False):
            found = []
            for each, table in zip(libraries, tables, strict=True):
                terms_of = table[together].copy()
                terms_of[-len(fitted.low) :] = each.terms.clip(fitted.low, fitted.high)
                slack = 0.1 * (np.array(fitted.high) - np.array(fitted.low))
                beyond = (each.terms < fitted.low - slack) | (each.terms > fitted.high + slack)
                estimate = corrected(
                    fitted.corrections[count][together], terms_of, wider=bool(beyond.any())
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
    for name in ("office", "drama"):
        photos_of: dict[str, list[int]] = {}
        for row, file in enumerate(sets[name].files):
            photos_of.setdefault(file, []).append(row)
        crowds += [faces(sets[name], rows) for rows in photos_of.values() if len(rows) > 1]
    return Shelf(name="albums, fit", people=people, crowds=crowds)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--fit", action="store_true", help="fit first, some minutes")
    parser.add_argument("--libraries", type=int, default=160, help="generated ones to show")
    parser.add_argument("--to-fit", type=int, default=360, help="generated ones to fit on")
    options = parser.parse_args()
    fit_shelf = test_shelf = None
    if options.photos.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            sets = read(options.photos.resolve(), Path(folder))
        fit_shelf = shelf(sets, options.photos, fitted=True)
        test_shelf = shelf(sets, options.photos, fitted=False)
    if options.fit:
        libraries = drawn(options.to_fit, 10_000, fit_shelf)
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
    rows = check(fitted, drawn(options.libraries, 50_000, test_shelf))
    for row in rows:
        print("  ".join(f"{value!s:>12}" for value in row.values()), flush=True)
    print(json.dumps({"benchmark": "trust", "rows": rows}))


if __name__ == "__main__":
    main()

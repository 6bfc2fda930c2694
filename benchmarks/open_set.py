"""How often is a stranger taken for somebody of the library, where 1 % is stated?

    python benchmarks/open_set.py                     100 libraries of 50, 500 and 5,000 people
    python benchmarks/open_set.py --libraries 4 --people 50 500 --strangers 500       small
    python benchmarks/open_set.py --photos DIR        also the generator against photos, and pairs/
    python benchmarks/open_set.py --fit               prints what `strangers.base.BASE` should be

Libraries are generated (`open_set_world.py`), half as photographs and half as renders, each with
people of its own, a long tail of photos, half as many faces of nobody as people, a mean quality and
spreads of its own. One person in fifty has somebody in the library who looks alike, strangers as
well as those in it. Each library is calibrated from what a user's library says, with no labels of
strangers, then searched for strangers and for other photos of everybody.

Taken for somebody means a p-value of at most 1 %, whether the answer is "found" or, near a tie,
"unsure". The expected calibration error has ten bins of equal width; each search for a stranger and
each for somebody who is there weighs so that there are as many of either. Prints a table and,
last, one JSON line; the exit status is 1 if what is asked for is not reached.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent))

from calibrate import Shown, largest, read
from open_set_world import (
    LEAST_QUALITY,
    MOST_QUALITY,
    PHOTOGRAPHS,
    RENDERS,
    World,
    check,
    draw_faces,
    draw_people,
    draw_spreads,
    pairs_of,
)
from open_set_world import show as show_checks

from likeness.grouping import strangers
from likeness.grouping.strangers import Known
from likeness.grouping.strangers.base import ALPHA, TAIL, Base, Usual
from likeness.grouping.strangers.doubles import doubles
from likeness.grouping.strangers.odds import fit_logits, trials
from likeness.grouping.strangers.votes import take_votes

BOTH = (PHOTOGRAPHS, RENDERS)
PEOPLE = (50, 500, 5_000)
LIBRARIES = 100
STRANGERS = 2_000
ASKED_ALARMS = (0.005, 0.015)
ASKED_ERROR = 0.03
ASKED_FOUND = 0.99
OUTSIDE = 0.03  # a library with more alarms is one to count
BINS = 10

PHOTOS = 4  # of a person, the median of a log-normal long tail
PHOTOS_TAIL = 1.2
PHOTOS_MOST = 200
ALONE = 0.5  # faces of nobody for each person
QUALITY_SPREAD = 0.12  # in a library
QUALITY_OF_LIBRARIES = (0.75, 0.05)
SPREAD_OF_LIBRARIES = 0.1  # of the logarithms of both variances
FITTED_PEOPLE = (10, 20, 35, 50, 66)
FITTED_LIBRARIES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """Some faces and whose they are."""

    vectors: NDArray[np.float32]
    quality: NDArray[np.float32]
    people: NDArray[np.intp]

    def take(self, rows: NDArray[np.intp]) -> Faces:
        """Return some of them."""
        return Faces(
            vectors=self.vectors[rows], quality=self.quality[rows], people=self.people[rows]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A library, one photo of each stranger, and one more of everybody in it."""

    library: Faces
    strangers: Faces
    mated: Faces


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the searches in one library came to."""

    world: str
    people: int
    knock: str
    faces: int
    alarms: float  # share of the strangers
    extrapolated: bool
    found: float  # share of those who are there: found as themselves
    wrong: float  # share of those who are there: taken for somebody else
    clear: float  # share of those who are there: "found", not "unsure", as themselves
    seconds: float  # of calibration
    milliseconds: float  # of a search
    stated: NDArray[np.float64]  # probability of the best candidate, strangers first
    right: NDArray[np.bool_]


def generate(world: World, people: int, seed: int, count: int = STRANGERS) -> Generated:
    """Return a library of so many people."""
    rng = np.random.default_rng([seed, people])
    between, within = np.exp(SPREAD_OF_LIBRARIES * rng.standard_normal(2))
    world = replace(world, between=world.between * between, within=world.within * within)
    alone = int(ALONE * people)
    total = people + alone + count
    looks = draw_people(world, total, rng)
    one, other = look_alikes(world, people, total, rng)
    mixed = np.sqrt(1 - world.likeness**2)
    looks[other] = world.likeness * looks[one] + mixed * looks[other]
    spreads = draw_spreads(world, total, rng)
    sizes = np.exp(np.log(PHOTOS) + PHOTOS_TAIL * rng.standard_normal(people))
    sizes = np.clip(sizes.astype(np.intp), 1, PHOTOS_MOST)
    owners = np.concatenate(
        [np.repeat(np.arange(people), sizes), np.arange(people, total), np.arange(people)]
    )
    mean = rng.normal(*QUALITY_OF_LIBRARIES)
    quality = rng.normal(mean, QUALITY_SPREAD, len(owners)).clip(LEAST_QUALITY, MOST_QUALITY)
    faces = Faces(
        vectors=draw_faces(world, looks[owners], spreads[owners], quality, rng),
        quality=quality.astype(np.float32),
        people=np.where((owners >= people) & (owners < people + alone), -1, owners),
    )
    there = int(sizes.sum()) + alone
    return Generated(
        library=faces.take(rng.permutation(there)),
        strangers=faces.take(np.arange(there, there + count)),
        mated=faces.take(np.arange(there + count, len(owners))),
    )


def look_alikes(
    world: World, people: int, total: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return people of the library and those who look like them, in it or not: equally often."""
    inside = rng.permutation(people)[: 2 * rng.binomial(people // 2, world.looks)].reshape(2, -1)
    outside = people + np.flatnonzero(rng.random(total - people) < world.looks)
    of = rng.integers(people, size=len(outside))
    return np.concatenate([inside[0], of]), np.concatenate([inside[1], outside])


def knocked(people: NDArray[np.intp], knock: str, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return what grouping would have made of these people, and got wrong.

    Args:
        people: (n,) as `Faces.people`.
        knock: "split 2" cuts 2 % of the people in two at random, "merged 2" makes one of so many
            pairs that 2 % of the people are in one; "" leaves all as they are.
        rng: Draws whom.

    Returns:
        (n,) new numbers; those of halves are beyond all others, those of merged ones the first's.
    """
    if not knock:
        return people
    kind, percent = knock.split()
    result = people.copy()
    ids, counts = np.unique(people[people >= 0], return_counts=True)
    if kind == "merged":
        pairs = rng.permutation(ids)[: 2 * round(int(percent) * len(ids) / 200)].reshape(-1, 2)
        for first, other in pairs.tolist():
            result[people == other] = first
        return result
    several = ids[counts > 1]
    chosen = rng.permutation(several)[: max(1, round(int(percent) * len(ids) / 100))]
    for number, each in enumerate(chosen.tolist()):
        rows = rng.permutation(np.flatnonzero(people == each))
        result[rows[: rng.integers(1, len(rows))]] = ids.max() + 1 + number
    return result


def measure(
    world: World, people: int, seed: int, count: int = STRANGERS, knock: str = ""
) -> Outcome:
    """Calibrate one library and search in it."""
    made = generate(world, people, seed, count)
    entries = knocked(made.library.people, knock, np.random.default_rng([seed, people, 1]))
    truth = dict(zip(entries.tolist(), made.library.people.tolist(), strict=True))
    started = time.perf_counter()
    known = Known.of(made.library.vectors, made.library.quality, entries)
    calibration = strangers.calibrate(known)
    calibrated = time.perf_counter()
    ranked = strangers.rank(known, made.strangers.vectors)
    searched = time.perf_counter()
    away = strangers.decide(known, calibration, ranked, made.strangers.quality)
    there = strangers.decide(
        known, calibration, strangers.rank(known, made.mated.vectors), made.mated.quality
    )
    admitted = np.array([each.p_value <= ALPHA for each in there])
    named = [truth[int(known.people[each.candidates[0].person])] for each in there]
    right = np.array(named) == made.mated.people
    sure = np.array([each.answer == "found" for each in there])
    return Outcome(
        world=world.name,
        people=people,
        knock=knock,
        faces=len(made.library.people),
        alarms=float(np.mean([each.p_value <= ALPHA for each in away])),
        extrapolated=any(each.method == "extrapolated" for each in away),
        found=float((admitted & right).mean()),
        wrong=float((admitted & ~right).mean()),
        clear=float((sure & right).mean()),
        seconds=calibrated - started,
        milliseconds=1000 * (searched - calibrated) / count,
        stated=np.array([each.probability for each in (*away, *there)]),
        right=np.concatenate([np.zeros(count, np.bool_), right]),
    )


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """Return the expected calibration error of the probabilities of the best candidates."""
    stated = np.concatenate([each.stated for each in outcomes])
    right = np.concatenate([each.right for each in outcomes])
    weight = np.concatenate([balanced(len(each.stated), each.people) for each in outcomes])
    bins = np.minimum((stated * BINS).astype(np.intp), BINS - 1)
    gaps = np.bincount(bins, weight * (stated - right), minlength=BINS)
    return float(np.abs(gaps).sum() / weight.sum())


def balanced(searches: int, there: int) -> NDArray[np.float64]:
    """Return weights of the searches of one library: strangers first, half of it each."""
    away = searches - there
    return np.concatenate([np.full(away, 0.5 / away), np.full(there, 0.5 / there)])


def summary(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Return what the libraries of one size came to."""
    alarms = np.array([each.alarms for each in outcomes])
    return {
        "world": "+".join(sorted({each.world for each in outcomes})),
        "people": outcomes[0].people,
        "knock": outcomes[0].knock or "none",
        "faces": round(float(np.mean([each.faces for each in outcomes]))),
        "libraries": len(outcomes),
        "alarms": round(float(alarms.mean()), 5),
        "alarms_sd": round(float(alarms.std()), 5),
        "outside": round(float((alarms > OUTSIDE).mean()), 3),
        "extrapolated": round(float(np.mean([each.extrapolated for each in outcomes])), 3),
        "found": round(float(np.mean([each.found for each in outcomes])), 4),
        "wrong": round(float(np.mean([each.wrong for each in outcomes])), 4),
        "clear": round(float(np.mean([each.clear for each in outcomes])), 4),
        "searches": sum(len(each.stated) for each in outcomes),
        "calibration_error": round(calibration_error(outcomes), 4),
        "seconds": round(float(np.median([each.seconds for each in outcomes])), 3),
        "milliseconds": round(float(np.median([each.milliseconds for each in outcomes])), 3),
    }


def fit() -> Base:
    """Return the base that small libraries of photographs need."""
    sizes, levels, excesses = [], [], []
    gathered: list[tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]] = []
    usuals, shortfalls = [], []
    for people in FITTED_PEOPLE:
        for seed in range(FITTED_LIBRARIES):
            made = generate(PHOTOGRAPHS, people, 1_000_000 + seed, 500)
            known = Known.of(made.library.vectors, made.library.quality, made.library.people)
            best = strangers.rank(known, made.strangers.vectors).scores[:, 0]
            level = float(np.quantile(best, 1 - TAIL))
            sizes.append(np.log10(known.entries / 10))
            levels.append(level)
            excesses.append(float((best[best > level] - level).mean()))
            votes = take_votes(known)
            gathered.append(trials(votes))
            shortfalls.append(doubles(votes)[1])
            usuals.append((level, excesses[-1]))
    rise, start = np.polyfit(sizes, levels, 1)
    scale = float(np.mean(excesses))
    # Scores in units of each library's own usual ones, so that libraries can be put together.
    shared = [
        np.column_stack([(x[:, 0] - level) / wide, x[:, 1] / wide, x[:, 2]])
        for (x, _, _), (level, wide) in zip(gathered, usuals, strict=True)
    ]
    free = Base(level=start, rise=rise, scale=scale, shortfall=0.0, logits=(0.0, 0.0, 0.0, 0.0))
    logits = fit_logits(
        np.concatenate(shared),
        np.concatenate([right for _, right, _ in gathered]),
        np.concatenate([present for _, _, present in gathered]),
        usual=Usual(level=0.0, scale=1.0),
        base=free,
    )
    a, b, c, d = (round(float(each), 2) for each in logits)
    return Base(
        level=round(float(start), 4),
        rise=round(float(rise), 4),
        scale=round(scale, 4),
        shortfall=round(float(np.median(shortfalls)), 4),
        logits=(a, b, c, d),
    )


def search_pairs(sets: Mapping[str, Shown], photos: Path) -> dict[str, int]:
    """Search for the labelled people of pairs/, each photo among the others; then for strangers.

    Strangers are each person while all of their photos are left out, and the faces of office,
    drama, trip, singles and digiface while all people are in.
    """
    shown = sets["pairs"]
    names = json.loads((photos / "people.json").read_text())
    rows = largest(shown)
    labelled = {row: names[f"pairs/{f}"] for f, row in rows.items() if f"pairs/{f}" in names}
    faces = np.array(sorted(labelled))
    who = np.unique([labelled[int(row)] for row in faces], return_inverse=True)[1]
    vectors, quality = shown.vectors[faces], shown.quality[faces]
    result = {"searches": len(faces), "found": 0, "wrong": 0, "strangers": 0, "strangers taken": 0}
    for row in range(len(faces)):
        for there in (True, False):
            kept = np.arange(len(faces)) != row if there else who != who[row]
            known = Known.of(vectors[kept], quality[kept], who[kept])
            (verdict,) = asked(known, vectors[row : row + 1], quality[row : row + 1])
            admitted = verdict.p_value <= ALPHA
            right = known.people[verdict.candidates[0].person] == who[row]
            result["found"] += verdict.answer == "found" and right
            result["wrong"] += admitted and there and not right
            result["strangers"] += not there
            result["strangers taken"] += admitted and not there
    known = Known.of(vectors, quality, who)
    for name, others in sets.items():
        if name not in {"pairs", "scenes"}:
            verdicts = asked(known, others.vectors, others.quality)
            result["strangers"] += len(verdicts)
            result["strangers taken"] += sum(each.p_value <= ALPHA for each in verdicts)
    return {key: int(value) for key, value in result.items()}


def asked(
    known: Known, vectors: NDArray[np.float32], quality: NDArray[np.float32]
) -> list[strangers.Verdict]:
    """Calibrate and search."""
    ranked = strangers.rank(known, vectors)
    return strangers.decide(known, strangers.calibrate(known), ranked, quality)


def main(arguments: Sequence[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--libraries", type=int, default=LIBRARIES)
    parser.add_argument("--people", type=int, nargs="+", default=PEOPLE)
    parser.add_argument("--strangers", type=int, default=STRANGERS)
    parser.add_argument("--seed", type=int, default=0, help="of the first library")
    parser.add_argument(
        "--knock",
        default="",
        help='what grouping got wrong: "split 2", "merged 2", in percent of the people',
    )
    parser.add_argument("--photos", type=Path, help="the shared photos: compare with them, too")
    parser.add_argument("--fit", action="store_true", help="print the base and nothing else")
    options = parser.parse_args(arguments)
    if options.fit:
        print(json.dumps(asdict(fit())))
        return 0
    checks: list[dict[str, object]] = []
    people_of_pairs: dict[str, int] = {}
    if options.photos:
        with tempfile.TemporaryDirectory() as folder:
            sets = read(options.photos.resolve(), Path(folder))
        checks = check(pairs_of(sets, options.photos), BOTH)
        show_checks(checks)
        people_of_pairs = search_pairs(sets, options.photos)
        print("pairs", people_of_pairs)
    rows: list[dict[str, object]] = []
    for people in options.people:
        outcomes = [
            measure(BOTH[seed % 2], people, options.seed + seed, options.strangers, options.knock)
            for seed in range(options.libraries)
        ]
        worlds = [[each for each in outcomes if each.world == world.name] for world in BOTH]
        rows += [summary(part) for part in (outcomes, *worlds) if part]
        show(rows[-3:])
    whole = [row for row in rows if "+" in str(row["world"])] or rows
    low, high = ASKED_ALARMS
    passed = all(
        low <= float(str(row["alarms"])) <= high
        and float(str(row["calibration_error"])) < ASKED_ERROR
        for row in whole
    ) and all(each["passed"] for each in checks if not each["fitted"] and each["asked"])
    if people_of_pairs:
        passed &= people_of_pairs["found"] >= ASKED_FOUND * people_of_pairs["searches"]
        passed &= people_of_pairs["wrong"] == people_of_pairs["strangers taken"] == 0
    result = {"benchmark": "open set", "passed": passed, "rows": rows, "quantiles": checks}
    print(json.dumps(result | {"pairs": people_of_pairs}))
    return 0 if passed else 1


def show(rows: Sequence[dict[str, object]]) -> None:
    """Print some rows of the table."""
    for row in rows:
        print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

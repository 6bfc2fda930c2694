"""A generator of face libraries, fitted to photos, for `open_set.py`.

    python benchmarks/open_set_world.py [--photos DIR] [--fit]

An embedding is the unit vector of

    offset + collapse(quality) * person + spread(person) * tail(photo) * noise(quality)

All faces share the offset: strangers are far from right angles. People differ along few directions
(a spectrum that falls as a power), photos of one person along more. Weak photos look alike, so what
is of the person shrinks with quality, and what is of the photo grows. How far the photos of a
person are spread, and each photo beyond that, is log-normal: tails are heavy.

Two kinds of collection, because renders of the same three people in any pose and photographs
differ more than any smooth rule between them says: RENDERS is fitted to digiface 4000 to 4002,
PHOTOGRAPHS to singles and office (different people) and to the groups of drama (same person, from
different photos; nobody labelled them, the product's grouping says the same at cuts from .36 to
.42). Spectra, slopes over quality and tails are shared. Nothing is fitted to pairs, scenes and
digiface 4003 to 4005: `check` compares the quantiles there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent))

from calibrate import (
    FITTED_PEOPLE,
    PHOTOS,
    TESTED_PEOPLE,
    Shown,
    grouped,
    joined,
    largest,
    read,
)

from likeness.grouping.constraints import same_photo

WIDTH = 128
QUALITY = 0.75  # at which `between` and `within` are stated
QUANTILES = (1, 5, 50, 95, 99)
ALLOWED = 0.02  # between a quantile of the photos and that of the generator
DRAWN = 3_000  # generated pairs that a comparison rests on
LEAST_QUALITY, MOST_QUALITY = 0.1, 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the faces of a kind of collection are like; squared lengths where the offset is 1."""

    name: str
    between: float  # mean squared length of what is of the person
    within: float  # mean squared length of what is of the photo
    collapse: float  # by how much the logarithm of `between` grows with quality, for each 1
    blur: float  # by how much the logarithm of `within` falls with quality, for each 1
    people_fall: float  # power by which the spectrum of the people falls
    photo_fall: float  # that of the photos
    spread: float  # standard deviation of the logarithm of a person's spread
    tail: float  # that of a photo beyond it
    looks: float = 0.02  # share of the people who look like somebody else
    likeness: float = 0.85  # correlation of two people who look alike


PHOTOGRAPHS = World(
    name="photographs",
    between=0.138,
    within=0.0425,
    collapse=1.01,
    blur=0.47,
    people_fall=0.78,
    photo_fall=0.89,
    spread=0.05,
    tail=0.145,
)
RENDERS = replace(PHOTOGRAPHS, name="renders", between=0.0563, within=0.07)


def spectrum(fall: float) -> NDArray[np.float64]:
    """Return standard deviations (127,) of the directions beside the offset, squares sum to 1."""
    variances = np.arange(1, WIDTH) ** -fall
    shares: NDArray[np.float64] = np.sqrt(variances / variances.sum())
    return shares


# Photos differ along other directions than people: a fixed rotation between both.
TURN = np.linalg.qr(np.random.default_rng(0).standard_normal((WIDTH - 1, WIDTH - 1)))[0]


def draw_people(world: World, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return what is of each of *count* people, (count, 127)."""
    return rng.standard_normal((count, WIDTH - 1)) * spectrum(world.people_fall)


def draw_spreads(world: World, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how far the photos of each person are spread, (count,), squares 1 on average."""
    return np.exp(world.spread * rng.standard_normal(count) - world.spread**2)


def draw_faces(
    world: World,
    people: NDArray[np.float64],
    spreads: NDArray[np.float64],
    quality: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float32]:
    """Return one face (n, 128) of each row of *people*, at this quality (n,)."""
    off = quality - QUALITY
    share = np.sqrt(world.between * np.exp(world.collapse * off))
    tails = np.exp(world.tail * rng.standard_normal(len(people)) - world.tail**2)
    noise = np.sqrt(world.within * np.exp(-world.blur * off)) * spreads * tails
    photos = (rng.standard_normal((len(people), WIDTH - 1)) * spectrum(world.photo_fall)) @ TURN
    faces = np.ones((len(people), WIDTH))
    faces[:, 1:] = share[:, None] * people + noise[:, None] * photos
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    return faces.astype(np.float32)


# ---------------------------------------------------------------- compared with photos


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of photos: their cosines, and the qualities that the generated ones shall have."""

    name: str
    world: str
    same: bool
    fitted: bool
    asked: bool  # whether the quantiles must agree; else they are only shown
    cosines: NDArray[np.float64]
    quality: NDArray[np.float64]  # (n, 2) of both faces of each pair


def generated(world: World, pairs: Pairs, seed: int = 0) -> NDArray[np.float64]:
    """Return cosines of pairs that the generator makes with the qualities of *pairs*."""
    rng = np.random.default_rng(seed)
    quality = pairs.quality[rng.integers(len(pairs.quality), size=DRAWN)]
    one = draw_people(world, DRAWN, rng)
    other = one if pairs.same else draw_people(world, DRAWN, rng)
    spread = draw_spreads(world, DRAWN, rng)
    also = spread if pairs.same else draw_spreads(world, DRAWN, rng)
    left = draw_faces(world, one, spread, quality[:, 0], rng)
    right = draw_faces(world, other, also, quality[:, 1], rng)
    cosines: NDArray[np.float64] = np.einsum("nd,nd->n", left, right).astype(np.float64)
    return cosines


def quantiles(cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the compared quantiles."""
    return np.asarray(np.percentile(cosines, QUANTILES))


def check(pairs: Sequence[Pairs], worlds: Sequence[World]) -> list[dict[str, object]]:
    """Compare the quantiles of photos with those of the generator."""
    rows: list[dict[str, object]] = []
    for each in pairs:
        world = next(world for world in worlds if world.name == each.world)
        real, made = quantiles(each.cosines), quantiles(generated(world, each))
        rows.append(
            {
                "pairs": each.name,
                "count": len(each.cosines),
                "fitted": each.fitted,
                "asked": each.asked,
                "photos": real.round(3).tolist(),
                "generator": made.round(3).tolist(),
                "apart": (made - real).round(3).tolist(),
                "passed": bool((np.abs(made - real) <= ALLOWED).all()),
            }
        )
    return rows


# ---------------------------------------------------------------- read and fitted


def every_pair(rows: Sequence[int]) -> NDArray[np.intp]:
    """Return all pairs (n, 2) of these rows."""
    held = np.array(rows, np.intp)
    return held[np.stack(np.triu_indices(len(held), 1), axis=1)]


def pairs_of(sets: Mapping[str, Shown], photos: Path) -> list[Pairs]:
    """Return all pairs that are fitted to, and all that the fit is tested on."""
    pairs = [
        *renders("digiface 4000 to 4002", [sets[name] for name in FITTED_PEOPLE], fitted=True),
        *renders("digiface 4003 to 4005", [sets[name] for name in TESTED_PEOPLE], fitted=False),
    ]
    singles, office, drama = sets["singles"], sets["office"], sets["drama"]
    portraits = every_pair(range(len(singles)))
    pairs.append(made("singles", singles, portraits, same=False, fitted=True))
    met = same_photo(office.files, office.vectors).pairs  # type: ignore[arg-type]
    pairs.append(made("office, one photo", office, met, same=False, fitted=True))
    groups, files = grouped(drama), np.array(drama.files)
    all_pairs = every_pair(range(len(drama)))
    left, right = all_pairs.T
    together = (groups[left] == groups[right]) & (files[left] != files[right])
    pairs.append(made("drama, grouped", drama, all_pairs[together], same=True, fitted=True))
    people = json.loads((photos / "people.json").read_text())
    for name in ("pairs", "scenes"):
        shown = sets[name]
        owner = {
            row: people[f"{name}/{file}"]
            for file, row in largest(shown).items()
            if f"{name}/{file}" in people
        }
        both = every_pair(sorted(owner))
        alike = np.array([owner[int(a)] == owner[int(b)] for a, b in both])
        for same in (True, False):
            chosen = both[alike == same]
            # Of scenes there are 16 and 20 pairs: too few for a quantile of 1 %.
            part = made(name, shown, chosen, same=same, fitted=False)
            pairs.append(replace(part, asked=name == "pairs"))
    return pairs


def renders(name: str, sets: Sequence[Shown], *, fitted: bool) -> list[Pairs]:
    """Return the pairs of sets of one person each."""
    shown = joined(sets)
    owner = np.repeat(np.arange(len(sets)), [len(part) for part in sets])
    both = every_pair(range(len(shown)))
    alike = owner[both[:, 0]] == owner[both[:, 1]]
    parts = [
        made(name, shown, both[alike == same], same=same, fitted=fitted) for same in (True, False)
    ]
    return [replace(part, world=RENDERS.name) for part in parts]


def made(name: str, shown: Shown, rows: NDArray[np.intp], *, same: bool, fitted: bool) -> Pairs:
    """Return pairs (n, 2) of rows of a set, as photographs."""
    left, right = rows.T
    return Pairs(
        name=f"{name}, {'same' if same else 'different'}",
        world=PHOTOGRAPHS.name,
        same=bool(same),
        fitted=fitted,
        asked=not fitted,
        cosines=np.einsum("nd,nd->n", shown.vectors[left], shown.vectors[right]).astype(float),
        quality=shown.quality[rows].astype(np.float64),
    )


# Where the fit starts and is held to: collapse, blur, both falls, spread, tail; and how loosely.
START = (1.6, 1.7, 0.6, 0.5, 0.08, 0.1)
LOOSE = (0.5, 0.5, 0.3, 0.3, 0.1, 0.1)
SIZES = (0.14, 0.036, 0.07, 0.07)  # where between and within of both worlds start
OF_QUANTILES = (0.3, 1, 1, 1, 0.3)  # weights
OF_FEW = 0.5  # weight of the ten pairs of singles
HELD = 1e-5  # weight of START


def fit(pairs: Sequence[Pairs]) -> list[World]:
    """Return the worlds that fit the pairs best which may be fitted to (Powell's method)."""
    from scipy.optimize import minimize

    targets = [(each, quantiles(each.cosines)) for each in pairs if each.fitted]

    def loss(values: NDArray[np.float64]) -> float:
        worlds = {world.name: world for world in worlds_of(values)}
        total = HELD * float((((values[4:] - START) / LOOSE) ** 2).sum())
        for each, target in targets:
            gap = quantiles(generated(worlds[each.world], each)) - target
            total += (OF_FEW if len(each.cosines) < 50 else 1) * float(np.dot(OF_QUANTILES, gap**2))
        return float(1e4 * total)

    start = np.concatenate([np.log(SIZES), START])
    found = minimize(loss, start, method="Powell", options={"maxfev": 400, "xtol": 0.02})
    return worlds_of(found.x)


def worlds_of(values: NDArray[np.float64]) -> list[World]:
    """Return both worlds of the numbers that are fitted."""
    sizes = np.exp(values[:4])
    collapse, blur, people_fall, photo_fall, spread, tail = values[4:].tolist()
    first = World(
        name=PHOTOGRAPHS.name,
        between=float(sizes[0]),
        within=float(sizes[1]),
        collapse=collapse,
        blur=blur,
        people_fall=people_fall,
        photo_fall=photo_fall,
        spread=abs(spread),
        tail=abs(tail),
    )
    other = replace(first, name=RENDERS.name, between=float(sizes[2]), within=float(sizes[3]))
    return [first, other]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--fit", action="store_true", help="fit first, a minute")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sets = read(options.photos.resolve(), Path(folder))
    pairs = pairs_of(sets, options.photos)
    worlds = fit(pairs) if options.fit else [PHOTOGRAPHS, RENDERS]
    for world in worlds:
        print(world)
    rows = check(pairs, worlds)
    show(rows)
    print(json.dumps({"benchmark": "open set, the generator", "rows": rows}))


def show(rows: Sequence[dict[str, object]]) -> None:
    """Print the comparison, a line for each kind of pairs."""
    print(f"cosines at {QUANTILES} %: photos, generator, difference")
    for row in rows:
        kind = "fitted" if row["fitted"] else "tested"
        mark = "" if row["passed"] else "more than allowed"
        print(f"{row['pairs']!s:34}{kind:8}{row['count']!s:>6}", end="  ")
        print(row["photos"], row["generator"], row["apart"], mark)


if __name__ == "__main__":
    main()

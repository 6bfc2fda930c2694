"""Measure how long grouping takes, what memory it needs and how good it is, from 1,000 faces on.

    python benchmarks/grouping_scale.py [--faces N ...] [--worlds NAME ...] [--methods NAME ...]
                                        [--limit SECONDS] [--oracle] [--plot FILE]

Libraries are generated: 30 % of the faces are strangers of whom there is no second photo, the
others belong to people with a long tail of photos each. Two generators, so that nothing fits one
only: "photographs" is that of `open_set_world.py`, fitted to photos; "spread" is a plain one
(normal people, normal noise, people whose photos differ and bad photos), whose quantiles are those
of research on grouping, section 5. Strangers are nearer to each other there.

Every measurement is a process of its own with a limit of time. Seconds are those of grouping alone,
the search for neighbours and compiling (or reading what is compiled) included; the peak of memory
is that of the whole process, the generated vectors included. F is BCubed F over all faces. The
others are given the best of `THRESHOLDS`, which they could not know; their seconds are for trying
all of these, which share the search for neighbours or the tree.

`--oracle` tries every strictness that the neighbour graph has room for, and shows the best F.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent))

import machine
from open_set_world import PHOTOGRAPHS, draw_faces, draw_people, draw_spreads

FACES = (1_000, 10_000, 100_000, 1_000_000)
ALONE = 0.3  # share of the faces
PHOTOS = 4  # of a person, the median of a log-normal long tail
PHOTOS_TAIL = 1.2
PHOTOS_RANGE = (2, 1_000)
QUALITY = (0.75, 0.12)  # mean and deviation
QUALITY_RANGE = (0.1, 0.98)
BLOCK = 50_000  # faces that are generated at once

# The plain generator: lengths where the offset is 1, and powers by which spectra fall. Fitted by
# hand to strangers of .352 and .394 (quantiles of .1 and 1 %) and faces of one person of .256
# (mean) and .409 (95 %); it has .360, .396, .255 and .415.
WIDTH = 128
BETWEEN, BETWEEN_FALL = 0.39, 1.2
WITHIN, WITHIN_FALL = 0.206, 0.6
SPREAD_OF_PEOPLE, SPREAD_OF_PHOTOS = 0.29, 0.16  # deviations of logarithms
TURN = np.linalg.qr(np.random.default_rng(5).standard_normal((WIDTH, WIDTH)))[0]

OURS = "likeness"
PEERS = ("average", "dbscan", "hdbscan", "whispers")
THRESHOLDS = (0.26, 0.28, 0.3, 0.32, 0.34, 0.36, 0.38)
SEED = 0
LIMIT = 1_800.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One library, grouped one way."""

    world: str
    faces: int
    method: str
    seconds: float | None = None  # None: it did not finish
    processor_seconds: float | None = None
    gigabytes: float | None = None  # peak of the process
    f: float | None = None
    precision: float | None = None
    recall: float | None = None
    setting: float | None = None  # strictness or threshold
    oracle_f: float | None = None  # of the best strictness that was tried
    failure: str = ""


def owners_of(faces: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return whose each face is, (faces,), in random order."""
    alone = int(ALONE * faces)
    left = faces - alone
    sizes = np.exp(np.log(PHOTOS) + PHOTOS_TAIL * rng.standard_normal(left))
    ends = np.cumsum(np.clip(sizes.astype(np.intp), *PHOTOS_RANGE))
    owners = np.searchsorted(ends, np.arange(left), "right")
    every = np.concatenate([owners, owners.max(initial=-1) + 1 + np.arange(alone)])
    return rng.permutation(every)


def photographs(faces: int, seed: int = SEED) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Return vectors (n, 128) and people (n,) of the generator that is fitted to photos."""
    rng = np.random.default_rng([seed, faces])
    owners = owners_of(faces, rng)
    looks = draw_people(PHOTOGRAPHS, owners.max() + 1, rng).astype(np.float32)
    spreads = draw_spreads(PHOTOGRAPHS, owners.max() + 1, rng)
    quality = rng.normal(*QUALITY, faces).clip(*QUALITY_RANGE)
    vectors = np.empty((faces, WIDTH), np.float32)
    for start in range(0, faces, BLOCK):
        part = slice(start, start + BLOCK)
        own = owners[part]
        vectors[part] = draw_faces(PHOTOGRAPHS, looks[own], spreads[own], quality[part], rng)
    return vectors, owners


def spread(faces: int, seed: int = SEED) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Return vectors (n, 128) and people (n,) of the plain generator."""
    rng = np.random.default_rng([seed, faces])
    owners = owners_of(faces, rng)
    people = int(owners.max()) + 1
    looks = rng.standard_normal((people, WIDTH), np.float32) * _spectrum(BETWEEN, BETWEEN_FALL)
    looks[:, -1] += 1
    spreads = _uneven(SPREAD_OF_PEOPLE, people, rng)
    vectors = np.empty((faces, WIDTH), np.float32)
    for start in range(0, faces, BLOCK):
        own = owners[start : start + BLOCK]
        noise = rng.standard_normal((len(own), WIDTH), np.float32) * _spectrum(WITHIN, WITHIN_FALL)
        much = spreads[own] * _uneven(SPREAD_OF_PHOTOS, len(own), rng)
        drawn = looks[own] + much[:, None] * (noise @ TURN)
        vectors[start : start + BLOCK] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return vectors, owners


WORLDS: dict[str, Callable[[int], tuple[NDArray[np.float32], NDArray[np.intp]]]] = {
    "photographs": photographs,
    "spread": spread,
}


def _spectrum(length: float, fall: float) -> NDArray[np.float32]:
    variances = np.arange(1, WIDTH + 1) ** -fall
    return (length * np.sqrt(variances / variances.sum())).astype(np.float32)


def _uneven(deviation: float, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return log-normal lengths whose squares are 1 on average."""
    lengths: NDArray[np.float64] = np.exp(deviation * rng.standard_normal(count) - deviation**2)
    return lengths


def bcubed(groups: NDArray[np.intp], people: NDArray[np.intp]) -> tuple[float, float, float]:
    """Return BCubed precision, recall and F: the same as the product's, without intervals."""
    group, person = (np.unique(each, return_inverse=True)[1] for each in (groups, people))
    cells = group.astype(np.int64) * len(people) + person
    _, cell, counts = np.unique(cells, return_inverse=True, return_counts=True)
    both = counts[cell]
    precision = float((both / np.bincount(group)[group]).mean())
    recall = float((both / np.bincount(person)[person]).mean())
    return precision, recall, 2 * precision * recall / (precision + recall)


def measure(world: str, faces: int, method: str, *, oracle: bool = False) -> Outcome:
    """Generate a library and group it here."""
    vectors, people = WORLDS[world](faces)
    start, clock = time.perf_counter(), time.process_time()
    if method == OURS:
        groups, setting, settings = _ours(vectors)
    else:
        groups, setting, settings = _peer(method, vectors, people)
    seconds, processor = time.perf_counter() - start, time.process_time() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    precision, recall, f = bcubed(groups, people)
    every = [bcubed(each, people)[2] for each in settings]
    if oracle and method == OURS:
        every += _all(vectors, people)
    return Outcome(
        world=world,
        faces=faces,
        method=method,
        seconds=round(seconds, 2),
        processor_seconds=round(processor, 2),
        gigabytes=round(peak, 2),
        f=round(f, 4),
        precision=round(precision, 4),
        recall=round(recall, 4),
        setting=setting,
        oracle_f=round(max([f, *every]), 4),
    )


def _ours(
    vectors: NDArray[np.float32],
) -> tuple[NDArray[np.intp], float, Sequence[NDArray[np.intp]]]:
    """Return the groups, the strictness, and the groups of all that were tried."""
    from likeness.grouping.crowds import communities_of_many

    n = len(vectors)
    found = communities_of_many(*_free(vectors), np.arange(n))
    return found.root, found.strictness, [each.astype(np.intp) for each in found.groups]


def _free(vectors: NDArray[np.float32]):  # type: ignore[no-untyped-def]
    """Return points and limits of faces of which nothing else is known."""
    from likeness.grouping.points import Limits, Points

    n = len(vectors)
    return Points(vectors=vectors, stretch=np.ones(n), weights=np.ones(n)), Limits(
        start=np.arange(n),
        fixed=np.zeros(n, np.bool_),
        apart=np.empty((0, 2), np.intp),
        taken=np.ones(n, np.bool_),
    )


def _all(vectors: NDArray[np.float32], people: NDArray[np.intp]) -> list[float]:
    """Return F of every strictness that the neighbour graph has room for."""
    from likeness.grouping import crowds
    from likeness.grouping.communities import RUNGS
    from likeness.grouping.evidence import least_for, reach
    from likeness.grouping.graph import near_graph

    points, limits = _free(vectors)
    photos, least = np.arange(len(vectors)), least_for(len(vectors))
    last = crowds.last_step(vectors, limits.taken, least)
    graph = near_graph(points, photos, limits.taken, reach(RUNGS[last], least))
    groups = (
        crowds.grouped_graph(points, limits, photos, graph, rung, least=least)
        for rung in RUNGS[: last + 1]
    )
    return [bcubed(each, people)[2] for each in groups]


def _peer(
    method: str, vectors: NDArray[np.float32], people: NDArray[np.intp]
) -> tuple[NDArray[np.intp], float, Sequence[NDArray[np.intp]]]:
    """Return the groups at the threshold that is best, and the threshold; the others of none."""
    from likeness.evaluation.baselines.base import BASELINES

    groups = BASELINES[method].sweep(vectors, THRESHOLDS, SEED)
    scores = [bcubed(each, people)[2] for each in groups]
    best = int(np.argmax(scores))
    return groups[best], THRESHOLDS[best], [groups[best]]


def apart(world: str, faces: int, method: str, *, oracle: bool, limit: float) -> Outcome:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, "--one", world, str(faces), method]
    nothing = Outcome(world=world, faces=faces, method=method)
    try:
        done = subprocess.run(
            [*command, *(["--oracle"] if oracle else [])],
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return replace(nothing, failure=f"not done after {limit:.0f} s")
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"status {done.returncode}"]
        return replace(nothing, failure=last[0][:90])
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def show(outcome: Outcome) -> None:
    """Print a line of the table."""
    start = f"{outcome.world:13}{outcome.faces:9}  {outcome.method:10}"
    if outcome.seconds is None:
        print(start, outcome.failure, flush=True)
        return
    print(
        f"{start}{outcome.seconds:10.1f}{outcome.processor_seconds:9.1f}{outcome.gigabytes:8.2f}"
        f"{outcome.f:9.4f}{outcome.oracle_f:9.4f}{outcome.setting:9.3f}",
        flush=True,
    )


def plot(outcomes: Sequence[Outcome], path: Path) -> None:
    """Draw the seconds over the faces, both in tenfolds."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.add_subplot()
    for world, method in sorted({(each.world, each.method) for each in outcomes}):
        those = [
            (each.faces, each.seconds)
            for each in outcomes
            if (each.world, each.method) == (world, method) and each.seconds
        ]
        if those:
            style = "-" if method == OURS else ":"
            axes.plot(
                *zip(*sorted(those), strict=True), style, marker="o", label=f"{method}, {world}"
            )
    axes.set(xscale="log", yscale="log", xlabel="faces", ylabel="seconds")
    axes.grid(visible=True, alpha=0.3)
    axes.legend(fontsize="small")
    figure.savefig(path)


def main(arguments: Sequence[str]) -> int:
    """Measure, and print a table and a JSON line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--faces", type=int, nargs="+", default=list(FACES))
    parser.add_argument("--worlds", nargs="+", choices=WORLDS, default=list(WORLDS))
    parser.add_argument("--methods", nargs="+", choices=(OURS, *PEERS), default=[OURS, *PEERS])
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds for one measurement")
    parser.add_argument("--oracle", action="store_true")
    parser.add_argument("--plot", type=Path, help="picture (.svg, .png) of seconds over faces")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        world, faces, method = options.one
        print(json.dumps(asdict(measure(world, int(faces), method, oracle=options.oracle))))
        return 0
    print(f"{'world':13}{'faces':>9}  {'method':10}{'seconds':>10}{'cpu s':>9}{'GB':>8}", end="")
    print(f"{'F':>9}{'oracle F':>9}{'setting':>9}")
    outcomes: list[Outcome] = []
    for faces in options.faces:
        for world in options.worlds:
            for method in options.methods:
                outcome = apart(world, faces, method, oracle=options.oracle, limit=options.limit)
                outcomes.append(outcome)
                show(outcome)
    if options.plot:
        plot(outcomes, options.plot)
    print(
        json.dumps(
            {
                "benchmark": "grouping, scale",
                "machine": machine.describe(),
                "rows": [asdict(each) for each in outcomes],
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Does `likeness evaluate` answer fast, in little memory, and rightly on the labelled pairs?

    python benchmarks/evaluation.py [--photos DIR] [--faces 20000]

digiface, whose embeddings are computed first: similarity, accuracy, grouping and the grid over four
metrics, each a process of its own, as a user runs them; seconds and the memory of the largest one.
Accuracy over all pairs of made-up faces. The AUC of the labelled pairs of pairs/, on which nothing
was fitted.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PHOTOS = Path(__file__).parents[2] / "shared" / "photos"
QUESTIONS = ("similarity", "accuracy", "grouping", "grid")
MB = 1e6

ALL_PAIRS = """
import json, resource, sys, time
import numpy as np
from likeness.evaluation.faces import LabelledFaces
from likeness.evaluation.verification import verify

faces, photos = int(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(0)
people = np.arange(faces) // photos
centres = rng.normal(size=(people[-1] + 1, 128))
vectors = centres[people] + 1.1 * rng.normal(size=(faces, 128)) + 0.8
norms = np.linalg.norm(vectors, axis=1)
nothing = np.full(faces, np.nan, np.float32)
made_up = LabelledFaces(
    names=tuple(f"{row:05d}" for row in range(people[-1] + 1)),
    people=people.astype(np.intp),
    photos=tuple(f"{row}.jpg" for row in range(faces)),
    vectors=(vectors / norms[:, None]).astype(np.float32),
    norms=norms.astype(np.float32),
    quality=nothing, ages=nothing, yaws=nothing,
    subsets=("",) * faces,
    missed_people=np.empty(0, np.intp), missed_photos=(), missed_subsets=(),
)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.monotonic()
found = verify(made_up, metric="cosine")
print(json.dumps({
    "seconds": time.monotonic() - started,
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    "pairs": found.same + found.different,
    "auc": found.auc.value,
    "error": found.resolution,
}))
"""


@dataclass(frozen=True)
class Run:
    """One command and what it took."""

    answer: dict[str, Any]
    seconds: float
    memory: int  # bytes, at most, of the process that was started


def run(words: list[str], scratch: Path) -> Run:
    """Run a command that answers with one JSON object."""
    environment = {**os.environ, "LIKENESS_CACHE": str(scratch / "cache")}
    started = time.monotonic()
    with (scratch / "out").open("w+") as out, (scratch / "err").open("w+") as err:
        process = subprocess.Popen(words, env=environment, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        if status:
            err.seek(0)
            sys.exit(f"{' '.join(words[:6])}\n{err.read()}")
        out.seek(0)
        answer = json.load(out)
    return Run(answer, seconds, used.ru_maxrss * 1024)


def evaluate(question: str, dataset: Path, scratch: Path, *more: str) -> Run:
    """Run one question of `likeness evaluate`."""
    words = [sys.executable, "-m", "likeness", "evaluate", question, str(dataset)]
    return run([*words, "-o", str(scratch / "report"), "--json", *more], scratch)


def digiface(photos: Path, scratch: Path) -> dict[str, Any]:
    """Ask everything about the rendered people, embeddings at hand."""
    first = evaluate("similarity", photos / "digiface", scratch)
    runs = {
        question: evaluate(
            question,
            photos / "digiface",
            scratch,
            *(("--model", "dlib") if question == "grid" else ()),
        )
        for question in QUESTIONS
    }
    accuracy = runs["accuracy"].answer
    return {
        "first": first.seconds,
        "seconds": {question: done.seconds for question, done in runs.items()},
        "memory": max(done.memory for done in runs.values()),
        "faces": accuracy["faces"],
        "photos": accuracy["photos"],
        "auc": accuracy["auc"],
        "methods": [
            {
                "method": each["method"],
                "rule": each["rule"],
                "f": each["scores"] and each["scores"]["bcubed_f"],
            }
            for each in runs["grouping"].answer["methods"]
        ],
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--faces", type=int, default=20_000)
    parser.add_argument("--each", type=int, default=10, help="photos of each made-up person")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        found = digiface(words.photos, scratch)
        listed = evaluate("accuracy", words.photos / "pairs" / "pairs.csv", scratch).answer
        script = [sys.executable, "-c", ALL_PAIRS, str(words.faces), str(words.each)]
        crowd = run(script, scratch).answer
    total = sum(found["seconds"].values())
    print(
        f"digiface, {found['faces']} of {found['photos']} faces: first run {found['first']:.1f} s"
    )
    for question, seconds in found["seconds"].items():
        print(f"  {question:10s} {seconds:6.1f} s")
    print(f"  together   {total:6.1f} s, at most {found['memory'] / MB:.0f} MB")
    for each in found["methods"]:
        value = each["f"]["value"] if each["f"] else float("nan")
        print(f"  {each['method']:20s} {each['rule']:28s} F {value:.3f}")
    print(
        f"pairs: AUC {listed['auc']['value']:.6f} of {listed['same'] + listed['different']} pairs"
    )
    print(
        f"{words.faces} made-up faces: {crowd['pairs']:,} pairs in {crowd['seconds']:.1f} s, "
        f"{crowd['memory'] / MB:.0f} MB, AUC {crowd['auc']:.4f}"
    )
    result = {
        "benchmark": "evaluation",
        "digiface": found,
        "pairs": {"auc": listed["auc"], "pairs": listed["same"] + listed["different"]},
        "crowd": {"faces": words.faces, **crowd},
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()

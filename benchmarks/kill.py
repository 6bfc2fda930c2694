"""Kill an `add` with SIGKILL at random moments: does the next `add` end in the same library?

    python benchmarks/kill.py --kills 20

For every moment: a fresh library, `likeness add` killed there, `likeness add` again, and the
result compared with that of an undisturbed run: the same photos, the same faces with boxes within
0.5 px and embeddings of cosine > 0.9999, the same groups; and no photo that had been committed
before the kill was analysed again.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from likeness import Library

PHOTOS = Path(__file__).parents[2] / "shared" / "photos"
BOX_TOLERANCE = 0.5  # pixels
LEAST_COSINE = 0.9999


@dataclass(frozen=True)
class Dump:
    """What a library knows, in a form that can be compared."""

    photos: frozenset[str]
    faces: dict[str, tuple[str, tuple[float, ...], str]]  # id: photo, box, status
    embeddings: dict[str, np.ndarray]
    groups: frozenset[frozenset[str]]


@dataclass(frozen=True)
class Outcome:
    """What became of one kill."""

    after_seconds: float
    kept: int  # photos committed at the moment of the kill
    computed_again: int  # of those
    same: bool


def dump(folder: Path) -> Dump:
    """Read a library."""
    with Library.open(folder, create=False) as library:
        data = list(library._parts.catalog.face_data())
        photos = frozenset(photo.sha256 for photo in library.photos())
    people: dict[str, set[str]] = {}
    for item in data:
        if item.face.person is not None:
            people.setdefault(item.face.person, set()).add(item.face.face)
    return Dump(
        photos=photos,
        faces={d.face.face: (d.face.sha256, d.face.box, d.face.status) for d in data},
        embeddings={d.face.face: d.embedding for d in data if d.embedding is not None},
        groups=frozenset(frozenset(faces) for faces in people.values()),
    )


def differences(one: Dump, other: Dump) -> list[str]:
    """Return what is not the same, in words."""
    found = []
    if one.photos != other.photos:
        found.append(f"photos differ by {len(one.photos ^ other.photos)}")
    if one.faces.keys() != other.faces.keys():
        found.append(f"faces differ by {len(one.faces.keys() ^ other.faces.keys())}")
    for face in one.faces.keys() & other.faces.keys():
        (photo, box, status), (photo2, box2, status2) = one.faces[face], other.faces[face]
        far = max(abs(a - b) for a, b in zip(box, box2, strict=True))
        if (photo, status) != (photo2, status2) or far > BOX_TOLERANCE:
            found.append(f"face {face} differs (box by {far:.3f} px)")
    for face in one.embeddings.keys() | other.embeddings.keys():
        if face not in one.embeddings or face not in other.embeddings:
            found.append(f"face {face} has an embedding in one only")
        elif float(one.embeddings[face] @ other.embeddings[face]) <= LEAST_COSINE:
            found.append(f"face {face} has another embedding")
    if one.groups != other.groups:
        found.append(f"groups differ by {len(one.groups ^ other.groups)}")
    return found


def start(folder: Path, photos: list[Path]) -> subprocess.Popen[bytes]:
    """Start `likeness add` as a user would."""
    command = [sys.executable, "-m", "likeness", "--library", str(folder), "add", "--json"]
    return subprocess.Popen(
        [*command, *map(str, photos)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def finish(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """Wait for an `add` and return its report."""
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"add ended with {process.returncode}")
    return dict(json.loads(out))


def kill_once(folder: Path, photos: list[Path], after: float, wanted: Dump) -> Outcome:
    """Kill one `add` after so many seconds, run it again, compare."""
    process = start(folder, photos)
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    kept = len(dump(folder).photos) if (folder / "catalog.db").exists() else 0
    report = finish(start(folder, photos))
    again = report["new"] - (len(wanted.photos) - kept)
    wrong = differences(wanted, dump(folder))
    for line in wrong:
        print(f"  {line}", file=sys.stderr)
    return Outcome(round(after, 3), kept, again, not wrong)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", nargs="*", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    photos = options.photos or [PHOTOS / "scenes", PHOTOS / "trip"]
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch, "undisturbed")
        began = time.monotonic()
        finish(start(whole, photos))
        seconds = time.monotonic() - began
        wanted = dump(whole)
        outcomes = []
        for number in range(options.kills):
            after = moments.uniform(0, seconds)
            outcome = kill_once(Path(scratch, str(number)), photos, after, wanted)
            outcomes.append(outcome)
            print(
                f"killed after {after:6.2f} s: {outcome.kept:4d} photos kept, "
                f"{outcome.computed_again} computed again, "
                f"{'same library' if outcome.same else 'DIFFERENT'}"
            )
    same = sum(outcome.same for outcome in outcomes)
    print(f"{same} of {len(outcomes)} end in the same library ({seconds:.1f} s undisturbed)")
    print(
        json.dumps(
            {
                "benchmark": "kill",
                "kills": len(outcomes),
                "same": same,
                "computed_again": sum(outcome.computed_again for outcome in outcomes),
                "photos": len(wanted.photos),
                "outcomes": [asdict(outcome) for outcome in outcomes],
            }
        )
    )
    sys.exit(same != len(outcomes))


if __name__ == "__main__":
    main()

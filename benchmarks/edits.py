"""1,000 random sequences of decisions, runs, slides and undos: is a decision lost?

    python benchmarks/edits.py
    python benchmarks/edits.py --sequences 100 --seed 7

Each sequence has 30 steps on a library of four people with real grouping (`tests/catalog/
sequences.py` says what is compared after each), and takes everything back in the end.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import traceback
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.catalog.sequences import STEPS, Step, Tally, play, quick_catalog  # noqa: E402

LENGTH = 30
NUMBERS = 41


def steps(seed: int, length: int = LENGTH) -> list[Step]:
    """Return the random steps of one sequence."""
    draw = random.Random(seed)
    return [
        (draw.choice(STEPS), *(draw.randrange(NUMBERS) for _ in range(3)))  # type: ignore[misc]
        for _ in range(length)
    ]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="of the first sequence")
    arguments = parser.parse_args()
    started = time.process_time()
    failed: list[int] = []
    total = Tally()
    with tempfile.TemporaryDirectory() as folder, quick_catalog(Path(folder)) as catalog:
        for seed in range(arguments.seed, arguments.seed + arguments.sequences):
            try:
                found = play(catalog, steps(seed))
            except AssertionError as error:
                failed.append(seed)
                where = traceback.extract_tb(error.__traceback__)[-1]
                print(f"  sequence {seed}: {where.name}: {where.line}", file=sys.stderr)
                continue
            for name, count in asdict(found).items():
                setattr(total, name, getattr(total, name) + count)
    cpu = time.process_time() - started
    result = {"sequences": arguments.sequences, "failed": len(failed), **asdict(total), "cpu": cpu}
    for name, value in result.items():
        print(f"{name:10} {value:>10,.0f}")
    print(json.dumps({"benchmark": "edits", **result, "seeds_failed": failed[:20]}))
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()

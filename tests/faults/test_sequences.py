"""Connections to all three remote stores break at random: the library ends as if none had.

The same in full size: `python benchmarks/faults.py --runs 200`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks import faults
from tests.stores.postgres import server

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "faults.py"


def test_a_library_survives_what_happens_to_its_servers(photos: Path) -> None:
    server()  # skips where there is none
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), "--runs", "2", "--seed", "1001"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["runs"], found["same"]) == (2, 2)
    assert sum(found["faults"].values()) > 0


def test_a_difference_would_be_seen() -> None:
    wanted, found = {"faces": [1], "people": []}, {"faces": [2], "people": []}
    assert faults.differences(wanted, found) == ["faces"]

"""The benchmark of evaluation, small: every question is answered, and fast means something."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "evaluation.py"


def test_every_question_is_answered_on_a_few_photos(people_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(people_folder, tmp_path / "digiface")
    pairs = tmp_path / "pairs"
    shutil.copytree(people_folder, pairs)
    rows = ["file_x,file_y,Decision"]
    for person, other in (("4000", "4001"), ("4001", "4002"), ("4002", "4000")):
        rows.append(f"{person}/rotation/0.png,{person}/makeup/1.png,Yes")
        rows.append(f"{person}/rotation/0.png,{other}/makeup/1.png,No")
    (pairs / "pairs.csv").write_text("\n".join(rows))

    done = subprocess.run(
        [sys.executable, BENCHMARK, "--photos", tmp_path, "--faces", "2400"],
        capture_output=True,
        text=True,
        check=True,
    )

    found = json.loads(done.stdout.splitlines()[-1])
    assert set(found["digiface"]["seconds"]) == {"similarity", "accuracy", "grouping", "grid"}
    assert found["digiface"]["photos"] == 25
    assert found["pairs"]["pairs"] == 6
    assert found["crowd"]["pairs"] == 2400 * 2399 // 2
    assert found["crowd"]["error"] > 0, "so many pairs are counted in bins"
    assert 0 < found["crowd"]["memory"] < 1e9

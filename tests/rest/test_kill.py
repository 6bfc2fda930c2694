"""A server and its worker that are killed lose nothing that was acknowledged."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def test_nothing_that_was_acknowledged_is_lost(
    photos: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    benchmark = runpy.run_path(str(BENCHMARKS / "server_kill.py"))

    status = benchmark["main"](["--kills", "2"])

    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["what"] == []
    assert (status, found["lost"], found["left_behind"]) == (0, 0, 0)
    assert found["kills"] == 2
    assert min(found["uploads"], found["folders"], found["decisions"]) > 0

    rows = list(runpy.run_path(str(BENCHMARKS / "campaign_rows.py"))["server_kill_rows"](found))
    assert ("acknowledged and lost, or twice there", "0", "0") in rows

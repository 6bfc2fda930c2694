"""The benchmark of stores elsewhere, small: both kinds hold the same, and all is counted."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.stores.postgres import server

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def test_the_same_photos_are_added_everywhere_and_round_trips_counted(
    photos: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server()  # skips where there is none
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    benchmark = runpy.run_path(str(BENCHMARKS / "stores.py"))
    size = ["--copies", "3", "--catalog-photos", "20"]
    benchmark["main"](["--photos", str(photos / "scenes"), *size])

    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    runs = [found[key] for key in ("folder", "near", "distant")]
    assert [run["first"]["new"] for run in runs] == [3, 3, 3]
    assert len({run["first"]["faces"] for run in runs}) == 1
    assert [run["again"]["new"] for run in runs] == [0, 0, 0]
    assert found["near"]["first"]["s3"]["round_trips"] > 3 * 2  # each photo and its thumbnail
    assert found["near"]["again"]["s3"]["round_trips"] < 10
    assert found["near"]["first"]["postgresql"]["round_trips"] > 0
    assert {found["catalogs"][kind]["faces"] for kind in ("sqlite", "postgresql")} == {20}

    rows = list(runpy.run_path(str(BENCHMARKS / "campaign_rows.py"))["stores_rows"](found))
    assert ("photos, faces", f"3, {runs[0]['first']['faces']}", "") in rows

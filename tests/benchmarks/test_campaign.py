"""The page of measurements says what the results say."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
MACHINE = dict.fromkeys(("date", "processor", "memory", "system", "versions"), "x")
HOSTILE = {"files": 60, "read": 30, "failed": 30, "surprises": 0, "wall": 5.6, "largest": 3e8}


@pytest.fixture
def campaign(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return runpy.run_path(str(BENCHMARKS / "campaign.py"))


def test_each_result_has_a_table_with_what_was_asked_for(campaign: dict[str, Any]) -> None:
    text = campaign["page"]({"hostile": {"machine": MACHINE, "result": HOSTILE}})
    assert "## Hostile files" in text
    assert "| wall seconds | 5.6 | under 60 |" in text
    assert "| most memory of one process | 300 MB | under 1500 MB |" in text


def test_the_stores_checks_say_what_was_asked_of_them(campaign: dict[str, Any]) -> None:
    faults = {"runs": 200, "same": 199, "faults": {"s3": 7, "qdrant": 5}, "failures": 3}
    outcome = {"index": "qdrant-edge", "filter": "none", "recall": 0.9995, "milliseconds": 1.5}
    index = {"faces": 20_000, "queries": 1000, "least recall@10": 0.9995, "outcomes": [outcome]}
    results = {"faults": faults | {"reopened": 2, "real_qdrant": False}, "index": index}
    text = campaign["page"]({key: {"machine": MACHINE, "result": results[key]} for key in results})
    assert "| runs with faults that end in the same library | 199 of 200 | all |" in text
    assert "| least recall@10 against `exact` | 0.99950 | at least 0.999 |" in text
    assert "| connections that were cut or refused | s3 7, qdrant 5 |" in text


def test_the_evaluation_check_shows_figures_with_their_intervals(campaign: dict[str, Any]) -> None:
    figure = {"value": 0.8, "low": 0.5, "high": 0.9}
    digiface = {
        "seconds": {"accuracy": 40.0, "grid": 25.0},
        "memory": 4e8,
        "faces": 387,
        "photos": 432,
        "auc": figure | {"low": None},
        "methods": [
            {"method": "DBSCAN", "rule": "oracle", "f": figure},
            {"method": "HDBSCAN", "rule": "oracle", "f": None},
        ],
    }
    crowd = {"pairs": 199_990_000, "faces": 20_000, "seconds": 37.25, "memory": 2.4e8}
    found = {"digiface": digiface, "crowd": crowd, "pairs": {"auc": {"value": 0.99951}}}
    coverage = {"sets": 500, "coverage": {"6": {"AUC": 0.936}, "50": {"AUC": 0.945}}}
    results = {"evaluation": found, "intervals": coverage}
    text = campaign["page"]({key: {"machine": MACHINE, "result": results[key]} for key in results})
    assert "| seconds, all of these | 65.0 | under 60 |" in text
    assert "| AUC of the labelled pairs | 0.99951 | above 0.999 |" in text
    assert "| digiface: BCubed F, DBSCAN, oracle | 0.800 (0.500 to 0.900) |  |" in text
    assert "| digiface: BCubed F, HDBSCAN, oracle | not run |  |" in text
    assert "| digiface: AUC of all pairs | 0.800 |  |" in text
    assert "50 people: AUC | 0.945 | 0.93 to 0.97 |" in text


def test_what_was_not_measured_is_not_on_the_page(campaign: dict[str, Any]) -> None:
    assert campaign["page"]({}).count("##") == 0


def test_the_committed_page_is_made_from_the_committed_results(campaign: dict[str, Any]) -> None:
    if not campaign["RESULTS"].exists():
        pytest.skip("no campaign was run yet")
    results = json.loads(campaign["RESULTS"].read_text())
    assert campaign["PAGE"].read_text(encoding="utf-8") == campaign["page"](results)


def test_a_check_that_does_not_end_in_json_is_an_error(
    campaign: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "quiet.py"
    script.write_text("print('no numbers')")
    check = campaign["Check"]("quiet", "", str(script), (), campaign["rows"].hostile_rows)
    with pytest.raises(SystemExit, match="did not end with a JSON line"):
        campaign["run"](check)
    script.write_text("print('{\"files\": 1}')")
    assert campaign["run"](check) == (0, {"files": 1})


def test_the_checks_of_grouping_and_finding_say_what_was_asked_of_them(
    campaign: dict[str, Any],
) -> None:
    accuracy = {
        "rows": [
            {"set": "digiface", "photos": 432, "missed": 16, "f": 0.92, "precision": 0.99}
            | {"best": "whispers", "oracle": 0.93, "batches": 0.0, "shuffles_differ": 0}
        ],
        "violations": {"trip": 0},
    }
    outcome = {"world": "spread", "faces": 100_000, "method": "likeness"}
    scale = {"rows": [outcome | {"seconds": 32.0, "gigabytes": 0.61, "f": 0.933}]}
    row = {"people": 500, "world": "photographs+renders", "alarms": 0.0111, "outside": 0.0}
    open_set = {"rows": [row | {"found": 0.68, "calibration_error": 0.013}], "quantiles": []}
    searches = {"median_milliseconds": 49.1, "worst_milliseconds": 126, "resident": 315}
    find = {"faces": 1_000_000, "searches": searches, "calibration": {"cpu_seconds": 52.0}}
    edits = {"sequences": 1000, "failed": 0}
    results = {"accuracy": accuracy, "scale": scale, "open set": open_set, "find": find}
    results["edits"] = edits
    text = campaign["page"]({key: {"machine": MACHINE, "result": results[key]} for key in results})
    assert "| digiface: 432 photos, 16 without a face | F 0.920, precision 0.990 | F 0.95" in text
    assert "| spread, 100,000 faces: likeness | F 0.933, 32 s, 0.61 GB | F 0.95, 45 s |" in text
    assert "| 500 people, photographs+renders | 1.11% alarms, 0% of libraries outside" in text
    assert "| 1,000,000 faces: median and worst search | 49 ms, 126 ms | 60 ms |" in text
    assert "| sequences that lose a decision or do not return | 0 | 0 |" in text


def test_the_checks_of_averages_say_what_was_asked_of_them(campaign: dict[str, Any]) -> None:
    many = {"shaped": 400, "side": 512, "wall": 60.0, "cpu": 75.7, "memory": 1_740_489_728}
    averages = {
        "many": many,
        "crowd": {"faces": 10_000, "cpu": 0.5, "decoding": 9.9},
        "shuffled": {"faces": 40, "order": 0, "threads": 0},
        "copies": [{"faces": 1, "change": 0}, {"faces": 6, "change": 0}],
        "one": {"turned": 20.0, "angle": -0.2, "correlation": 0.97, "likeness": 0.99},
    }
    plain = {"eyes": 0.2, "mouth": 0.1, "likeness": 0.96, "cpu_seconds": 1.0}
    methods = dict.fromkeys(("similarity", "delaunay", "tps", "likeness"), plain)
    row = {"title": "t1", "shaped": 6, "voices": 6, "side": 256, "methods": methods}
    results = {"averages": averages, "gallery": {"rows": [row]}}
    text = campaign["page"]({key: {"machine": MACHINE, "result": results[key]} for key in results})
    assert "| 400 faces, 512 px: wall seconds, CPU seconds | 60, 76 | under 240 |" in text
    assert "| grey levels that change with a recompressed copy | 0, 0 | 0 |" in text
    assert "| t1 (6 faces, 6 people, 256 px): Likeness | eyes 0.20, mouth 0.10" in text
    assert "0.7 to 1.1 twice, 0.948 |" in text

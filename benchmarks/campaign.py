"""The heavy checks: runs every benchmark at full size and writes docs/explanation/measured.md.

    python benchmarks/campaign.py                  all of them
    python benchmarks/campaign.py quality kill     some; the results of the others stay

The results are kept in benchmarks/measured.json, each with the day and the machine it is from.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import campaign_rows as rows
import machine
from campaign_rows import Result, Row

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "measured.json"
PAGE = HERE.parent / "docs" / "explanation" / "measured.md"

HEAD = """# What was measured

Written by `make campaign`; do not edit. Every number comes from a script in `benchmarks/`, which
says how it measures. The same checks run in a small size with `make test`. The photos are not part
of the project.
"""


@dataclass(frozen=True)
class Check:
    """One benchmark at full size, and what its result means."""

    name: str
    title: str
    script: str
    arguments: tuple[str, ...]
    rows: Callable[[Result], Iterator[Row]]


CHECKS = (
    Check("quality", "Faces and people", "quality.py", (), rows.quality_rows),
    Check("grouping", "What grouping is fitted to", "calibrate.py", (), rows.grouping_rows),
    Check(
        "accuracy",
        "Groups beside the best baseline",
        "grouping_accuracy.py",
        ("--photos", "../shared/photos"),
        rows.accuracy_rows,
    ),
    Check("scale", "Grouping up to a million faces", "grouping_scale.py", (), rows.scale_rows),
    Check("growth", "New faces in a large library", "growth.py", (), rows.growth_rows),
    Check(
        "open set",
        "Strangers taken for somebody, 1 % stated",
        "open_set.py",
        ("--photos", "../shared/photos"),
        rows.open_set_rows,
    ),
    Check("find", "Searching a million faces", "find_scale.py", (), rows.find_rows),
    Check("trust", "Trust without labels", "trust.py", (), rows.trust_rows),
    Check("edits", "Random sequences of decisions", "edits.py", (), rows.edits_rows),
    Check("speed", "Speed, side by side with face_recognition", "ingest.py", (), rows.speed_rows),
    Check(
        "memory",
        "Memory and overhead on many photos",
        "ingest.py",
        ("--copies", "5000", "--no-peer"),
        rows.memory_rows,
    ),
    Check("landmarks", "Landmarks of turned photos", "landmarks.py", (), rows.landmarks_rows),
    Check("averages", "Averages: cost and promises", "average_cost.py", (), rows.averages_rows),
    Check("gallery", "Averages beside plain ones", "gallery.py", (), rows.gallery_rows),
    Check("kill", "Killed at random moments", "kill.py", ("--kills", "20"), rows.kill_rows),
    Check(
        "server kill",
        "Server and worker killed at random moments",
        "server_kill.py",
        ("--kills", "50"),
        rows.server_kill_rows,
    ),
    Check(
        "rolling restart",
        "Two servers restarted behind nginx",
        "rolling.py",
        ("--rounds", "10"),
        rows.rolling_rows,
    ),
    Check("load", "The server under load", "load.py", (), rows.load_rows),
    Check("soak", "Memory of the server", "soak.py", ("--minutes", "30"), rows.soak_rows),
    Check("page", "The web page with 100,000 photos", "page.py", (), rows.page_rows),
    Check("hostile", "Hostile files", "hostile.py", (), rows.hostile_rows),
    Check(
        "contract", "Requests drawn from the specification", "contract.py", (), rows.contract_rows
    ),
    Check("stores", "Stores elsewhere", "stores.py", ("--copies", "300"), rows.stores_rows),
    Check("faults", "Connections that break", "faults.py", ("--runs", "200"), rows.faults_rows),
    Check(
        "index",
        "Search with Qdrant",
        "index_recall.py",
        ("qdrant-edge", "qdrant-graph", "qdrant-local"),  # the HTTP stand-in takes an hour
        rows.index_rows,
    ),
    Check("evaluation", "Evaluation", "evaluation.py", (), rows.evaluation_rows),
    Check("network", "The network of 20,000 faces", "network.py", (), rows.network_rows),
    Check(
        "network page",
        "The page of the network of 20,000 faces",
        "network_page.py",
        (),
        rows.network_page_rows,
    ),
    Check("intervals", "Intervals of evaluations", "intervals.py", (), rows.intervals_rows),
)


def main() -> None:
    """Run the checks that were asked for and write the page."""
    names = [check.name for check in CHECKS]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}")
    parser.add_argument("--page", action="store_true", help="write the page again, run nothing")
    options = parser.parse_args()
    if unknown := sorted(set(options.names) - set(names)):
        parser.error(f"no check called {', '.join(unknown)}; there are {', '.join(names)}")
    wanted = [] if options.page else options.names or names
    failed = []
    for check in CHECKS:
        if check.name in wanted:
            print(f"--- {check.name}", flush=True)
            status, found = run(check)
            failed += [check.name] if status else []
            keep(check, found)
    PAGE.write_text(page(kept_results()), encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(HERE.parent)}.")
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


def keep(check: Check, found: Result) -> None:
    """Write what a check found beside what is kept by now: another may have ended meanwhile."""
    results = kept_results() | {check.name: {"machine": machine.describe(), "result": found}}
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")


def kept_results() -> dict[str, Result]:
    """Return what is kept, in the order of the file."""
    results: dict[str, Result] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    return results


def run(check: Check) -> tuple[int, Result]:
    """Run one benchmark, showing its output; return its exit status and its JSON line."""
    command = [sys.executable, str(HERE / check.script), *check.arguments]
    last = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line
    try:
        found: Result = json.loads(last)
    except ValueError:
        sys.exit(f"{check.script} did not end with a JSON line (exit status {process.returncode}).")
    return process.returncode, found


def page(results: dict[str, Result]) -> str:
    """Return docs/explanation/measured.md."""
    lines = [HEAD]
    for check in CHECKS:
        if check.name not in results:
            continue
        command = " ".join([check.script, *check.arguments])
        lines += [
            f"## {check.title}",
            "",
            f"`python benchmarks/{command}`, {where(results[check.name]['machine'])}.",
            "",
            "| | measured | asked for |",
            "|---|---|---|",
        ]
        lines += [f"| {' | '.join(row)} |" for row in check.rows(results[check.name]["result"])]
        lines += [""]
    return "\n".join(lines)


def where(place: dict[str, str]) -> str:
    """Return day, machine and versions in one line."""
    parts = ("date", "processor", "memory", "system", "versions")
    return "; ".join(place[part] for part in parts)


if __name__ == "__main__":
    main()

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
from typing import Any

import machine

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "measured.json"
PAGE = HERE.parent / "docs" / "explanation" / "measured.md"
MB = 1e6

# Their same-photo pairs went into the fit: docs/explanation/architecture.md, section 6.
FITTED_ON = ("office", "drama", "trip")

Result = dict[str, Any]
Row = tuple[str, str, str]  # what, what was measured, what was asked for

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


def quality_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/quality.py found."""
    noses = f"{found['found']} of {found['noses']}"
    yield "noses inside exactly one `ok` face (scenes)", noses, "all"
    yield "other `ok` faces (scenes)", str(found["others"]), "at most 1"
    yield "`ok` faces on t1.jpg", str(found["t1"]), "6"
    yield "photos of things and animals with an `ok` face", str(found["faceless_with_faces"]), "0"
    yield "labelled pairs right", f"{found['right']} of {found['pairs']}", "at least 297"


def speed_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/ingest.py found."""
    ours = found["likeness"]
    native, equal = found["peer_native"], found["peer_equal_size"]
    yield "photos", str(ours["photos"]), ""
    yield "CPU seconds, Likeness", f"{ours['cpu']:.1f}", ""
    yield "CPU seconds, face_recognition, native size", f"{native['cpu']:.1f}", ""
    yield "CPU seconds, face_recognition, at our size", f"{equal['cpu']:.1f}", ""
    yield "times our CPU seconds, native size", f"{native['cpu_ratio']:.1f}", "at least 10"
    yield "times our CPU seconds, at our size", f"{equal['cpu_ratio']:.1f}", "at least 4"
    walls = ", ".join(f"{run['wall']:.1f}" for run in (ours, native, equal))
    yield "wall seconds (ours, native, our size)", walls, ""
    faces = ", ".join(str(run["faces"]) for run in (ours, native, equal))
    yield "faces found (ours, native, our size)", faces, "ours no fewer"
    inside = f"{ours['inside_share']:.0%}"
    yield "our CPU time inside ONNX Runtime or codecs", inside, "at least 75%"
    for stage, seconds in ours["stages"].items():
        yield f"our CPU seconds: {stage}", f"{seconds:.2f} ({seconds / ours['cpu']:.0%})", ""
    yield "peak memory, all processes", f"{ours['memory'] / MB:.0f} MB", "under 900 MB"


def memory_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/ingest.py found on many photos."""
    ours = found["likeness"]
    yield "photos", str(ours["photos"]), ""
    yield "peak memory, all processes", f"{ours['memory'] / MB:.0f} MB", "under 900 MB"
    inside = f"{ours['inside_share']:.0%}"
    yield "our CPU time inside ONNX Runtime or codecs", inside, "at least 75%"
    yield "CPU seconds, wall seconds", f"{ours['cpu']:.0f}, {ours['wall']:.0f}", ""


def grouping_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/calibrate.py found."""
    for row in found["left out"]:
        split = f", {row['split']:.1%} split" if "split" in row else ""
        value = f"cut {row['cut']:.3f}; on that set {row['merged']:.1%} merged{split}"
        yield f"fitted without {row['left out']}", value, ""
    yield "fitted on all of them", f"cut {found['cut']:.3f}", ""
    for name, value in found["tests"].items():
        numbers = value.items() if isinstance(value, dict) else ()
        text = ", ".join(f"{key} {number}" for key, number in numbers) or str(value)
        seen = any(folder in name for folder in FITTED_ON)
        yield f"{'seen in the fit' if seen else 'not fitted on'}: {name}", text, ""


def kill_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/kill.py found."""
    same = f"{found['same']} of {found['kills']}"
    yield "killed runs that end in the same library", same, "all"
    yield "committed photos that were computed again", str(found["computed_again"]), "0"


def hostile_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/hostile.py found."""
    files = f"{found['read']} read, {found['failed']} failed"
    yield f"{found['files']} hostile files", files, "each read or failed"
    yield "files that ended otherwise than they should", str(found["surprises"]), "0"
    yield "wall seconds", f"{found['wall']:.1f}", "under 60"
    yield "most memory of one process", f"{found['largest'] / MB:.0f} MB", "under 1500 MB"


def stores_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/stores.py found."""
    base = found["folder"]["first"]
    far = f"servers {1000 * found['far']:.0f} ms away"
    yield "photos, faces", f"{base['photos']}, {base['faces']}", ""
    for key, where_they_are in (("near", "servers on the loopback"), ("distant", far)):
        first = found[key]["first"]
        wall, cpu = first["wall"] / base["wall"], first["cpu"] / base["cpu"]
        yield f"wall time of `add`, times that with folders: {where_they_are}", f"{wall:.2f}", ""
        yield f"our CPU time, times that with folders: {where_they_are}", f"{cpu:.2f}", ""
    walls = ", ".join(f"{found[key]['again']['wall']:.2f}" for key in ("folder", "near", "distant"))
    yield "wall seconds, nothing new (folders, loopback, away)", walls, ""
    for key, server in (("postgresql", "PostgreSQL"), ("s3", "S3")):
        first, again = (found["near"][run][key]["round_trips"] for run in ("first", "again"))
        yield f"round trips to {server} for each photo", f"{first / base['photos']:.1f}", ""
        yield f"round trips to {server}, nothing new", str(again), ""
    catalogs = found["catalogs"]
    kinds = (catalogs["sqlite"], catalogs["postgresql"])
    write = ", ".join(f"{kind['write_ms']:.2f}" for kind in kinds)
    yield f"ms to write a photo, {catalogs['batch']} together (SQLite, PostgreSQL)", write, ""
    read = ", ".join(f"{kind['read_ms']:.0f}" for kind in kinds)
    yield f"ms to read the vectors of {kinds[0]['faces']:,} faces (SQLite, PostgreSQL)", read, ""


def faults_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/faults.py found."""
    same = f"{found['same']} of {found['runs']}"
    yield "runs with faults that end in the same library", same, "all"
    faults = ", ".join(f"{name} {number}" for name, number in found["faults"].items())
    yield "connections that were cut or refused", faults, ""
    yield "steps that failed and were repeated", str(found["failures"]), ""
    yield "libraries that were opened anew", str(found["reopened"]), ""
    yield "Qdrant", "a true server" if found["real_qdrant"] else "a stand-in for its server", ""


def index_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/index_recall.py found."""
    yield "faces, queries", f"{found['faces']:,}, {found['queries']:,}", ""
    yield "least recall@10 against `exact`", f"{found['least recall@10']:.5f}", "at least 0.999"
    for one in found["outcomes"]:
        value = f"{one['recall']:.5f}, {one['milliseconds']:.2f} ms for each query"
        yield f"recall@10, {one['index']}, {one['filter']}", value, "at least 0.999"


def evaluation_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/evaluation.py found."""
    people, crowd = found["digiface"], found["crowd"]
    for question, seconds in people["seconds"].items():
        yield (
            f"seconds, `evaluate {question}` on digiface, embeddings at hand",
            f"{seconds:.1f}",
            "",
        )
    total = sum(people["seconds"].values())
    yield "seconds, all of these", f"{total:.1f}", "under 60"
    yield "most memory of one of them", f"{people['memory'] / MB:.0f} MB", "under 1000 MB"
    yield (
        f"seconds for all {crowd['pairs']:,} pairs of {crowd['faces']:,} made-up faces",
        f"{crowd['seconds']:.1f}, with {crowd['memory'] / MB:.0f} MB",
        "under 180, without the matrix",
    )
    yield "AUC of the labelled pairs", f"{found['pairs']['auc']['value']:.5f}", "above 0.999"
    yield "digiface: photos with a face", f"{people['faces']} of {people['photos']}", ""
    yield "digiface: AUC of all pairs", interval(people["auc"]), ""
    for each in people["methods"]:
        yield f"digiface: BCubed F, {each['method']}, {each['rule']}", interval(each["f"]), ""


def interval(found: Result | None) -> str:
    """Return a figure with its interval."""
    if found is None or found["value"] is None:
        return "not run"
    ends = [found["low"], found["high"]]
    shown = f" ({ends[0]:.3f} to {ends[1]:.3f})" if None not in ends else ""
    return f"{found['value']:.3f}{shown}"


def intervals_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/intervals.py found."""
    yield "simulated data sets of each size", f"{found['sets']}, in each of two worlds", "500"
    for people, shares in sorted(found["coverage"].items(), key=lambda item: int(item[0])):
        asked = "0.93 to 0.97" if int(people) == 50 else ""
        for figure, share in shares.items():
            yield (
                f"95 % intervals that hold the truth, {people} people: {figure}",
                f"{share:.3f}",
                asked,
            )


CHECKS = (
    Check("quality", "Faces and people", "quality.py", (), quality_rows),
    Check("grouping", "The cut of grouping, one set left out", "calibrate.py", (), grouping_rows),
    Check("speed", "Speed, side by side with face_recognition", "ingest.py", (), speed_rows),
    Check(
        "memory",
        "Memory and overhead on many photos",
        "ingest.py",
        ("--copies", "5000", "--no-peer"),
        memory_rows,
    ),
    Check("kill", "Killed at random moments", "kill.py", ("--kills", "20"), kill_rows),
    Check("hostile", "Hostile files", "hostile.py", (), hostile_rows),
    Check("stores", "Stores elsewhere", "stores.py", ("--copies", "300"), stores_rows),
    Check("faults", "Connections that break", "faults.py", ("--runs", "200"), faults_rows),
    Check(
        "index",
        "Search with Qdrant",
        "index_recall.py",
        ("qdrant-edge", "qdrant-graph", "qdrant-local"),  # the HTTP stand-in takes an hour
        index_rows,
    ),
    Check("evaluation", "Evaluation", "evaluation.py", (), evaluation_rows),
    Check("intervals", "Intervals of evaluations", "intervals.py", (), intervals_rows),
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
    results: dict[str, Result] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    failed = []
    for check in CHECKS:
        if check.name in wanted:
            print(f"--- {check.name}", flush=True)
            status, found = run(check)
            results[check.name] = {"machine": machine.describe(), "result": found}
            failed += [check.name] if status else []
            RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}  # in the order of the file
    PAGE.write_text(page(kept), encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(HERE.parent)}.")
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


def run(check: Check) -> tuple[int, Result]:
    """Run one benchmark, showing its output; return its exit status and its JSON line."""
    command = [sys.executable, str(HERE / check.script), *check.arguments]
    last = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
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

"""Speed and memory of `add`, side by side with `face_recognition` over the same photos.

    python benchmarks/ingest.py                          scenes, trip and pairs of the shared photos
    python benchmarks/ingest.py --photos ~/Pictures      your own
    python benchmarks/ingest.py --copies 5000 --no-peer  memory on many photos

Prints a table and, last, one JSON line. Ratios are of one run: all rows are measured one after the
other on the same photos. CPU seconds are user and system, over all processes. Memory is the highest
sum over all processes at one moment, sampled 20 times a second; shared pages count once. The peer
gets two processes, and at detection size it loads photos as cheaply as Pillow can.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import album
import machine
from peer_environment import peer_python
from rich.console import Console
from rich.table import Table
from watch import Cost, watch

HERE = Path(__file__).resolve().parent
PEER_PROCESSES = 2
DETECTION_SIZE = 1280  # DetectSettings.long_side
MB = 1e6


def main(arguments: Sequence[str]) -> None:
    """Measure, print the tables and the JSON line."""
    options = parsed(arguments)
    files = album.photos_in(options.photos, options.limit)
    if not files:
        places = ", ".join(map(str, options.photos))
        sys.exit(f"There are no photos in {places}. Give a folder with --photos.")
    with tempfile.TemporaryDirectory() as temporary:
        photos = Path(temporary) / "photos"
        photos.mkdir()
        if options.copies:
            used = album.copy(files, photos, options.copies)
        else:
            used = album.link(files, photos)
        result = {
            "benchmark": "ingest",
            "machine": machine.describe(),
            "photos": len(used),
            "likeness": likeness(photos, Path(temporary) / "library"),
        }
        if not options.no_peer:
            peers(result, used, options.peer_python or peer_python())
    show(result)
    print(json.dumps(result))


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, nargs="+", default=list(album.DEFAULT_FOLDERS))
    parser.add_argument("--limit", type=int, help="use only so many of them, spread over all")
    parser.add_argument("--copies", type=int, help="make so many distinct photos out of them")
    parser.add_argument("--no-peer", action="store_true", help="measure Likeness only")
    parser.add_argument("--peer-python", type=Path, help="of an environment that exists already")
    return parser.parse_args(arguments)


def likeness(photos: Path, library: Path) -> dict[str, Any]:
    """Measure one `add` of all *photos*."""
    script = [sys.executable, str(HERE / "likeness_run.py"), str(photos), str(library)]
    cost = watch(script, env=environment())
    found = json.loads(cost.output)
    inside = found["inside_runtime"] + found["inside_codecs"]
    return {**numbers(cost), **found, "inside_share": inside / cost.cpu}


def peers(result: dict[str, Any], photos: list[Path], python: Path) -> None:
    """Measure the peer, at native and at detection size."""
    names = "\n".join(str(path.resolve()) for path in photos)
    for name, long_side in (("peer_native", 0), ("peer_equal_size", DETECTION_SIZE)):
        script = [str(python), str(HERE / "peer.py"), str(PEER_PROCESSES), str(long_side)]
        cost = watch(script, env=environment(), stdin=names)
        ratio = cost.cpu / result["likeness"]["cpu"]
        result[name] = {**numbers(cost), **json.loads(cost.output), "cpu_ratio": ratio}


def environment() -> dict[str, str]:
    """Return an environment in which no setting of the user changes what is measured."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LIKENESS_")}
    return {**kept, "XDG_CONFIG_HOME": os.devnull, "PYTHONWARNINGS": "ignore"}


def numbers(cost: Cost) -> dict[str, Any]:
    """Return what was measured, for JSON."""
    return {
        "cpu": cost.cpu,
        "wall": cost.wall,
        "memory": cost.memory,
        "processes": cost.processes,
    }


def show(result: dict[str, Any]) -> None:
    """Print the tables."""
    console = Console(width=110)
    table = Table("", "CPU s", "wall s", "photos", "faces", "peak MB", "CPU, times ours")
    rows = {
        "likeness": "Likeness",
        "peer_native": f"face_recognition, {PEER_PROCESSES} processes, native size",
        "peer_equal_size": f"face_recognition, {PEER_PROCESSES} processes, {DETECTION_SIZE} px",
    }
    for key, label in rows.items():
        if (row := result.get(key)) is not None:
            ratio = f"{row['cpu_ratio']:.1f}" if "cpu_ratio" in row else ""
            table.add_row(
                label,
                f"{row['cpu']:.1f}",
                f"{row['wall']:.1f}",
                str(row["photos"]),
                str(row["faces"]),
                f"{row['memory'] / MB:.0f}",
                ratio,
            )
    console.print(table)
    ours = result["likeness"]
    table = Table("Likeness: stage", "CPU s", "share")
    for stage, seconds in ours["stages"].items():
        table.add_row(stage, f"{seconds:.2f}", f"{seconds / ours['cpu']:.0%}")
    table.add_section()
    for label in ("inside_runtime", "inside_codecs"):
        table.add_row(
            label.replace("_", " "), f"{ours[label]:.2f}", f"{ours[label] / ours['cpu']:.0%}"
        )
    console.print(table)


if __name__ == "__main__":
    main(sys.argv[1:])

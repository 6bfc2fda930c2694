"""What 60 hostile files do to an `add`: how long, how much memory, and what becomes of each.

python benchmarks/hostile.py
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from watch import watch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from likeness import Library  # noqa: E402
from tests.imaging.hostile import Fate, make_hostile_files  # noqa: E402 - after the path is set


def main() -> None:
    """Run from the command line."""
    with tempfile.TemporaryDirectory() as scratch:
        photos, library = Path(scratch) / "photos", Path(scratch) / "library"
        photos.mkdir()
        fates = make_hostile_files(photos)
        command = [sys.executable, "-m", "likeness", "--library", str(library), "add", "--json"]
        cost = watch([*command, str(photos)], env=dict(os.environ))
        wrong = surprises(fates, library)
    report = json.loads(cost.output)
    for line in wrong:
        print(f"  {line}", file=sys.stderr)
    print(f"{len(fates)} hostile files: {report['photos']} read, {report['failed']} failed,")
    print(f"{len(wrong)} not as they should; {cost.wall:.1f} s, {cost.cpu:.1f} CPU s,")
    print(f"the largest process held {cost.largest / 1e6:.0f} MB")
    result = {
        "files": len(fates),
        "read": report["photos"],
        "failed": report["failed"],
        "surprises": len(wrong),
        "wall": cost.wall,
        "cpu": cost.cpu,
        "largest": cost.largest,
    }
    print(json.dumps({"benchmark": "hostile", **result}))
    sys.exit(bool(wrong))


def surprises(fates: dict[Path, Fate], folder: Path) -> list[str]:
    """Return a sentence for each file that did not end as it should."""
    with Library.open(folder, create=False) as library:
        read = {path for photo in library.photos() for path in photo.paths}
        failed = {failure.photo for failure in library.failures()}
    found: list[str] = []
    for path, fate in fates.items():
        was_read, has_failed = str(path) in read, str(path) in failed
        if was_read == has_failed:
            found.append(f"{path.name!r} is {'both' if was_read else 'neither'} read and failed")
        elif fate != "either" and was_read != (fate == "is read"):
            found.append(f"{path.name!r} {fate} was expected")
    return found


if __name__ == "__main__":
    main()

"""What users of `face_recognition` do, in several processes: prints a JSON object.

    python benchmarks/peer.py PROCESSES [LONG_SIDE] < list of files

Runs in the peer's own environment (see peer_environment.py) and imports nothing of Likeness.
"""

from __future__ import annotations

import json
import sys
from multiprocessing import Pool

import face_recognition
import numpy as np
from PIL import Image


def faces_in(task: tuple[str, int]) -> int:
    """Return how many faces were found and embedded, -1 for a file that cannot be read."""
    file, long_side = task
    try:
        load = face_recognition.load_image_file
        image = resized(file, long_side) if long_side else load(file)
    except OSError:
        return -1
    places = face_recognition.face_locations(image)  # the default: HOG
    return len(face_recognition.face_encodings(image, places))


def resized(file: str, long_side: int) -> np.ndarray:
    """Load a photo at most *long_side* pixels large, as cheaply as Pillow can."""
    with Image.open(file) as image:
        image.thumbnail((long_side, long_side))
        return np.array(image.convert("RGB"))


def main() -> None:
    """Run over the files that standard input lists."""
    processes = int(sys.argv[1])
    long_side = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    tasks = [(line.rstrip("\n"), long_side) for line in sys.stdin]
    pool = Pool(processes)
    counts = list(pool.imap_unordered(faces_in, tasks))
    pool.close()
    pool.join()
    found = [count for count in counts if count >= 0]
    failed = len(counts) - len(found)
    print(json.dumps({"photos": len(found), "failed": failed, "faces": sum(found)}))


if __name__ == "__main__":
    main()

"""Packed copies of files, so that the server packs nothing while somebody waits."""

from __future__ import annotations

import gzip
from pathlib import Path

TEXTS = frozenset({".css", ".js", ".svg", ".txt", ".webmanifest"})
SMALLEST = 1024
"""Bytes; below it the head of the answer is most of it."""


def pack(folder: Path) -> None:
    """Write NAME.gz beside every text below *folder* that gets smaller by it."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in TEXTS or path.stat().st_size < SMALLEST:
            continue
        packed = gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
        path.with_name(f"{path.name}.gz").write_bytes(packed)

"""What the page is made of, and whether what was built is made of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent
SPECIFICATION = FOLDER.parent / "docs" / "reference" / "openapi.json"
"""What the server says of itself: the client is generated from it."""

FILES = (
    "index.html",
    "openapi-ts.config.ts",
    "package-lock.json",
    "package.json",
    "packing.py",
    "tsconfig.json",
    "vite.config.ts",
)
GENERATED = "client"
STAMP = ".built"
"""Holds the fingerprint of the sources, beside what was built of them."""


def sources(folder: Path = FOLDER) -> Iterator[Path]:
    """Yield every file that the built page depends on, below *folder*."""
    for name in FILES:
        yield folder / name
    for top in ("public", "src"):
        for inside, folders, names in os.walk(folder / top):
            if Path(inside) == folder / "src":
                folders[:] = [name for name in folders if name != GENERATED]
            folders.sort()
            yield from (Path(inside, name) for name in sorted(names) if ".test." not in name)


def fingerprint(folder: Path = FOLDER, specification: Path = SPECIFICATION) -> str:
    """Return a number that is another one whenever the page would be.

    Raises:
        OSError: A source cannot be read.
    """
    digest = sha256()
    for path in sources(folder):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    digest.update(specification.read_bytes())
    return digest.hexdigest()


def is_current(output: Path, folder: Path = FOLDER, specification: Path = SPECIFICATION) -> bool:
    """Return whether *output* was built of the sources as they are."""
    try:
        return (output / STAMP).read_text() == fingerprint(folder, specification)
    except FileNotFoundError:
        return False

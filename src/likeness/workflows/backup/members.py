"""What a backup may hold, by name: a list of patterns, in the order in which they come."""

from __future__ import annotations

import re

from likeness.blobs.base import BlobKey
from likeness.errors import BackupError

MANIFEST = "manifest.json"
CATALOG = "catalog.db"
CONFIG = "config.toml"
UPLOADS = "uploads.jsonl"
FILES = "files.txt"

KINDS = ("averages", "crops", "portraits", "thumbs")
"""Pictures that are in a backup. They can be made again, but not without the originals."""

UNBOUNDED = 2**63 - 1
"""Bytes: no more than the backup itself has, as nothing in it is packed."""

ORDER: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"manifest\.json"), 64 * 2**10),
    (re.compile(r"catalog\.db"), UNBOUNDED),
    (re.compile(r"config\.toml"), 2**20),
    (re.compile(r"uploads\.jsonl"), 2 * 2**30),
    (re.compile(r"uploads/[0-9]{9}"), UNBOUNDED),
    *(
        (re.compile(kind + r"/[a-z0-9]{2}/[a-z0-9_]{1,80}\.[a-z0-9]{1,8}"), 256 * 2**20)
        for kind in KINDS
    ),
    (re.compile(r"files\.txt"), UNBOUNDED),
)
"""The name of a member, and how many bytes one has at most."""

Place = tuple[int, str]
"""Where a member stands: a later one is larger."""


def place(name: str, size: int) -> Place:
    """Return where a member stands in a backup.

    Raises:
        BackupError: No backup holds such a member, or not of so many bytes.
    """
    for number, (pattern, most) in enumerate(ORDER):
        if pattern.fullmatch(name):
            if size > most:
                raise BackupError(f"The backup holds {name} with {size} bytes: that is too much.")
            return number, name
    raise BackupError(f"The backup holds {name!a}, which no backup of Likeness holds.")


def is_upload(name: str) -> bool:
    """Return whether a member is a photo that was uploaded."""
    return name.startswith("uploads/")


def upload(number: int) -> str:
    """Return the name of the member that holds an uploaded photo."""
    return f"uploads/{number:09d}"


def picture(name: str) -> BlobKey | None:
    """Return the key of the picture that a member holds; None: it holds something else."""
    return BlobKey(name) if name.partition("/")[0] in KINDS else None


def line(name: str, size: int, sha256: str) -> bytes:
    """Return what the list of all members says about one."""
    return f"{sha256} {size} {name}\n".encode("ascii")

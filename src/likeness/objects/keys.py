"""Which names of objects can be asked for."""

from __future__ import annotations

import re

LONGEST = 1024  # bytes of UTF-8; S3's limit
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
NO_CHARACTER = re.compile(r"[\ud800-\udfff]")


def fault_of(key: str) -> str | None:
    """Return what is wrong with *key*, as the end of a sentence; None: it can be asked for.

    S3 takes any UTF-8 for a name. Programs that take names for paths (obstore does) cannot say
    some of them, or say two of them alike, so that reading one would give another.
    """
    parts = key.split("/")
    if "" in parts:
        return 'has an empty part: "/" at an end, or two in a row'
    if "." in parts or ".." in parts:
        return 'has "." or ".." as a part'
    if CONTROL.search(key):
        return "holds a control character"
    if NO_CHARACTER.search(key):
        return "is no valid UTF-8"
    if len(key.encode()) > LONGEST:
        return f"is longer than {LONGEST} bytes"
    return None

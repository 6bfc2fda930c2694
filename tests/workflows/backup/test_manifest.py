"""What a backup says about itself is looked at, value by value."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from likeness.errors import BackupError, LibraryVersionError
from likeness.workflows.backup.manifest import Manifest, from_bytes

MANIFEST = Manifest(
    likeness="0.1.0",
    library="0f" * 16,
    created="2026-01-02T03:04:05+00:00",
    photos=6,
    faces=5,
    people=3,
    accounts=0,
    pictures=True,
    uploads=0,
    uploads_source=None,
    catalog="sqlite",
    blobs="folder",
)


def test_it_comes_back() -> None:
    assert from_bytes(MANIFEST.to_bytes()) == MANIFEST


def test_a_newer_one_is_said_to_be_newer() -> None:
    with pytest.raises(LibraryVersionError, match="newer Likeness"):
        from_bytes(json.dumps(asdict(MANIFEST) | {"format": 2, "more": 1}).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"photos": -1},
        {"photos": 1.5},
        {"photos": True},
        {"photos": 2**60},
        {"pictures": 1},
        {"library": "../x"},
        {"likeness": "x" * 65},
        {"created": "yesterday"},
        {"created": "2026-01-02T03:04:05"},
        {"uploads_source": "1"},
        {"format": 0},
        {"format": "1"},
        {"more": 1},
    ],
)
def test_what_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BackupError, match="makes no sense"):
        from_bytes(json.dumps(asdict(MANIFEST) | change).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 10_000])
def test_what_is_no_object_is_refused(data: bytes) -> None:
    with pytest.raises(BackupError, match="makes no sense"):
        from_bytes(data)

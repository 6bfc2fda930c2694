"""The Python door, as it looks at a prompt."""

from __future__ import annotations

from pathlib import Path

from likeness import Library


def test_a_library_says_where_it_lies(tmp_path: Path) -> None:
    with Library.open(tmp_path / "faces") as library:
        assert repr(library) == f"Library('{tmp_path}/faces')"

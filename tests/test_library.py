"""The Python door, as it looks at a prompt."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness import Library
from likeness.errors import UsageError


def test_a_library_says_where_it_lies(tmp_path: Path) -> None:
    with Library.open(tmp_path / "faces") as library:
        assert repr(library) == f"Library('{tmp_path}/faces')"


def test_a_closed_library_says_that_it_is_closed(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "faces")
    library.close()
    library.close()

    assert library.folder == tmp_path / "faces"
    with pytest.raises(UsageError, match="closed"):
        library.people()

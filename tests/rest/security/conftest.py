"""A server for all tests of a file that change nothing in its library."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness import Library
from likeness.rest.serving import make_server
from tests.rest.live import Live, live


@pytest.fixture(scope="module")
def kept_library(
    prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """A library that the tests of a file share."""
    folder = tmp_path_factory.mktemp("kept") / "library"
    shutil.copytree(prepared_folder, folder)
    with Library.open(folder) as library:
        yield library


@pytest.fixture(scope="module")
def standing(kept_library: Library) -> Iterator[Live]:
    """A server for it, as `likeness serve` runs it."""
    with live(make_server(kept_library, who="tests")) as found:
        yield found

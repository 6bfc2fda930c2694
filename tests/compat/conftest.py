"""An album served over HTTP, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness.compat.aftertrip import run_face_recog
from tests.compat.trip import Answer, Trip
from tests.web.servers import plain, serving


@pytest.fixture(scope="session")
def trip(photos: Path) -> Iterator[Trip]:
    """All photos of the trip, from a local server."""
    found = sorted((photos / "trip").glob("user*/*.jpg"))
    files = {path.name: path for path in found}
    with serving({f"/{name}": plain(path.read_bytes()) for name, path in files.items()}) as server:
        yield Trip(server, files)


@pytest.fixture(scope="session")
def whole(trip: Trip, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """The answer for the whole trip; treat it as read-only."""
    crops = tmp_path_factory.mktemp("crops")
    return Answer(*run_face_recog(trip.images(), crops=crops, allow_private=True))

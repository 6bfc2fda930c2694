"""Servers over small real libraries, and visitors of each kind."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.app import create_app, guards
from likeness.rest.serving import make_server
from likeness.rest.state import Server
from likeness.types import Scope
from tests.rest.live import Live, live

BASE = "http://127.0.0.1"

# One person twice, another twice, a third alone, a photo without a face, one of six people.
FEW = ("007_B.jpg", "008_B.jpg", "009_C.jpg", "010_2.jpg", "017_0.jpg", "t1.jpg")

Visitors = Callable[[Scope], TestClient]


@pytest.fixture(scope="session")
def served_photos(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with six photos, a month apart, and a file that is none; treat it as read-only."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "day 2").mkdir()
    for number, name in enumerate(FEW):
        target = folder if number % 2 else folder / "day 2"
        shutil.copy2(photos / "scenes" / name, target / name)
        noon = datetime(2024, number + 1, 15, 12, tzinfo=UTC).timestamp()
        os.utime(target / name, (noon, noon))
    (folder / "broken.jpg").write_bytes(b"This is no picture.")
    return folder


@pytest.fixture(scope="session")
def prepared_folder(served_photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with those photos and a collection "Trip" of two of them."""
    folder = tmp_path_factory.mktemp("prepared") / "library"
    with Library.open(folder) as library:
        library.add(served_photos)
        library.create_collection("Trip", [served_photos / "008_B.jpg", served_photos / "t1.jpg"])
    return folder


@pytest.fixture
def library(prepared_folder: Path, tmp_path: Path) -> Iterator[Library]:
    """A library of its own that a test may change; its photos are shared."""
    shutil.copytree(prepared_folder, tmp_path / "library")
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def own_photos(library: Library, served_photos: Path, tmp_path: Path) -> Path:
    """The folder of photos of that library's own, which a test may change as well."""
    folder = Path(shutil.copytree(served_photos, tmp_path / "photos"))
    library.remove_source(served_photos)
    library.add(folder, group=False)
    return folder


@pytest.fixture
def server(library: Library) -> Server:
    """The state of a server for it, on this machine only."""
    return make_server(library, who="tests")


@pytest.fixture(scope="session")
def routes(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """An application whose routes all tests share: making them takes most of a second."""
    with Library.open(tmp_path_factory.mktemp("routes") / "library") as library:
        return create_app(make_server(library, who="nobody"))


def serving(app: FastAPI, server: Server) -> FastAPI:
    """Let *app* serve *server* from now on, behind guards of its own."""
    app.state.server = server
    app.user_middleware = list(guards(server))
    app.middleware_stack = None
    return app


@pytest.fixture
def app(routes: FastAPI, server: Server) -> FastAPI:
    """Its application."""
    return serving(routes, server)


@pytest.fixture
def visitors(app: FastAPI, library: Library) -> Iterator[Visitors]:
    """Make a program that comes in with a key of one scope; it is called "tests SCOPE"."""
    opened: list[TestClient] = []

    def visitor(scope: Scope) -> TestClient:
        _, secret = library.access.create_key(f"tests {scope}", scope)
        client = TestClient(app, BASE, headers={"X-API-Key": secret}, raise_server_exceptions=False)
        opened.append(client)
        return client

    yield visitor
    for client in opened:
        client.close()


@pytest.fixture
def anybody(app: FastAPI) -> Iterator[TestClient]:
    """A visitor whom nobody knows."""
    with TestClient(app, BASE, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def reader(visitors: Visitors) -> TestClient:
    """A program that may read."""
    return visitors("read")


@pytest.fixture
def editor(visitors: Visitors) -> TestClient:
    """A program that may read and write."""
    return visitors("write")


@pytest.fixture
def admin(visitors: Visitors) -> TestClient:
    """A program that may do everything."""
    return visitors("admin")


@pytest.fixture
def running(server: Server) -> Iterator[Live]:
    """That server as `likeness serve` runs it, for what a test client cannot send."""
    with live(server) as found:
        yield found

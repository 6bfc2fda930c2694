"""The full set without containers: nginx in front of two servers that share one library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from tests.deploy.proxy import Proxy, free_ports, proxying
from tests.stores.postgres import fresh_schema

PASSWORD = "seven grey herons at noon"
SESSION = "/api/v1/session"


class Installation:
    """Two servers behind nginx, with an owner called Anna and one photo."""

    def __init__(self, folder: Path, database: str, held: ExitStack) -> None:
        self._folder = folder
        ports = free_ports(2)
        told = {
            "LIKENESS_LIBRARY": str(folder / "library"),
            "LIKENESS_CATALOG__URL": database,
            "LIKENESS_SERVE__PROXIES": '["127.0.0.1"]',
            "LIKENESS_WATCH__ENABLED": "false",
        }
        self._environment = {**os.environ, **told}
        (folder / "password").write_text(PASSWORD)
        self.run("users", "create", "anna", "--role", "owner", "--password-file", "password")
        self._photograph(folder / "photos")
        self.run("add", "photos")
        self.servers = [self._serve(port, held) for port in ports]
        for server, port in zip(self.servers, ports, strict=True):
            assert server.stdout is not None
            assert json.loads(server.stdout.readline())["url"].endswith(f":{port}")
        (folder / "nginx").mkdir()
        addresses = [f"127.0.0.1:{port}" for port in ports]
        self.proxy: Proxy = held.enter_context(proxying(folder / "nginx", *addresses))

    def run(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "likeness", *words],
            env=self._environment,
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def log_in(self, client: httpx.Client) -> None:
        answer = client.post(SESSION, json={"name": "anna", "password": PASSWORD})
        assert answer.status_code == HTTPStatus.OK, answer.text

    def _photograph(self, folder: Path) -> None:
        folder.mkdir()
        noise = np.random.default_rng(0).integers(0, 255, (240, 320, 3), dtype=np.uint8)
        Image.fromarray(noise).save(folder / "nobody.jpg")

    def _serve(self, port: int, held: ExitStack) -> subprocess.Popen[str]:
        server = subprocess.Popen(
            [sys.executable, "-m", "likeness", "serve", "--no-browser", "--json"],
            env={**self._environment, "LIKENESS_SERVE__PORT": str(port)},
            cwd=self._folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        held.callback(server.wait, 60)
        held.callback(server.terminate)
        assert server.stdout is not None
        held.callback(server.stdout.close)
        return server


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with fresh_schema() as database, ExitStack() as held:
        yield Installation(tmp_path_factory.mktemp("installation"), database, held)


@pytest.fixture
def client(installation: Installation) -> Iterator[httpx.Client]:
    with installation.proxy.client() as opened:
        yield opened


def test_strangers_are_asked_to_log_in(client: httpx.Client) -> None:
    assert client.get("/api/v1/photos").status_code == HTTPStatus.UNAUTHORIZED
    assert client.get("/healthz").status_code == HTTPStatus.OK
    assert client.get("/metrics").status_code == HTTPStatus.NOT_FOUND


def test_who_logged_in_is_known_to_both_servers_over_https(
    installation: Installation, client: httpx.Client
) -> None:
    installation.log_in(client)

    answers = [client.get(SESSION) for _ in range(6)]

    assert {answer.json()["who"] for answer in answers} == {"anna"}
    assert [cookie.name for cookie in client.cookies.jar] == ["__Host-likeness_session"]
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        assert len(answers[0].headers.get_list(header)) == 1
    assert answers[0].headers.get_list("Strict-Transport-Security") == ["max-age=31536000"]


def test_a_thumbnail_is_shown_to_her_and_to_nobody_else(
    installation: Installation, client: httpx.Client
) -> None:
    installation.log_in(client)
    (photo,) = client.get("/api/v1/photos").json()["items"]
    thumbnail = f"/api/v1/photos/{photo['photo']}/thumbnail?side=256"

    shown = [client.get(thumbnail) for _ in range(3)]

    assert {each.headers["content-type"] for each in shown} == {"image/webp"}
    assert len({each.content for each in shown}) == 1
    with installation.proxy.client() as stranger:
        assert stranger.get(thumbnail).status_code == HTTPStatus.UNAUTHORIZED


def test_events_begin_at_once(installation: Installation, client: httpx.Client) -> None:
    installation.log_in(client)

    with client.stream("GET", "/api/v1/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "event: hello" in (line for line in answer.iter_lines() if line)


def test_nobody_notices_that_one_server_was_killed(
    installation: Installation, client: httpx.Client
) -> None:
    installation.log_in(client)
    installation.servers[0].kill()
    installation.servers[0].wait()

    assert {client.get(SESSION).status_code for _ in range(6)} == {HTTPStatus.OK}

"""`likeness serve` as a process: it lets its owner in, works, and ends in order."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from likeness import Library
from likeness.errors import SettingsError, UsageError
from likeness.rest.serving import certificate, is_loopback, listening, require_safe
from likeness.settings import ServeSettings
from tests.cli.terminal import environment

SECONDS = 60.0


@contextmanager
def serving(
    folder: Path, *options: str, **changes: str
) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """Start a server for the library in *folder*; yield it and what it said first."""
    words = ["serve", "--port", "0", "--json", "--no-browser", *options]
    process = subprocess.Popen(
        [sys.executable, "-m", "likeness", "--library", str(folder), *words],
        env=environment(**changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.stderr.read() if process.stderr else ""
            yield process, json.loads(line)
        finally:
            if process.poll() is None:
                process.kill()


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Ask a process to end; return its status and what it said of trouble."""
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=SECONDS)
    return process.returncode, errors


@pytest.fixture
def folder(prepared_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared_folder, tmp_path / "library"))


def test_it_lets_its_owner_in_adds_a_folder_and_ends_in_order(
    folder: Path, photos: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    shutil.copy2(photos / "scenes" / "015_6.jpg", more / "new.jpg")
    roots = json.dumps([str(tmp_path)])
    with serving(folder, LIKENESS_SERVE__ROOTS=roots) as (process, said):
        assert said["url"].startswith("http://127.0.0.1:")
        with httpx.Client(base_url=said["url"], timeout=SECONDS) as browser:
            opened = browser.get(said["link"])
            assert opened.status_code == 303
            assert httpx.get(said["link"]).status_code == 403
            assert httpx.get(f"{said['url']}/api/v1/library").status_code == 401

            session = browser.get("/api/v1/session").json()
            browser.headers["X-CSRF-Token"] = session["csrf"]
            before = browser.get("/api/v1/library").json()["photos"]
            asked = browser.post("/api/v1/sources", json={"path": str(more)})
            assert asked.status_code == 202, asked.text
            job = _done(browser, asked.json()["job"])
            assert job["state"] == "done", job
            assert browser.get("/api/v1/library").json()["photos"] == before + 1

            with browser.stream("GET", "/api/v1/events") as stream:
                lines = stream.iter_lines()
                assert "hello" in next(lines)
                began = time.monotonic()
                process.send_signal(signal.SIGTERM)
                rest = list(lines)  # ends with the server, not with an error
        assert all("error" not in line for line in rest)
        _, errors = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, errors
        assert "Traceback" not in errors
        assert time.monotonic() - began < 15
    with Library.open(folder, create=False) as library:  # nobody holds it any more
        library.create_collection("After", [])


def _done(browser: httpx.Client, job: str) -> dict[str, Any]:
    deadline = time.monotonic() + SECONDS
    while True:
        found: dict[str, Any] = browser.get(f"/api/v1/jobs/{job}").json()
        if found["state"] not in {"queued", "running"}:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


def test_over_tls_it_can_be_checked_with_its_certificate(folder: Path) -> None:
    with serving(folder, "--tls", LIKENESS_JOBS__WORKER="false") as (process, said):
        assert said["url"].startswith("https://")
        trusted = ssl.create_default_context(cafile=str(folder / "tls" / "self-signed.pem"))
        with httpx.Client(base_url=said["url"], verify=trusted) as browser:
            opened = browser.get(said["link"])
            assert opened.status_code == 303
            assert "secure" in opened.headers["set-cookie"].lower()
            assert opened.headers["set-cookie"].startswith("__Host-")
            assert "strict-transport-security" not in opened.headers  # nobody vouches for it
            assert browser.get("/api/v1/session").status_code == 200
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{said['url']}/healthz", verify=ssl.create_default_context())
        status, errors = ended(process)
        assert status == 0, errors


def start(folder: Path, *options: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a server that cannot start."""
    return subprocess.run(
        [sys.executable, "-m", "likeness", "--library", str(folder), "serve", *options],
        env=environment(**changes),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_a_port_that_is_taken_is_a_clear_mistake(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = start(folder, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2, done.stderr
    assert "Cannot listen at 127.0.0.1:" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_does_not_open_the_library_to_the_network_without_accounts(folder: Path) -> None:
    done = start(folder, "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 2
    assert "likeness users create" in done.stderr


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "0.0.0.0"},
        {"host": "::"},
        {"host": ""},
        {"host": "192.168.1.4"},
        {"host": "photos.example"},
        {"host": "localhost.example"},
        {"proxies": ("127.0.0.1",)},
        {"root_path": "/photos"},
    ],
)
def test_without_accounts_nobody_else_may_reach_it(changes: dict[str, Any]) -> None:
    settings = ServeSettings(**changes)
    with pytest.raises(UsageError, match="likeness users create"):
        require_safe(settings, accounts=False)
    require_safe(settings, accounts=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"])
def test_addresses_of_this_machine_are_reached_by_nobody_else(host: str) -> None:
    assert is_loopback(host)
    require_safe(ServeSettings(host=host), accounts=False)


def test_an_address_of_another_machine_cannot_be_listened_at() -> None:
    settings = ServeSettings(host="192.0.2.1", port=0)
    with pytest.raises(UsageError, match="Cannot listen at"), listening(settings):
        pass


def test_a_host_that_is_none_cannot_be_listened_at() -> None:
    settings = ServeSettings(host="no.such.host.invalid", port=0)
    with pytest.raises(UsageError, match="Cannot listen at"), listening(settings):
        pass


def test_what_is_answered_leaves_at_once() -> None:
    """Nagle's algorithm would hold each body back until a browser says that it has the headers."""
    with listening(ServeSettings(port=0)) as made:
        assert asyncio.run(_sends_at_once(made))


async def _sends_at_once(made: socket.socket) -> bool:
    found: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def came(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        own = writer.get_extra_info("socket")
        found.set_result(bool(own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
        writer.close()

    async with await asyncio.start_server(came, sock=made):
        _, writer = await asyncio.open_connection(*made.getsockname())
        answer = await found
        writer.close()
    return answer


def test_certificate_and_key_belong_together(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="belong together"):
        certificate(tmp_path, ServeSettings(tls_certificate="cert.pem"))
    with pytest.raises(SettingsError, match="There is no file"):
        certificate(tmp_path, ServeSettings(tls_certificate="cert.pem", tls_key="key.pem"))

"""A server as its owner starts it, `likeness serve`, with the worker that it starts itself."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import psutil

LIKENESS = (sys.executable, "-m", "likeness")
READY_SECONDS = 120.0
POLL_SECONDS = 0.05
END_SECONDS = 90.0


class Server:
    """One `likeness serve` at a fixed port of the loopback; it may be killed and started again.

    Args:
        library: Its folder.
        log: The file that takes what it says.
        environment: Settings, `LIKENESS_...`, beside our own environment.
    """

    def __init__(self, library: Path, log: Path, environment: Mapping[str, str]) -> None:
        self.library = library
        self.port = free_port()
        self._log = log
        self._environment = os.environ | dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process; 0: it was never started."""
        return 0 if self._process is None else self._process.pid

    def run(self, *words: str) -> str:
        """Run another command on the library, to its end; return what it prints."""
        command = [*LIKENESS, "--library", str(self.library), *words]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"likeness {' '.join(words)} failed: {done.stderr}")
        return done.stdout

    def key(self) -> str:
        """Return a new key that may do everything."""
        made = self.run("keys", "create", "benchmark", "--scope", "admin", "--json")
        return str(json.loads(made)["secret"])

    def start(self) -> None:
        """Start it; it does not answer yet."""
        command = [*LIKENESS, "--library", str(self.library), "serve", "--no-browser", "--json"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait_until_ready(self) -> None:
        """Wait until it can work. Raises `RuntimeError` if it ends, or never can."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise RuntimeError(f"The server ended: {self.said()}")
            try:
                if httpx.get(f"{self.url}/readyz").is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(POLL_SECONDS)
        raise RuntimeError(f"The server is not ready after {READY_SECONDS:g} s: {self.said()}")

    def said(self) -> str:
        """Return the end of what it said."""
        return self._log.read_text(errors="replace")[-2000:] if self._log.exists() else ""

    def family(self) -> list[psutil.Process]:
        """Return all processes that it and those started."""
        try:
            return list(psutil.Process(self.pid).children(recursive=True))
        except psutil.Error:
            return []

    def worker(self) -> psutil.Process | None:
        """Return its worker; None: there is none at this moment."""
        for process in self.family():
            try:
                if "--of-server" in process.cmdline():
                    return process
            except psutil.Error:
                continue
        return None

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Ask it to end, as a service manager does, and wait until it has."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError("The server does not end when it is asked to.") from None


def free_port() -> int:
    """Return a port of the loopback at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def settings(**values: Any) -> dict[str, str]:
    """Return settings as an environment: `serve__roots=["/"]` is `LIKENESS_SERVE__ROOTS`."""
    return {
        f"LIKENESS_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in values.items()
    }

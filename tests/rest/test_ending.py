"""A server that is asked to end does so in order, with its worker."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil


def test_the_signal_of_a_service_manager_ends_the_server_and_its_worker(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "likeness", "--library", str(tmp_path / "library")]
    serve = [*command, "serve", "--port", "0", "--json", "--no-browser"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server:
        watch = threading.Timer(60, server.kill)
        watch.start()
        assert server.stdout is not None
        assert json.loads(server.stdout.readline())["url"]
        begun = psutil.Process(server.pid).children(recursive=True)
        server.send_signal(signal.SIGTERM)

        assert server.wait() == 0
        watch.cancel()
    assert begun
    assert not any(process.is_running() for process in begun)
    assert not (tmp_path / "library" / "catalog.db-wal").exists()  # the catalog was closed

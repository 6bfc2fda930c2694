"""likeness worker"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from likeness import Library
from likeness.errors import LibraryBusyError
from likeness.types import Job, JobId
from tests.cli.conftest import Cli

DONE = Job(
    job=JobId("j0000000000000001"),
    kind="add",
    arguments={"paths": ["/photos"]},
    who="Anna",
    state="done",
    created="2026-01-02T03:04:05+00:00",
    started="2026-01-02T03:04:06+00:00",
    finished="2026-01-02T03:04:07+00:00",
    attempts=1,
    cancelling=False,
    progress=None,
    result={"new": 3},
    error=None,
    changed=4,
)


def one(**more: Any) -> int:
    more["on_end"](DONE)
    return 1


def test_each_job_that_ended_is_a_line(cli: Cli) -> None:
    done = cli("worker", "--once", work=one)

    assert (done.status, done.out, done.err) == (0, "add j0000000000000001: done\n", "")


def test_scripts_get_each_job_that_ended(cli: Cli) -> None:
    (row,) = cli("worker", "--json", work=one).rows

    assert (row["job"], row["state"], row["result"]) == (DONE.job, "done", {"new": 3})


def test_quiet_says_nothing(cli: Cli) -> None:
    done = cli("worker", "--quiet", work=one)

    assert (done.out, done.err) == ("", "")


def test_it_is_told_what_to_do_and_when_to_stop(cli: Cli) -> None:
    done = cli("worker", "--once", "--kinds", "add", "--kinds", "group", work=0)

    ((name, _, told),) = done.library.calls
    assert (name, told["kinds"], told["once"], told["stop"]()) == (
        "work",
        ["add", "group"],
        True,
        False,
    )


def test_only_the_worker_of_a_server_waits_for_another(cli: Cli) -> None:
    ((_, _, told),) = cli("worker", work=0).library.calls

    assert told["patient"] is False


def test_somebody_waiting_is_told_what_for(cli: Cli) -> None:
    assert "Waiting for jobs" in cli("worker", work=0).err


def test_a_second_worker_is_refused_in_one_line(cli: Cli) -> None:
    done = cli("worker", work=LibraryBusyError("Another worker does the jobs already."))

    assert done.status == 1
    assert "Error: Another worker does the jobs already." in done.err


def test_no_library_is_made(cli: Cli) -> None:
    assert cli("worker", work=0).library.opened == [(None, False)]


def test_a_service_manager_ends_it_cleanly(tmp_path: Path) -> None:
    Library.open(tmp_path / "library").close()
    command = [sys.executable, "-m", "likeness", "--library", str(tmp_path / "library"), "worker"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as worker:
        deadline = time.monotonic() + 60
        while not (tmp_path / "library" / "worker.lock").exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        worker.send_signal(signal.SIGTERM)

        assert worker.wait(60) == 0
        assert worker.stderr is not None
        assert worker.stderr.read() == "Waiting for jobs; Ctrl-C ends it.\n"

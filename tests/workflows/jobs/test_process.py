"""The server's worker process: there again when it dies, and gone when it should be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from likeness import Library
from likeness.settings import RuntimeSettings, load_settings
from likeness.workflows.jobs.process import THREADS, WAIT, WorkerProcess, environment

DEADLINE = 60.0

PATIENT = "import sys; sys.stdin.read()"
STUBBORN = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "open(sys.argv[1], 'w').close(); time.sleep(600)"
)


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not done():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def kept(*command: str) -> WorkerProcess:
    return WorkerProcess([sys.executable, "-c", *command], os.environ, soonest=0.01)


@pytest.fixture
def patient() -> Iterator[WorkerProcess]:
    process = kept(PATIENT)
    process.start()
    yield process
    process.stop()


def test_a_killed_worker_is_started_again(patient: WorkerProcess) -> None:
    until(lambda: patient.pid is not None)
    first = patient.pid
    assert first is not None

    os.kill(first, signal.SIGKILL)

    until(lambda: patient.pid not in {None, first})


def test_a_stopped_worker_is_gone_and_stays_away(patient: WorkerProcess) -> None:
    until(lambda: patient.pid is not None)
    pid = patient.pid
    assert pid is not None

    patient.stop()

    assert not is_alive(pid)
    assert patient.pid is None
    patient.stop()


def test_one_that_does_not_listen_is_ended(tmp_path: Path) -> None:
    process = kept(STUBBORN, str(tmp_path / "there"))
    process.start()
    until((tmp_path / "there").exists)
    pid = process.pid
    assert pid is not None

    process.stop(seconds=0.1)

    assert not is_alive(pid)


def test_one_that_cannot_be_started_is_tried_until_it_is_stopped() -> None:
    process = WorkerProcess(["/nowhere/at-all"], {}, soonest=0.01)
    process.start()
    process.stop()

    assert process.pid is None


def test_a_worker_leaves_a_core_to_others_unless_told_otherwise(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    cores = os.cpu_count() or 1

    assert environment(settings)[THREADS] == str(max(1, cores - 1))
    assert environment(settings)[WAIT] == "15"
    chosen = settings.model_copy(update={"runtime": RuntimeSettings(threads=3)})
    assert environment(chosen).get(THREADS) == os.environ.get(THREADS)


def test_the_worker_of_a_library_does_its_jobs_behind_everybody_else(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        process = WorkerProcess.of_library(library.folder, library.settings)
        process.start()
        try:
            job = library.jobs.ask("averages")
            until(lambda: library.jobs.get(job.job).state == "done")
            pid = process.pid
            assert pid is not None
            assert os.getpriority(os.PRIO_PROCESS, pid) >= 10
        finally:
            process.stop()
        assert not is_alive(pid)


def test_the_worker_ends_when_its_server_dies(tmp_path: Path) -> None:
    Library.open(tmp_path / "library").close()
    command = [sys.executable, "-m", "likeness", "--library", str(tmp_path / "library")]
    with subprocess.Popen([*command, "worker", "--of-server"], stdin=subprocess.PIPE) as worker:
        until((tmp_path / "library" / "worker.lock").exists)
        assert worker.stdin is not None

        worker.stdin.close()

        assert worker.wait(DEADLINE) == 0


def test_the_worker_of_a_second_server_waits_for_the_first_and_says_so_once(
    tmp_path: Path,
) -> None:
    Library.open(tmp_path / "library").close()
    command = [sys.executable, "-m", "likeness", "--library", str(tmp_path / "library")]
    with (
        FileLock(tmp_path / "library" / "worker.lock"),
        subprocess.Popen(
            [*command, "worker", "--of-server"],
            env={**os.environ, "LIKENESS_LOG_LEVEL": "info"},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as worker,
    ):
        assert worker.stdin is not None
        assert worker.stderr is not None
        assert "takes over" in worker.stderr.readline()

        worker.stdin.close()

        assert worker.wait(DEADLINE) == 0
        assert worker.stderr.read() == ""

"""Workers do what was asked for, stop when told, and take over from those that died."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from likeness import Library
from likeness.errors import (
    InterruptedRunError,
    LibraryBusyError,
    LibraryError,
    StoreUnavailableError,
    UsageError,
)
from likeness.settings import CatalogSettings, JobSettings, RuntimeSettings, load_settings
from likeness.types import Job, Progress
from likeness.workflows.jobs.jobs import Jobs
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop
from likeness.workflows.jobs.kinds import add
from likeness.workflows.jobs.worker import Worker
from likeness.workflows.parts import Parts
from tests.stores.postgres import fresh_schema

DEADLINE = 60.0  # seconds; nothing here takes a tenth of it


class Number(Arguments):
    """What a test wants to be told."""

    n: int = 0


Run = Callable[[Parts, Any, OnProgress, Stop], Mapping[str, Any]]


def kind(run: Run, name: str = "test") -> dict[str, JobKind[Any]]:
    return {name: JobKind(name=name, arguments=Number, run=run)}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    quick = JobSettings(lease_seconds=5, poll_seconds=0.05)
    one_by_one = RuntimeSettings(batch=1)
    settings = load_settings(tmp_path).model_copy(update={"jobs": quick, "runtime": one_by_one})
    with Library.open(tmp_path / "library", settings=settings) as opened:
        yield opened


def parts_of(library: Library) -> Parts:
    return library._parts


def asked(library: Library, kinds: Mapping[str, JobKind[Any]], **arguments: Any) -> Job:
    return Jobs(parts_of(library), kinds).ask("test", arguments)


def work(
    library: Library, every: Mapping[str, JobKind[Any]], kinds: Sequence[str] = ()
) -> list[Job]:
    ended: list[Job] = []
    Worker(parts_of(library), every=every, kinds=kinds, on_end=ended.append).run(once=True)
    return ended


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not done():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


# ---------------------------------------------------------------- one after the other


def test_jobs_are_done_in_turn_and_answer(library: Library) -> None:
    kinds = kind(lambda _parts, told, _progress, _stop: {"twice": 2 * told.n})
    for n in range(3):
        asked(library, kinds, n=n)

    ended = work(library, kinds)

    assert [(job.state, job.result) for job in ended] == [
        ("done", {"twice": 0}),
        ("done", {"twice": 2}),
        ("done", {"twice": 4}),
    ]


def test_progress_is_kept_while_it_runs(library: Library) -> None:
    seen: list[Any] = []

    def run(_parts: Parts, _told: Any, progress: OnProgress, _stop: Stop) -> Mapping[str, Any]:
        progress(Progress(stage="scan", done=3, total=None))
        until(lambda: bool(library.jobs.list()[0].progress))
        seen.append(library.jobs.list()[0].progress)
        return {}

    asked(library, kind(run))
    (done,) = work(library, kind(run))

    assert seen[0]["stage"] == "scan"
    assert seen[0]["done"] == 3
    assert done.progress is None


def test_what_cannot_be_done_is_told_in_one_sentence(library: Library) -> None:
    def run(*_: Any) -> Mapping[str, Any]:
        raise LibraryError("The disk is full: free some space.")

    asked(library, kind(run))
    (job,) = work(library, kind(run))

    assert (job.state, job.error) == ("failed", "The disk is full: free some space.")


def test_a_mistake_of_ours_is_said_to_be_one_and_quotes_nothing(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    def run(*_: Any) -> Mapping[str, Any]:
        raise KeyError("Anna Berg")

    asked(library, kind(run))
    with caplog.at_level("INFO", "likeness.jobs"):
        (job,) = work(library, kind(run))

    assert job.state == "failed"
    assert (job.error or "").startswith("An error of ours (KeyError).")
    assert "Anna" not in (job.error or "") + caplog.text


def test_while_somebody_else_writes_the_job_waits_for_its_turn(library: Library) -> None:
    tries: list[int] = []

    def run(*_: Any) -> Mapping[str, Any]:
        tries.append(len(tries))
        if len(tries) < 3:
            raise LibraryBusyError("Somebody is still writing.")
        return {}

    asked(library, kind(run))
    (job,) = work(library, kind(run))

    assert (job.state, job.attempts, len(tries)) == ("done", 1, 3)


def test_an_answer_that_cannot_be_kept_is_said(library: Library) -> None:
    kinds = kind(lambda *_: {"pixels": object()})
    asked(library, kinds)

    (job,) = work(library, kinds)

    assert job.state == "failed"
    assert "cannot be kept" in (job.error or "")


def test_what_another_version_asked_for_fails_with_a_word(library: Library) -> None:
    asked(library, kind(lambda *_: {}), n=1)
    narrower = {"test": JobKind(name="test", arguments=Arguments, run=lambda *_: {})}

    (job,) = work(library, narrower)

    assert job.state == "failed"
    assert "It takes: no arguments" in (job.error or "")


def test_only_the_kinds_asked_for_are_done(library: Library) -> None:
    kinds = kind(lambda *_: {}) | kind(lambda *_: {}, "other")
    asked(library, kinds)

    assert work(library, kinds, kinds=["other"]) == []
    with pytest.raises(UsageError, match="'fly'"):
        Worker(parts_of(library), every=kinds, kinds=["fly"])


def test_a_library_in_a_file_has_one_worker(library: Library) -> None:
    seen: list[BaseException] = []

    def run(*_: Any) -> Mapping[str, Any]:
        with pytest.raises(LibraryBusyError, match="Another worker") as refused:
            library.work(once=True)
        seen.append(refused.value)
        return {}

    asked(library, kind(run))
    work(library, kind(run))

    assert len(seen) == 1


def test_a_patient_worker_takes_over_when_the_other_ends(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """As the one of a second server does; it watches nothing before the jobs are its own."""
    caplog.set_level(logging.INFO, "likeness.jobs")
    beside: list[str] = []
    begun, over = threading.Event(), threading.Event()

    @contextmanager
    def watching() -> Iterator[None]:
        beside.append("begun")
        yield
        beside.append("ended")

    def run(*_: Any) -> Mapping[str, Any]:
        begun.set()
        assert over.wait(DEADLINE)
        return {}

    kinds = kind(run)
    asked(library, kinds)
    one = Worker(parts_of(library), every=kinds)
    other = Worker(parts_of(library), every=kinds, patient=True, beside=watching)
    first, second = threading.Thread(target=one.run), threading.Thread(target=other.run)
    first.start()
    assert begun.wait(DEADLINE)
    second.start()
    until(lambda: "takes over" in caplog.text)
    assert beside == []
    over.set()
    one.stop()
    first.join(DEADLINE)
    job = asked(library, kinds)
    until(lambda: library.jobs.get(job.job).state == "done")
    other.stop()
    second.join(DEADLINE)

    assert beside == ["begun", "ended"]
    assert caplog.text.count("takes over") == 1


def test_a_patient_worker_that_waits_stops_when_told(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "likeness.jobs")
    ended: list[int] = []

    def run(*_: Any) -> Mapping[str, Any]:
        other = Worker(parts_of(library), every=kinds, patient=True, beside=refused)
        thread = threading.Thread(target=lambda: ended.append(other.run()))
        thread.start()
        until(lambda: "takes over" in caplog.text)
        other.stop()
        thread.join(DEADLINE)
        return {}

    def refused() -> Any:
        raise AssertionError("the jobs were never its own")

    kinds = kind(run)
    asked(library, kinds)
    (done,) = work(library, kinds)

    assert done.state == "done"
    assert ended == [0]


def test_workers_share_the_jobs_of_a_library_in_postgresql(tmp_path: Path) -> None:
    """Two are at work at the same time: each of their jobs waits for the other's."""
    both = threading.Barrier(2)

    def run(*_: Any) -> Mapping[str, Any]:
        both.wait(DEADLINE)
        return {"by": threading.current_thread().name}

    with fresh_schema() as url:
        settings = load_settings(tmp_path)
        elsewhere = settings.model_copy(update={"catalog": CatalogSettings(url=url)})
        with (
            Library.open(tmp_path / "one", settings=elsewhere) as one,
            Library.open(tmp_path / "other", settings=elsewhere) as other,
        ):
            for n in range(4):
                asked(one, kind(run), n=n)
            threads = [
                threading.Thread(target=work, args=(library, kind(run)), name=name)
                for name, library in (("one", one), ("other", other))
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(DEADLINE)
            done = one.jobs.list(["done"])

    assert sorted(job.result["by"] for job in done if job.result) == ["one"] * 2 + ["other"] * 2
    assert {job.attempts for job in done} == {1}


# ---------------------------------------------------------------- stopping


def wait_for(stop: Stop) -> None:
    until(stop)
    raise InterruptedRunError("Stopped: all is kept.")


def test_a_cancelled_job_ends_after_its_step(library: Library) -> None:
    def run(_parts: Parts, _told: Any, _progress: OnProgress, stop: Stop) -> Mapping[str, Any]:
        library.jobs.cancel(job.job)
        wait_for(stop)
        return {}

    job = asked(library, kind(run))
    (ended,) = work(library, kind(run))

    assert (ended.state, ended.error) == ("cancelled", None)


def test_a_worker_that_is_stopped_puts_its_job_back(library: Library) -> None:
    def run(_parts: Parts, _told: Any, _progress: OnProgress, stop: Stop) -> Mapping[str, Any]:
        worker.stop()
        wait_for(stop)
        return {}

    job = asked(library, kind(run))
    worker = Worker(parts_of(library), every=kind(run))

    assert worker.run() == 0
    left = library.jobs.get(job.job)
    assert (left.state, left.attempts) == ("queued", 0)


def test_an_idle_worker_waits_for_jobs_until_it_is_stopped(library: Library) -> None:
    kinds = kind(lambda *_: {})
    worker = Worker(parts_of(library), every=kinds)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        job = asked(library, kinds)
        until(lambda: library.jobs.get(job.job).state == "done")
    finally:
        worker.stop()
        thread.join(DEADLINE)
    assert not thread.is_alive()


def test_who_ends_it_at_once_leaves_the_job_to_the_next(library: Library) -> None:
    def run(*_: Any) -> Mapping[str, Any]:
        raise KeyboardInterrupt

    job = asked(library, kind(run))
    with pytest.raises(KeyboardInterrupt):
        work(library, kind(run))

    assert library.jobs.get(job.job).state == "queued"


# ---------------------------------------------------------------- a database that is away


def test_a_busy_database_does_not_stop_the_work(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Semaphore(0)
    real = type(parts_of(library).catalog.jobs)
    finish, calls = real.finish, []

    def busy(*_: Any, **__: Any) -> bool:
        tried.release()
        raise StoreUnavailableError("The catalog is locked.")

    def busy_at_first(self: Any, *args: Any) -> None:
        calls.append(args)
        if len(calls) < 3:
            raise StoreUnavailableError("The catalog is locked.")
        finish(self, *args)

    def run(_parts: Parts, _told: Any, progress: OnProgress, _stop: Stop) -> Mapping[str, Any]:
        progress(Progress(stage="scan", done=1, total=2))
        assert tried.acquire(timeout=DEADLINE)
        return {"done": True}

    monkeypatch.setattr(real, "beat", busy)
    monkeypatch.setattr(real, "finish", busy_at_first)
    asked(library, kind(run))
    (job,) = work(library, kind(run))

    assert (job.state, job.result, len(calls)) == ("done", {"done": True}, 3)


def test_who_lost_a_job_stops_and_says_nothing(library: Library) -> None:
    def run(_parts: Parts, _told: Any, progress: OnProgress, stop: Stop) -> Mapping[str, Any]:
        parts_of(library).catalog.jobs.orphan()
        taken = parts_of(library).catalog.jobs.claim(
            "other", ["test"], lease_seconds=60, attempts=3
        )
        assert taken is not None
        progress(Progress(stage="scan", done=1, total=2))
        wait_for(stop)
        return {}

    job = asked(library, kind(run))
    ended: list[Job] = []
    worker = Worker(parts_of(library), every=kind(run), on_end=ended.append)
    assert worker.run(once=True) == 0

    assert ended == []
    left = library.jobs.get(job.job)
    assert (left.state, left.attempts) == ("running", 2)


# ---------------------------------------------------------------- real photos


def test_adding_that_is_cancelled_keeps_what_was_committed(
    library: Library, few_photos: Path
) -> None:
    def run(parts: Parts, told: Any, progress: OnProgress, stop: Stop) -> Mapping[str, Any]:
        def cancel_after_two(now: Progress) -> None:
            progress(now)
            if now.stage == "analyse" and now.done >= 2:
                library.jobs.cancel(job.job)
                until(stop)

        return add.run(parts, told, cancel_after_two, stop)

    job = library.jobs.ask("add", {"paths": [str(few_photos)]})
    (ended,) = work(library, {"add": replace(add.KIND, run=run)})

    assert ended.state == "cancelled"
    assert len(library.photos()) == 2
    assert library.doctor()[0].ok
    again = library.jobs.retry(job.job)
    library.work(once=True)
    done = library.jobs.get(again.job)
    assert done.result is not None
    assert (done.state, done.result["photos"], done.result["new"]) == ("done", 6, 4)


def test_a_killed_workers_photos_are_added_by_the_next(few_photos: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    command = [sys.executable, "-m", "likeness", "--library", str(folder), "worker"]
    with Library.open(folder) as library:
        job = library.jobs.ask("add", {"paths": [str(few_photos)]})
        slow = {**os.environ, "LIKENESS_RUNTIME__BATCH": "1", "LIKENESS_RUNTIME__THREADS": "1"}
        with subprocess.Popen(command, env=slow, stdout=subprocess.DEVNULL) as first:
            until(lambda: bool(library.photos()))
            first.send_signal(signal.SIGKILL)
        killed_at = len(library.photos())

        assert library.jobs.get(job.job).state == "running"
        assert library.work(once=True) == 1

        done = library.jobs.get(job.job)
        assert (done.state, done.attempts) == ("done", 2)
        assert done.result is not None
        assert done.result["new"] == 6 - killed_at
        assert len(library.photos()) == 6
        assert library.people()

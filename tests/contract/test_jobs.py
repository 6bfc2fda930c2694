"""What every list of jobs must do, whatever database lies beneath it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from likeness.catalog.jobs import MOST_QUEUED
from likeness.catalog.schema import job as job_table
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import JobLostError, LibraryBusyError, UnknownJobError, UsageError
from likeness.types import Grouping, Job, JobId, PersonId
from tests.catalog.makers import batch, face_id, photo_id
from tests.stores.databases import DATABASES, database_url

KINDS = ("add", "group")
LEASE = 60.0


@pytest.fixture(params=DATABASES)
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], SqlCatalog]]:
    """Opens one and the same library again and again."""
    opened: list[SqlCatalog] = []

    with database_url(request.param) as url:

        def open_again() -> SqlCatalog:
            opened.append(open_catalog(url, folder=tmp_path / "library", wait_seconds=0.2))
            return opened[-1]

        yield open_again
        for catalog in opened:
            catalog.close()


@pytest.fixture
def catalog(reopen: Callable[[], SqlCatalog]) -> SqlCatalog:
    return reopen()


def claim(catalog: SqlCatalog, worker: str = "w", **changes: Any) -> Job | None:
    facts: dict[str, Any] = {"lease_seconds": LEASE, "attempts": 3, **changes}
    return catalog.jobs.claim(worker, facts.pop("kinds", KINDS), **facts)


def claimed(catalog: SqlCatalog, worker: str = "w", **changes: Any) -> Job:
    job = claim(catalog, worker, **changes)
    assert job is not None
    return job


def fall_silent(catalog: SqlCatalog, job: JobId) -> None:
    """Let the lease of a job run out, as if its worker had died a while ago."""
    past = datetime.now(UTC) - timedelta(hours=1)
    with catalog.database.noting() as connection:
        connection.execute(update(job_table).where(job_table.c.id == job).values(lease=past))


# ---------------------------------------------------------------- asking


def test_a_job_is_what_was_asked_for(catalog: SqlCatalog) -> None:
    job = catalog.jobs.ask("add", {"paths": ["/a"], "group": True}, "Anna")

    assert job == catalog.jobs.get(job.job)
    assert (job.kind, job.arguments, job.who) == ("add", {"paths": ["/a"], "group": True}, "Anna")
    assert (job.state, job.attempts, job.cancelling) == ("queued", 0, False)
    assert (job.started, job.finished, job.progress, job.result, job.error) == (None,) * 5


def test_the_same_work_asked_twice_is_one_job(catalog: SqlCatalog) -> None:
    first = catalog.jobs.ask("add", {"paths": ["/a"], "group": True}, "Anna")

    assert catalog.jobs.ask("add", {"group": True, "paths": ["/a"]}, "Bob") == first
    assert catalog.jobs.ask("add", {"paths": ["/b"], "group": True}, "Anna") != first
    assert catalog.jobs.ask("group", {"paths": ["/a"], "group": True}, "Anna") != first


def test_what_runs_already_is_queued_again_unless_once_is_enough(catalog: SqlCatalog) -> None:
    running = catalog.jobs.ask("add", {}, "")
    claimed(catalog)

    assert catalog.jobs.ask("add", {}, "", beside=False).job == running.job
    assert catalog.jobs.ask("add", {}, "").job != running.job


def test_who_asks_at_the_same_moment_gets_the_same_job(
    reopen: Callable[[], SqlCatalog],
) -> None:
    catalogs = [reopen() for _ in range(4)]
    start = threading.Barrier(8)

    def ask(number: int) -> JobId:
        start.wait()
        return catalogs[number % 4].jobs.ask("add", {"paths": ["/a"]}, str(number)).job

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert len(catalogs[0].jobs.list()) == 1


def test_asking_waits_for_nobody_who_writes(reopen: Callable[[], SqlCatalog]) -> None:
    catalog, other = reopen(), reopen()
    done = threading.Event()

    def write() -> None:
        with other.writing("add"):
            done.wait(30)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        job = catalog.jobs.ask("add", {}, "")
        assert claimed(catalog).job == job.job
        assert not catalog.jobs.beat(job.job, "w", lease_seconds=LEASE)
        catalog.jobs.finish(job.job, "w", {})
    finally:
        done.set()
        writer.join()


@pytest.mark.parametrize("value", [object(), float("nan"), b"bytes", "\udcff"])
def test_only_plain_values_are_kept(catalog: SqlCatalog, value: object) -> None:
    with pytest.raises(UsageError, match="plain values"):
        catalog.jobs.ask("add", {"paths": [value]}, "")

    assert catalog.jobs.list() == []


def test_arguments_have_a_limit(catalog: SqlCatalog) -> None:
    with pytest.raises(UsageError, match="1,048,576"):
        catalog.jobs.ask("add", {"paths": ["x" * 2**20]}, "")


def test_so_many_jobs_wait_and_no_more(
    catalog: SqlCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_QUEUED == 1000
    monkeypatch.setattr("likeness.catalog.jobs.MOST_QUEUED", 2)
    first = catalog.jobs.ask("add", {"n": 1}, "")
    catalog.jobs.ask("add", {"n": 2}, "")

    with pytest.raises(LibraryBusyError, match="2 jobs"):
        catalog.jobs.ask("add", {"n": 3}, "")

    assert catalog.jobs.ask("add", {"n": 1}, "") == first


# ---------------------------------------------------------------- claiming


def test_the_oldest_job_comes_first(catalog: SqlCatalog) -> None:
    asked = [catalog.jobs.ask("add", {"n": n}, "").job for n in range(5)]

    assert [claimed(catalog).job for _ in range(5)] == asked
    assert claim(catalog) is None


def test_a_worker_gets_only_what_it_can_do(catalog: SqlCatalog) -> None:
    catalog.jobs.ask("add", {}, "")
    wanted = catalog.jobs.ask("group", {}, "")

    assert claimed(catalog, kinds=("group",)).job == wanted.job
    assert claim(catalog, kinds=("group",)) is None
    assert claim(catalog, kinds=()) is None


def test_every_job_goes_to_one_worker(reopen: Callable[[], SqlCatalog]) -> None:
    catalogs = [reopen() for _ in range(4)]
    asked = {catalogs[0].jobs.ask("add", {"n": n}, "").job for n in range(40)}
    start = threading.Barrier(8)

    def work(number: int) -> list[JobId]:
        start.wait()
        mine = []
        while (job := claim(catalogs[number % 4], f"w{number}")) is not None:
            catalogs[number % 4].jobs.finish(job.job, f"w{number}", {"by": number})
            mine.append(job.job)
        return mine

    with ThreadPoolExecutor(8) as pool:
        done = [job for mine in pool.map(work, range(8)) for job in mine]
    assert len(done) == len(asked)
    assert set(done) == asked
    assert {job.attempts for job in catalogs[0].jobs.list()} == {1}


def test_changes_are_numbered_in_the_order_in_which_they_are_seen(
    reopen: Callable[[], SqlCatalog],
) -> None:
    catalogs = [reopen() for _ in range(3)]

    def work(number: int) -> None:
        for n in range(10):
            job = catalogs[number].jobs.ask("add", {"w": number, "n": n}, "")
            catalogs[number].jobs.cancel(job.job)

    seen: list[int] = []
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            last = seen[-1] if seen else 0
            seen.extend(job.changed for job in catalogs[2].jobs.changed_since(last))

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    over.set()
    watcher.join()
    watch_again = catalogs[2].jobs.changed_since(seen[-1] if seen else 0)
    seen.extend(job.changed for job in watch_again)

    assert seen == sorted(set(seen))
    assert {job.changed for job in catalogs[2].jobs.list()} <= set(seen)


def test_a_silent_workers_job_is_done_by_another(catalog: SqlCatalog) -> None:
    job = catalog.jobs.ask("add", {}, "")
    claimed(catalog, "first")
    assert claim(catalog, "second") is None
    fall_silent(catalog, job.job)

    again = claimed(catalog, "second")

    assert (again.job, again.attempts) == (job.job, 2)
    for say in (
        lambda: catalog.jobs.beat(job.job, "first", lease_seconds=LEASE),
        lambda: catalog.jobs.finish(job.job, "first", {}),
        lambda: catalog.jobs.fail(job.job, "first", "no"),
        lambda: catalog.jobs.cancelled(job.job, "first"),
        lambda: catalog.jobs.release(job.job, "first"),
    ):
        with pytest.raises(JobLostError, match="silent for too long"):
            say()
    catalog.jobs.finish(job.job, "second", {"new": 1})
    assert catalog.jobs.get(job.job).result == {"new": 1}


def test_who_was_silent_but_is_not_missed_goes_on(catalog: SqlCatalog) -> None:
    job = catalog.jobs.ask("add", {}, "")
    claimed(catalog)
    fall_silent(catalog, job.job)

    assert not catalog.jobs.beat(job.job, "w", lease_seconds=LEASE)
    assert claim(catalog, "other") is None


def test_a_job_that_kills_its_workers_fails(catalog: SqlCatalog) -> None:
    job = catalog.jobs.ask("add", {}, "")
    for _ in range(3):
        claimed(catalog)
        fall_silent(catalog, job.job)

    assert claim(catalog) is None
    failed = catalog.jobs.get(job.job)
    assert (failed.state, failed.attempts) == ("failed", 3)
    assert "begun 3 times" in (failed.error or "")


def test_what_a_dead_worker_was_to_stop_is_cancelled_and_the_next_one_begins(
    catalog: SqlCatalog,
) -> None:
    first, second = (catalog.jobs.ask("add", {"n": n}, "") for n in range(2))
    claimed(catalog)
    assert catalog.jobs.cancel(first.job).cancelling
    fall_silent(catalog, first.job)

    assert claimed(catalog, "other").job == second.job
    assert catalog.jobs.get(first.job).state == "cancelled"


def test_what_the_only_worker_left_is_taken_at_once(catalog: SqlCatalog) -> None:
    job = catalog.jobs.ask("add", {}, "")
    claimed(catalog, "dead")

    assert catalog.jobs.orphan() == 1
    assert claimed(catalog, "next").job == job.job


def test_a_job_put_back_was_never_begun(catalog: SqlCatalog) -> None:
    job = catalog.jobs.ask("add", {}, "")
    claimed(catalog)

    catalog.jobs.release(job.job, "w")

    assert (catalog.jobs.get(job.job).state, catalog.jobs.get(job.job).attempts) == ("queued", 0)
    assert claimed(catalog, "other").attempts == 1


def test_a_job_is_put_back_beside_an_equal_one(catalog: SqlCatalog) -> None:
    first = catalog.jobs.ask("add", {}, "")
    claimed(catalog)
    second = catalog.jobs.ask("add", {}, "")

    catalog.jobs.release(first.job, "w")

    assert {claimed(catalog, "a").job, claimed(catalog, "b").job} == {first.job, second.job}


# ---------------------------------------------------------------- being at work


def test_progress_is_told_and_counts_as_a_change(catalog: SqlCatalog) -> None:
    job = claimed_after_asking(catalog)
    before = catalog.jobs.newest_change()

    catalog.jobs.beat(job.job, "w", lease_seconds=LEASE, progress={"stage": "scan", "done": 1})
    told = catalog.jobs.newest_change()
    catalog.jobs.beat(job.job, "w", lease_seconds=LEASE, progress={"stage": "scan", "done": 1})
    catalog.jobs.beat(job.job, "w", lease_seconds=LEASE)

    assert catalog.jobs.get(job.job).progress == {"stage": "scan", "done": 1}
    assert told == before + 1
    assert catalog.jobs.newest_change() == told
    assert [row.job for row in catalog.jobs.changed_since(before)] == [job.job]


@pytest.mark.parametrize("how", ["done", "failed", "cancelled"])
def test_a_job_ends_once(catalog: SqlCatalog, how: str) -> None:
    job = claimed_after_asking(catalog)

    if how == "done":
        catalog.jobs.finish(job.job, "w", {"faces": 3})
    elif how == "failed":
        catalog.jobs.fail(job.job, "w", "The disk is full.")
    else:
        catalog.jobs.cancelled(job.job, "w")

    ended = catalog.jobs.get(job.job)
    assert ended.state == how
    assert ended.finished is not None
    assert ended.result == ({"faces": 3} if how == "done" else None)
    assert ended.error == ("The disk is full." if how == "failed" else None)
    with pytest.raises(JobLostError):
        catalog.jobs.finish(job.job, "w", {})


def test_a_queued_job_is_cancelled_at_once(catalog: SqlCatalog) -> None:
    job = catalog.jobs.ask("add", {}, "")

    assert catalog.jobs.cancel(job.job).state == "cancelled"
    assert claim(catalog) is None
    assert catalog.jobs.cancel(job.job).state == "cancelled"


def test_the_worker_of_a_running_job_hears_that_it_shall_end(catalog: SqlCatalog) -> None:
    job = claimed_after_asking(catalog)

    asked = catalog.jobs.cancel(job.job)

    assert (asked.state, asked.cancelling) == ("running", True)
    assert catalog.jobs.beat(job.job, "w", lease_seconds=LEASE)
    catalog.jobs.cancelled(job.job, "w")
    ended = catalog.jobs.get(job.job)
    assert (ended.state, ended.cancelling) == ("cancelled", False)


def test_a_job_that_nobody_has_any_more_is_cancelled_at_once(catalog: SqlCatalog) -> None:
    job = claimed_after_asking(catalog)
    fall_silent(catalog, job.job)

    assert catalog.jobs.cancel(job.job).state == "cancelled"


# ---------------------------------------------------------------- afterwards


def test_a_failed_job_is_tried_again(catalog: SqlCatalog) -> None:
    job = claimed_after_asking(catalog)
    catalog.jobs.beat(job.job, "w", lease_seconds=LEASE, progress={"done": 1})
    catalog.jobs.fail(job.job, "w", "The disk is full.")

    again = catalog.jobs.retry(job.job)

    assert (again.job, again.state, again.attempts) == (job.job, "queued", 0)
    assert (again.error, again.progress, again.finished, again.started) == (None,) * 4
    assert claimed(catalog).job == job.job


def test_trying_again_what_is_queued_already_is_that_job(catalog: SqlCatalog) -> None:
    job = catalog.jobs.ask("add", {}, "")
    catalog.jobs.cancel(job.job)
    other = catalog.jobs.ask("add", {}, "")

    assert catalog.jobs.retry(job.job) == other
    assert catalog.jobs.get(job.job).state == "cancelled"


def test_only_what_failed_or_was_cancelled_is_tried_again(catalog: SqlCatalog) -> None:
    job = catalog.jobs.ask("add", {}, "")
    with pytest.raises(UsageError, match="is queued"):
        catalog.jobs.retry(job.job)
    claimed(catalog)
    with pytest.raises(UsageError, match="is running"):
        catalog.jobs.retry(job.job)
    catalog.jobs.finish(job.job, "w", {})
    with pytest.raises(UsageError, match="is done"):
        catalog.jobs.retry(job.job)


def test_unknown_jobs_are_said_to_be_so(catalog: SqlCatalog) -> None:
    unknown = JobId("j" + "0" * 16)
    for ask in (
        lambda: catalog.jobs.get(unknown),
        lambda: catalog.jobs.cancel(unknown),
        lambda: catalog.jobs.retry(unknown),
        lambda: catalog.jobs.list(after=unknown),
    ):
        with pytest.raises(UnknownJobError, match=unknown):
            ask()


def test_lists_are_read_page_by_page_newest_first(catalog: SqlCatalog) -> None:
    asked = [catalog.jobs.ask("add", {"n": n}, "").job for n in range(7)]
    catalog.jobs.cancel(asked[3])

    first = catalog.jobs.list(limit=4)
    second = catalog.jobs.list(limit=4, after=first[-1].job)

    assert [job.job for job in [*first, *second]] == asked[::-1]
    assert [job.job for job in catalog.jobs.list(["cancelled", "failed"])] == [asked[3]]


def test_old_jobs_are_forgotten_and_the_number_of_changes_never_falls(
    catalog: SqlCatalog,
) -> None:
    jobs = [catalog.jobs.ask("add", {"n": n}, "") for n in range(3)]
    for job in jobs[1:]:
        catalog.jobs.cancel(job.job)
    newest = catalog.jobs.newest_change()

    assert catalog.jobs.forget_old(datetime.now(UTC) - timedelta(days=1)) == 0
    assert catalog.jobs.forget_old(datetime.now(UTC) + timedelta(days=1)) == 1

    assert {job.job for job in catalog.jobs.list()} == {jobs[0].job, jobs[2].job}
    assert catalog.jobs.newest_change() == newest


# ---------------------------------------------------------------- what is forgotten


@pytest.fixture
def anna(catalog: SqlCatalog) -> PersonId:
    """Somebody on the photos 1 and 2 of five."""
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(1, 6)))
    faces = [face_id(1), face_id(2)]
    person = PersonId("p" + min(faces)[1:])
    founded = Grouping(assignments=dict.fromkeys(faces, person), founded=(person,))
    catalog.write_grouping(founded)
    catalog.name(person, "Anna Berg", who="")
    return person


def said(catalog: SqlCatalog) -> str:
    return repr([(job.arguments, job.progress, job.result) for job in catalog.jobs.list()])


def test_what_ended_about_somebody_forgotten_is_deleted(
    catalog: SqlCatalog, anna: PersonId
) -> None:
    for result in ({"of": anna}, {"of": "Anna Berg's best"}, {"of": face_id(1)}, {"of": "normal"}):
        job = claimed_after_asking(catalog, n=str(result))
        catalog.jobs.finish(job.job, "w", result)

    catalog.forget_person(anna, who="")

    assert [job.result for job in catalog.jobs.list()] == [{"of": "normal"}]


def test_the_newest_of_them_is_emptied_instead(catalog: SqlCatalog, anna: PersonId) -> None:
    job = claimed_after_asking(catalog, people=[anna])
    catalog.jobs.fail(job.job, "w", "Anna Berg is nowhere.")
    newest = catalog.jobs.newest_change()

    catalog.forget_person(anna, who="")

    left = catalog.jobs.get(job.job)
    assert (left.arguments, left.error) == ({}, None)
    assert catalog.jobs.newest_change() == newest
    with pytest.raises(UsageError, match="forgotten"):
        catalog.jobs.retry(job.job)


def test_what_waits_for_a_worker_and_is_about_them_is_cancelled(
    catalog: SqlCatalog, anna: PersonId
) -> None:
    about = catalog.jobs.ask("average", {"people": [anna]}, "")
    other = catalog.jobs.ask("add", {"paths": ["/home/Anna Berg/photos"]}, "")

    catalog.forget_person(anna, who="")

    assert (catalog.jobs.get(about.job).state, catalog.jobs.get(about.job).arguments) == (
        "cancelled",
        {},
    )
    assert catalog.jobs.get(other.job) == other


def test_what_is_done_now_about_them_ends_and_leaves_nothing(
    catalog: SqlCatalog, anna: PersonId
) -> None:
    job = claimed_after_asking(catalog, people=[anna])

    catalog.forget_person(anna, who="")

    assert catalog.jobs.beat(job.job, "w", lease_seconds=LEASE, progress={"at": anna})
    catalog.jobs.fail(job.job, "w", f"Nobody is {anna}.")
    ended = catalog.jobs.get(job.job)
    assert (ended.state, ended.arguments, ended.progress, ended.error) == (
        "cancelled",
        {},
        None,
        None,
    )


def test_a_forgotten_photo_is_in_no_job_by_id_nor_by_path(catalog: SqlCatalog) -> None:
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(1, 4)))
    path = next(row.photo for row in catalog.photos() if row.sha256 == photo_id(1))
    by_path = catalog.jobs.ask("add", {"paths": [path]}, "")
    of_folder = catalog.jobs.ask("add", {"paths": ["/photos"]}, "")
    running = claimed_after_asking(catalog, kind="group")
    catalog.jobs.beat(running.job, "w2", lease_seconds=LEASE, progress={"at": photo_id(1)})

    catalog.forget_photos([photo_id(1)], who="")

    assert photo_id(1) not in said(catalog)
    assert path not in said(catalog)
    assert catalog.jobs.get(by_path.job).state == "cancelled"
    assert catalog.jobs.get(of_folder.job).state == "queued"
    assert catalog.jobs.get(running.job).state == "running"


def claimed_after_asking(catalog: SqlCatalog, kind: str = "add", **arguments: Any) -> Job:
    catalog.jobs.ask(kind, arguments, "")
    return claimed(catalog, "w2" if kind == "group" else "w", kinds=(kind,))

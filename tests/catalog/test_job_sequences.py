"""Whatever is asked of jobs in whatever order, each goes one way from queued to its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from likeness.catalog.job_store import JobStore
from likeness.catalog.schema import job as job_table
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import JobLostError, UsageError
from likeness.types import Job, JobId

ATTEMPTS = 2
NEXT = {
    "queued": {"queued", "running", "cancelled"},
    "running": {"running", "queued", "done", "failed", "cancelled"},
    "done": {"done"},
    "failed": {"failed", "queued"},
    "cancelled": {"cancelled", "queued"},
}

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("ask", "claim", "claim", "beat", "finish", "fail", "stop", "release"),
                *("cancel", "retry", "die", "forget"),
            ]
        ),
        st.integers(0, 2),  # which work, job or worker
    ),
    max_size=25,
)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlCatalog]:
    opened = open_catalog("", folder=tmp_path_factory.mktemp("library"))
    yield opened
    opened.close()


@dataclass
class Play:
    """Who has which job, as they believe."""

    catalog: SqlCatalog
    jobs: list[JobId] = field(default_factory=list)
    held: dict[str, JobId] = field(default_factory=dict)

    @property
    def store(self) -> JobStore:
        return self.catalog.jobs

    def step(self, what: str, which: int) -> None:
        worker = f"w{which}"
        if what == "ask":
            job = self.store.ask("add", {"n": which}, "").job
            self.jobs = [*self.jobs, *({job} - set(self.jobs))]
        elif what == "claim":
            taken = self.store.claim(worker, ["add"], lease_seconds=60, attempts=ATTEMPTS)
            if taken is not None:
                self.held[worker] = taken.job
        elif what == "forget":
            self.store.forget_old(datetime.now(UTC) - timedelta(days=1))
        elif what in {"cancel", "retry", "die"} and which < len(self.jobs):
            self._to(what, self.jobs[which])
        elif worker in self.held:
            with suppress(JobLostError):
                self._by(what, self.held[worker], worker)

    def _to(self, what: str, job: JobId) -> None:
        if what == "cancel":
            self.store.cancel(job)
        elif what == "retry":
            with suppress(UsageError):
                self.store.retry(job)
        else:
            past = datetime.now(UTC) - timedelta(hours=1)
            silent = update(job_table).where(job_table.c.id == job, job_table.c.lease.is_not(None))
            with self.catalog.database.noting() as connection:
                connection.execute(silent.values(lease=past))

    def _by(self, what: str, job: JobId, worker: str) -> None:
        if what == "beat":
            self.store.beat(job, worker, lease_seconds=60, progress={"done": 1})
        elif what == "finish":
            self.store.finish(job, worker, {})
        elif what == "fail":
            self.store.fail(job, worker, "no")
        elif what == "stop":
            self.store.cancelled(job, worker)
        elif what == "release":
            self.store.release(job, worker)


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_every_sequence_keeps_jobs_in_order(
    catalog: SqlCatalog, steps: list[tuple[str, int]]
) -> None:
    with catalog.database.noting() as connection:
        connection.execute(delete(job_table))
    play = Play(catalog)
    before: dict[JobId, Job] = {}
    for what, which in steps:
        number = play.store.newest_change()
        play.step(what, which)
        now = {job.job: job for job in play.store.list()}

        assert set(now) == set(play.jobs)
        for id_, job in now.items():
            if id_ in before:
                assert job.state in NEXT[before[id_].state], (what, before[id_], job)
                seen = (before[id_].state, before[id_].progress, before[id_].cancelling)
                if seen != (job.state, job.progress, job.cancelling):
                    assert job.changed > number
            assert (job.finished is not None) == (job.state in {"done", "failed", "cancelled"})
            assert job.attempts <= ATTEMPTS
            assert not (job.cancelling and job.state != "running")
        queued = [str(job.arguments) for job in now.values() if job.state == "queued"]
        assert len(queued) == len(set(queued))
        assert play.store.newest_change() >= number
        before = now

"""The library behind a server: who may come in, and long work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from likeness.library.door import Door
from likeness.types import (
    Job,
)

if TYPE_CHECKING:
    from likeness.workflows.access.access import Access
    from likeness.workflows.jobs.jobs import Jobs
    from likeness.workflows.jobs.process import WorkerProcess
    from likeness.workflows.uploads.uploads import Uploads


class Serving(Door):
    """The library behind a server: who may come in, and long work."""

    @property
    def access(self) -> Access:
        """Who may come in through the server: accounts, their sessions, and keys."""
        from likeness.workflows.access.access import Access

        parts = self._parts
        with self._making:
            if self._access is None:
                self._access = Access(
                    parts.catalog.accounts, session_days=parts.settings.serve.session_days
                )
            return self._access

    @property
    def jobs(self) -> Jobs:
        """Long work that is asked for here and done by a worker: adding photos, grouping, ..."""
        from likeness.workflows.jobs.jobs import Jobs

        return Jobs(self._parts)

    @property
    def uploads(self) -> Uploads:
        """Photos that are sent to the library, rather than found by it."""
        from likeness.workflows.uploads.uploads import Uploads

        return Uploads(self._parts, lambda _: self.jobs.ask("uploads", who="uploads"))

    def work(
        self,
        *,
        kinds: Iterable[str] = (),
        once: bool = False,
        watch: bool = False,
        stop: Callable[[], bool] | None = None,
        on_end: Callable[[Job], None] | None = None,
        patient: bool = False,
    ) -> int:
        """Do the jobs that were asked for, one after the other, in this thread.

        Args:
            kinds: Only those of these kinds; none: all.
            once: End as soon as no job waits.
            watch: Also watch the sources, if `watch.enabled`, and ask for jobs where photos are
                new, moved or gone; and make portraits of people while there is nothing to do.
                Rounds of the game that are due are closed in either case.
            stop: Asked now and then; True ends it. The job at hand stops after its present step
                and waits for another worker.
            on_end: Told each job that ended.
            patient: Wait while another worker does the jobs, and take over when it ends.

        Returns:
            How many ended.

        Raises:
            UsageError: No such kind.
            LibraryBusyError: The library lies in a file, another worker does its jobs, and this one
                is not patient.
        """
        from likeness.workflows.average.ahead import PortraitsAhead
        from likeness.workflows.jobs.worker import Worker
        from likeness.workflows.rounds.ahead import RoundsAhead

        game, portraits = RoundsAhead(self._parts), PortraitsAhead(self._parts)
        worker = Worker(
            self._parts,
            kinds=frozenset(kinds),
            stop=stop or (lambda: False),
            on_end=on_end or (lambda _: None),
            patient=patient,
            beside=self._watching if watch else nullcontext,
            idle=lambda: game.step() or (watch and portraits.step()),
        )
        return worker.run(once=once)

    def warm(self) -> None:
        """Load what the first search would wait for: index, calibration, models."""
        from likeness.workflows import warm

        warm.warm(self._parts)

    def worker_process(self) -> WorkerProcess | None:
        """Return the worker process that a server keeps, not started yet.

        None: `jobs.worker` is off, or the catalog lies in PostgreSQL, where workers are started
        by `likeness worker`, as many as wanted.
        """
        from likeness.workflows.jobs.process import WorkerProcess

        settings = self._parts.settings
        if not settings.jobs.worker or self._parts.catalog.jobs.is_shared:
            return None
        return WorkerProcess.of_library(self.folder, settings)

    @contextmanager
    def _watching(self) -> Iterator[None]:
        from likeness.workflows.watching.watcher import Watcher

        settings = self._parts.settings.watch
        if not settings.enabled:
            yield
            return
        watcher = Watcher(
            lambda: self._parts.catalog.sources(counted=False),
            self.jobs,
            settings,
            avoid=[str(self.folder)],
        )
        watcher.start()
        try:
            yield
        finally:
            watcher.stop()

"""How far a run is: a bar on a terminal, a line now and then elsewhere. All of it on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from likeness.cli.output import console_on, is_terminal, print_message
from likeness.cli.text import counted, duration
from likeness.types import Progress

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress as Bars

LINE_EVERY = 10.0  # seconds, where stderr is no terminal
BAR_WIDTH = 40  # cells

STAGES = {
    "scan": "Looking for photos",
    "analyse": "Finding faces",
    "group": "Grouping faces",
    "learn": "Learning how strangers look here",
    "index": "Indexing faces",
    "upgrade": "Placing landmarks again",
    "export": "Copying photos",
    "pictures": "Copying pictures",
    "rows": "Copying rows",
    "backup": "Writing the backup",
    "verify": "Reading the backup",
    "restore": "Restoring",
    "evaluate": "Measuring",
    "choose": "Choosing faces",
    "look": "Reading photos",
    "average": "Averaging",
    "portraits": "Drawing portraits",
    "map": "Drawing the map",
    "network": "Working out the network",
}
UNITS = {
    "scan": "files",
    "analyse": "photos",
    "group": "faces",
    "learn": "people",
    "index": "faces",
    "upgrade": "photos",
    "export": "photos",
    "pictures": "pictures",
    "rows": "rows",
    "backup": "files",
    "verify": "MB",
    "restore": "MB",
    "evaluate": "steps",
    "choose": "faces",
    "look": "photos",
    "average": "steps",
    "portraits": "portraits",
    "map": "steps",
    "network": "steps",
}
STOPPING = "Stopping after this batch; Ctrl-C again ends at once"

OnProgress = Callable[[Progress], None]


class Pace:
    """How fast one stage goes, measured from its first report."""

    def __init__(self, first: Progress, now: float) -> None:
        self.stage = first.stage
        self._done = first.done
        self._started = now

    def per_second(self, progress: Progress, now: float) -> float | None:
        """Return the units done per second, None until it can be told."""
        done, seconds = progress.done - self._done, now - self._started
        return done / seconds if done > 0 and seconds > 0 else None

    def status(self, progress: Progress, now: float) -> str:
        """Return speed, faces, failures and time left, as far as they can be told."""
        speed = self.per_second(progress, now)
        parts = []
        if speed:
            parts.append(f"{speed:,.1f} {UNITS[self.stage]}/s")
        if progress.faces:
            parts.append(counted(progress.faces, "face"))
        if progress.failed:
            parts.append(f"{progress.failed:,} failed")
        if speed and progress.total:
            left = max(progress.total - progress.done, 0) / speed
            parts.append(f"{duration(left)} left")
        return ", ".join(parts)


def amount(progress: Progress) -> str:
    """Return "12 of 50", or "12" where the total is not known."""
    total = "" if progress.total is None else f" of {progress.total:,}"
    return f"{progress.done:,}{total}"


@contextmanager
def show_progress(
    *,
    quiet: bool = False,
    stopping: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[OnProgress]:
    """Yield what a run tells its progress to.

    Args:
        quiet: Show nothing.
        stopping: Whether the user asked the run to stop, which is then said.
        clock: Seconds.
    """
    if quiet:
        yield lambda _: None
    elif is_terminal(sys.stderr):
        bars = LiveBars(stopping, clock)
        try:
            yield bars.tell
        finally:
            bars.close()
    else:
        yield PlainLines(stopping, clock).tell


class PlainLines:
    """A line when a stage begins, then one every few seconds, for logs and pipes."""

    def __init__(self, stopping: Callable[[], bool], clock: Callable[[], float]) -> None:
        self._stopping = stopping
        self._clock = clock
        self._pace: Pace | None = None
        self._said = 0.0
        self._said_stopping = False

    def tell(self, progress: Progress) -> None:
        """Print a line if it is time for one."""
        now = self._clock()
        if self._pace is None or self._pace.stage != progress.stage:
            self._pace = Pace(progress, now)
            self._said = now
            print_message(f"{STAGES[progress.stage]} ...")
        elif now - self._said >= LINE_EVERY:
            self._said = now
            said = [amount(progress), self._pace.status(progress, now)]
            print_message(f"{STAGES[progress.stage]}: {', '.join(filter(None, said))}")
        if self._stopping() and not self._said_stopping:
            self._said_stopping = True
            print_message(f"{STOPPING}.")


class LiveBars:
    """A bar and a line of figures below it, redrawn in place; gone when the run ends."""

    def __init__(self, stopping: Callable[[], bool], clock: Callable[[], float]) -> None:
        self._stopping = stopping
        self._clock = clock
        self._pace: Pace | None = None
        self._last: Progress | None = None
        self._bars: Bars | None = None

    def tell(self, progress: Progress) -> None:
        """Redraw; the first call starts the display."""
        now = self._clock()
        self._last = progress
        bars = self._started()
        if self._pace is None or self._pace.stage != progress.stage:
            self._pace = Pace(progress, now)
            for task in bars.task_ids:
                bars.remove_task(task)
            bars.add_task(STAGES[progress.stage], total=None, amount="")
        for task in bars.task_ids:
            bars.update(
                task, completed=progress.done, total=progress.total, amount=amount(progress)
            )

    def close(self) -> None:
        """Take the display off the terminal."""
        if self._bars is not None:
            self._bars.stop()

    def _started(self) -> Bars:
        if self._bars is None:
            self._bars = _bars(self._status)
            self._bars.start()
        return self._bars

    def _status(self) -> str:
        if self._stopping():
            return STOPPING
        if self._pace is None or self._last is None:
            return ""
        return self._pace.status(self._last, self._clock())


def _bars(status: Callable[[], str]) -> Bars:
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bars
    from rich.text import Text

    class WithStatus(Bars):
        """rich's bars, and a line of ours below them."""

        def get_renderables(self) -> Iterable[RenderableType]:
            yield from super().get_renderables()
            yield Text(status(), style="dim")

    columns: list[Any] = [
        TextColumn("{task.description}", style="bold"),
        BarColumn(BAR_WIDTH),
        TextColumn("{task.fields[amount]}"),
    ]
    return WithStatus(*columns, console=console_on(sys.stderr), transient=True)

"""likeness worker: does the long work that the server and scripts ask for."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.interrupts import stoppable
from likeness.cli.logs import logging_to_stderr
from likeness.cli.options import Json, Quiet, flag
from likeness.cli.output import print_json, print_line, print_message
from likeness.types import Job

BEHIND = 10
"""Steps of niceness: people who look at their photos go first."""

ORPHAN_SECONDS = 30.0
"""How long a worker may go on with its step after the server that started it is gone."""


def worker(
    context: typer.Context,
    *,
    once: Annotated[bool, flag("--once", text="End as soon as no job waits.")] = False,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kinds", metavar="KIND", help="Only jobs of this kind; may be given several times."
        ),
    ] = None,
    of_server: Annotated[
        bool, flag("--of-server", text="Step back, and end with the parent.", hidden=True)
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Do the long work that was asked for: jobs, one after the other.

    With a library in a file the server starts its worker by itself. With PostgreSQL any number of
    workers share the jobs, on any machine that reaches the photos. It may be stopped at any time:
    the job at hand waits for the next worker.

    Example: likeness worker
    """

    def on_end(job: Job) -> None:
        if json:
            print_json(job)
        elif not quiet:
            print_line(in_words(job))

    parent = Parent() if of_server else None
    with (
        Session.of(context).open() as library,
        logging_to_stderr(library.settings.log_level),
        stoppable(signal.SIGTERM) as stop,
    ):
        if not (quiet or json or once or of_server):
            print_message("Waiting for jobs; Ctrl-C ends it.")
        library.work(
            kinds=kinds or (),
            once=once,
            watch=not once,
            stop=either(stop, parent or _never),
            on_end=on_end,
            patient=of_server,
        )


def in_words(job: Job) -> str:
    """Return one line about a job that ended."""
    return f"{job.kind} {job.job}: {job.error or job.state}"


def either(one: Callable[[], bool], other: Callable[[], bool]) -> Callable[[], bool]:
    """Return whether one of both says so."""
    return lambda: one() or other()


def _never() -> bool:
    return False


class Parent:
    """Whether the process that started this one is gone: it holds the other end of stdin.

    A worker that does not end by itself then, is ended; its job waits for the next one.
    """

    def __init__(self) -> None:
        os.nice(BEHIND)
        self._gone = False
        threading.Thread(target=self._listen, name="likeness-parent", daemon=True).start()

    def __call__(self) -> bool:
        return self._gone

    def _listen(self) -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        self._gone = True
        time.sleep(ORPHAN_SECONDS)
        os._exit(1)

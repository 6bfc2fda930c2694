"""likeness upgrade: what older versions computed, computed again."""

from __future__ import annotations

import typer

from likeness.cli.context import Session
from likeness.cli.interrupts import stoppable
from likeness.cli.options import Json, Quiet
from likeness.cli.output import print_json, print_message, print_next, print_pairs
from likeness.cli.progress import show_progress
from likeness.cli.text import counted, duration
from likeness.types import UpgradeReport


def upgrade(context: typer.Context, *, quiet: Quiet = False, json: Json = False) -> None:
    """Place the landmarks of a library that an older version made again, from the photos.

    It may be stopped at any time: the same command goes on where it ended.

    Example: likeness upgrade
    """
    session = Session.of(context)
    with (
        session.open() as library,
        stoppable() as stop,
        show_progress(quiet=quiet, stopping=stop) as progress,
    ):
        report = library.upgrade(progress=progress, stop=stop)
    if json:
        print_json(report)
    elif not quiet:
        print_pairs(numbers(report))
        if report.missing:
            print_message(
                f"{counted(report.missing, 'photo')} could not be read, so their landmarks stay "
                "as they are. Mount or add their folder, then run it again."
            )
            print_next([("See which are there", session.command("sources"))])


def numbers(report: UpgradeReport) -> list[tuple[str, str]]:
    """Return what an upgrade did, as labels and values."""
    return [
        ("faces", f"{report.faces:,}"),
        ("photos", f"{report.photos:,}"),
        ("missing", f"{report.missing:,}"),
        ("time", duration(report.seconds)),
    ]

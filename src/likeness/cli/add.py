"""likeness add: photos in."""

from __future__ import annotations

from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.interrupts import stoppable
from likeness.cli.options import Json, Quiet, flag
from likeness.cli.output import print_json, print_message, print_pairs
from likeness.cli.progress import show_progress
from likeness.cli.text import counted, duration
from likeness.types import AddReport


def add(
    context: typer.Context,
    *,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files, and folders with all that is below them; none: all known folders again.",
            show_default=False,
        ),
    ] = None,
    no_group: Annotated[
        bool, flag("--no-group", text="Find faces, but do not sort them into people yet.")
    ] = False,
    folders_as_collections: Annotated[
        bool,
        flag("--folders-as-collections", text="Make each folder a collection of photos."),
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Index photos: find every face in them and work out who is the same person.

    Photos that are known already are not read again. Your files are never changed.

    Example: likeness add ~/Pictures
    """
    session = Session.of(context)
    with (
        session.open(create=bool(paths)) as library,
        stoppable() as stop,
        show_progress(quiet=quiet, stopping=stop) as progress,
    ):
        report = library.add(
            *(paths or ()),
            group=not no_group,
            folders_as_collections=folders_as_collections,
            progress=progress,
            stop=stop,
        )
    if json:
        print_json(report)
    elif not quiet:
        print_pairs(summary(report))
        say_what_next(session, report, grouped=not no_group)


def summary(report: AddReport) -> list[tuple[str, str]]:
    """Return what an `add` did, as labels and values; counts that are zero only if they matter."""
    changes = {
        "new": report.new,
        "known": report.unchanged,
        "moved": report.moved,
    }
    said = ", ".join(f"{number:,} {what}" for what, number in changes.items() if number)
    items = [
        ("photos", f"{report.photos:,}" + (f" ({said})" if said else "")),
        ("faces", f"{report.faces:,} on new photos"),
    ]
    if report.failed:
        items.append(("failed", counted(report.failed, "file")))
    if report.missing:
        items.append(("missing", counted(report.missing, "photo")))
    return [*items, ("time", duration(report.seconds))]


def say_what_next(session: Session, report: AddReport, *, grouped: bool) -> None:
    """Say which command goes on from here."""
    print_message("")
    if report.failed:
        print_message(f"Why files failed:  {session.command('failures')}")
    if not grouped:
        print_message(f"Sort faces into people:  {session.command('group')}")
    elif report.photos:
        print_message(f"See who is there:  {session.command('people')}")
        print_message(f"Find somebody:     {session.command('find', 'me.jpg')}")

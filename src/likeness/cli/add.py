"""likeness add: photos in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.interrupts import stoppable
from likeness.cli.options import Json, Quiet, flag
from likeness.cli.output import print_json, print_message, print_next, print_pairs
from likeness.cli.progress import show_progress
from likeness.cli.text import counted, duration
from likeness.types import AddReport, Person


def add(
    context: typer.Context,
    *,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files, folders with all that is below them, or s3://BUCKET/PREFIX; none: all "
            "known places again.",
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
        people = library.people() if not (no_group or quiet or json) else []
        away = [] if paths else [row.source for row in library.sources() if not row.mounted]
    for source in away:
        print_message(f"Not there now, so left out: {source}")
    if json:
        print_json(report)
    elif not quiet:
        print_pairs(summary(report, people))
        if not (report.photos or report.failed or report.missing):
            print_message(f"There are no photos in {' or '.join(paths or ['the known folders'])}.")
        print_next(next_steps(session, report, grouped=not no_group))


def summary(report: AddReport, people: Sequence[Person]) -> list[tuple[str, str]]:
    """Return what an `add` did, as labels and values; counts that are zero only if they matter."""
    changes = {"new": report.new, "known": report.unchanged, "moved": report.moved}
    said = ", ".join(f"{number:,} {what}" for what, number in changes.items() if number)
    items = [
        ("photos", f"{report.photos:,}" + (f" ({said})" if said else "")),
        ("faces", f"{report.faces:,} on new photos"),
    ]
    if people:
        named = sum(person.name is not None for person in people)
        items.append(("people", f"{len(people):,} ({named:,} with a name)"))
    if report.failed:
        items.append(("failed", counted(report.failed, "file")))
    if report.missing:
        items.append(("missing", counted(report.missing, "photo")))
    return [*items, ("time", duration(report.seconds))]


def next_steps(session: Session, report: AddReport, *, grouped: bool) -> list[tuple[str, str]]:
    """Return which commands go on from here."""
    steps = []
    if report.photos and grouped:
        steps += [
            ("See who is there", session.command("people")),
            ("Find somebody", session.command("find", "me.jpg")),
        ]
    if report.photos and not grouped:
        steps.append(("Sort faces into people", session.command("group")))
    if report.failed:
        steps.append(("Why files failed", session.command("failures")))
    return steps

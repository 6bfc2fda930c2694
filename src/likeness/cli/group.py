"""likeness group: faces into people."""

from __future__ import annotations

from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json, Quiet, flag
from likeness.cli.output import print_json, print_next, print_pairs
from likeness.cli.progress import show_progress
from likeness.cli.text import duration


def group(
    context: typer.Context,
    again: Annotated[
        bool,
        flag("--again", text="Sort all faces anew, except where somebody decided."),
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Work out which faces are the same person; `add` does this by itself.

    Example: likeness group --again
    """
    session = Session.of(context)
    with session.open() as library, show_progress(quiet=quiet) as progress:
        report = library.group(again=again, progress=progress)
    if json:
        print_json(report)
    elif not quiet:
        print_pairs(
            [
                ("faces", f"{report.faces:,}"),
                ("people", f"{report.people:,}"),
                ("with nobody", f"{report.unassigned:,}"),
                ("time", duration(report.seconds)),
            ]
        )
        print_next([("See who is there", session.command("people"))])

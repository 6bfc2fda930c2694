"""likeness portraits: everybody upright, alike, before a quiet background."""

from __future__ import annotations

from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.interrupts import stoppable
from likeness.cli.options import Json, Quiet
from likeness.cli.output import print_json, print_message
from likeness.cli.progress import show_progress
from likeness.cli.text import counted


def portraits(
    context: typer.Context,
    *,
    who: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHO",
            help="People (id or name) and faces (face:ID); none: everybody.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        str,
        typer.Option(
            "-o",
            "--out",
            metavar="PLACE",
            help="A folder for a picture each, or a file (.jpg, .png, .webp) for all on one sheet.",
        ),
    ],
    size: Annotated[
        int, typer.Option(metavar="PIXELS", help="Of a portrait: 128, 256 or 512.")
    ] = 512,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Draw people like ID photos: upright, one size, eyes on one line, a soft background.

    Example: likeness portraits -o everybody.png
    """
    session = Session.of(context)
    with (
        session.open() as library,
        stoppable() as stop,
        show_progress(quiet=quiet, stopping=stop) as progress,
    ):
        report = library.save_portraits(out, who or (), side=size, progress=progress, stop=stop)
    if json:
        print_json(report)
    elif not quiet:
        left = f", {report.missing:,} could not be made" if report.missing else ""
        print_message(f"{counted(report.portraits, 'portrait')} in {out}{left}.")

"""likeness move-library: the same library in other stores."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json, Quiet
from likeness.cli.output import print_json, print_message, print_next, print_pairs
from likeness.cli.progress import show_progress
from likeness.cli.text import duration, size
from likeness.errors import InterruptedRunError
from likeness.types import MoveReport
from likeness.workflows.masking import masked

WORDS = {"blobs": "pictures", "catalog": "catalog", "index": "index"}
"""The stores, as people call them."""

STOPPED = "Stopped. Run the same command again to go on."


def move_library(
    context: typer.Context,
    *,
    to: Annotated[
        list[str],
        typer.Option(
            metavar="URL",
            help="A folder for a whole copy, or the address of one store; repeat for several: "
            "postgresql+psycopg://USER@HOST/DATABASE or sqlite: for the catalog, "
            "s3://BUCKET/PREFIX or folder: for the pictures, "
            "https://HOST:6333, qdrant-edge:, qdrant-local: or exact: for the index.",
        ),
    ],
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Copy the library to other stores, compare every row and picture, then use those.

    A move that was stopped goes on where it was. The old stores stay as they are.

    Example: likeness move-library --to postgresql+psycopg://me@localhost/faces
    """
    session = Session.of(context)
    try:
        with session.open() as library, show_progress(quiet=quiet) as progress:
            report = library.move(*to, progress=progress)
    except KeyboardInterrupt as exc:
        raise InterruptedRunError(STOPPED) from exc
    if json:
        print_json(report)
        return
    if not quiet:
        print_pairs(summary(report))
    for setting in report.overridden:
        variable = "LIKENESS_" + setting.upper().replace(".", "__")
        print_message(f"{variable} still names the old place and wins: change or unset it.")
    if quiet:
        return
    if said := what_is_left(report):
        print_message(said)
    if Path(report.library) != session.library_folder():
        there = Session(folder=report.library)
        print_next([("Use the copy", there.command("people"))])


def what_is_left(report: MoveReport) -> str:
    """Return what to do with the old stores; "" if nothing is left of them."""
    old = [what for what in ("catalog", "pictures") if what in moved_words(report)]
    if not old:
        return ""
    were, them = ("were", "them") if "pictures" in old else ("was", "it")
    return f"The old {' and '.join(old)} {were} not touched: delete {them} once you are content."


def moved_words(report: MoveReport) -> list[str]:
    """Return what was moved, as people call it."""
    return [WORDS[store] for store in report.moved]


def summary(report: MoveReport) -> list[tuple[str, str]]:
    """Return what lies in the new stores, as labels and values."""
    items = [("library", str(masked("library", report.library)))]
    items.append(("moved", ", ".join(moved_words(report))))
    if "catalog" in report.moved:
        items.append(("rows", f"{report.rows:,}, each compared"))
    if "blobs" in report.moved:
        items.append(("pictures", f"{report.pictures:,} ({size(report.bytes)}), each compared"))
    items.append(("index", f"{report.faces:,} faces, each compared"))
    return [*items, ("time", duration(report.seconds))]

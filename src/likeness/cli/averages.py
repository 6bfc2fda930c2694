"""likeness averages: those that the library keeps."""

from __future__ import annotations

from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.interrupts import stoppable
from likeness.cli.options import Json, Quiet, noun
from likeness.cli.output import print_json, print_message, print_next, print_pairs, print_rows
from likeness.cli.progress import show_progress
from likeness.cli.table import Column
from likeness.cli.text import counted
from likeness.types import AveragesApart, KeptAverage

app = noun()

Title = Annotated[str, typer.Argument(metavar="AVERAGE", help="Title or id; see the list.")]


@app.callback()
def averages(context: typer.Context, *, json: Json = False) -> None:
    """List the averages that the library keeps, and show, compare or remove them.

    Forgetting somebody in an average deletes its picture at once; it is made anew without them.

    Example: likeness averages show "The company" -o company.png
    """
    if context.invoked_subcommand is not None:
        return
    session = Session.of(context)
    with session.open() as library:
        found = library.averages()
    print_rows(found, COLUMNS, json=json, empty="No average is kept yet.")
    if not json:
        print_next([("Keep one", session.command("average", "--keep", "TITLE"))])


@app.command("show")
def show(
    context: typer.Context,
    *,
    title: Title,
    out: Annotated[
        str, typer.Option("-o", "--out", metavar="FILE", help="Where to: .jpg, .png or .webp.")
    ],
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write the picture of a kept average; one that no longer holds is made anew first.

    Example: likeness averages show "The company" -o company.png
    """
    session = Session.of(context)
    with (
        session.open() as library,
        stoppable() as stop,
        show_progress(quiet=quiet, stopping=stop) as progress,
    ):
        library.check_files(still=[out])
        picture = library.kept_average(title, progress=progress, stop=stop)
        library.save_picture(picture.pixels, out)
    if json:
        print_json(picture.kept, file=out)
    elif not quiet:
        print_message(f"Drawn to {out}.")


@app.command("again")
def again(
    context: typer.Context,
    *,
    titles: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="AVERAGE",
            help="Titles or ids; none: all that no longer hold.",
            show_default=False,
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make averages anew, of the photos and people that there are now.

    Example: likeness averages again "The company"
    """
    session = Session.of(context)
    with (
        session.open() as library,
        stoppable() as stop,
        show_progress(quiet=quiet, stopping=stop) as progress,
    ):
        made = library.remake_averages(*(titles or ()), progress=progress, stop=stop)
    print_rows(made, COLUMNS, json=json, empty="All kept averages hold: nothing was to be done.")


@app.command("compare")
def compare(
    context: typer.Context,
    *,
    one: Title,
    other: Title,
    out: Annotated[
        str,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help=".html: a page with a slider between them. .png, .jpg: beside each other. .gif, "
            ".mp4: one becomes the other.",
        ),
    ],
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Put two kept averages beside each other, or let one become the other.

    Example: likeness averages compare "The company, women" "The company, men" -o page.html
    """
    session = Session.of(context)
    with (
        session.open() as library,
        stoppable() as stop,
        show_progress(quiet=quiet, stopping=stop) as progress,
    ):
        found = library.compare_averages(one, other, out, progress=progress, stop=stop)
    if json:
        print_json(found, file=out)
    elif not quiet:
        print_pairs([("distance of the means", distance(found))])
        print_message(f"Drawn to {out}.")


@app.command("remove")
def remove(context: typer.Context, *, title: Title, json: Json = False) -> None:
    """Remove a kept average with its picture. The photos stay.

    Example: likeness averages remove "The company"
    """
    with Session.of(context).open() as library:
        gone = library.remove_average(title)
    if json:
        print_json(gone)
    else:
        print_message(f"Removed {gone.title}.")


def distance(found: AveragesApart) -> str:
    """Return how far two averages are apart, and how sure that is."""
    if found.distance is None:
        return f"{found.plain:.3f}, with what chance adds: there are too few people to tell"
    error = "" if found.error is None else f", give or take {found.error:.3f}"
    return f"{max(found.distance, 0):.3f}{error}"


def state(row: KeptAverage) -> str:
    """Return whether an average holds."""
    return "to be made anew" if row.made is None else row.made[:10]


COLUMNS: list[Column[KeptAverage]] = [
    Column("average", lambda row: row.id, style="cyan"),
    Column("title", lambda row: row.title, style="bold"),
    Column("made", state),
    Column("shaped by", lambda row: counted(len(row.faces), "face"), right=True),
    Column("people", lambda row: f"{row.report.get('people', 0):,}", right=True),
]

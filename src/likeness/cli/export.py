"""likeness export: what you can take elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from likeness.cli import text
from likeness.cli.context import Session
from likeness.cli.options import Json, Quiet, Yes
from likeness.cli.output import print_json, print_line, print_message
from likeness.cli.progress import show_progress
from likeness.cli.questions import confirmed
from likeness.errors import ExportError
from likeness.types import ExportReport

HARD_LINKS = "With hard links, editing a file in the export edits the original. Go on?"

app = typer.Typer(
    help="Take people or faces elsewhere.\n\nExample: likeness export people ~/People"
)


@app.command()
def people(
    context: typer.Context,
    *,
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Where to; made if absent.")],
    link: Annotated[
        Literal["copy", "soft", "hard"],
        typer.Option(
            metavar="copy|soft|hard",
            help="Copies, symbolic links, or hard links (editing one edits the original).",
        ),
    ] = "copy",
    yes: Yes = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write a folder per person with their photos; repeat it to bring it up to date.

    Example: likeness export people ~/People
    """
    if link == "hard" and not confirmed(HARD_LINKS, yes=yes):
        raise ExportError("Nothing was exported. Use --link copy or --link soft.")
    session = Session.of(context)
    with session.open() as library, show_progress(quiet=quiet) as progress:
        report = library.export_people(folder, link=link, progress=progress)
    print_report(report, folder, json=json, quiet=quiet)


@app.command()
def faces(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Ends in .csv, .jsonl or .parquet.")],
    json: Json = False,
) -> None:
    """Write everything known of every face, embeddings included, as one row per face.

    Example: likeness export faces faces.csv
    """
    with Session.of(context).open() as library:
        report = library.export_faces(file)
    print_report(report, file, json=json, quiet=False)


def print_report(report: ExportReport, target: str, *, json: bool, quiet: bool) -> None:
    """Say what an export wrote, and where."""
    if json:
        print_json(report)
    elif not quiet:
        photos = text.counted(report.photos, "photo")
        print_line(
            f"{text.people(report.people)}, {photos}, {text.size(report.bytes)} in {target}."
        )
        if report.missing:
            print_message(
                f"{text.counted(report.missing, 'photo')} left out: no file can be read now."
            )

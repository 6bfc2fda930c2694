"""likeness sources: where photos come from."""

from __future__ import annotations

from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json, noun
from likeness.cli.output import print_json, print_line, print_rows
from likeness.cli.table import Column
from likeness.types import Source

app = noun()


@app.callback()
def sources(context: typer.Context, json: Json = False) -> None:
    """List the folders and buckets that photos come from.

    Example: likeness sources
    """
    if context.invoked_subcommand:
        return
    session = Session.of(context)
    with session.open() as library:
        found = library.sources()
    print_rows(
        found,
        COLUMNS,
        json=json,
        empty=f"No sources yet. Add one: {session.command('add', 'PHOTOS')}",
    )


@app.command()
def remove(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="Folder or s3://BUCKET/PREFIX, as listed.")
    ],
    json: Json = False,
) -> None:
    """Do not look into a folder or bucket any more; its photos and people stay known.

    Example: likeness sources remove ~/Pictures/old
    """
    with Session.of(context).open() as library:
        before = library.sources()
        library.remove_source(source)
        left = {kept.id for kept in library.sources()}
    for removed in before:
        if removed.id not in left:
            if json:
                print_json(removed, removed=True)
            else:
                print_line(f"Removed {removed.source}; its photos stay known.")


def state(source: Source) -> str:
    """Return whether the folder is there now."""
    return "here" if source.mounted else "not there"


COLUMNS: list[Column[Source]] = [
    Column("photos", lambda source: f"{source.photos:,}", right=True),
    Column("missing", lambda source: f"{source.missing:,}", right=True),
    Column("now", state, style=lambda source: "green" if source.mounted else "red"),
    Column("source", lambda source: source.source),
]

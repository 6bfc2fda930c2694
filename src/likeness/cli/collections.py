"""likeness collections: named sets of photos."""

from __future__ import annotations

from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json, noun
from likeness.cli.output import print_json, print_line, print_rows
from likeness.cli.table import Column
from likeness.cli.text import counted
from likeness.types import Collection

app = noun()

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name of the collection.")]
PhotosArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PHOTO", help="Photos (paths or ids), and folders or s3://BUCKET/PREFIX of photos."
    ),
]


@app.callback()
def collections(context: typer.Context, json: Json = False) -> None:
    """List collections: albums, events, folders.

    Example: likeness collections
    """
    if context.invoked_subcommand:
        return
    session = Session.of(context)
    with session.open() as library:
        found = library.collections()
    print_rows(
        found,
        COLUMNS,
        json=json,
        empty=f"No collections yet. Make one: {session.command('collections', 'create', 'NAME')}",
    )


@app.command()
def create(
    context: typer.Context,
    name: NameArgument,
    photos: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PHOTO",
            help="Photos (paths or ids), and folders of photos, to begin with.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Make a collection.

    Example: likeness collections create "Summer 2024" ~/Pictures/2024/summer
    """
    with Session.of(context).open() as library:
        print_collection(library.create_collection(name, photos or ()), json=json)


@app.command()
def add(
    context: typer.Context, name: NameArgument, photos: PhotosArgument, json: Json = False
) -> None:
    """Put photos into a collection.

    Example: likeness collections add "Summer 2024" beach.jpg
    """
    with Session.of(context).open() as library:
        print_collection(library.add_to_collection(name, photos), json=json)


@app.command()
def remove(
    context: typer.Context, name: NameArgument, photos: PhotosArgument, json: Json = False
) -> None:
    """Take photos out of a collection; they stay in the library.

    Example: likeness collections remove "Summer 2024" beach.jpg
    """
    with Session.of(context).open() as library:
        print_collection(library.remove_from_collection(name, photos), json=json)


@app.command()
def delete(context: typer.Context, name: NameArgument, json: Json = False) -> None:
    """Delete a collection; its photos stay in the library.

    Example: likeness collections delete "Summer 2024"
    """
    with Session.of(context).open() as library:
        held = [found for found in library.collections() if found.collection == name]
        library.delete_collection(name)
    if json:
        for collection in held:
            print_json(collection, deleted=True)
    else:
        print_line(f"Deleted {name}; its photos stay.")


def print_collection(collection: Collection, *, json: bool) -> None:
    """Print a collection as it stands now."""
    if json:
        print_json(collection)
    else:
        print_line(f"{collection.collection}: {counted(collection.photos, 'photo')}")


COLUMNS: list[Column[Collection]] = [
    Column("photos", lambda collection: f"{collection.photos:,}", right=True),
    Column("collection", lambda collection: collection.collection),
]

"""likeness photos: what is in the library."""

from __future__ import annotations

from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json, flag
from likeness.cli.output import print_rows
from likeness.cli.table import Column
from likeness.types import Photo


def photos(
    context: typer.Context,
    *,
    person: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID", help="Only photos of this person (id or name); repeat for several."
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--not", metavar="ID", help="Only photos without this person; repeatable."),
    ] = None,
    only: Annotated[bool, flag("--only", text="Only photos that show nobody else.")] = False,
    collection: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only photos of this collection.")
    ] = None,
    json: Json = False,
) -> None:
    """List photos, oldest first.

    Example: likeness photos --person Anna --not Bob
    """
    with Session.of(context).open() as library:
        found = library.photos(
            person=person or (), without=without or (), only=only, collection=collection
        )
    print_rows(found, COLUMNS, json=json, empty="No photos.")


def when(photo: Photo) -> str:
    """Return the time taken to the minute; "~" where only the file's own time is known."""
    if photo.taken is None:
        return ""
    mark = "~" if photo.taken_from == "file" else ""
    return mark + photo.taken[:16].replace("T", " ")


def note(photo: Photo) -> str:
    """Return what is wrong with the photo, if anything."""
    wrong = {"missing": photo.missing, "damaged": photo.status == "partial"}
    return ", ".join(word for word, holds in wrong.items() if holds)


COLUMNS: list[Column[Photo]] = [
    Column("taken", when, right=True),
    Column("size", lambda photo: f"{photo.width} x {photo.height}", right=True, style="dim"),
    Column("faces", lambda photo: str(photo.faces), right=True),
    Column("note", note, style="red"),
    Column("photo", lambda photo: photo.photo),
]

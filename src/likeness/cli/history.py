"""likeness history and undo: what was decided, and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from likeness.cli.context import Session, who
from likeness.cli.edits import print_edit
from likeness.cli.options import Json
from likeness.cli.output import print_rows
from likeness.cli.table import Column
from likeness.types import Edit


def history(
    context: typer.Context,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Only the newest N entries.")
    ] = None,
    json: Json = False,
) -> None:
    """List what people and runs decided, newest first.

    Example: likeness history --limit 20
    """
    with Session.of(context).open() as library:
        found = library.history(limit)
    print_rows(found, COLUMNS, json=json, empty="Nothing was decided yet.")


def undo(
    context: typer.Context,
    edit: Annotated[
        int | None,
        typer.Argument(
            metavar="EDIT",
            help="Number in the history; none: the newest decision of a human.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Take a decision back, if nothing later depends on it.

    Example: likeness undo 12
    """
    session = Session.of(context)
    with session.open() as library:
        print_edit(session, library.undo(edit, who=who()), json=json)


def when(edit: Edit) -> str:
    """Return the time of the entry, in the local time zone, to the minute."""
    try:
        return datetime.fromisoformat(edit.when).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return edit.when


def what(edit: Edit) -> str:
    """Return the entry in words, saying whether it was taken back."""
    return f"{edit.what} (undone)" if edit.undone else edit.what


COLUMNS: list[Column[Edit]] = [
    Column("edit", lambda edit: str(edit.edit), right=True, style="cyan"),
    Column("when", when),
    Column("who", lambda edit: edit.who, style="dim"),
    Column("kind", lambda edit: edit.kind.replace("_", " ")),
    Column("what", what, style=lambda edit: "dim" if edit.undone else "", prose=True),
]

"""likeness failures: files that could not be used, and why."""

from __future__ import annotations

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json
from likeness.cli.output import print_message, print_rows
from likeness.cli.table import Column
from likeness.cli.text import counted
from likeness.types import Failure


def failures(context: typer.Context, json: Json = False) -> None:
    """List the files that could not be used, with the reason.

    Example: likeness failures
    """
    with Session.of(context).open() as library:
        found = library.failures()
    print_rows(found, COLUMNS, json=json, empty="No failures.", section=lambda row: row.photo)
    if found and not json:
        print_message("")
        print_message(f"{counted(len(found), 'file')} could not be used.")


COLUMNS: list[Column[Failure]] = [
    Column("reason", lambda row: row.reason.replace("_", " "), style="red"),
    Column("detail", lambda row: row.detail, prose=True),
]

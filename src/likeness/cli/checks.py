"""How the lines of `doctor` and `models verify` are shown."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from likeness.cli.output import print_error, print_rows
from likeness.cli.table import Column
from likeness.cli.text import counted
from likeness.types import Check


def print_checks(checks: Sequence[Check], *, json: bool) -> None:
    """Print a line per check; status 1 if one of them failed."""
    print_rows(checks, COLUMNS, json=json, empty="Nothing to check.")
    failed = sum(not check.ok for check in checks)
    if failed:
        print_error(f"{counted(failed, 'check')} of {len(checks)} failed.")
        raise typer.Exit(1)


COLUMNS: list[Column[Check]] = [
    Column(
        "",
        lambda check: "ok" if check.ok else "FAILED",
        style=lambda check: "green" if check.ok else "bold red",
    ),
    Column("check", lambda check: check.check),
    Column("detail", lambda check: check.detail, style="dim", prose=True),
]

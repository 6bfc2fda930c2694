"""How a decision is shown, by every command that makes one."""

from __future__ import annotations

from likeness.cli.context import Session
from likeness.cli.output import print_json, print_line, print_message
from likeness.types import Edit


def print_edit(session: Session, edit: Edit, *, json: bool, **more: object) -> None:
    """Print an entry of the log, with *more* JSON keys, and how to take it back."""
    if json:
        print_json(edit, **more)
        return
    print_line(edit.what)
    if edit.kind not in {"undo", "forget"}:
        print_message(f"Take it back with: {session.command('undo', str(edit.edit))}")

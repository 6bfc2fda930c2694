"""Options that many commands share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from likeness.cli.context import Session


def noun() -> typer.Typer:
    """Return a command that lists when it stands alone, and takes verbs."""
    return typer.Typer(invoke_without_command=True, subcommand_metavar="[COMMAND] [ARGS]...")


def flag(*names: str, text: str, **more: Any) -> Any:
    """Return an option that takes no value; its help shows neither type nor default."""
    return typer.Option(*names, help=text, metavar="", show_default=False, **more)


def remember_json(context: typer.Context, value: bool) -> bool:
    """Let --json hold for a whole call, wherever on the line it stands."""
    session = Session.of(context)
    session.json = session.json or value
    return session.json


Json = Annotated[
    bool,
    flag("--json", text="Print JSON lines and nothing else on stdout.", callback=remember_json),
]
Quiet = Annotated[bool, flag("--quiet", "-q", text="Say nothing unless something is wrong.")]
Yes = Annotated[bool, flag("--yes", "-y", text="Do not ask; needed where nobody can answer.")]

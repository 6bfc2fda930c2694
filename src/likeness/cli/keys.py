"""likeness keys: what programs come in to the server with."""

from __future__ import annotations

from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json, noun
from likeness.cli.output import print_json, print_line, print_message, print_rows
from likeness.cli.table import Column
from likeness.cli.text import moment
from likeness.types import Account, AccountId, ApiKey, Scope

app = noun()


@app.callback()
def keys(context: typer.Context, json: Json = False) -> None:
    """List the keys that programs come in to the server with.

    Example: likeness keys
    """
    if context.invoked_subcommand:
        return
    session = Session.of(context)
    with session.open() as library:
        found, users = library.access.keys(), library.access.accounts()
    make = session.command("keys", "create", "NAME", "--scope", "read")
    print_rows(found, columns(users), json=json, empty=f"No keys yet. Make one: {make}")


@app.command()
def create(  # noqa: PLR0917 - typer names every parameter
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What the key is for, 1 to 64 characters.")
    ],
    scope: Annotated[Scope, typer.Option(help="What it may do; each holds those before it.")],
    days: Annotated[
        int | None,
        typer.Option(metavar="N", help="It expires after N days, else never.", show_default=False),
    ] = None,
    user: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Whose it is: it opens no more than they may do, and goes when they go.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Make a key for a program, and print its secret: it is not shown again.

    Example: likeness keys create "picture frame" --scope read --days 365
    """
    with Session.of(context).open(create=True) as library:
        key, secret = library.access.create_key(name, scope, account=user, days=days)
    if json:
        print_json(key, secret=secret)
        return
    print_line(secret)
    until = f" until {moment(key.expires)}" if key.expires else ""
    print_message(f"The key {key.key} ({key.name}) has the scope {key.scope}{until}.")
    print_message("Keep the line above: it is not shown again.")


@app.command()
def revoke(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="Key: id or name.")],
    json: Json = False,
) -> None:
    """Let nobody in with a key any more.

    Example: likeness keys revoke "picture frame"
    """
    with Session.of(context).open() as library:
        revoked = library.access.revoke_key(key)
    if json:
        print_json(revoked, revoked=True)
    else:
        print_line(f"Nobody comes in with the key {revoked.name} any more.")


def columns(users: list[Account]) -> list[Column[ApiKey]]:
    """Return the columns of the table, in which users stand by name."""
    named: dict[AccountId | None, str] = {user.account: user.name for user in users}
    return [
        Column("key", lambda key: key.key, style="cyan"),
        Column("scope", lambda key: key.scope),
        Column("user", lambda key: named.get(key.account, "")),
        Column("used", lambda key: moment(key.used), style="dim"),
        Column("expires", lambda key: moment(key.expires)),
        Column("name", lambda key: key.name, style="bold"),
    ]

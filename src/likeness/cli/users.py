"""likeness users: who may log in to the server, and what they may do."""

from __future__ import annotations

from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json, noun
from likeness.cli.output import print_json, print_line, print_rows
from likeness.cli.passwords import PasswordFile, new_password
from likeness.cli.table import Column
from likeness.cli.text import moment
from likeness.types import Account, Role

app = noun()

UserArgument = Annotated[str, typer.Argument(metavar="NAME", help="User: name or id.")]


@app.callback()
def users(context: typer.Context, json: Json = False) -> None:
    """List who may log in to the server.

    Example: likeness users
    """
    if not context.invoked_subcommand:
        print_users(Session.of(context), json=json)


@app.command("list")
def list_users(context: typer.Context, json: Json = False) -> None:
    """List who may log in to the server, as `likeness users` does.

    Example: likeness users list --json
    """
    print_users(Session.of(context), json=json)


@app.command()
def create(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What they are called, 1 to 64 characters.")
    ],
    role: Annotated[
        Role, typer.Option(help="Viewers look, editors decide as well, owners may do everything.")
    ],
    password_file: PasswordFile = None,
    json: Json = False,
) -> None:
    """Let somebody log in to the server; asks for a password, of 10 characters at least.

    Example: likeness users create anna --role editor
    """
    password = new_password(password_file)
    with Session.of(context).open(create=True) as library:
        made = library.access.create_account(name, password, role)
    print_user(made, f"{made.name} may log in now, as {made.role}.", json=json)


@app.command("password")
def set_password(
    context: typer.Context,
    name: UserArgument,
    password_file: PasswordFile = None,
    json: Json = False,
) -> None:
    """Give a user another password; whoever is logged in as this user is logged out.

    Example: likeness users password anna
    """
    password = new_password(password_file)
    with Session.of(context).open() as library:
        user = library.access.set_password(name, password)
    print_user(user, f"{user.name} has another password; their logins have ended.", json=json)


@app.command("role")
def set_role(
    context: typer.Context,
    name: UserArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="owner, editor or viewer.")],
    json: Json = False,
) -> None:
    """Let a user do more or less; it holds at once.

    Example: likeness users role anna viewer
    """
    with Session.of(context).open() as library:
        user = library.access.set_role(name, role)
    print_user(user, f"The role of {user.name} is {user.role} now.", json=json)


@app.command()
def disable(context: typer.Context, name: UserArgument, json: Json = False) -> None:
    """Shut a user out, with all their keys, until `enable`; whoever is logged in is logged out.

    Example: likeness users disable anna
    """
    with Session.of(context).open() as library:
        user = library.access.set_disabled(name, True)
    print_user(user, f"{user.name} and their keys are shut out.", json=json)


@app.command()
def enable(context: typer.Context, name: UserArgument, json: Json = False) -> None:
    """Let a disabled user, and their keys, in again.

    Example: likeness users enable anna
    """
    with Session.of(context).open() as library:
        user = library.access.set_disabled(name, False)
    print_user(user, f"{user.name} may log in again.", json=json)


@app.command()
def remove(context: typer.Context, name: UserArgument, json: Json = False) -> None:
    """Remove a user with their logins and keys; what they decided about photos stays.

    Example: likeness users remove anna
    """
    with Session.of(context).open() as library:
        user = library.access.remove_account(name)
    if json:
        print_json(user, removed=True)
    else:
        print_line(f"Removed {user.name} and their keys; what they decided stays.")


def print_users(session: Session, *, json: bool) -> None:
    """Print a line per user."""
    with session.open() as library:
        found = library.access.accounts()
    make = session.command("users", "create", "NAME", "--role", "owner")
    print_rows(found, COLUMNS, json=json, empty=f"No users yet. Make one: {make}")


def print_user(user: Account, said: str, *, json: bool) -> None:
    """Print a user as they stand now."""
    if json:
        print_json(user)
    else:
        print_line(said)


COLUMNS: list[Column[Account]] = [
    Column("user", lambda user: user.account, style="cyan"),
    Column("role", lambda user: user.role),
    Column("seen", lambda user: moment(user.seen), style="dim"),
    Column("note", lambda user: "disabled" if user.disabled else "", style="red"),
    Column("name", lambda user: user.name, style="bold"),
]

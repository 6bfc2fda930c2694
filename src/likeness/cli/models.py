"""likeness models: what finds and describes faces, and under which terms."""

from __future__ import annotations

from typing import Annotated

import typer

from likeness.cli import text
from likeness.cli.checks import print_checks
from likeness.cli.context import Session
from likeness.cli.options import Json, noun
from likeness.cli.output import print_json, print_pairs, print_rows
from likeness.cli.table import Column
from likeness.errors import UnknownModelError
from likeness.types import ModelInfo

app = noun()


@app.callback()
def models(context: typer.Context, json: Json = False) -> None:
    """List the models that are known, with the terms they are published under.

    Example: likeness models
    """
    if not context.invoked_subcommand:
        print_models(Session.of(context), json=json)


@app.command("list")
def list_models(context: typer.Context, json: Json = False) -> None:
    """List the models that are known, as `likeness models` does.

    Example: likeness models list --json
    """
    print_models(Session.of(context), json=json)


@app.command()
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the model, as listed.")],
    json: Json = False,
) -> None:
    """Show one model: where it comes from, its hash, its licence and its training data's terms.

    Example: likeness models show mtcnn
    """
    with Session.of(context).open(create=True) as library:
        known = {model.model: model for model in library.models()}
    if name not in known:
        raise UnknownModelError(f"No model {name!r}. Known models: {', '.join(sorted(known))}.")
    if json:
        print_json(known[name])
    else:
        print_pairs(details(known[name]))


@app.command()
def verify(context: typer.Context, json: Json = False) -> None:
    """Check that every model file is the one that was published.

    Example: likeness models verify
    """
    with Session.of(context).open(create=True) as library:
        checks = library.verify_models()
    print_checks(checks, json=json)


def print_models(session: Session, *, json: bool) -> None:
    """Print a line per model."""
    with session.open(create=True) as library:
        found = library.models()
    print_rows(found, COLUMNS, json=json, empty="No models.")


def details(model: ModelInfo) -> list[tuple[str, str]]:
    """Return everything known of a model, as labels and values."""
    return [
        ("model", model.model),
        ("task", model.task),
        ("installed", "yes" if model.installed else "no"),
        ("size", text.size(model.bytes)),
        ("licence", model.weights_licence),
        ("training data", model.data_licence),
        ("source", model.source),
        ("SHA-256", model.sha256.replace(",", " ")),
    ]


COLUMNS: list[Column[ModelInfo]] = [
    Column("model", lambda model: model.model, style="bold"),
    Column("task", lambda model: model.task),
    Column("installed", lambda model: "yes" if model.installed else "no"),
    Column("size", lambda model: text.size(model.bytes), right=True),
    Column("licence", lambda model: model.weights_licence),
]

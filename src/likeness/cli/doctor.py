"""likeness doctor: is everything sound?"""

from __future__ import annotations

from typing import Annotated

import typer

from likeness.cli.checks import print_checks
from likeness.cli.context import Session
from likeness.cli.options import Json, flag
from likeness.errors import LikenessError
from likeness.types import Check


def doctor(
    context: typer.Context,
    *,
    index: Annotated[
        bool,
        flag("--index", text="Compare every vector of the index with the catalog, and only that."),
    ] = False,
    json: Json = False,
) -> None:
    """Check sources, models, catalog, index and thumbnails; mend what can be made again.

    Example: likeness doctor
    """
    try:
        with Session.of(context).open(create=True) as library:
            checks = library.doctor(index=index)
    except LikenessError as exc:  # what keeps it from opening is the finding
        checks = [Check(check="library", ok=False, detail=str(exc))]
    print_checks(checks, json=json)

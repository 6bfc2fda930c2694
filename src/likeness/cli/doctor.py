"""likeness doctor: is everything sound?"""

from __future__ import annotations

import typer

from likeness.cli.checks import print_checks
from likeness.cli.context import Session
from likeness.cli.options import Json


def doctor(context: typer.Context, json: Json = False) -> None:
    """Check sources, models, catalog, index and thumbnails; mend what can be made again.

    Example: likeness doctor
    """
    with Session.of(context).open(create=True) as library:
        checks = library.doctor()
    print_checks(checks, json=json)

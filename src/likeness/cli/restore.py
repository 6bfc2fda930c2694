"""likeness restore: a library from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json, Quiet
from likeness.cli.output import print_json, print_message, print_next, print_pairs
from likeness.cli.passphrase import AskPassphrase, PassphraseFile, passphrase
from likeness.cli.progress import show_progress
from likeness.cli.text import counted, duration
from likeness.errors import InterruptedRunError
from likeness.types import RestoreReport

WAS_IN = {
    "postgresql": ("catalog", "postgresql+psycopg://USER@HOST/DATABASE"),
    "s3": ("pictures", "s3://BUCKET/PREFIX"),
}
"""What lay elsewhere, and how to bring it there again."""


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    *,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="An empty or new folder; else --library.", show_default=False
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    ask_passphrase: AskPassphrase = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make the library that a backup holds, in an empty folder: all of it or nothing.

    Example: likeness restore /media/disk/faces.likeness --to ~/Faces
    """
    from likeness.library import Library

    session = Session.of(context)
    sealed = passphrase(passphrase_file, ask=ask_passphrase)
    folder = to if to is not None else session.library_folder()
    try:
        with show_progress(quiet=quiet) as progress:
            report = Library.restore(file, folder, passphrase=sealed, progress=progress)
    except KeyboardInterrupt as exc:
        raise InterruptedRunError("Stopped: nothing was restored.") from exc
    if json:
        print_json(report)
        return
    if not quiet:
        print_pairs(summary(report))
    for line in warnings(report):
        print_message(line)
    if not quiet:
        there = Session(folder=report.library)
        print_next([("See who is there", there.command("people"))])


def summary(report: RestoreReport) -> list[tuple[str, str]]:
    """Return what the library holds, as labels and values."""
    return [
        ("library", report.library),
        ("as it was", report.created),
        ("photos", f"{report.photos:,}"),
        ("faces", f"{report.faces:,}"),
        ("people", f"{report.people:,}"),
        ("accounts", f"{report.accounts:,}"),
        ("small pictures", f"{report.pictures:,}"),
        ("uploaded photos", f"{report.uploads:,}"),
        ("checked", "sound"),
        ("time", duration(report.seconds)),
    ]


def warnings(report: RestoreReport) -> list[str]:
    """Return what the library's keeper has to know, as sentences."""
    age = counted(report.age_days, "day") + " old" if report.age_days else "of today"
    said = [f"The backup is {age}: what was forgotten since is in it again; forget it anew."]
    said += [f"Not there now: {folder}; mount it." for folder in report.unmounted]
    for place in report.was_in:
        what, address = WAS_IN[place]
        said.append(
            f"The {what} lay elsewhere; `likeness move-library --to {address}` brings it there."
        )
    for setting in report.elsewhere:
        variable = "LIKENESS_" + setting.upper().replace(".", "__")
        said.append(
            f"{setting} is set outside of the library (see {variable}) and names another store, "
            "not what was restored: unset it, then use `likeness move-library`."
        )
    return said

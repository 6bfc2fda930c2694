"""likeness backup: the whole library in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json, Quiet, flag
from likeness.cli.output import print_json, print_message, print_next, print_pairs
from likeness.cli.passphrase import AskPassphrase, PassphraseFile, passphrase
from likeness.cli.progress import show_progress
from likeness.cli.text import counted, duration, size
from likeness.errors import InterruptedRunError, UsageError
from likeness.types import BackupReport

STOPPED = "Stopped: no backup was written."


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to, such as faces.likeness.")],
    *,
    passphrase_file: PassphraseFile = None,
    ask_passphrase: AskPassphrase = False,
    without_pictures: Annotated[
        bool,
        flag("--without-pictures", text="Leave thumbnails, crops, portraits and averages out."),
    ] = False,
    replace: Annotated[bool, flag("--replace", text="Replace an older backup there.")] = False,
    verify: Annotated[
        bool, flag("--verify", text="Write nothing: check that the backup FILE can be restored.")
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write all that the library knows to one file, and read it back; others may go on working.

    Photos in your folders are not in it; those that were uploaded are. With a passphrase nobody
    else can read it.

    Example: likeness backup /media/disk/faces.likeness --ask-passphrase
    """
    session = Session.of(context)
    if verify and (replace or without_pictures):
        raise UsageError("--verify writes nothing: leave --replace and --without-pictures out.")
    sealed = passphrase(passphrase_file, ask=ask_passphrase, twice=not verify)
    try:
        report = (
            _verified(file, sealed, quiet=quiet)
            if verify
            else _written(session, file, sealed, not without_pictures, replace, quiet=quiet)
        )
    except KeyboardInterrupt as exc:
        raise InterruptedRunError("Stopped." if verify else STOPPED) from exc
    if json:
        print_json(report)
    elif not quiet:
        print_pairs(summary(report))
        say_what_is_missing(report)
        if not verify:
            print_next([("Restore it with", session.command("restore", report.file))])


def _written(
    session: Session, file: Path, sealed: str | None, pictures: bool, replace: bool, *, quiet: bool
) -> BackupReport:
    with session.open() as library, show_progress(quiet=quiet) as progress:
        return library.backup(
            file, passphrase=sealed, pictures=pictures, replace=replace, progress=progress
        )


def _verified(file: Path, sealed: str | None, *, quiet: bool) -> BackupReport:
    from likeness.library import Library

    with show_progress(quiet=quiet) as progress:
        return Library.verify_backup(file, passphrase=sealed, progress=progress)


def summary(report: BackupReport) -> list[tuple[str, str]]:
    """Return what the backup holds, as labels and values."""
    return [
        ("backup", report.file),
        ("of", report.created),
        ("photos", f"{report.photos:,}"),
        ("faces", f"{report.faces:,}"),
        ("people", f"{report.people:,}"),
        ("accounts", f"{report.accounts:,}"),
        ("small pictures", f"{report.pictures:,}"),
        ("uploaded photos", f"{report.uploads:,}"),
        ("size", size(report.bytes)),
        (
            "sealed",
            "with a passphrase" if report.sealed else "no: whoever has the file can read it",
        ),
        ("verified", "every file in it, and its catalog"),
        ("time", duration(report.seconds)),
    ]


def say_what_is_missing(report: BackupReport) -> None:
    """Say which originals are in no backup of ours."""
    if report.originals_elsewhere:
        photos = counted(report.originals_elsewhere, "photo")
        print_message(f"The files of {photos} lie in your folders and are NOT in it: back them up.")
    if not report.pictures and report.photos:
        print_message("Small pictures are not in it: `likeness doctor` makes them from the photos.")

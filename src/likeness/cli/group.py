"""likeness group: faces into people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.context import Session, who
from likeness.cli.options import Json, Quiet, flag
from likeness.cli.output import print_json, print_message, print_next, print_pairs, print_rows
from likeness.cli.progress import show_progress
from likeness.cli.table import Column
from likeness.cli.text import duration
from likeness.errors import UsageError
from likeness.types import Edit, GroupReport, Strictness

if TYPE_CHECKING:
    from likeness.workflows.slider import Step

LIST = "list"
NUMBER = re.compile(r"[+-]?\d{1,3}")


def group(
    context: typer.Context,
    *,
    again: Annotated[
        bool,
        flag("--again", text="Sort all faces anew, except where somebody decided."),
    ] = False,
    strictness: Annotated[
        str | None,
        typer.Option(
            metavar="N",
            help="Take other groups of the last run, at once: `looser`, `stricter`, a number of "
            "steps (2 stricter, -2 looser, 0 as the run chose), or `list` to see all.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, flag("--dry-run", text="With --strictness: only say how many there would be.")
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Work out which faces are the same person; `add` does this by itself.

    Example: likeness group --again
    """
    session = Session.of(context)
    if strictness is not None and again:
        raise UsageError("Say either --again or --strictness: --again chooses the strictness anew.")
    if dry_run and strictness in {None, LIST}:
        raise UsageError("--dry-run needs a --strictness, such as `--strictness looser`.")
    if strictness == LIST:
        list_strictnesses(session, json=json)
    elif strictness is not None:
        slide(session, step(strictness), dry_run=dry_run, quiet=quiet, json=json)
    else:
        run(session, again=again, quiet=quiet, json=json)


def run(session: Session, *, again: bool, quiet: bool, json: bool) -> None:
    """Group and say what came of it."""
    with session.open() as library, show_progress(quiet=quiet) as progress:
        report = library.group(again=again, progress=progress)
    if json:
        print_json(report)
    elif not quiet:
        print_pairs(numbers(report))
        print_next([("See who is there", session.command("people"))])


# ---------------------------------------------------------------- other strictnesses


def slide(session: Session, to: int | Step, *, dry_run: bool, quiet: bool, json: bool) -> None:
    """Take the groups of another strictness and say what there is then, and how to go back."""
    with session.open() as library:
        report, edit = library.slide(to, dry_run=dry_run, who=who())
    if json:
        print_json(report, edit=None if edit is None else edit.edit)
    elif not quiet:
        print_pairs(numbers(report))
        say_what_happened(session, to, edit, dry_run=dry_run)


def say_what_happened(
    session: Session, to: int | Step, edit: Edit | None, *, dry_run: bool
) -> None:
    """Say on stderr whether anything was changed, and the command to go on with."""
    if dry_run:
        print_message("")
        print_message("Nothing was changed: this is what there would be.")
        print_next([("Do it", session.command("group", "--strictness", str(to)))])
    elif edit is None:
        print_message("")
        print_message("It stands there already: nothing was changed.")
        print_next([("See all", session.command("group", "--strictness", LIST))])
    else:
        print_next(
            [
                ("See who is there", session.command("people")),
                ("Take it back", session.command("undo", str(edit.edit))),
            ]
        )


def list_strictnesses(session: Session, *, json: bool) -> None:
    """List every strictness of the last run with its numbers of people."""
    with session.open() as library:
        found = library.strictnesses()
    print_rows(found, COLUMNS, json=json, empty="No other strictness is known.")
    if not json:
        print_next(
            [
                ("Join more", session.command("group", "--strictness", "looser")),
                ("Join less", session.command("group", "--strictness", "stricter")),
            ]
        )


def step(given: str) -> int | Step:
    """Return what the option says. Raises `UsageError` if that is nothing."""
    steps: tuple[Step, ...] = ("looser", "stricter")
    for word in steps:
        if given == word:
            return word
    if NUMBER.fullmatch(given):
        return int(given)
    raise UsageError(
        f"--strictness takes looser, stricter, list or a number such as 2 or -2, not {given!r}."
    )


def numbers(report: GroupReport) -> list[tuple[str, str]]:
    """Return what a run or slide left, as labels and values."""
    return [
        ("faces", f"{report.faces:,}"),
        ("people", f"{report.people:,}"),
        ("with nobody", f"{report.unassigned:,}"),
        ("time", duration(report.seconds)),
    ]


def note(row: Strictness) -> str:
    """Return what is special about a strictness."""
    notes = ["chosen by the run"] if row.chosen else []
    return ", ".join([*notes, "now"] if row.now else notes)


COLUMNS: list[Column[Strictness]] = [
    Column("strictness", lambda row: f"{row.strictness:+d}" if row.strictness else "0", right=True),
    Column("people", lambda row: f"{row.people:,}", right=True),
    Column("with nobody", lambda row: f"{row.unassigned:,}", right=True),
    Column("note", note, style="bold"),
]

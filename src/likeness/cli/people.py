"""likeness people: who is in the photos, and what you say about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli import text
from likeness.cli.context import Session, who
from likeness.cli.edits import print_edit
from likeness.cli.options import Json, flag, noun
from likeness.cli.output import print_message, print_next, print_rows
from likeness.cli.table import Column
from likeness.errors import UsageError
from likeness.types import Person

if TYPE_CHECKING:
    from likeness.library import Library

UNNAMED = "(no name)"

app = noun()

PersonArgument = Annotated[str, typer.Argument(metavar="ID", help="Person: id or name.")]


@app.callback()
def people(
    context: typer.Context,
    hidden: Annotated[bool, flag("--hidden", text="List hidden people too.")] = False,
    json: Json = False,
) -> None:
    """List the people in the photos, most photos first.

    Example: likeness people
    """
    if context.invoked_subcommand:
        return
    session = Session.of(context)
    with session.open() as library:
        found = library.people(hidden=hidden)
        empty = "" if found or json else nobody(session, library)
    print_rows(found, COLUMNS, json=json, empty=empty)
    if found and not json:
        say_what_next(session, found)


@app.command("name")
def name_person(
    context: typer.Context,
    person: PersonArgument,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The new name.", show_default=False)
    ] = None,
    remove: Annotated[bool, flag("--remove", text="Take the name away instead.")] = False,
    json: Json = False,
) -> None:
    """Give a person a name.

    Example: likeness people name p1a2b3c4d5e6f708 "Anna Smith"
    """
    if (name is None) != remove:
        raise UsageError("Say either a NAME or --remove.")
    session = Session.of(context)
    with session.open() as library:
        print_edit(session, library.name(person, name, who=who()), json=json)


@app.command()
def merge(
    context: typer.Context,
    person: PersonArgument,
    others: Annotated[list[str], typer.Argument(metavar="ID", help="Who is the same human being.")],
    json: Json = False,
) -> None:
    """Say that several people are one; the first keeps its id and name.

    Example: likeness people merge Anna p1a2b3c4d5e6f708
    """
    session = Session.of(context)
    with session.open() as library:
        print_edit(session, library.merge(person, *others, who=who()), json=json)


@app.command()
def split(
    context: typer.Context,
    person: PersonArgument,
    faces: Annotated[
        list[str],
        typer.Option(metavar="FACE,FACE", help="Faces that are somebody else; repeatable."),
    ],
    json: Json = False,
) -> None:
    """Make a new person of some faces of a person.

    Example: likeness people split Anna --faces f1a2b3c4d5e6f708,f8f7e6d5c4b3a291
    """
    session = Session.of(context)
    ids = [face.strip() for given in faces for face in given.split(",") if face.strip()]
    with session.open() as library:
        edit, person_id = library.split(person, ids, who=who())
        print_edit(session, edit, person=person_id, json=json)


@app.command()
def hide(
    context: typer.Context,
    person: PersonArgument,
    show: Annotated[bool, flag("--show", text="Show the person again.")] = False,
    json: Json = False,
) -> None:
    """Leave a person out of lists.

    Example: likeness people hide p1a2b3c4d5e6f708
    """
    session = Session.of(context)
    with session.open() as library:
        print_edit(session, library.hide(person, hidden=not show, who=who()), json=json)


@app.command("opt-out")
def opt_out(
    context: typer.Context,
    person: PersonArgument,
    back: Annotated[bool, flag("--back", text="Let the person in again.")] = False,
    json: Json = False,
) -> None:
    """Keep a person out of averages and games.

    Example: likeness people opt-out p1a2b3c4d5e6f708
    """
    session = Session.of(context)
    with session.open() as library:
        print_edit(session, library.opt_out(person, out=not back, who=who()), json=json)


@app.command()
def feature(
    context: typer.Context,
    person: PersonArgument,
    face: Annotated[str, typer.Argument(metavar="FACE", help="One of the person's faces.")],
    json: Json = False,
) -> None:
    """Choose the face that stands for a person.

    Example: likeness people feature Anna f1a2b3c4d5e6f708
    """
    session = Session.of(context)
    with session.open() as library:
        print_edit(session, library.feature(person, face, who=who()), json=json)


@app.command()
def apart(
    context: typer.Context,
    person: PersonArgument,
    other: Annotated[str, typer.Argument(metavar="ID", help="Who is somebody else.")],
    json: Json = False,
) -> None:
    """Say that two people are different, so that no run joins them.

    Example: likeness people apart Anna p1a2b3c4d5e6f708
    """
    session = Session.of(context)
    with session.open() as library:
        print_edit(session, library.apart(person, other, who=who()), json=json)


@app.command()
def born(
    context: typer.Context,
    person: PersonArgument,
    year: Annotated[
        int | None,
        typer.Argument(metavar="YEAR", help="The year, such as 2015.", show_default=False),
    ] = None,
    clear: Annotated[bool, flag("--clear", text="Take the year away instead.")] = False,
    json: Json = False,
) -> None:
    """Tell in which year a person was born, so that a child is not taken for a parent.

    Example: likeness people born Anna 2015
    """
    if (year is None) != clear:
        raise UsageError("Say either a YEAR or --clear.")
    session = Session.of(context)
    with session.open() as library:
        print_edit(session, library.born(person, year, who=who()), json=json)


def nobody(session: Session, library: Library) -> str:
    """Return why nobody is listed and what to do about it."""
    if any(source.photos for source in library.sources()):
        return f"No people: nobody is on two photos, or {session.command('group')} has yet to run."
    return f"No people yet. Add photos: {session.command('add', 'PHOTOS')}"


def say_what_next(session: Session, found: list[Person]) -> None:
    """Say how many there are, and how to name the first that has no name."""
    unnamed = [person for person in found if person.name is None]
    rest = f", {len(unnamed):,} without a name" if unnamed else ""
    print_message("")
    print_message(f"{text.people(len(found))}{rest}.")
    if unnamed:
        key = unnamed[0].person
        print_next(
            [
                ("Who is it?", session.command("faces", "--person", key)),
                ("Name it", session.command("people", "name", key, "NAME")),
            ]
        )


def notes(person: Person) -> list[str]:
    """Return what was decided about where a person is shown."""
    told = {"hidden": person.hidden, "opted out": person.opted_out}
    return [said for said, holds in told.items() if holds]


COLUMNS: list[Column[Person]] = [
    Column("person", lambda person: person.person, style="cyan"),
    Column("faces", lambda person: f"{person.faces:,}", right=True),
    Column("photos", lambda person: f"{person.photos:,}", right=True),
    Column("born", lambda person: str(person.born or ""), right=True),
    Column("note", lambda person: ", ".join(notes(person)), style="dim"),
    Column(
        "name",
        lambda person: person.name or UNNAMED,
        style=lambda person: "bold" if person.name else "dim",
    ),
]

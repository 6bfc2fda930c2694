"""likeness alone: where things stand and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from likeness.cli import text
from likeness.cli.context import Session
from likeness.cli.output import print_json, print_line, print_steps
from likeness.errors import LibraryMissingError


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far somebody has come with their library."""

    library: str
    photos: int
    people: int
    unnamed: int
    failures: int


def welcome(session: Session) -> None:
    """Say what is in the library and which command comes next."""
    standing = look(session)
    if session.json:
        print_json(standing)
        return
    print_line("Likeness: who is in my photos, and where else?", style="bold")
    print_line("")
    print_line(in_words(standing))
    print_line("")
    print_steps(next_steps(session, standing))
    print_line("")
    print_line("All commands: likeness --help", style="dim")


def look(session: Session) -> Standing:
    """Count what is there, without making a library where there is none."""
    folder = str(session.library_folder())
    try:
        library = session.open()
    except LibraryMissingError:
        return Standing(library=folder, photos=0, people=0, unnamed=0, failures=0)
    with library:
        people = library.people()
        return Standing(
            library=folder,
            photos=sum(source.photos for source in library.sources()),
            people=len(people),
            unnamed=sum(person.name is None for person in people),
            failures=len(library.failures()),
        )


def in_words(standing: Standing) -> str:
    """Return what is there as a sentence."""
    if not standing.photos:
        return f"There are no photos yet in the library {standing.library}."
    unnamed = f", {standing.unnamed:,} without a name" if standing.unnamed else ""
    return (
        f"{text.counted(standing.photos, 'photo')} and {text.people(standing.people)}{unnamed} "
        f"in the library {standing.library}."
    )


def next_steps(session: Session, standing: Standing) -> list[tuple[str, str]]:
    """Return what makes sense now, as purposes and commands."""
    if not standing.photos:
        return [("Begin with", session.command("add", "PHOTOS"))]
    steps = [("See who is there", session.command("people"))]
    if not standing.people:
        steps = [("Sort faces into people", session.command("group"))]
    if standing.unnamed:
        steps.append(("Name somebody", session.command("people", "name", "ID", "NAME")))
    steps.append(("Find somebody", session.command("find", "me.jpg")))
    if standing.people:
        steps.append(("A folder per person", session.command("export", "people", "DIR")))
    if standing.failures:
        steps.append(("Why files failed", session.command("failures")))
    return [*steps, ("Look for new photos", session.command("add"))]

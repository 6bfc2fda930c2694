"""likeness forget: remove a photo or a person for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli import text
from likeness.cli.context import Session, who
from likeness.cli.interrupts import Stop, stoppable
from likeness.cli.options import Json, Yes
from likeness.cli.output import print_json, print_line, print_message
from likeness.cli.progress import OnProgress, show_progress
from likeness.cli.questions import confirmed
from likeness.errors import LikenessError, UsageError
from likeness.types import ForgetReport

if TYPE_CHECKING:
    from likeness.library import Library


def forget(
    context: typer.Context,
    photo: Annotated[
        str | None, typer.Option(metavar="PHOTO", help="Photo to forget: path or id.")
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="Person to forget: id or name.")
    ] = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Remove all that is known of a photo or a person, for good; your files stay.

    Example: likeness forget --person Anna
    """
    if (photo is None) == (person is None):
        raise UsageError("Say either --photo PHOTO or --person ID.")
    with (
        Session.of(context).open() as library,
        stoppable() as stop,
        show_progress(stopping=stop) as progress,
    ):
        if photo is not None:
            ask(about_photo(library, photo), yes=yes)
            report = library.forget_photo(photo, who=who())
        elif person is not None:
            ask(about_person(library, person), yes=yes)
            report = library.forget_person(person, who=who())
        trouble = remake(library, progress, stop)
    if json:
        print_json(report)
    else:
        print_line(f"Forgotten for good: {in_words(report)}.")
    if trouble:
        print_message(
            f"An average could not be made anew without them, its picture is deleted. {trouble}"
        )


def remake(library: Library, progress: OnProgress, stop: Stop) -> str:
    """Make averages anew without whom was forgotten; return why that did not work, else ""."""
    try:
        library.remake_averages(progress=progress, stop=stop)
    except LikenessError as exc:  # what was forgotten is forgotten all the same
        return str(exc)
    return ""


def ask(warning: str, *, yes: bool) -> None:
    """Go on only if the human wants it. Raises `LikenessError` if not."""
    if not confirmed(f"{warning} This cannot be undone. Forget?", yes=yes):
        raise LikenessError("Nothing was forgotten.")


def about_photo(library: Library, photo: str) -> str:
    """Return what forgetting a photo removes. Raises `UnknownPhotoError`."""
    faces = library.faces(photo=photo, everything=True)
    return (
        f"This removes the photo {photo} from the library with "
        f"{text.counted(len(faces), 'face')}, and skips it from now on. The file itself stays."
    )


def about_person(library: Library, person: str) -> str:
    """Return what forgetting a person removes. Raises `UnknownPersonError`."""
    faces = library.faces(person=person, everything=True)
    photos = len({face.sha256 for face in faces})
    name = next((face.name for face in faces if face.name), None)
    return (
        f"This removes {f'{name}: the name, ' if name else f'{person}: '}"
        f"{text.counted(len(faces), 'face')} on "
        f"{text.counted(photos, 'photo')}, their vectors and crops. The photos stay."
    )


def in_words(report: ForgetReport) -> str:
    """Return what was removed."""
    counts = {
        text.counted(report.photos, "photo"): report.photos,
        text.counted(report.faces, "face"): report.faces,
        text.people(report.people): report.people,
    }
    return ", ".join(words for words, number in counts.items() if number) or "nothing was known"

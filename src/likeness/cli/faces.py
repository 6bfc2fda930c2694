"""likeness faces: what was found on the photos, and what you say about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.context import Session, who
from likeness.cli.edits import print_edit
from likeness.cli.options import Json, flag, noun
from likeness.cli.output import print_json, print_message, print_rows
from likeness.cli.table import Column
from likeness.errors import UsageError
from likeness.types import Edit, Face, FaceId

if TYPE_CHECKING:
    from likeness.library import Library

app = noun()

FaceArgument = Annotated[str, typer.Argument(metavar="FACE", help="Face id, as `faces` lists it.")]


@app.callback()
def faces(
    context: typer.Context,
    *,
    photo: Annotated[
        str | None, typer.Option(metavar="PHOTO", help="Only faces on this photo (path or id).")
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="Only faces of this person (id or name).")
    ] = None,
    everything: Annotated[
        bool,
        flag(
            "--all", text="Also faces of low confidence, too small, ignored, or marked as no face."
        ),
    ] = False,
    draw: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Draw the photo with a numbered box per face to this .jpg, .png or .webp.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """List faces, photo by photo.

    Drawn boxes carry the numbers that `find FILE#N` takes. They are green with M for men, pink
    with W for women, dashed red with L for low confidence, grey with S for too small and U for
    unknown: as a model perceives them.

    Example: likeness faces --photo party.jpg --draw party-faces.png
    """
    if context.invoked_subcommand:
        return
    if draw is not None and photo is None:
        raise UsageError("--draw needs --photo: say which photo to draw.")
    session = Session.of(context)
    numbers: dict[FaceId, int] = {}
    with session.open() as library:
        if draw is not None and photo is not None:
            numbers = draw_faces(library, photo, draw)
        found = library.faces(photo=photo, person=person, everything=everything)
    if draw is not None:
        print_message(f"Drawn to {draw}.")
    print_faces(found, numbers, json=json)


def draw_faces(library: Library, photo: str, file: str) -> dict[FaceId, int]:
    """Draw all faces of a photo to *file* and return the number that each got."""
    library.save_picture(library.draw_faces(photo), file)
    return library.face_numbers(photo)


def print_faces(found: Sequence[Face], numbers: dict[FaceId, int], *, json: bool) -> None:
    """Print faces under their photos, with the numbers of a drawing if there is one."""
    if json:
        for face in found:
            print_json(face, **({"number": numbers[face.face]} if numbers else {}))
        return
    columns: list[Column[Face]] = [
        Column("#", lambda face: str(numbers.get(face.face, "")), right=True),
        *COLUMNS,
    ]
    print_rows(found, columns, json=False, empty="No faces.", section=lambda face: face.photo)


@app.command()
def assign(
    context: typer.Context,
    faces: Annotated[
        list[str], typer.Argument(metavar="FACE", help="Face ids, as `faces` lists them.")
    ],
    to: Annotated[
        str | None, typer.Option(metavar="PERSON", help="A person that is known: id or name.")
    ] = None,
    new: Annotated[
        str | None, typer.Option(metavar="NAME", help="The name of a new person.")
    ] = None,
    json: Json = False,
) -> None:
    """Say who is on a face: somebody known, or somebody new.

    Example: likeness faces assign f1a2b3c4d5e6f708 --to Anna
    """
    if (to is None) == (new is None):
        raise UsageError("Say either --to PERSON or --new NAME.")
    decide(context, lambda library: library.assign(*faces, to=to, new=new, who=who()), json=json)


@app.command()
def confirm(context: typer.Context, face: FaceArgument, json: Json = False) -> None:
    """Say that a face is with the right person, so that no run ever changes it.

    Example: likeness faces confirm f1a2b3c4d5e6f708
    """
    decide(context, lambda library: library.confirm(face, who=who()), json=json)


@app.command()
def reject(context: typer.Context, face: FaceArgument, json: Json = False) -> None:
    """Say that a face is not that person; it never joins them again.

    Example: likeness faces reject f1a2b3c4d5e6f708
    """
    decide(context, lambda library: library.reject(face, who=who()), json=json)


@app.command()
def ignore(context: typer.Context, face: FaceArgument, json: Json = False) -> None:
    """Leave a face out of people for good: somebody who does not matter here.

    Example: likeness faces ignore f1a2b3c4d5e6f708
    """
    decide(context, lambda library: library.ignore(face, who=who()), json=json)


@app.command()
def not_a_face(context: typer.Context, face: FaceArgument, json: Json = False) -> None:
    """Say that the detector was wrong.

    Example: likeness faces not-a-face f1a2b3c4d5e6f708
    """
    decide(context, lambda library: library.not_a_face(face, who=who()), json=json)


def decide(context: typer.Context, decision: Callable[[Library], Edit], *, json: bool) -> None:
    """Make a decision in the library and print its entry of the log."""
    session = Session.of(context)
    with session.open() as library:
        print_edit(session, decision(library), json=json)


def state(face: Face) -> str:
    """Return what keeps a face out of people, "" for nothing."""
    return (face.mark or ("" if face.status == "ok" else face.status)).replace("_", " ")


def looks_like(face: Face) -> str:
    """Return perceived gender and age, as far as they were estimated."""
    gender = {"female": "woman", "male": "man", None: ""}[face.gender]
    age = "" if face.age is None else f"{face.age:.0f}"
    return " ".join(filter(None, (gender, age)))


def shows(face: Face) -> str:
    """Return the name of the person, else the id, else that there is none."""
    return face.name or face.person or "(nobody)"


COLUMNS: list[Column[Face]] = [
    Column("face", lambda face: face.face, style="cyan"),
    Column("state", state, style="red"),
    Column("score", lambda face: f"{face.score:.2f}", right=True),
    Column(
        "quality", lambda face: "" if face.quality is None else f"{face.quality:.2f}", right=True
    ),
    Column("looks like", looks_like, style="dim"),
    Column("person", shows, style=lambda face: "bold" if face.name else ""),
]

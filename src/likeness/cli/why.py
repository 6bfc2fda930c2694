"""likeness why: what speaks for and against a face or person being who they are said to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.history import when
from likeness.cli.options import Json
from likeness.cli.output import print_json, print_line, print_next, print_pairs, print_rows
from likeness.cli.question_words import percent
from likeness.cli.table import Column
from likeness.cli.text import counted
from likeness.types import DoubtfulFace, Edit, FaceReasons, Likeness, PersonLikeness, PersonReasons

SHOWN_EDITS = 3
LIKELY = 0.1  # probability from which a command names somebody


def why(
    context: typer.Context,
    key: Annotated[
        str, typer.Argument(metavar="FACE|PERSON", help="A face by id; a person by id or name.")
    ],
    json: Json = False,
) -> None:
    """Explain why a face is with whom it is, or how sure it is that a person is one.

    Example: likeness why f1a2b3c4d5e6f708
    """
    session = Session.of(context)
    with session.open() as library:
        found = library.why(key)
    if json:
        print_json(found)
    elif isinstance(found, FaceReasons):
        print_face(session, found)
    else:
        print_person(session, found)


# ---------------------------------------------------------------- a face


def print_face(session: Session, found: FaceReasons) -> None:
    """Print why a face is with whom it is."""
    whose = found.name or found.person
    print_line(f"{found.face} is {whose}" if whose else f"{found.face} is nobody's", style="bold")
    print_pairs(
        [
            ("photo", found.photo),
            *([("taken", found.taken[:10])] if found.taken else []),
            *([("quality", f"{found.quality:.2f}")] if found.quality is not None else []),
            *(
                [("probability", percent(found.probability))]
                if found.probability is not None
                else []
            ),
            *([("sureness", percent(found.sureness))] if found.sureness is not None else []),
            *[("because" if i == 0 else "", text) for i, text in enumerate(found.reasons)],
            *edit_pairs(found.edits),
        ]
    )
    if found.evidence:
        print_line("")
        print_line(f"Nearest faces of {whose}", style="bold")
        print_rows(found.evidence, EVIDENCE, json=False, empty="")
    possible = [other for other in found.others if other.probability is not None]
    for other in possible or found.others[:1]:
        print_line("")
        print_line(f"{name_of(other)}: {standing(other)}", style="bold")
        print_rows(other.evidence, EVIDENCE, json=False, empty="")
    print_next(steps_of_face(session, found))


def steps_of_face(session: Session, found: FaceReasons) -> list[tuple[str, str]]:
    """Return what would change who the face is, and the commands for it."""
    if found.decided_by == "mark":
        return [("See what was decided", session.command("history"))]
    likely = [other for other in found.others if (other.probability or 0.0) >= LIKELY]
    to = ("--to", name_of(likely[0])) if likely else ("--new", "NAME")
    assign = session.command("faces", "assign", found.face, *to)
    if found.person is None:
        return [("Say who it is", assign)]
    steps = [("It is somebody else", session.command("faces", "reject", found.face))]
    if found.decided_by != "human":
        steps.append(("It is right", session.command("faces", "confirm", found.face)))
    return steps


def because(other: PersonLikeness) -> str:
    """Return why somebody is known to be another person."""
    if other.reason == "same_photo":
        return f"both are on {counted(other.photos, 'photo')}"
    return "a human said so"


EVIDENCE: list[Column[Likeness]] = [
    Column("distance", lambda row: f"{row.distance:.3f}", right=True),
    Column("one person", lambda row: percent(row.probability), right=True),
    Column("face", lambda row: row.face, style="cyan"),
    Column("photo", lambda row: row.photo, style="dim"),
]


# ---------------------------------------------------------------- a person


def print_person(session: Session, found: PersonReasons) -> None:
    """Print how sure it is that a person is one human being, and all of their faces."""
    size = f"{counted(found.faces, 'face')} on {counted(found.photos, 'photo')}"
    print_line(f"{found.name or found.person}: {size}", style="bold")
    purity = "not known" if found.purity is None else f"about {percent(found.purity)}"
    print_pairs(
        [
            *([("id", found.person)] if found.name else []),
            ("right faces", f"{purity}, by {found.purity_from}"),
            ("held", f"{counted(found.confirmed, 'face')} by a human"),
            *edit_pairs(found.edits),
        ]
    )
    if found.doubtful:
        print_line("")
        print_line("Faces in doubt", style="bold")
        print_rows(found.doubtful, DOUBTFUL, json=False, empty="")
    if found.merges:
        print_line("")
        print_line("May be the same person", style="bold")
        print_rows(found.merges, MERGES, json=False, empty="")
    if found.apart:
        print_line("")
        print_line("Look alike, and are known to be others", style="bold")
        print_rows(found.apart, APART, json=False, empty="")
    print_next(steps_of_person(session, found))


def steps_of_person(session: Session, found: PersonReasons) -> list[tuple[str, str]]:
    """Return what would change who the person is, and the commands for it."""
    steps = []
    if found.doubtful:
        face = found.doubtful[0].face
        steps.append(("Why is a face there", session.command("why", face)))
        steps.append(("It is somebody else", session.command("faces", "reject", face)))
    if found.merges:
        other = found.merges[0].name or found.merges[0].person
        me = found.name or found.person
        words = (me, other) if found.name or not found.merges[0].name else (other, me)
        steps.append(("Both are one person", session.command("people", "merge", *words)))
    steps.append(("Be asked about what is open", session.command("review")))
    return steps


DOUBTFUL: list[Column[DoubtfulFace]] = [
    Column("probability", lambda row: percent(row.probability), right=True),
    Column("sureness", lambda row: percent(row.sureness), right=True),
    Column("face", lambda row: row.face, style="cyan"),
    Column("photo", lambda row: row.photo, style="dim"),
]

MERGES: list[Column[PersonLikeness]] = [
    Column("probability", lambda row: percent(row.probability), right=True),
    Column("person", lambda row: row.person, style="cyan"),
    Column("faces", lambda row: f"{row.faces:,}", right=True),
    Column("name", lambda row: row.name or "(no name)"),
]

APART: list[Column[PersonLikeness]] = [
    Column("person", lambda row: row.person, style="cyan"),
    Column("faces", lambda row: f"{row.faces:,}", right=True),
    Column("name", lambda row: row.name or "(no name)"),
    Column("because", because),
]


# ---------------------------------------------------------------- in words


def name_of(other: PersonLikeness) -> str:
    """Return the name, else the id."""
    return other.name or other.person


def standing(other: PersonLikeness) -> str:
    """Return how probable a person is, or why it is out of the question."""
    if other.probability is None:
        return f"not this person, {because(other)}"
    return f"{percent(other.probability)}, nearest faces"


def edit_pairs(edits: Sequence[Edit]) -> list[tuple[str, str]]:
    """Return the newest decisions as labels and values."""
    shown = [
        ("decided" if i == 0 else "", f"{when(edit)} by {edit.who}: {edit.what} (edit {edit.edit})")
        for i, edit in enumerate(edits[:SHOWN_EDITS])
    ]
    more = len(edits) - SHOWN_EDITS
    return [*shown, *([("", f"and {more} earlier ones, see `history`")] if more > 0 else [])]

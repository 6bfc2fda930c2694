"""likeness find: samples in, one answer out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json, flag
from likeness.cli.output import (
    print_json,
    print_line,
    print_lines,
    print_message,
    print_next,
    print_rows,
)
from likeness.cli.progress import show_progress
from likeness.cli.questions import ask, can_ask
from likeness.cli.table import Column, lines
from likeness.cli.text import counted, size
from likeness.errors import UsageError
from likeness.types import (
    ExportReport,
    FaceFacts,
    FaceStatus,
    FindAnswer,
    FoundPhoto,
    Sample,
)
from likeness.workflows.find_words import how_sure, in_words, percent_of

if TYPE_CHECKING:
    from likeness.library import Library


def find(
    context: typer.Context,
    *,
    samples: Annotated[
        list[str],
        typer.Argument(
            metavar="SAMPLE",
            help="FILE, FILE#2 for its second largest face, or face:ID; all of one person.",
        ),
    ],
    everything: Annotated[
        bool, flag("--all", text="Show also photos that are probably wrong.")
    ] = False,
    collection: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only among photos of this collection.")
    ] = None,
    show: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Draw the samples with numbered faces to this .jpg, .png or .webp."
        ),
    ] = None,
    out: Annotated[
        str | None, typer.Option(metavar="DIR", help="Copy the photos found to this folder.")
    ] = None,
    zip_file: Annotated[
        str | None, typer.Option("--zip", metavar="FILE", help="Write the photos found to a zip.")
    ] = None,
    json: Json = False,
) -> None:
    """Find the person of the samples among all photos, or say that they are not there.

    Example: likeness find me.jpg "group shot.jpg#3" --out ~/Pictures/me
    """
    if out is not None and zip_file is not None:
        raise UsageError("Say either --out or --zip.")
    session = Session.of(context)
    with session.open() as library:
        looked = [library.look(sample) for sample in samples]
        if show is not None:
            show_samples(library, looked, show)
        chosen = [choose(sample, silent=json, shown=show is not None) for sample in looked]
        say_left_out(chosen)
        with show_progress() as progress:
            answer = library.find(
                *chosen, everything=everything, collection=collection, progress=progress
            )
        # Copied before anything is printed: a reader that goes away must not stop it.
        copied = copy(library, answer, out=out, zip_file=zip_file)
    if json:
        print_json(answer, **({} if copied is None else {"copied": copied.photos}))
        return
    print_line(in_words(answer, samples), style="bold")
    for line in how_sure(answer):
        print_message(line)
    if answer.photos:
        print_rows(answer.photos, COLUMNS, json=False, empty="")
    if copied is None:
        if out is not None or zip_file is not None:
            print_message("Nothing to copy.")
    else:
        missing = f", {copied.missing:,} cannot be read now" if copied.missing else ""
        where_to = out if out is not None else zip_file
        print_message(
            f"{counted(copied.photos, 'photo')}, {size(copied.bytes)} in {where_to}{missing}."
        )
    say_what_next(session, answer, everything=everything)


# ---------------------------------------------------------------- which face


def choose(sample: Sample, *, silent: bool, shown: bool = False) -> Sample:
    """Settle which face of a sample counts: ask, or take the largest and say so.

    Args:
        sample: As `Library.look` returned it.
        silent: Whether asking is out of the question.
        shown: Whether there is a picture with the numbers.

    Raises:
        UsageError: The human gave no number.
    """
    usable = [number for number, face in enumerate(sample.faces, 1) if face.status == "ok"]
    if sample.chosen is not None or not usable:
        return sample
    largest = usable[0]
    if len(usable) == 1:
        return dataclasses.replace(sample, chosen=largest)
    if silent or not can_ask():
        print_message(
            f"{sample.sample} shows {len(sample.faces)} faces: taking the largest that can be "
            f"recognised. Choose with {sample.sample}#N."
        )
        return dataclasses.replace(sample, chosen=largest)
    return dataclasses.replace(sample, chosen=asked(sample, largest, shown=shown))


def say_left_out(samples: Sequence[Sample]) -> None:
    """Name the samples that say nothing where others do; with none that does the answer says it."""
    useless = [sample for sample in samples if not is_recognisable(sample)]
    if len(useless) == len(samples):
        return
    for sample in useless:
        why = "its face cannot be recognised" if sample.faces else "there is no face on it"
        print_message(f"{sample.sample} is left out: {why}.")


def is_recognisable(sample: Sample) -> bool:
    """Return whether the face that was chosen can be compared with others."""
    return sample.chosen is not None and sample.faces[sample.chosen - 1].status == "ok"


def asked(sample: Sample, default: int, *, shown: bool) -> int:
    """Let the human at the terminal choose a face; return its number, from 1."""
    numbers = {face.id: number for number, face in enumerate(sample.faces, 1)}
    columns: list[Column[FaceFacts]] = [
        Column("#", lambda face: str(numbers[face.id]), right=True, style="bold"),
        Column("size", side, right=True),
        Column("where", lambda face: where(face, sample)),
        Column("state", lambda face: state(face.status), style="red"),
    ]
    print_message(f"{sample.sample} shows {len(sample.faces)} faces, largest first:")
    print_lines(lines(columns, sample.faces), beside=True)
    if not shown:
        print_message("To see the numbers on the picture, stop here and add --show faces.png.")
    while True:
        answer = ask(f"Which one? 1 to {len(sample.faces)} [{default}]")
        if answer is None:
            raise UsageError(f"No face was chosen. Say which with {sample.sample}#N.")
        if answer == "":
            return default
        if answer.isdecimal() and 1 <= int(answer) <= len(sample.faces):
            return int(answer)


def state(status: FaceStatus) -> str:
    """Return what keeps a face from being recognised, "" for nothing."""
    return "" if status == "ok" else status.replace("_", " ")


def side(face: FaceFacts) -> str:
    """Return the side of a square as large as the face's box: faces are sorted by area."""
    area = (face.box[2] - face.box[0]) * (face.box[3] - face.box[1])
    return f"{area**0.5:.0f} px"


def where(face: FaceFacts, sample: Sample) -> str:
    """Return where in the picture a face is, in thirds: "top left", "middle"."""
    if sample.pixels is None:
        return ""
    height, width = (length / sample.scale for length in sample.pixels.shape[:2])
    x, y = (face.box[0] + face.box[2]) / 2, (face.box[1] + face.box[3]) / 2
    down = ("top", "middle", "bottom")[min(int(3 * y / height), 2)]
    across = ("left", "middle", "right")[min(int(3 * x / width), 2)]
    return down if down == across else f"{down} {across}"


def show_samples(library: Library, samples: Sequence[Sample], file: str) -> None:
    """Draw the samples to *file*, which must not be one of them."""
    for sample in samples:
        given = sample.sample.rpartition("#")[0] or sample.sample
        if any(same_file(file, name) for name in (sample.sample, given)):
            raise UsageError(f"--show would write over the sample {file}: choose another name.")
    library.save_picture(library.draw_samples(samples), file)
    print_message(f"Drawn to {file}.")


def same_file(one: str, other: str) -> bool:
    """Return whether both names lead to one existing file."""
    try:
        return Path(one).expanduser().samefile(Path(other).expanduser())
    except (OSError, RuntimeError, ValueError):
        return False


# ---------------------------------------------------------------- the answer


def copy(
    library: Library, answer: FindAnswer, *, out: str | None, zip_file: str | None
) -> ExportReport | None:
    """Copy the photos found, if asked; None if not asked or nothing was found."""
    if not answer.photos:
        return None
    if out is not None:
        return library.copy_photos(answer.photos, out)
    if zip_file is not None:
        return library.zip_photos(answer.photos, zip_file)
    return None


def say_what_next(session: Session, answer: FindAnswer, *, everything: bool) -> None:
    """Say what can be done with the answer: merge halves, name somebody, see the doubtful."""
    hints = []
    if answer.twins:
        hints.append(
            ("They are rather one person", session.command("people", "merge", *answer.twins))
        )
    elif answer.answer == "found" and answer.candidates and answer.candidates[0].name is None:
        person = answer.candidates[0].person
        hints.append(("Name them", session.command("people", "name", person, "NAME")))
    elif answer.answer == "found" and not answer.candidates and answer.photos:
        face = answer.photos[0].face
        hints.append(
            ("Make them a person", session.command("faces", "assign", face, "--new", "NAME"))
        )
    if answer.answer == "unsure":
        hints.append(("Bring more photos", session.command("find", "PHOTO", "ANOTHER")))
    if answer.answer in {"unsure", "absent"} and not everything:
        hints.append(("See doubtful photos", f"{session.typed()} --all"))
    if hints:
        print_next(hints)


COLUMNS: list[Column[FoundPhoto]] = [
    Column(
        "sure",
        lambda photo: "" if photo.probability is None else percent_of(photo.probability),
        right=True,
    ),
    Column("similarity", lambda photo: f"{photo.similarity:.3f}", right=True),
    Column("face", lambda photo: photo.face, style="cyan"),
    Column("photo", lambda photo: photo.photo),
]

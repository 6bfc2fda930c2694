"""likeness find"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from likeness.cli import find
from likeness.errors import PhotoError, UsageError
from likeness.types import (
    Candidate,
    Contract,
    ExportReport,
    FaceFacts,
    FaceId,
    FaceStatus,
    FindAnswer,
    FoundPhoto,
    PersonId,
    PhotoId,
    Sample,
)
from tests.cli.conftest import Cli, Outcome
from tests.cli.fake import ANNA, BOB
from tests.cli.terminal import terminal

PHOTOS = (
    FoundPhoto(photo="/photos/a.jpg", face=FaceId("f1"), similarity=0.987, probability=0.998),
    FoundPhoto(photo="/photos/b.jpg", face=FaceId("f2"), similarity=0.9, probability=0.62),
)
COPIED = ExportReport(people=0, photos=2, bytes=1_234_567)


def candidate(key: PersonId = ANNA, name: str | None = "Anna") -> Candidate:
    return Candidate(person=key, name=name, similarity=0.95)


FOUND = FindAnswer(answer="found", candidates=(candidate(),), photos=PHOTOS)
ABSENT = FindAnswer(answer="absent")


def facts(
    number: int, box: tuple[float, float, float, float], status: FaceStatus = "ok"
) -> FaceFacts:
    return FaceFacts(
        id=FaceId(f"f{number}"),
        photo=PhotoId("ab" * 32),
        position=number,
        detector=Contract("test"),
        box=box,
        points=((0, 0),) * 5,  # type: ignore[arg-type]
        score=0.9,
        status=status,
    )


BOXES = [(0.0, 0.0, 60.0, 60.0), (140.0, 140.0, 160.0, 170.0), (280.0, 10.0, 290.0, 20.0)]


def sample(
    name: str = "me.jpg",
    faces: int = 1,
    chosen: int | None = None,
    blurred: tuple[int, ...] = (),
) -> Sample:
    """Return a sample whose faces of these numbers are *blurred*."""
    return Sample(
        sample=name,
        faces=tuple(
            facts(i, BOXES[i], "low_confidence" if i + 1 in blurred else "ok") for i in range(faces)
        ),
        chosen=chosen,
        pixels=np.zeros((150, 150, 3), np.uint8),
        scale=0.5,
    )


def finding(cli: Cli, *argv: str, looked: Any = None, answer: Any = FOUND, **more: Any) -> Outcome:
    return cli("find", *argv, look=looked or sample, find=answer, **more)


# ---------------------------------------------------------------- the answer


def test_the_answer_comes_first_then_the_photos_by_likeness(cli: Cli) -> None:
    done = finding(cli, "me.jpg")

    assert done.status == 0
    assert done.lines == [
        "Found: Anna, in 2 photos.",
        " sure  similarity  face  photo",
        ">99 %       0.987  f1    /photos/a.jpg",
        " 62 %       0.900  f2    /photos/b.jpg",
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (ABSENT, "Not in this library."),
        (FindAnswer(answer="no_face"), "No face on me.jpg."),
        (
            FindAnswer(answer="unsure", candidates=(candidate(), candidate(BOB, "Bob"))),
            "Not sure: Anna or Bob.",
        ),
        (FindAnswer(answer="unsure"), "Not sure."),
        (
            FindAnswer(answer="unrecognisable"),
            "The face on me.jpg cannot be recognised: too small, blurred or turned away.",
        ),
        (
            FindAnswer(answer="found", candidates=(candidate(name=None),), photos=PHOTOS[:1]),
            f"Found: somebody without a name ({ANNA}), in 1 photo.",
        ),
        (
            FindAnswer(answer="found", photos=PHOTOS),
            "Found: somebody who belongs to no person yet, in 2 photos.",
        ),
    ],
)
def test_every_answer_has_its_words_and_is_no_error(
    cli: Cli, answer: FindAnswer, said: str
) -> None:
    done = finding(cli, "me.jpg", answer=answer)

    assert (done.status, done.lines[0]) == (0, said)


def test_somebody_without_a_name_can_be_named_next(cli: Cli) -> None:
    answer = FindAnswer(answer="found", candidates=(candidate(name=None),), photos=PHOTOS)

    assert f"likeness people name {ANNA} NAME" in finding(cli, "me.jpg", answer=answer).err


MEASURED = {"probability": 0.97, "p_value": 0.002, "alpha": 0.01}


def test_an_answer_says_how_sure_it_is_and_how_rare_such_a_stranger(cli: Cli) -> None:
    """In words: nobody should have to know what a p-value is."""
    answer = FindAnswer(answer="found", candidates=(candidate(),), method="conformal", **MEASURED)  # type: ignore[arg-type]

    said = finding(cli, "me.jpg", answer=answer).err

    assert "97 % sure. About 1 stranger in 500 would look as much like them." in said
    assert "Extrapolated" not in said


def test_what_is_extrapolated_is_said_to_be(cli: Cli) -> None:
    """Too few people are a reason to doubt the figures."""
    answer = FindAnswer(
        answer="absent",
        candidates=(candidate(),),
        method="extrapolated",
        p_value=0.8,
        probability=0.1,
    )

    said = finding(cli, "me.jpg", answer=answer).err

    assert "Nearest is Anna." in said
    assert "Most strangers would look as much like them." in said
    assert "Extrapolated: too few people here to count strangers; estimates only." in said
    assert "me.jpg --all" in said
    assert max(map(len, said.splitlines())) <= 80


def test_halves_of_one_person_are_both_named_and_can_be_merged(cli: Cli) -> None:
    """Grouping left them apart: the answer says what to do."""
    answer = FindAnswer(
        answer="found", candidates=(candidate(), candidate(BOB, "Bob")), twins=(ANNA, BOB)
    )

    done = finding(cli, "me.jpg", answer=answer)

    assert done.lines[0] == "Found: Anna and Bob, in 0 photos."
    assert f"likeness people merge {ANNA} {BOB}" in done.err


def test_a_face_of_the_library_that_is_alone_is_told_so(cli: Cli) -> None:
    """It is in the library itself, of course."""
    assert finding(cli, "face:f1", answer=ABSENT).lines == [
        "No other photo of them in this library."
    ]


def test_scripts_get_the_keys_of_the_contract(cli: Cli) -> None:
    assert finding(cli, "me.jpg", "--json").rows == [
        {
            "answer": "found",
            "probability": None,
            "candidates": [
                {"person": ANNA, "name": "Anna", "similarity": 0.95, "probability": None}
            ],
            "photos": [
                {
                    "photo": "/photos/a.jpg",
                    "face": "f1",
                    "similarity": 0.987,
                    "probability": 0.998,
                },
                {"photo": "/photos/b.jpg", "face": "f2", "similarity": 0.9, "probability": 0.62},
            ],
            "p_value": None,
            "method": None,
            "alpha": None,
            "twins": [],
        }
    ]


def test_all_samples_and_all_photos_are_asked_for(cli: Cli) -> None:
    done = finding(cli, "a.jpg", "face:f1", "b.jpg#2", "--all")

    assert [args for name, args, _ in done.library.calls if name == "look"] == [
        ("a.jpg",),
        ("face:f1",),
        ("b.jpg#2",),
    ]
    ((given, options),) = [(args, kw) for name, args, kw in done.library.calls if name == "find"]
    assert [looked.sample for looked in given] == ["a.jpg", "face:f1", "b.jpg#2"]
    assert options.pop("progress") is not None
    assert options == {"everything": True, "collection": None}


def test_a_sample_that_cannot_be_read_is_an_error(cli: Cli) -> None:
    done = finding(cli, "x.txt", looked=PhotoError("not_an_image", "x.txt is not an image."))

    assert (done.status, done.out, done.err) == (1, "", "Error: x.txt is not an image.\n")


# ---------------------------------------------------------------- which face


def chosen(done: Outcome) -> int | None:
    ((looked,),) = [args for name, args, _ in done.library.calls if name == "find"]
    number: int | None = looked.chosen
    return number


@pytest.mark.parametrize("argv", [["--json"], []])
def test_where_nobody_can_be_asked_the_largest_face_counts_and_that_is_said(
    cli: Cli, argv: list[str]
) -> None:
    done = finding(cli, "me.jpg", *argv, looked=sample(faces=3))

    assert chosen(done) == 1
    assert "me.jpg shows 3 faces: taking the largest that can be recognised. " in done.err
    assert "Choose with me.jpg#N." in done.err


@pytest.mark.parametrize(
    ("looked", "number"),
    [
        (sample(faces=1), 1),
        (sample(faces=3, chosen=2), 2),
        (sample(faces=0), None),
        (sample(faces=3, blurred=(1, 2)), 3),
        (sample(faces=1, blurred=(1,)), None),
    ],
)
def test_where_there_is_no_choice_nothing_is_said(
    cli: Cli, looked: Sample, number: int | None
) -> None:
    done = finding(cli, "me.jpg", "--json", looked=looked)

    assert chosen(done) == number
    assert done.err == ""


def test_a_face_that_cannot_be_recognised_is_not_the_default(cli: Cli) -> None:
    assert chosen(finding(cli, "me.jpg", looked=sample(faces=3, blurred=(1,)))) == 2


ASKING = """
import sys
from likeness.cli.app import run
from tests.cli.fake import FakeLibrary
from tests.cli.test_find import FOUND, sample

def find(looked, **_):
    print("chosen", looked.chosen)
    return FOUND

library = FakeLibrary(look=sample(faces=3), find=find, draw_samples=None, save_picture=None)
sys.exit(run(["find", "me.jpg"], opener=library.open))
"""


@pytest.mark.parametrize(("typed", "number"), [("2\n", 2), ("\n", 1), ("9\nx\n3\n", 3)])
def test_somebody_at_a_terminal_is_asked(typed: str, number: int) -> None:
    with terminal(ASKING) as screen:
        shown = screen.wait_for("Which one? 1 to 3 [1]")
        screen.type(typed)
        status, after = screen.finish()

    assert shown.split("\n")[:6] == [
        "me.jpg shows 3 faces, largest first:",
        "#   size  where",
        "1  60 px  top left",
        "2  24 px  middle",
        "3  10 px  top right",
        "To see the numbers on the picture, stop here and add --show faces.png.",
    ]
    assert status == 0
    assert f"chosen {number}" in after
    assert "Found: Anna, in 2 photos." in after


def test_who_has_the_numbers_already_is_not_told_how_to_get_them() -> None:
    with terminal(ASKING.replace('"me.jpg"]', '"me.jpg", "--show", "x.png"]')) as screen:
        shown = screen.wait_for("Which one?")

    assert "Drawn to x.png." in shown
    assert "add --show" not in shown


def test_an_input_that_ends_chooses_nobody() -> None:
    with terminal(ASKING) as screen:
        screen.wait_for("Which one?")
        screen.type("\x04")
        status, after = screen.finish()

    assert status == 2
    assert "Error: No face was chosen. Say which with me.jpg#N." in after


def test_where_a_known_face_lies_is_not_told() -> None:
    known = Sample(sample="face:f1", faces=(facts(1, BOXES[0]),), chosen=None)

    assert find.where(known.faces[0], known) == ""


# ---------------------------------------------------------------- pictures and copies


def test_samples_are_drawn_before_anything_is_asked(cli: Cli) -> None:
    done = finding(
        cli, "me.jpg", "--show", "out.png", "--json", draw_samples="pixels", save_picture=None
    )

    assert [name for name, _, _ in done.library.calls] == [
        "look",
        "draw_samples",
        "save_picture",
        "find",
    ]
    assert ("save_picture", ("pixels", "out.png"), {}) in done.library.calls
    assert done.err == "Drawn to out.png.\n"


@pytest.mark.parametrize("name", ["me.jpg", "me.jpg#1"])
def test_a_sample_is_never_drawn_over(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "me.jpg").write_bytes(b"mine")
    (tmp_path / "link.jpg").symlink_to("me.jpg")

    done = finding(cli, name, "--show", "link.jpg")

    assert done.status == 2
    assert "would write over the sample" in done.err


@pytest.mark.parametrize(
    ("argv", "method", "target"),
    [(["--out", "dir"], "copy_photos", "dir"), (["--zip", "x.zip"], "zip_photos", "x.zip")],
)
def test_photos_found_are_copied(cli: Cli, argv: list[str], method: str, target: str) -> None:
    done = finding(cli, "me.jpg", *argv, **{method: COPIED})

    assert (method, (PHOTOS, target), {}) in done.library.calls
    assert f"2 photos, 1.2 MB in {target}." in done.err


def test_scripts_are_told_how_many_were_copied(cli: Cli) -> None:
    (row,) = finding(cli, "me.jpg", "--out", "dir", "--json", copy_photos=COPIED).rows

    assert row["copied"] == 2


def test_what_was_not_found_is_not_copied(cli: Cli) -> None:
    done = finding(cli, "me.jpg", "--out", "dir", answer=ABSENT)

    assert done.status == 0
    assert "Nothing to copy." in done.err


def test_one_kind_of_copy_is_enough(cli: Cli) -> None:
    done = finding(cli, "me.jpg", "--out", "dir", "--zip", "x.zip")

    assert (done.status, done.library.opened) == (2, [])
    assert "either --out or --zip" in done.err


def test_wrong_use_found_below_is_status_2(cli: Cli) -> None:
    done = finding(cli, "me.jpg#9", looked=UsageError("me.jpg shows 1 face, not 9."))

    assert done.status == 2


def test_samples_that_say_nothing_are_named_beside_those_that_do(cli: Cli) -> None:
    looked = {
        "me.jpg": sample("me.jpg"),
        "apple.jpg": sample("apple.jpg", faces=0),
        "dim.jpg": sample("dim.jpg", blurred=(1,)),
    }

    done = cli("find", *looked, look=looked.get, find=FOUND)

    assert done.err.splitlines()[:2] == [
        "apple.jpg is left out: there is no face on it.",
        "dim.jpg is left out: its face cannot be recognised.",
    ]


def test_a_sample_without_a_face_alone_is_told_by_the_answer(cli: Cli) -> None:
    done = cli("find", "apple.jpg", look=sample("apple.jpg", faces=0), find=FOUND)

    assert "left out" not in done.err

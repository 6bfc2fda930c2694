"""likeness faces"""

from __future__ import annotations

from typing import Any

import pytest

from likeness.cli.context import who
from likeness.errors import UnknownPhotoError
from tests.cli.conftest import Cli, part
from tests.cli.fake import ANNA, edit, face

FACES = [
    face("f1"),
    face("f2", name=None),
    face("f3", "/photos/b.jpg", person=None, name=None, age=None, gender=None, quality=None),
]


def test_faces_are_listed_below_their_photos(cli: Cli) -> None:
    assert cli("faces", faces=FACES).lines == [
        "face  score  quality  looks like  person",
        "/photos/a.jpg",
        "f1     0.99     0.71  woman 31    Anna",
        f"f2     0.99     0.71  woman 31    {ANNA}",
        "/photos/b.jpg",
        "f3     0.99                       (nobody)",
    ]


@pytest.mark.parametrize(
    ("kwargs", "said"),
    [
        ({"status": "low_confidence"}, "low confidence"),
        ({"status": "too_small"}, "too small"),
        ({"mark": "ignored"}, "ignored"),
        ({"mark": "not_a_face", "status": "ok"}, "not a face"),
    ],
)
def test_what_keeps_a_face_out_is_said(cli: Cli, kwargs: dict[str, Any], said: str) -> None:
    done = cli("faces", "--all", faces=[face(**kwargs), face()])

    assert said in done.lines[2]
    assert said not in done.lines[3]


def test_filters_are_handed_on(cli: Cli) -> None:
    done = cli("faces", "--photo", "a.jpg", "--person", "Anna", "--all", faces=[])

    assert done.library.calls == [
        ("faces", (), {"photo": "a.jpg", "person": "Anna", "everything": True})
    ]
    assert done.err == "No faces.\n"


def test_scripts_get_the_keys_of_the_contract(cli: Cli) -> None:
    (row,) = cli("faces", "--json", faces=[face(person=None)]).rows

    contract = {
        "face": "f1",
        "photo": "/photos/a.jpg",
        "box": [10.0, 20.0, 30.0, 50.0],
        "points": [[1.0, 2.0]] * 5,
        "score": 0.987,
        "status": "ok",
        "quality": 0.71,
        "person": None,
        "age": 31.4,
        "gender": "female",
        "gender_probability": 0.9,
        "pose": [1.0, 2.0, 3.0],
    }
    assert part(row, contract) == contract
    assert "number" not in row


def everything_or_ok(everything: bool = False, **_: object) -> list[Any]:
    every = [face("f1", status="low_confidence"), face("f2")]
    return every if everything else every[1:]


def test_a_drawing_shows_all_faces_and_the_list_carries_its_numbers(cli: Cli) -> None:
    done = cli(
        *("faces", "--photo", "a.jpg", "--draw", "out.png"),
        faces=everything_or_ok,
        draw_faces="pixels",
        face_numbers={"f1": 2, "f2": 1},
        save_picture=None,
    )

    assert ("draw_faces", ("a.jpg",), {}) in done.library.calls
    assert ("save_picture", ("pixels", "out.png"), {}) in done.library.calls
    assert done.lines[0].split()[:2] == ["#", "face"]
    assert [line.split()[:2] for line in done.lines[2:]] == [["1", "f2"]]
    assert done.err == "Drawn to out.png.\n"


def test_scripts_get_the_numbers_of_a_drawing(cli: Cli) -> None:
    done = cli(
        *("faces", "--photo", "a.jpg", "--draw", "out.png", "--all", "--json"),
        faces=everything_or_ok,
        draw_faces="pixels",
        face_numbers={"f1": 2, "f2": 1},
        save_picture=None,
    )

    assert [(row["face"], row["number"]) for row in done.rows] == [("f1", 2), ("f2", 1)]


def test_drawing_needs_one_photo(cli: Cli) -> None:
    done = cli("faces", "--draw", "out.png")

    assert (done.status, done.library.opened) == (2, [])
    assert "--draw needs --photo" in done.err


def test_an_unknown_photo_is_an_error(cli: Cli) -> None:
    done = cli("faces", "--photo", "x", faces=UnknownPhotoError("No photo x."))

    assert (done.status, done.err) == (1, "Error: No photo x.\n")


@pytest.mark.parametrize(
    ("argv", "method", "args", "kwargs"),
    [
        (
            ["assign", "f1", "f2", "--to", "Anna"],
            "assign",
            ("f1", "f2"),
            {"to": "Anna", "new": None},
        ),
        (["assign", "f1", "--new", "Eve"], "assign", ("f1",), {"to": None, "new": "Eve"}),
        (["confirm", "f1"], "confirm", ("f1",), {}),
        (["reject", "f1"], "reject", ("f1",), {}),
        (["ignore", "f1"], "ignore", ("f1",), {}),
        (["not-a-face", "f1"], "not_a_face", ("f1",), {}),
    ],
)
def test_verbs_decide_in_the_name_of_the_user(
    cli: Cli,
    argv: list[str],
    method: str,
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:
    done = cli("faces", *argv, "--json", **{method: edit()})

    assert done.library.calls == [(method, args, {**kwargs, "who": who()})]
    assert [row["edit"] for row in done.rows] == [7]
    assert done.err == ""


@pytest.mark.parametrize("argv", [[], ["--to", "a", "--new", "b"]])
def test_assigning_needs_one_target(cli: Cli, argv: list[str]) -> None:
    done = cli("faces", "assign", "f1", *argv)

    assert (done.status, done.library.opened) == (2, [])
    assert "either --to PERSON or --new NAME" in done.err

"""likeness average"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from likeness.cli.average_set import ages, span_of_time
from likeness.errors import ExportError, UsageError
from likeness.types import AverageOf, AverageReport, PersonId
from tests.cli.conftest import Cli, Outcome

REPORT = AverageReport(
    faces=1200,
    photos=800,
    people=64,
    shaped=147,
    voices=60,
    unreadable=0,
    side=512,
    zoom=0.9,
    quality=0.81,
    dominant=0.034,
    dominant_person=PersonId("p00000000000000aa"),
    effective_people=45.7,
    anonymous=True,
    likeness=0.957,
    spread=(0.88, 0.92, 0.94),
    nearest=(),
    farthest=(),
    differs=(("eyes", 0.8), ("brows", 0.6), ("mouth", 0.5), ("nose", 0.4)),
    remarks=("Most photos are poor.",),
    seconds=31.2,
)
PICTURE = np.zeros((4, 4, 3), np.uint8)
MADE = SimpleNamespace(pixels=PICTURE, report=REPORT)


def call(cli: Cli, *words: str, **answers: Any) -> Outcome:
    usual = {"average": MADE, "save_picture": None, "check_files": None}
    return cli("average", *words, **(usual | answers))


def asked(done: Outcome, name: str = "average") -> list[tuple[Any, ...]]:
    return [args for called, args, _ in done.library.calls if called == name]


def test_an_average_of_everybody_is_written_to_a_file(cli: Cli) -> None:
    done = call(cli, "-o", "all.png")

    assert done.status == 0
    assert asked(done) == [(AverageOf(),)]
    assert asked(done, "save_picture") == [(PICTURE, "all.png")]
    assert "1,200 of 64 people" in done.out
    assert "147 faces of 60 people" in done.out
    assert "eyes, brows, mouth" in done.out
    assert "Most photos are poor." in done.err
    assert all(len(line) <= 80 for line in done.lines)


def test_as_json_it_is_one_object(cli: Cli) -> None:
    (row,) = call(cli, "-o", "all.png", "--json").rows

    assert (row["faces"], row["file"]) == (1200, "all.png")
    assert row["anonymous"] is True


def test_every_condition_is_handed_on(cli: Cli) -> None:
    done = call(
        cli, "-o", "a.png", "--person", "Anna", "--person", "Bob", "--collection", "Party",
        "--gender", "women", "--age", "20-29", "--taken", "2019", "--near", "me.jpg",
        "--face", "face:f01",
    )  # fmt: skip

    assert asked(done) == [
        (
            AverageOf(
                people=("Anna", "Bob"),
                collection="Party",
                gender="female",
                ages=(20, 29),
                since=datetime(2019, 1, 1),  # noqa: DTZ001 - cameras have no zone
                before=datetime(2020, 1, 1),  # noqa: DTZ001
                near=("me.jpg",),
                faces=("f01",),
            ),
        )
    ]


def test_women_and_men_stand_beside_each_other(cli: Cli) -> None:
    done = call(cli, "-o", "both.png", "--gender", "both", "--json", draw_averages=PICTURE)

    assert [args[0].gender for args in asked(done)] == ["female", "male"]
    assert asked(done, "draw_averages") == [([MADE, MADE], ["women", "men"])]
    assert len(done.rows) == 2


def test_a_template_is_looked_at_before_anything_is_averaged(cli: Cli) -> None:
    done = call(
        cli, "-o", "x.png", "--on", "tree.jpg", check_template=UsageError("No face on tree.jpg.")
    )

    assert done.status == 2
    assert "No face on tree.jpg." in done.err
    assert asked(done) == []


def test_files_are_looked_at_before_anything_is_averaged(cli: Cli) -> None:
    refused = ExportError("x.txt must end in .png.")
    done = call(cli, "-o", "x.txt", "--build", "b.gif", check_files=refused)

    assert done.status == 1
    assert asked(done) == []
    (kept,) = [kwargs for called, _, kwargs in done.library.calls if called == "check_files"]
    assert kept == {"still": ["x.txt"], "moving": ["b.gif"]}


def test_what_remains_of_the_template_is_said(cli: Cli) -> None:
    painted = SimpleNamespace(pixels=PICTURE, remarks=("Hair remains the template's.",))
    done = call(cli, "-o", "x.png", "--on", "t.jpg#2", check_template=None, paint_average=painted)

    assert asked(done, "paint_average") == [([MADE], "t.jpg#2")]
    assert "Hair remains the template's." in done.err


def test_it_can_be_kept_without_a_file(cli: Cli) -> None:
    kept = SimpleNamespace(id="a0123456789abcdef")
    done = call(cli, "--keep", "Us", "--json", keep_average=kept)

    assert asked(done, "keep_average") == [(MADE, "Us")]
    assert done.rows[0]["average"] == "a0123456789abcdef"


def test_over_the_years_it_is_one_row_for_each(cli: Cli) -> None:
    periods = [
        SimpleNamespace(label="2018", averaged=MADE, moved=None),
        SimpleNamespace(label="2019", averaged=MADE, moved=0.02),
    ]
    done = call(
        cli, "-o", "years.png", "--over", "year", "--json", average_over=periods, save_periods=None
    )

    assert [(row["period"], row["moved"]) for row in done.rows] == [("2018", None), ("2019", 0.02)]
    assert asked(done, "save_periods") == [(periods, "years.png")]


def test_films_and_differences_are_drawn_beside(cli: Cli) -> None:
    done = call(
        cli, "--build", "b.gif", "--differs", "d.png", save_building=None, draw_difference=PICTURE
    )

    assert asked(done, "save_building") == [(MADE, "b.gif")]
    assert asked(done, "save_picture") == [(PICTURE, "d.png")]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--over", "year"),
        ("--over", "decade", "-o", "x.png"),
        ("--over", "year", "-o", "x.png", "--on", "t.jpg"),
        ("--on", "t.jpg", "--keep", "Us"),
        ("-o", "x.png", "--gender", "both", "--build", "x.gif"),
        ("-o", "x.png", "--gender", "everybody"),
        ("-o", "x.png", "--age", "old"),
        ("-o", "x.png", "--age", "30-20"),
        ("-o", "x.png", "--taken", "yesterday"),
    ],
)
def test_what_makes_no_sense_is_said_before_anything_is_made(
    cli: Cli, words: tuple[str, ...]
) -> None:
    done = call(cli, *words)

    assert done.status == 2
    assert done.err
    assert asked(done) == []


@pytest.mark.parametrize(
    ("text", "since", "before"),
    [
        ("2019", (2019, 1), (2020, 1)),
        ("2019-06", (2019, 6), (2019, 7)),
        ("2019-12", (2019, 12), (2020, 1)),
        ("2010-2019", (2010, 1), (2020, 1)),
    ],
)
def test_times_are_years_months_and_spans(
    text: str, since: tuple[int, int], before: tuple[int, int]
) -> None:
    found = span_of_time(text)
    assert [(moment.year, moment.month, moment.day) for moment in found] == [
        (*since, 1),
        (*before, 1),
    ]


@pytest.mark.parametrize("text", ["2019-13", "2019-00", "19", "2019-06-01", "2019-2010", "0000"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--taken"):
        span_of_time(text)


def test_one_age_is_a_span_of_a_year() -> None:
    assert ages("8") == (8, 8)


def test_one_person_is_said_to_be_one_person(cli: Cli) -> None:
    alone = SimpleNamespace(pixels=PICTURE, report=replace(REPORT, faces=1, people=1, voices=1))
    done = call(cli, "-o", "one.png", average=alone)
    assert "of 1 person" in done.out
    assert "likeness" not in done.out

"""likeness average"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rich.cells import cell_len

from likeness.cli.average_set import ages, span_of_time
from likeness.errors import ExportError, InterruptedRunError, UsageError
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
    assert kept == {"still": ["x.txt"], "moving": ["b.gif"], "titles": []}


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


def test_what_is_kept_is_said_with_its_id_and_where_to_see_it(cli: Cli) -> None:
    kept = SimpleNamespace(id="a0123456789abcdef")
    done = call(cli, "--keep", "Us", keep_average=kept)

    assert "Kept as Us (a0123456789abcdef)." in done.err
    assert "likeness averages" in done.err


def test_titles_are_looked_at_before_anything_is_averaged(cli: Cli) -> None:
    done = call(cli, "--keep", " ", check_files=UsageError("The title of an average needs more."))

    assert (done.status, asked(done)) == (2, [])
    assert done.library.calls[-1][2]["titles"] == [" "]


@pytest.mark.parametrize(
    "words",
    [
        ("--on", "{file}", "-o", "{file}"),
        ("--on", "{file}#2", "-o", "{file}"),
        ("--near", "{file}", "-o", "{file}"),
        ("--near", "{file}#1", "--differs", "{file}"),
        ("-o", "{file}", "--differs", "{file}"),
        ("-o", "{folder}/new.png", "--differs", "{folder}/../{name}/new.png"),
    ],
)
def test_no_output_is_written_over_what_is_given_or_over_another(
    cli: Cli, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "mine.jpg"
    file.write_bytes(b"a photo")
    names = {"file": file, "folder": tmp_path, "name": tmp_path.name}
    done = call(cli, *(word.format(**names) for word in words))

    assert done.status == 2
    assert "choose another name" in done.err
    assert done.library.calls == []


def test_a_film_that_is_stopped_leaves_what_was_drawn_and_says_so(cli: Cli) -> None:
    stopped = InterruptedRunError("Stopped: nothing was made, nothing was changed.")
    kept = SimpleNamespace(id="a0123456789abcdef")
    done = call(
        cli, "-o", "a.png", "--build", "b.gif", "--keep", "Us",
        save_building=stopped, keep_average=kept,
    )  # fmt: skip

    assert done.status == 130
    assert asked(done, "keep_average") == [(MADE, "Us")]
    assert "Drawn to a.png." in done.err
    assert "b.gif was not drawn. What was drawn or kept before stays." in done.err
    assert "nothing was made" not in done.err


def test_a_film_alone_that_is_stopped_leaves_nothing(cli: Cli) -> None:
    stopped = InterruptedRunError("Stopped: nothing was made, nothing was changed.")
    done = call(cli, "--build", "b.gif", save_building=stopped)

    assert done.status == 130
    assert "nothing was made" in done.err


def test_who_is_missing_is_said_where_women_and_men_are_asked_for(cli: Cli) -> None:
    done = call(cli, "-o", "a.png", "--gender", "both", average=UsageError("Nobody is left."))

    assert done.status == 2
    assert "No average of the women can be made. Nobody is left." in " ".join(done.err.split())


@pytest.mark.parametrize("label", ["A very long name of an event " * 5, "名前" * 60])
def test_long_names_of_collections_fit_on_a_line(cli: Cli, label: str) -> None:
    periods = [SimpleNamespace(label=label, averaged=MADE, moved=None)]
    words = ("-o", "x.png", "--over", "collection")
    done = call(cli, *words, average_over=periods, save_periods=None)

    assert "\u2026" in done.out
    assert all(cell_len(line) <= 80 for line in done.lines)


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

"""How fast an engine went is summed up over its runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from likeness.workflows.evaluate.speed import FILE, Speed, note_speed


def test_runs_are_summed_up(tmp_path: Path) -> None:
    assert note_speed(tmp_path, photos=0, seconds=3) is None
    assert note_speed(tmp_path, photos=10, seconds=2) == Speed(photos=10, seconds=2)
    assert note_speed(tmp_path, photos=0, seconds=9) == Speed(photos=10, seconds=2)

    found = note_speed(tmp_path, photos=20, seconds=4)

    assert found is not None
    assert found.per_second == pytest.approx(5)
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"photos": 1}',
        '{"photos": 0, "seconds": 1}',
        '{"photos": -1, "seconds": 1}',
        '{"photos": 1000000000000, "seconds": 1}',
        '{"photos": Infinity, "seconds": 1}',
        '{"photos": NaN, "seconds": 1}',
        '{"photos": 1, "seconds": 1e999}',
        '{"photos": 1, "seconds": NaN}',
        '{"photos": 1, "seconds": 5e-324}',
        '{"photos": 1, "seconds": 1' + "0" * 400 + "}",
        '{"photos": 1' + "0" * 3000 + ', "seconds": 1}',
        "[" * 4000,
        '{"photos": 1,' + " " * 5000 + '"seconds": 1}',
    ],
)
def test_a_spoilt_file_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)

    assert note_speed(tmp_path, photos=0, seconds=1) is None
    assert note_speed(tmp_path, photos=2, seconds=1) == Speed(photos=2, seconds=1)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE)

    assert note_speed(tmp_path, photos=0, seconds=1) is None


def test_what_cannot_be_kept_does_not_stop_the_evaluation(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()

    for folder in (tmp_path, tmp_path / "none"):
        assert note_speed(folder, photos=2, seconds=1) == Speed(photos=2, seconds=1)

    assert [file.name for file in tmp_path.iterdir()] == [FILE]

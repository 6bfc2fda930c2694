"""How fast an engine went is summed up over its runs."""

from __future__ import annotations

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


@pytest.mark.parametrize("content", ["", "[]", '{"photos": 1}', '{"photos": 0, "seconds": 1}'])
def test_a_spoilt_file_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)

    assert note_speed(tmp_path, photos=0, seconds=1) is None
    assert note_speed(tmp_path, photos=2, seconds=1) == Speed(photos=2, seconds=1)

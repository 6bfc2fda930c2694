"""The measurement of landmarks sees what turns, and what does not."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.loading import loaded


def test_every_way_of_placing_points_is_measured_on_every_face(
    photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded("landmarks").main(["--photos", str(photos / "scenes"), "--limit", "2"])

    rows = json.loads(capsys.readouterr().out.splitlines()[-1])["rows"]
    assert list(rows) == ["one view", "usual, 6 looks", "fine, 12 looks"]
    for row in rows.values():
        assert row["cpu_ms"] > 0
        assert row["along_30"]["faces"] > 0
        assert 0 < row["along_30"]["median"] < 0.05


def test_points_that_stay_where_they_are_on_the_face_do_not_disagree() -> None:
    landmarks = loaded("landmarks")
    glued = np.random.default_rng(5).uniform(20, 60, (68, 2))
    turn = landmarks.turned(np.zeros((80, 90, 3), np.uint8), 30)

    def place(picture: object, five: np.ndarray) -> tuple[np.ndarray, float]:
        return (glued if five[0, 0] == 20 else turn.forth(glued)), 0.0

    row = landmarks.Measured(place)
    five = np.array([(20, 20), (40, 20), (30, 30), (22, 40), (38, 40)], np.float32)
    landmarks.one_face(row, turn.picture, five, {30: turn}, {30: [turn.forth(five) + 1]})

    assert row.along[30] == pytest.approx([0], abs=1e-5)
    assert row.again[30] == pytest.approx([0], abs=1e-5)


def test_another_face_of_the_turned_photo_is_not_taken_for_this_one() -> None:
    landmarks = loaded("landmarks")
    turn = landmarks.turned(np.zeros((80, 90, 3), np.uint8), 10)
    five = np.array([(20, 20), (40, 20), (30, 30), (22, 40), (38, 40)], np.float32)
    points = np.random.default_rng(5).uniform(20, 60, (68, 2))

    row = landmarks.Measured(lambda *_: (points, 0.0))
    landmarks.one_face(row, turn.picture, five, {10: turn}, {10: [turn.forth(five) + 100]})

    assert len(row.along[10]) == 1
    assert row.again[10] == []

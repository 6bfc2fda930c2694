"""New faces in a library with generated ones are grouped, with whom they are near."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks.loading import loaded


def test_new_faces_are_grouped_and_timed(capsys: pytest.CaptureFixture[str]) -> None:
    loaded("growth").main(["--faces", "300", "--new", "6"])

    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["faces"] == 306
    assert found["people"] > 0
    assert found["seconds"] > 0

"""The network of a small generated library is built, timed and compared with brute force."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks.loading import loaded


def test_edges_are_found_drawn_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert loaded("network").main(["--faces", "300"]) == 0

    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["faces"]["nodes"] > 250
    assert found["faces"]["edges"] > found["people"]["edges"] > 0
    assert (found["wrong"], found["wrong_again"]) == (0, 0)
    rows = list(loaded("campaign_rows").network_rows(found))
    assert ("0, 0", "0") in [row[1:] for row in rows]

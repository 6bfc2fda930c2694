"""likeness upgrade"""

from __future__ import annotations

from likeness.errors import InterruptedRunError
from likeness.types import UpgradeReport
from tests.cli.conftest import Cli

REPORT = UpgradeReport(faces=2345, photos=1200, missing=0, seconds=65)


def test_the_report_is_said(cli: Cli) -> None:
    done = cli("upgrade", upgrade=REPORT)

    assert done.status == 0
    assert done.lines == ["faces    2,345", "photos   1,200", "missing  0", "time     1:05 min"]
    assert "could not be read" not in done.err


def test_photos_that_are_away_are_told_with_what_to_do(cli: Cli) -> None:
    away = UpgradeReport(faces=1, photos=1, missing=3, seconds=1)

    said = " ".join(cli("upgrade", upgrade=away).err.split())

    assert "3 photos could not be read" in said
    assert "likeness sources" in said


def test_scripts_get_the_report(cli: Cli) -> None:
    assert cli("upgrade", "--json", upgrade=REPORT).rows == [
        {"faces": 2345, "photos": 1200, "missing": 0, "seconds": 65}
    ]


def test_quiet_says_nothing(cli: Cli) -> None:
    done = cli("upgrade", "--quiet", upgrade=REPORT)

    assert (done.out, done.err) == ("", "")


def test_no_library_is_made(cli: Cli) -> None:
    assert cli("upgrade", upgrade=REPORT).library.opened == [(None, False)]


def test_a_stopped_upgrade_is_one_line(cli: Cli) -> None:
    stopped = InterruptedRunError("Stopped: the landmarks of 3 faces are new.")

    done = cli("upgrade", upgrade=stopped)

    assert done.status == 130
    assert "Stopped: the landmarks of 3 faces are new." in done.err

"""likeness group"""

from __future__ import annotations

from likeness.types import GroupReport
from tests.cli.conftest import Cli

REPORT = GroupReport(faces=1200, people=34, unassigned=56, seconds=2.5)


def test_the_report_is_said(cli: Cli) -> None:
    done = cli("group", group=REPORT)

    assert done.lines == [
        "faces        1,200",
        "people       34",
        "with nobody  56",
        "time         2.5 s",
    ]
    assert "likeness people" in done.err


def test_again_is_handed_on(cli: Cli) -> None:
    assert cli("group", group=REPORT).library.calls[0][2]["again"] is False
    assert cli("group", "--again", group=REPORT).library.calls[0][2]["again"] is True


def test_quiet_says_nothing(cli: Cli) -> None:
    done = cli("group", "--quiet", group=REPORT)

    assert (done.out, done.err) == ("", "")


def test_scripts_get_the_report(cli: Cli) -> None:
    assert cli("group", "--json", group=REPORT).rows == [
        {"faces": 1200, "people": 34, "unassigned": 56, "seconds": 2.5}
    ]

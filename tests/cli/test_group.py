"""likeness group"""

from __future__ import annotations

import pytest

from likeness.cli.context import who
from likeness.types import GroupReport, Strictness
from tests.cli.conftest import Cli
from tests.cli.fake import edit

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


# ---------------------------------------------------------------- other strictnesses

ROWS = [
    Strictness(strictness=-1, people=30, unassigned=40, chosen=False, now=False),
    Strictness(strictness=0, people=34, unassigned=56, chosen=True, now=False),
    Strictness(strictness=2, people=1036, unassigned=160, chosen=False, now=True),
]


def test_all_strictnesses_are_listed_with_what_they_make(cli: Cli) -> None:
    done = cli("group", "--strictness", "list", strictnesses=ROWS)

    assert done.lines == [
        "strictness  people  with nobody  note",
        "        -1      30           40",
        "         0      34           56  chosen by the run",
        "        +2   1,036          160  now",
    ]
    assert "likeness group --strictness looser" in done.err
    rows = cli("group", "--strictness", "list", "--json", strictnesses=ROWS).rows
    assert rows[1] == {
        "strictness": 0,
        "people": 34,
        "unassigned": 56,
        "chosen": True,
        "now": False,
    }


@pytest.mark.parametrize(
    ("given", "handed_on"),
    [("2", 2), ("-2", -2), ("+3", 3), ("0", 0), ("looser", "looser"), ("stricter", "stricter")],
)
def test_another_strictness_is_taken_and_can_be_taken_back(
    cli: Cli, given: str, handed_on: object
) -> None:
    slid = edit(12, "strictness changed: 7 faces grouped: 2 new people", kind="group")
    done = cli("group", "--strictness", given, slide=(REPORT, slid))

    assert done.library.calls == [("slide", (handed_on,), {"dry_run": False, "who": who()})]
    assert done.lines[1] == "people       34"
    assert "likeness undo 12" in done.err
    (row,) = cli("group", "--strictness", given, "--json", slide=(REPORT, slid)).rows
    assert (row["people"], row["edit"]) == (34, 12)


def test_a_dry_run_says_what_there_would_be(cli: Cli) -> None:
    done = cli("group", "--strictness", "-2", "--dry-run", slide=(REPORT, None))

    assert done.library.calls[0][2]["dry_run"] is True
    assert "Nothing was changed" in done.err
    assert "likeness group --strictness -2" in done.err


def test_a_strictness_that_holds_already_is_said(cli: Cli) -> None:
    assert "stands there already" in cli("group", "--strictness", "0", slide=(REPORT, None)).err
    quiet = cli("group", "--strictness", "0", "--quiet", slide=(REPORT, None))
    assert (quiet.out, quiet.err) == ("", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--strictness", "loose"), "looser, stricter, list or a number"),
        (("--strictness", "1.5"), "looser, stricter, list or a number"),
        (("--strictness", "1", "--again"), "either --again or --strictness"),
        (("--dry-run",), "--dry-run needs a --strictness"),
        (("--strictness", "list", "--dry-run"), "--dry-run needs a --strictness"),
    ],
)
def test_what_makes_no_sense_is_refused(cli: Cli, words: tuple[str, ...], said: str) -> None:
    done = cli("group", *words)

    assert done.status == 2
    assert said in done.err

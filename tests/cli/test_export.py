"""likeness export"""

from __future__ import annotations

import pytest

from likeness.errors import ExportError
from likeness.types import ExportReport
from tests.cli.conftest import Cli, part
from tests.cli.terminal import terminal

REPORT = ExportReport(people=12, photos=345, bytes=6_700_000)


def test_people_are_exported_as_copies_unless_told_otherwise(cli: Cli) -> None:
    done = cli("export", "people", "dir", export_people=REPORT)

    ((_, args, options),) = done.library.calls
    assert (args, options["link"]) == (("dir",), "copy")
    assert done.out == "12 people, 345 photos, 6.7 MB in dir.\n"


def test_soft_links_need_no_confirmation(cli: Cli) -> None:
    done = cli("export", "people", "dir", "--link", "soft", export_people=REPORT)

    assert done.library.calls[0][2]["link"] == "soft"


def test_hard_links_need_a_confirmation(cli: Cli) -> None:
    refused = cli("export", "people", "dir", "--link", "hard", export_people=REPORT)
    assert (refused.status, refused.library.opened) == (2, [])
    assert "--yes" in refused.err

    done = cli("export", "people", "dir", "--link", "hard", "--yes", export_people=REPORT)
    assert (done.status, done.library.calls[0][2]["link"]) == (0, "hard")


HARD = """
import sys
from likeness.cli.app import run
from tests.cli.fake import FakeLibrary
from tests.cli.test_export import REPORT
sys.exit(run(["export", "people", "dir", "--link", "hard"],
             opener=FakeLibrary(export_people=REPORT).open))
"""


@pytest.mark.parametrize(
    ("typed", "status", "said"), [("y\n", 0, "12 people"), ("n\n", 1, "Nothing was exported")]
)
def test_the_danger_of_hard_links_is_said_before_asking(typed: str, status: int, said: str) -> None:
    with terminal(HARD) as screen:
        assert "edits the original" in screen.wait_for("[y/N]")
        screen.type(typed)
        ended, shown = screen.finish()

    assert ended == status
    assert said in shown


def test_faces_are_exported_to_a_file(cli: Cli) -> None:
    done = cli("export", "faces", "faces.csv", export_faces=REPORT)

    assert done.library.calls == [("export_faces", ("faces.csv",), {})]


@pytest.mark.parametrize("argv", [["people", "dir"], ["faces", "faces.csv"]])
def test_scripts_get_the_keys_of_the_contract(cli: Cli, argv: list[str]) -> None:
    done = cli("export", *argv, "--json", export_people=REPORT, export_faces=REPORT)

    contract = {"people": 12, "photos": 345, "bytes": 6_700_000}
    assert [part(row, contract) for row in done.rows] == [contract]


def test_quiet_says_nothing(cli: Cli) -> None:
    done = cli("export", "people", "dir", "--quiet", export_people=REPORT)

    assert (done.out, done.err) == ("", "")


def test_a_target_that_cannot_be_used_is_an_error(cli: Cli) -> None:
    done = cli("export", "people", "x", export_people=ExportError("x lies inside the library."))

    assert (done.status, done.err) == (1, "Error: x lies inside the library.\n")


def test_photos_that_had_to_be_left_out_are_said(cli: Cli) -> None:
    report = ExportReport(people=1, photos=2, bytes=3, missing=4)

    done = cli("export", "people", "dir", export_people=report)

    assert done.err == "4 photos left out: no file can be read now.\n"

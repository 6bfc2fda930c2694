"""likeness doctor"""

from __future__ import annotations

from likeness.errors import StoreUnavailableError
from likeness.types import Check
from tests.cli.conftest import Cli

GOOD = Check(check="catalog", ok=True, detail="sound")
BAD = Check(check="source /mnt/disk", ok=False, detail="not there now")


def test_a_sound_library_is_status_0(cli: Cli) -> None:
    done = cli("doctor", doctor=[GOOD])

    assert (done.status, done.err) == (0, "")
    assert done.lines == ["    check    detail", "ok  catalog  sound"]


def test_what_is_wrong_is_plain_to_see_and_status_1(cli: Cli) -> None:
    done = cli("doctor", doctor=[GOOD, BAD])

    assert done.status == 1
    assert done.lines[2] == "FAILED  source /mnt/disk  not there now"
    assert done.err == "Error: 1 check of 2 failed.\n"


def test_what_keeps_the_library_from_opening_is_a_finding(cli: Cli) -> None:
    done = cli("doctor", open=StoreUnavailableError("The catalog cannot be read."))

    assert done.status == 1
    assert done.lines[1] == "FAILED  library  The catalog cannot be read."


def test_scripts_get_a_row_per_check(cli: Cli) -> None:
    assert cli("doctor", "--json", doctor=[GOOD]).rows == [
        {"check": "catalog", "ok": True, "detail": "sound"}
    ]

"""likeness forget"""

from __future__ import annotations

from typing import Any

import pytest

from likeness.cli.context import who
from likeness.cli.forget import about_person
from likeness.errors import StoreUnavailableError, UnknownPersonError
from likeness.types import ForgetReport, PhotoId
from tests.cli.conftest import Cli
from tests.cli.fake import ANNA, FakeLibrary, face
from tests.cli.terminal import terminal

REPORT = ForgetReport(photos=1, faces=2, people=0)
ANEW: dict[str, Any] = {"remake_averages": []}
FACES = [face("f1"), face("f2", sha256=PhotoId("cd" * 32)), face("f3")]


def test_a_photo_is_forgotten(cli: Cli) -> None:
    done = cli("forget", "--photo", "a.jpg", "--yes", faces=FACES, forget_photo=REPORT, **ANEW)

    assert ("forget_photo", ("a.jpg",), {"who": who()}) in done.library.calls
    assert done.out == "Forgotten for good: 1 photo, 2 faces.\n"


def test_a_person_is_forgotten(cli: Cli) -> None:
    words = ("forget", "--person", "Anna", "--yes", "--json")
    done = cli(*words, faces=FACES, forget_person=REPORT, **ANEW)

    assert ("forget_person", ("Anna",), {"who": who()}) in done.library.calls
    assert done.rows == [{"photos": 1, "faces": 2, "people": 0}]


def test_averages_are_made_anew_without_them(cli: Cli) -> None:
    gone = StoreUnavailableError("None of the photos can be read now.")
    words = ("forget", "--photo", "a.jpg", "--yes")
    done = cli(*words, faces=FACES, forget_photo=REPORT, remake_averages=gone)

    assert done.status == 0  # what was forgotten is forgotten all the same
    assert done.out == "Forgotten for good: 1 photo, 2 faces.\n"
    assert "None of the photos can be read now." in done.err


@pytest.mark.parametrize("argv", [["--photo", "a.jpg"], ["--person", "Anna"]])
def test_without_a_terminal_it_needs_yes(cli: Cli, argv: list[str]) -> None:
    done = cli("forget", *argv, faces=FACES, forget_photo=REPORT, forget_person=REPORT)

    assert (done.status, done.out) == (2, "")
    assert "--yes" in done.err
    assert [name for name, _, _ in done.library.calls] == ["faces"]


@pytest.mark.parametrize("argv", [[], ["--photo", "a", "--person", "b"]])
def test_it_forgets_one_thing_at_a_time(cli: Cli, argv: list[str]) -> None:
    done = cli("forget", *argv, "--yes")

    assert (done.status, done.library.opened) == (2, [])
    assert "either --photo PHOTO or --person ID" in done.err


def test_somebody_unknown_is_an_error(cli: Cli) -> None:
    done = cli("forget", "--person", "x", "--yes", faces=UnknownPersonError("No person x."))

    assert (done.status, done.err) == (1, "Error: No person x.\n")


ASKING = """
import sys
from likeness.cli.app import run
from tests.cli.fake import FakeLibrary
from tests.cli.test_forget import FACES, REPORT
library = FakeLibrary(
    faces=FACES, forget_photo=REPORT, forget_person=REPORT, remake_averages=[]
)
sys.exit(run(["forget", *sys.argv[1:]], opener=library.open))
"""


def test_it_says_what_will_be_removed_and_asks() -> None:
    with terminal(ASKING, "--person", ANNA) as screen:
        shown = screen.wait_for("[y/N]").replace("\n", " ")
        screen.type("y\n")
        status, after = screen.finish()

    assert "This removes Anna: the name, 3 faces on 2 photos" in shown
    assert "The photos stay. This cannot be undone. Forget?" in shown
    assert status == 0
    assert "Forgotten for good" in after


def test_somebody_without_a_name_has_no_name_to_remove() -> None:
    library: Any = FakeLibrary(faces=[face("f1", name=None)])

    assert about_person(library, ANNA).startswith(f"This removes {ANNA}: 1 face on 1 photo")


def test_anything_but_yes_leaves_everything() -> None:
    with terminal(ASKING, "--photo", "a.jpg") as screen:
        shown = screen.wait_for("[y/N]").replace("\n", " ")
        screen.type("\n")
        status, after = screen.finish()

    assert "removes the photo a.jpg from the library with 3 faces" in shown
    assert "The file itself stays." in shown
    assert status == 1
    assert "Nothing was forgotten." in after

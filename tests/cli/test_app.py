"""Exit statuses, the error boundary, and a start that is light."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from likeness import __version__
from likeness.cli import output
from likeness.cli.app import COMMANDS, run
from likeness.errors import (
    EditRefusedError,
    ExportError,
    InterruptedRunError,
    LibraryBusyError,
    LikenessError,
    UnknownPersonError,
    UsageError,
)
from tests.cli.conftest import Cli
from tests.cli.fake import person
from tests.cli.terminal import environment, terminal

HEAVY = ("numpy", "onnxruntime", "sqlalchemy", "pydantic_settings", "PIL", "cv2")


def python(script: str, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        text=True,
        capture_output=True,
        check=False,
        env=environment(),
        **kwargs,
    )


# ---------------------------------------------------------------- a light start


@pytest.mark.parametrize("argv", [["--help"], ["people", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(argv: list[str]) -> None:
    done = python(
        "import sys\n"
        "from likeness.cli.app import run\n"
        f"status = run({argv!r})\n"
        f"print(status, [m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )

    assert done.stderr == "0 []\n"


def test_help_lists_every_command_in_the_order_of_the_table(cli: Cli) -> None:
    done = cli("--help")

    names = [name for commands in COMMANDS.values() for name in commands]
    listed = [line.split()[1] for line in done.lines if line.startswith("│ ") and len(line) > 20]
    assert done.status == 0
    assert [word for word in listed if word in names] == names


def test_the_version_is_said(cli: Cli) -> None:
    assert cli("--version").out == f"likeness {__version__}\n"


# ---------------------------------------------------------------- errors in words


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("wrong"), 2),
        (UnknownPersonError("wrong"), 1),
        (EditRefusedError("wrong"), 1),
        (LibraryBusyError("wrong"), 1),
        (ExportError("wrong"), 1),
        (LikenessError("wrong"), 1),
    ],
)
def test_our_errors_are_one_line_on_stderr(cli: Cli, error: LikenessError, status: int) -> None:
    done = cli("people", people=error)

    assert (done.status, done.out, done.err) == (status, "", "Error: wrong\n")
    assert done.library.closed == 1


def test_a_run_that_was_stopped_says_how_to_go_on(cli: Cli) -> None:
    done = cli("add", "--quiet", "x", add=InterruptedRunError("Stopped: run the same again."))

    assert (done.status, done.out, done.err) == (130, "", "Stopped: run the same again.\n")


def test_an_interrupt_elsewhere_is_130_too(cli: Cli) -> None:
    done = cli("people", people=KeyboardInterrupt())

    assert (done.status, done.out, done.err) == (130, "", "Stopped.\n")


def test_an_error_that_is_a_mistake_of_ours_keeps_its_traceback(cli: Cli) -> None:
    with pytest.raises(ZeroDivisionError):
        cli("people", people=ZeroDivisionError())


@pytest.mark.parametrize(
    ("argv", "said", "where"),
    [
        (["nonsense"], "No such command 'nonsense'.", "likeness"),
        (["poeple"], "No such command 'poeple'. Did you mean 'people'?", "likeness"),
        (["people", "--nonsense"], "No such option: --nonsense", "likeness people"),
        (["people", "name"], "Missing argument 'ID'.", "likeness people name"),
        (["export"], "Missing command.", "likeness export"),
        (["history", "--limit", "x"], "Invalid value for '--limit'", "likeness history"),
        (["export", "people", "d", "--link", "x"], "Invalid value for '--link'", "likeness export"),
    ],
)
def test_words_that_make_no_sense_are_status_2(
    cli: Cli, argv: list[str], said: str, where: str
) -> None:
    done = cli(*argv)

    error, hint = done.err.splitlines()
    assert (done.status, done.out) == (2, "")
    assert error.startswith(f"Error: {said}")
    assert hint.startswith(f"Try: {where}")
    assert hint.endswith(" --help")


@pytest.mark.parametrize(
    "argv", [["add", ""], ["--library", "", "people"], ["find", "me.jpg", "--out="]]
)
def test_an_empty_word_never_means_the_current_folder(cli: Cli, argv: list[str]) -> None:
    done = cli(*argv)

    assert (done.status, done.library.opened) == (2, [])
    assert done.err.startswith("Error: Nothing stands where a word is needed: ")


def test_hostile_words_are_shown_harmless(cli: Cli) -> None:
    done = cli("people", people=UnknownPersonError("no person '\x1b]0;owned\x07\udcff'"))

    assert done.err == "Error: no person '\\x1b]0;owned\\x07\\xff'\n"


# ---------------------------------------------------------------- where --json and --library stand


@pytest.mark.parametrize(
    "argv", [["people", "--json"], ["--json", "people"], ["--json", "people", "--json"]]
)
def test_json_may_stand_anywhere(cli: Cli, argv: list[str]) -> None:
    done = cli(*argv, people=[person()])

    assert [row["person"] for row in done.rows] == [person().person]


def test_json_before_a_verb_holds_for_the_verb(cli: Cli) -> None:
    done = cli("collections", "--json", "delete", "x", collections=[], delete_collection=None)

    assert (done.status, done.out) == (0, "")


@pytest.mark.parametrize(
    ("argv", "opened"), [(["people"], (None, False)), (["--library", "x", "people"], ("x", False))]
)
def test_the_library_is_the_one_that_was_named(
    cli: Cli, argv: list[str], opened: tuple[str | None, bool]
) -> None:
    assert cli(*argv, people=[person()]).library.opened == [opened]


def test_waiting_for_another_writer_is_said_on_stderr(cli: Cli) -> None:
    done = cli("people", people=[person()])
    assert done.library.on_wait is output.print_message


# ---------------------------------------------------------------- pipes

PEOPLE = """
import sys
from likeness.cli.app import run
from tests.cli.fake import FakeLibrary, person
library = FakeLibrary(people=[person(f"p{i:016}") for i in range(20_000)])
sys.exit(run(sys.argv[1:] or ["people", "--json"], opener=library.open))
"""


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PEOPLE],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()

    assert (process.wait(), said) == (0, b"")


def test_help_for_a_reader_that_has_gone_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", PEOPLE, "--help"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        env=environment(),
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_full_disk_is_one_line_and_status_1() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", PEOPLE],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=environment(),
        )

    assert done.returncode == 1
    assert done.stderr == b"Error: The output cannot be written: No space left on device.\n"


# ---------------------------------------------------------------- Ctrl-C

ADDING = """
import sys, time
from likeness.cli.app import run
from likeness.errors import InterruptedRunError
from likeness.types import Progress
from tests.cli.fake import FakeLibrary

def add(*paths, progress, stop, **kwargs):
    for done in range(100_000):
        progress(Progress(stage="analyse", done=done, total=100_000))
        if stop() and "stubborn" not in paths:
            raise InterruptedRunError("Stopped: 12 new photos are kept.")
        time.sleep(0.002)

sys.exit(run(["add", *sys.argv[1:]], opener=FakeLibrary(add=add).open))
"""


def test_one_ctrl_c_stops_cleanly() -> None:
    with terminal(ADDING, "photos") as screen:
        screen.wait_for("photos/s")
        screen.signal(signal.SIGINT)
        status, shown = screen.finish()

    assert status == 130
    assert shown.rstrip().endswith("Stopped: 12 new photos are kept.")
    assert "Traceback" not in shown


def test_a_second_ctrl_c_ends_at_once() -> None:
    with terminal(ADDING, "stubborn") as screen:
        screen.wait_for("photos/s")
        screen.signal(signal.SIGINT)
        screen.wait_for("Stopping after this batch; Ctrl-C again ends at once")
        screen.signal(signal.SIGINT)
        status, shown = screen.finish()

    assert status == 130
    assert shown.rstrip().endswith("Stopped.")
    assert "Traceback" not in shown


def test_the_script_and_the_module_end_with_the_status() -> None:
    done = python(
        "from likeness.__main__ import main\nimport sys\nsys.argv = ['likeness', 'x']\nmain()"
    )

    assert done.returncode == 2


def test_running_twice_in_one_process_keeps_nothing_from_the_first(cli: Cli) -> None:
    assert cli("--json", "people", people=[person()]).out.startswith("{")
    assert cli("people", people=[person()]).out.startswith("person")


def test_an_input_that_ends_at_a_question_is_status_1(
    monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    done = cli("people", people=EOFError())

    assert (done.status, done.out) == (1, "")


def test_the_real_library_is_opened_by_default(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--library", str(tmp_path / "none"), "people"]) == 1

    assert "no library" in capsys.readouterr().err

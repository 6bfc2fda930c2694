"""likeness move-library, as its user sees it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from likeness.cli.app import run
from likeness.errors import UsageError
from likeness.types import MoveReport
from tests.cli.fake import FakeLibrary

POSTGRES = "postgresql+psycopg://me:secret@db/faces"
REPORT = MoveReport(
    library="/faces",
    moved=("blobs", "catalog"),
    rows=1234,
    pictures=56,
    bytes=7_800_000,
    faces=40,
    overridden=(),
    seconds=3.2,
)


def moved(library: FakeLibrary, *argv: str) -> int:
    return run(["move-library", *argv], opener=library.open)


def test_every_address_is_handed_on() -> None:
    library = FakeLibrary(move=REPORT)

    assert moved(library, "--to", POSTGRES, "--to", "s3://faces/family") == 0

    (call,) = library.calls
    assert call[:2] == ("move", (POSTGRES, "s3://faces/family"))
    assert library.closed == 1


def test_what_was_copied_and_compared_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    moved(FakeLibrary(move=REPORT), "--to", POSTGRES)

    said = capsys.readouterr()
    assert "1,234, each compared" in said.out
    assert "56 (7.8 MB), each compared" in said.out
    assert "old catalog and pictures were not touched" in said.err
    assert "secret" not in said.out + said.err


def test_a_variable_that_wins_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    report = MoveReport(
        **{name: getattr(REPORT, name) for name in MoveReport.__slots__}
        | {"overridden": ("catalog.url",)}
    )
    moved(FakeLibrary(move=report), "--to", POSTGRES, "--quiet")

    assert "LIKENESS_CATALOG__URL still names the old place" in capsys.readouterr().err


def test_json_is_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    moved(FakeLibrary(move=REPORT), "--to", POSTGRES, "--json")

    row = json.loads(capsys.readouterr().out)
    assert (row["moved"], row["pictures"]) == (["blobs", "catalog"], 56)


def test_an_address_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["move-library"]) == 2
    assert "--to" in capsys.readouterr().err


def test_an_index_alone_leaves_nothing_to_delete(capsys: pytest.CaptureFixture[str]) -> None:
    report = MoveReport(
        **{name: getattr(REPORT, name) for name in MoveReport.__slots__} | {"moved": ("index",)}
    )
    moved(FakeLibrary(move=report), "--to", "qdrant-edge:")

    said = capsys.readouterr()
    assert "40 faces, each compared" in said.out
    assert "not touched" not in said.err


def test_what_makes_no_sense_is_wrong_use() -> None:
    assert moved(FakeLibrary(move=UsageError("nothing to move")), "--to", "sqlite:") == 2


def changed(**values: object) -> MoveReport:
    return replace(REPORT, **values)  # type: ignore[arg-type]


def test_one_old_store_is_spoken_of_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    moved(FakeLibrary(move=changed(moved=("catalog",))), "--to", POSTGRES)

    said = " ".join(capsys.readouterr().err.split())
    assert "The old catalog was not touched: delete it once you are content." in said


def test_a_copy_elsewhere_comes_with_the_command_that_uses_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    moved(FakeLibrary(move=changed(library="/mnt/my copy")), "--to", "/mnt/my copy")

    assert "likeness --library '/mnt/my copy' people" in capsys.readouterr().err


def test_ctrl_c_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert moved(FakeLibrary(move=KeyboardInterrupt()), "--to", POSTGRES) == 130
    assert capsys.readouterr().err == "Stopped. Run the same command again to go on.\n"

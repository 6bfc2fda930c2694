"""likeness backup, as its user sees it."""

from __future__ import annotations

import getpass
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from likeness import Library
from likeness.cli.app import run
from likeness.types import BackupReport
from tests.cli.conftest import Cli
from tests.cli.fake import FakeLibrary

REPORT = BackupReport(
    file="/disk/faces.likeness",
    bytes=12_000_000,
    sealed=True,
    created="2026-01-02T03:04:05+00:00",
    likeness="0.1.0",
    library="0f" * 16,
    photos=1234,
    faces=2345,
    people=56,
    accounts=1,
    pictures=3456,
    uploads=7,
    originals_elsewhere=1227,
    seconds=3.2,
)


def test_what_is_in_it_and_what_is_not_is_said(cli: Cli) -> None:
    done = cli("backup", "/disk/faces.likeness", backup=REPORT)

    assert done.status == 0
    assert done.library.calls == [
        (
            "backup",
            (Path("/disk/faces.likeness"),),
            {
                "passphrase": None,
                "pictures": True,
                "replace": False,
                "progress": done.library.calls[0][2]["progress"],
            },
        )
    ]
    assert "1,234" in done.out
    assert "with a passphrase" in done.out
    assert "1,227 photos lie in your folders and are NOT in it" in done.err
    assert "likeness restore /disk/faces.likeness" in done.err


def test_an_open_one_is_said_to_be_open(cli: Cli) -> None:
    open_one = replace(REPORT, sealed=False, pictures=0)
    done = cli("backup", "a", "--without-pictures", "--replace", backup=open_one)

    assert "whoever has the file can read it" in done.out
    assert "likeness doctor" in done.err
    said = done.library.calls[0][2]
    assert (said["pictures"], said["replace"]) == (False, True)


def test_json_is_the_report(cli: Cli) -> None:
    (row,) = cli("backup", "a", "--json", backup=REPORT).rows
    assert (row["photos"], row["sealed"], row["originals_elsewhere"]) == (1234, True, 1227)


def test_quiet_says_nothing(cli: Cli) -> None:
    done = cli("backup", "a", "--quiet", backup=REPORT)
    assert done.out + done.err == ""


# ---------------------------------------------------------------- passphrases


def test_the_passphrase_is_the_first_line_of_a_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "words").write_bytes("\ufeffcorrect h\u00f6rse \r\nmore\n".encode())
    done = cli("backup", "a", "--passphrase-file", str(tmp_path / "words"), backup=REPORT)
    assert done.library.calls[0][2]["passphrase"] == "correct h\u00f6rse "


def typing(monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    left = list(texts)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(getpass, "getpass", lambda *_, **__: left.pop(0))


def test_a_passphrase_is_asked_for_twice(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    typing(monkeypatch, "correct horse", "correct horse")
    done = cli("backup", "a", "--ask-passphrase", backup=REPORT)
    assert done.library.calls[0][2]["passphrase"] == "correct horse"
    assert "correct horse" not in done.out + done.err

    typing(monkeypatch, "correct horse", "correct hose")
    done = cli("backup", "a", "--ask-passphrase", backup=REPORT)
    assert (done.status, done.library.calls) == (2, [])
    assert "not the same" in done.err


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (b"\nx\n", "is empty"), (b"\xff", "UTF-8"), (b"x" * 5000, "4096")],
)
def test_a_file_without_a_passphrase_is_refused(
    cli: Cli, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "words").write_bytes(content)
    done = cli("backup", "a", "--passphrase-file", str(tmp_path / "words"), backup=REPORT)
    assert (done.status, done.library.calls) == (2, [])
    assert said in done.err


def test_nobody_can_be_asked_without_a_terminal(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull, encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        done = cli("backup", "a", "--ask-passphrase", backup=REPORT)
    assert done.status == 2
    assert "--passphrase-file" in done.err


def test_words_that_contradict_each_other_are_refused(cli: Cli, tmp_path: Path) -> None:
    for words in (
        ("--passphrase-file", str(tmp_path), "--ask-passphrase"),
        ("--verify", "--replace"),
        ("--passphrase-file", str(tmp_path / "none")),
    ):
        assert cli("backup", "a", *words, backup=REPORT).status == 2


# ---------------------------------------------------------------- for real


def test_stopping_says_that_there_is_none(cli: Cli) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    done = cli("backup", "a", backup=stop)
    assert done.status == 130
    assert "no backup was written" in done.err


def test_a_backup_is_verified_and_restored_without_any_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "a.likeness")
    with Library.open(tmp_path / "library") as library:
        library.create_collection("Trip")
        library.backup(file)
    nobody = FakeLibrary()

    assert run(["backup", "--verify", file, "--json"], opener=nobody.open) == 0
    assert json.loads(capsys.readouterr().out)["photos"] == 0
    assert run(["restore", file, "--to", str(tmp_path / "new")], opener=nobody.open) == 0
    said = capsys.readouterr()
    assert "sound" in said.out
    assert "what was forgotten since is in it again" in said.err
    assert nobody.opened == []
    with Library.open(tmp_path / "new") as library:
        assert [found.collection for found in library.collections()] == ["Trip"]

    (tmp_path / "a.likeness").write_bytes(b"no backup")
    assert run(["backup", "--verify", file], opener=nobody.open) == 1
    assert run(["restore", file, "--to", str(tmp_path / "other")], opener=nobody.open) == 1
    assert not (tmp_path / "other").exists()

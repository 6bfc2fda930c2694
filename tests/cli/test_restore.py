"""likeness restore, as its user sees it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from likeness.cli.restore import warnings
from likeness.library import Library
from likeness.types import RestoreReport
from tests.cli.conftest import Cli

REPORT = RestoreReport(
    library="/faces",
    created="2026-01-02T03:04:05+00:00",
    age_days=12,
    likeness="0.1.0",
    photos=1234,
    faces=2345,
    people=56,
    accounts=1,
    pictures=3456,
    uploads=7,
    unmounted=("/media/photos",),
    was_in=("postgresql", "s3"),
    elsewhere=("catalog.url",),
    seconds=3.2,
)


def answering(monkeypatch: pytest.MonkeyPatch, answer: Any) -> list[Any]:
    calls: list[Any] = []

    def restore(*args: Any, **kwargs: Any) -> RestoreReport:
        calls.append((args, kwargs))
        if isinstance(answer, BaseException):
            raise answer
        return answer

    monkeypatch.setattr(Library, "restore", restore)
    return calls


def test_what_came_back_is_said(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = answering(monkeypatch, REPORT)
    done = cli("--library", "/faces", "restore", "a.likeness")

    assert done.status == 0
    assert calls[0][0] == (Path("a.likeness"), Path("/faces"))
    assert "1,234" in done.out
    assert "12 days old" in done.err
    assert "/media/photos" in done.err
    assert "postgresql+psycopg://" in done.err
    assert "s3://" in done.err
    assert "LIKENESS_CATALOG__URL" in done.err


def test_a_folder_may_be_named(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = answering(monkeypatch, REPORT)
    cli("restore", "a.likeness", "--to", "/other", "--quiet")
    assert calls[0][0][1] == Path("/other")


def test_json_is_the_report(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, REPORT)
    (row,) = cli("restore", "a.likeness", "--json").rows
    assert (row["photos"], row["unmounted"]) == (1234, ["/media/photos"])


def test_stopping_says_that_nothing_was_restored(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, KeyboardInterrupt())
    done = cli("restore", "a.likeness")
    assert done.status == 130
    assert "nothing was restored" in done.err


def test_a_backup_of_today_still_warns() -> None:
    calm = replace(REPORT, age_days=0, unmounted=(), was_in=(), elsewhere=())
    (line,) = warnings(calm)
    assert "of today" in line

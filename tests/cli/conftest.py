"""Calling the command line in this process, on a library that is told what to answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from likeness.catalog.sql import open_catalog
from likeness.cli.app import run
from tests.cli.doors import Doors, GuardedLibrary
from tests.cli.fake import FakeLibrary
from tests.workflows.access.makers import access_to


@dataclass
class Outcome:
    """What one command line did."""

    status: int
    out: str
    err: str
    library: FakeLibrary

    @property
    def rows(self) -> list[Any]:
        """The JSON lines on stdout; fails if anything else is there."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def part(row: dict[str, Any], contract: dict[str, Any]) -> dict[str, Any]:
    """Return what *row* says under the keys of *contract*: more may be added, none removed."""
    return {key: row[key] for key in contract}


Cli = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def nobody_elses_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("LIKENESS_LIBRARY", raising=False)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a command line; keyword arguments are what the library's methods answer."""

    def call(*argv: str, **answers: Any) -> Outcome:
        library = FakeLibrary(**answers)
        status = run(argv, opener=library.open)
        out, err = capsys.readouterr()
        return Outcome(status, out, err, library)

    return call


@pytest.fixture
def doors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Doors]:
    """Run a command line on a library of which only the ways in are real."""
    catalog = open_catalog("", folder=tmp_path / "library")
    access = access_to(catalog.accounts)

    def call(*argv: str) -> Outcome:
        library = GuardedLibrary(access)
        status = run(argv, opener=library.open)
        out, err = capsys.readouterr()
        return Outcome(status, out, err, library)

    yield Doors(call, access)
    catalog.close()

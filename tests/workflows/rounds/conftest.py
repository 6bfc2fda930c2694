"""A library with an event, and people who come to play."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from likeness import Library
from likeness.types import Joined

GUESTS = ("Howard", "Leonard", "Penny", "Raj", "Sheldon")

Join = Callable[..., Joined]


@pytest.fixture
def library(indexed_folder: Path, few_photos: Path, tmp_path: Path) -> Iterator[Library]:
    """A library of six photos with the collection "Event" of all of them."""
    shutil.copytree(indexed_folder, tmp_path / "library")
    with Library.open(tmp_path / "library") as opened:
        opened.create_collection("Event", [few_photos])
        yield opened


@pytest.fixture
def guest(photos: Path) -> Callable[[str], Path]:
    """Return the photo that somebody has of themselves."""
    return lambda name: photos / "singles" / f"{name}.jpg"


@pytest.fixture
def join(library: Library, guest: Callable[[str], Path]) -> Join:
    """Let guests join a round under their own names."""

    def call(round_: str, name: str, **more: object) -> Joined:
        told = {"nickname": name, "consent": True, **more}
        return library.join_round(round_, guest(name), **told)  # type: ignore[arg-type]

    return call

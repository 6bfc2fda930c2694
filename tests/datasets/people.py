"""A small data set of rendered people, and a cache that all evaluations of a process share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness import Evaluator

PEOPLE = ("4000", "4001", "4002", "4003", "4004")
PHOTOS = ("0", "1", "2", "3", "5")


@pytest.fixture(scope="session")
def people_folder(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five people with five photos each, in two sub-folders; treat it as read-only."""
    folder = tmp_path_factory.mktemp("people")
    for person in PEOPLE:
        for number, photo in enumerate(PHOTOS):
            target = folder / person / ("makeup" if number % 2 else "rotation")
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(photos / "digiface" / person / f"{photo}.png", target / f"{photo}.png")
    return folder


@pytest.fixture(scope="session")
def evaluation_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where everything that tests evaluate is kept, so that it is computed once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def evaluator(evaluation_cache: Path) -> Iterator[Evaluator]:
    """An evaluator on the shared cache."""
    with Evaluator.open(evaluation_cache) as evaluator:
        yield evaluator

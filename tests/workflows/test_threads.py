"""One library, several threads of one program."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar, cast

import pytest

from likeness import Library
from likeness.catalog.base import Catalog
from likeness.types import Contract
from likeness.workflows.parts import Parts

Result = TypeVar("Result")
TOGETHER = 4


def at_once(*calls: Callable[[], Result]) -> list[Result]:
    """Return what the calls return when they begin together."""
    gate = threading.Barrier(len(calls))

    def call(one: Callable[[], Result]) -> Result:
        gate.wait(10)
        return one()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


class Part:
    """Something that takes a moment to make."""

    def __init__(self, *_: object) -> None:
        self.closed = False
        time.sleep(0.01)  # without a lock, others come meanwhile

    def close(self) -> None:
        assert not self.closed
        self.closed = True


@pytest.mark.parametrize("name", ["pool", "analyser", "contract", "index", "source"])
def test_what_is_made_on_first_use_is_made_once(tmp_path: Path, name: str) -> None:
    made: list[Part] = []

    def make(*arguments: object) -> Part:
        made.append(Part(*arguments))
        return made[-1]

    parts = cast("Callable[..., Parts]", Parts)(
        folder=tmp_path,
        settings=None,
        catalog=Part(),
        blobs=None,
        registry=None,
        artifacts=None,
        make_pool=make,
        make_analyser=make,
        make_contract=make,
        make_index=make,
        make_source=make,
        make_engine=make,
        stores=None,
    )

    def use() -> object:
        if name == "source":
            return parts.source("/photos")
        return parts.index(Contract("x")) if name == "index" else getattr(parts, name)

    used = at_once(*[use] * TOGETHER)
    parts.close()

    assert len(made) == 1
    assert all(one is made[0] for one in used)
    assert made[0].closed or name in {"contract", "source"}


def test_two_adds_at_once_end_as_two_after_each_other(
    empty: Library, few_photos: Path, tmp_path: Path
) -> None:
    reports = at_once(lambda: empty.add(few_photos), lambda: empty.add(few_photos / "day 2"))

    assert sum(report.new for report in reports) == 6
    with Library.open(tmp_path / "other") as other:
        other.add(few_photos)
        other.add(few_photos / "day 2")
        assert empty.faces(everything=True) == other.faces(everything=True)
        assert empty.people() == other.people()


def test_readers_read_while_somebody_adds(empty: Library, few_photos: Path) -> None:
    seen: list[int] = []
    done = threading.Event()

    def add() -> None:
        empty.add(few_photos)
        done.set()

    def read() -> None:
        while not done.is_set():
            seen.append(len(empty.photos()))
            empty.faces(everything=True)
            empty.people()

    at_once(add, read, read)

    assert len(empty.photos()) == 6
    assert set(seen) <= set(range(7))


def test_decisions_of_several_threads_all_stand(indexed: Library) -> None:
    person = indexed.people()[0].person
    names = [f"Anna {number}" for number in range(8)]

    at_once(*[lambda name=name: indexed.name(person, name) for name in names])

    told = [edit.what for edit in indexed.history() if edit.kind == "name"]
    assert len(told) == 8
    assert all(any(name in what for what in told) for name in names)
    assert cast("Catalog", indexed._parts.catalog).check() == []

"""What a page of each kind costs in a large library.

    python benchmarks/synthetic.py FOLDER
    python benchmarks/pages.py FOLDER                  100 items a page, 200 times each
    python benchmarks/pages.py FOLDER --times 10       small

Asked one after the other in this process, without HTTP, of everybody and everything in turn: other
people and other places each time, none asked before. Prints a table and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import machine
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from likeness import Library
from likeness.types import PhotoQuery

MILLISECONDS = 1000
FIRST, DAYS = datetime(2005, 1, 1), 22 * 365  # noqa: DTZ001 - the camera's clock has no zone

COLUMNS = ("p50", "p99", "worst", "cpu p50", "cpu p99")

Question = Callable[[], Any]
Clocks = NDArray[np.float64]  # (n, 2): by the clock and of the processor, milliseconds


def main(arguments: Sequence[str]) -> None:
    """Measure, print the table and the JSON line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--limit", type=int, default=100, help="items on a page")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    with Library.open(options.folder, create=False) as library:
        overview = library.overview()
        asked = Asked(library, options.limit, options.seed)
        measured = {
            name: clocked(islice(questions, options.times))
            for name, questions in asked.kinds().items()
        }
    show(measured)
    result = {
        "benchmark": "pages",
        "machine": machine.describe(),
        "photos": overview.photos,
        "faces": overview.faces,
        "people": overview.people,
        "limit": options.limit,
        "milliseconds": {
            name: dict(zip(COLUMNS, figures(clocks), strict=True))
            for name, clocks in measured.items()
        },
    }
    print(json.dumps(result))


@dataclass
class Asked:
    """The questions, each kind an endless row of them."""

    library: Library
    limit: int
    seed: int

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)
        page = self.library.people_page(limit=1000)
        self.people = [person.person for person in page.items]
        self.collections = [row.collection for row in self.library.collections()]

    def kinds(self) -> dict[str, Iterator[Question]]:
        """Return the questions by what they are about."""
        often, seldom = self.people[:20], self.people[20:] or self.people
        return {
            "first page": self._photos(PhotoQuery),
            "newest first": self._photos(PhotoQuery, newest_first=True),
            "deep page": self._deep(),
            "without time": self._photos(lambda: PhotoQuery(undated=True)),
            "a span of time": self._photos(self._span),
            "one person": self._photos(lambda: PhotoQuery(with_people=(self._of(seldom),))),
            "one of the 20 most frequent": self._photos(
                lambda: PhotoQuery(with_people=(self._of(often),))
            ),
            "two people": self._photos(self._two),
            "a person alone": self._photos(
                lambda: PhotoQuery(with_people=(self._of(self.people),), only=True)
            ),
            "without a person": self._photos(
                lambda: PhotoQuery(without_people=(self._of(self.people),))
            ),
            "a collection": self._photos(lambda: PhotoQuery(collection=self._of(self.collections))),
            "without faces": self._photos(lambda: PhotoQuery(without_faces=True)),
            "a good face": self._photos(lambda: PhotoQuery(min_quality=0.9)),
            "a path that many have": self._photos(
                lambda: PhotoQuery(path=f"Folder{self.rng.integers(20):02}")
            ),
            "a path that one has": self._photos(
                lambda: PhotoQuery(path=f"img_{self.rng.integers(100_000):06}")
            ),
            "months": self._months(),
            "layout": self._endless(self.library.layout),
            "layout of a span of time": self._endless(lambda: self.library.layout(self._span())),
            "layout of one person": self._endless(
                lambda: self.library.layout(PhotoQuery(with_people=(self._of(self.people),)))
            ),
            "faces of a person": self._faces(),
            "faces of nobody": self._endless(
                lambda: self.library.face_page(unassigned=True, limit=self.limit)
            ),
            "newest faces": self._endless(lambda: self.library.newest_faces(limit=self.limit)),
            "together": self._endless(lambda: self.library.together(self._of(self.people))),
            "similar": self._endless(lambda: self.library.similar(self._of(self.people))),
            "edits of a person": self._endless(
                lambda: self.library.edit_page(person=self._of(self.people), limit=self.limit)
            ),
            "people": self._endless(lambda: self.library.people_page(limit=self.limit)),
            "edits": self._endless(lambda: self.library.edit_page(limit=self.limit)),
            "pulse": self._endless(self.library.pulse),
            "overview": self._endless(self.library.overview),
        }

    def _of(self, choices: Sequence[str]) -> str:
        return choices[int(self.rng.integers(len(choices)))]

    def _span(self) -> PhotoQuery:
        since = FIRST + timedelta(days=int(self.rng.integers(DAYS)))
        return PhotoQuery(since=since, before=since + timedelta(days=30))

    def _two(self) -> PhotoQuery:
        """Return who are on a photo together, of those with several."""
        page = self.library.face_page(person=self._of(self.people), limit=50)
        for face in page.items:
            on = self.library.face_page(photo=face.sha256).items
            found = sorted({other.person for other in on if other.person is not None})
            if len(found) > 1:
                return PhotoQuery(with_people=(found[0], found[1]))
        return PhotoQuery(with_people=(self.people[0], self.people[1]))

    def _photos(
        self, where: Callable[[], PhotoQuery], *, newest_first: bool = False
    ) -> Iterator[Question]:
        while True:
            query = where()
            yield lambda query=query: self.library.photo_page(  # type: ignore[misc]
                query, limit=self.limit, newest_first=newest_first
            )

    def _deep(self) -> Iterator[Question]:
        after: str | None = None
        while True:
            if after is None:
                since = FIRST + timedelta(days=int(self.rng.integers(DAYS)))
                after = self.library.photo_page(PhotoQuery(since=since), limit=1).after
            page = self.library.photo_page(after=after, limit=self.limit)
            yield lambda after=after: self.library.photo_page(  # type: ignore[misc]
                after=after, limit=self.limit
            )
            after = page.after

    def _months(self) -> Iterator[Question]:
        return self._endless(self.library.months)

    def _faces(self) -> Iterator[Question]:
        while True:
            person = self._of(self.people)
            yield lambda person=person: self.library.face_page(  # type: ignore[misc]
                person=person, limit=self.limit
            )

    @staticmethod
    def _endless(question: Question) -> Iterator[Question]:
        while True:
            yield question


def clocked(questions: Iterator[Question]) -> Clocks:
    """Return the milliseconds that each question took by the clock, and of the processor."""
    times = []
    for question in questions:
        started, worked = time.perf_counter(), time.thread_time()
        question()
        times.append((time.perf_counter() - started, time.thread_time() - worked))
    return np.array(times) * MILLISECONDS


def figures(clocks: Clocks) -> list[float]:
    """Return what the columns say: medians, 99th percentiles and the worst."""
    by_clock = np.percentile(clocks[:, 0], (50, 99, 100))
    of_processor = np.percentile(clocks[:, 1], (50, 99))
    return [round(float(value), 2) for value in (*by_clock, *of_processor)]


def show(measured: dict[str, Clocks]) -> None:
    """Print the table."""
    table = Table("page", *(f"{name} ms" for name in COLUMNS))
    for name, clocks in measured.items():
        table.add_row(name, *(f"{value:.2f}" for value in figures(clocks)))
    Console().print(table)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Who does the work on one face after another, and how it is told and stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, Protocol, Self, TypeVar

from likeness.errors import InterruptedRunError

Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""An ordered map: the built-in one, or that of an executor."""
Progress = Callable[[str, int, int], None]
"""Told the name of a stage, how many faces are done and how many there are."""
Stop = Callable[[], bool]

WINDOW = 16  # results that may wait in memory
CHUNK = 4  # faces that are added up before they are handed on: fixed, so that sums never differ


class Addable(Protocol):
    """**Protocol:** what can be added up."""

    def __add__(self, other: Self, /) -> Self:
        """Return the sum."""


Done = TypeVar("Done")
Part = TypeVar("Part", bound=Addable)


def silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def never() -> bool:
    """Go on."""
    return False


@dataclass(frozen=True, slots=True)
class Crew:
    """Handles faces one by one; what comes out does not depend on the number of threads."""

    run: Run = map
    progress: Progress = silent
    stop: Stop = never

    def each(self, stage: str, work: Callable[[int], Done], count: int) -> Iterator[Done]:
        """Yield what *work* makes of 0, 1 and so on up to *count*, in order.

        Raises:
            InterruptedRunError: The crew was told to stop.
        """
        for start in range(0, count, WINDOW):
            window = range(start, min(start + WINDOW, count))
            yield from self._window(work, window)
            self.progress(stage, window.stop, count)

    def total(self, stage: str, work: Callable[[int], Part], count: int) -> Part:
        """Return the sum of what *work* makes of 0, 1 and so on up to *count*.

        Raises:
            InterruptedRunError: The crew was told to stop.
        """

        def part(first: int) -> Part:
            return reduce(add, map(work, range(first, min(first + CHUNK, count))))

        total: Part | None = None
        for start in range(0, count, WINDOW):
            window = range(start, min(start + WINDOW, count), CHUNK)
            for one in self._window(part, window):
                total = one if total is None else total + one
            self.progress(stage, min(start + WINDOW, count), count)
        if total is None:
            raise ValueError("There is nothing to add up.")
        return total

    def _window(self, work: Callable[[int], Done], numbers: Iterable[int]) -> Iterable[Done]:
        if self.stop():
            raise InterruptedRunError(
                "Stopped while making an average; nothing was kept of it. Run it again."
            )
        return self.run(work, numbers)

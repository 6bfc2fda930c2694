"""Answers that are kept until something changes: those asked for last, in little memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from likeness.catalog import photo_layout
from likeness.catalog.photo_lists import PhotoList
from likeness.types import PhotoLayout

MOST = 64
"""Answers: one for each choice of photos that visitors look through."""

MOST_BYTES = 32 * 2**20
"""All of them together."""

ITEM_BYTES = 200
"""Of a month with its count, about."""


@dataclass(frozen=True, slots=True)
class _Answer:
    holds: Hashable  # what was true when it was counted
    value: Any
    bytes: int


class Kept:
    """Answers by their questions. Safe to share between threads.

    Args:
        most: Answers.
        most_bytes: All of them together; a larger one is not kept.
    """

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """What the answers take, about."""
        return self._bytes

    def __contains__(self, question: Hashable) -> bool:
        return question in self._answers

    def get(self, question: Hashable, now: Hashable) -> tuple[Any] | None:
        """Return the answer to *question*; None: there is none of what is true *now*."""
        with self._lock:
            found = self._answers.get(question)
            if found is None or found.holds != now:
                return None
            self._answers.move_to_end(question)
            return (found.value,)

    def put(self, question: Hashable, now: Hashable, value: Any) -> None:
        """Keep the answer to *question* as long as what is true *now* is; others may give way."""
        answer = _Answer(now, value, _size(value))
        with self._lock:
            self._drop(question)
            if answer.bytes > self._most_bytes:
                return
            self._answers[question] = answer
            self._bytes += answer.bytes
            while len(self._answers) > self._most or self._bytes > self._most_bytes:
                self._drop(next(iter(self._answers)))

    def _drop(self, question: Hashable) -> None:
        dropped = self._answers.pop(question, None)
        if dropped is not None:
            self._bytes -= dropped.bytes


def _size(value: Any) -> int:
    """Return about how many bytes an answer takes."""
    if isinstance(value, PhotoList):
        return value.nbytes
    if isinstance(value, PhotoLayout):
        return photo_layout.nbytes(value)
    return ITEM_BYTES * (len(value) if isinstance(value, tuple) else 1)

"""Boards of rounds, kept while nothing changes: screens and phones ask for them all the time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from likeness.types import Pulse, RankedBoard, RoundId

if TYPE_CHECKING:
    from likeness.library import Library

MOST = 4
"""Rounds: one of 20,000 people takes some 30 MB."""


class Boards:
    """Those of one server. Safe to share between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[RoundId, tuple[Pulse, list[RankedBoard]]] = OrderedDict()

    def of(self, library: Library, round_: RoundId) -> list[RankedBoard]:
        """Return the boards of a round, as `Library.boards` does; not to be changed.

        Raises:
            UnknownRoundError: No such round.
        """
        now = library.pulse()  # asked first: what changes from here on makes the answer old
        with self._lock:
            kept = self._kept.pop(round_, None)
            if kept is not None and kept[0] == now:
                self._kept[round_] = kept
                return kept[1]
        boards = library.boards(round_)
        with self._lock:
            self._kept[round_] = (now, boards)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return boards

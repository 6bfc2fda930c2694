"""Tickets: archives that were ordered, each to be fetched once by who ordered it.

A browser can save an answer without holding it in memory only where it follows a link, and a link
cannot say which ten thousand photos are wanted. So these are ordered first.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Generator
from dataclasses import dataclass

from likeness.rest.problems import ProblemError

SECONDS = 300.0
MOST = 32
MOST_EACH = 8
"""Tickets: an order of 10,000 photos is a megabyte of ids."""

Packed = Callable[[], Generator[bytes]]
"""Begins to pack, and returns the pieces of the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """An archive that was ordered."""

    who: str
    name: str  # of the file
    packed: Packed
    until: float


class Tickets:
    """Keeps orders by ids that nobody can guess, in memory, for five minutes.

    The oldest gives way where there are too many, of one visitor or of all.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        most: int = MOST,
        most_each: int = MOST_EACH,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._most = most
        self._most_each = most_each
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Ticket] = OrderedDict()

    @property
    def seconds(self) -> float:
        """For so long a ticket is good."""
        return self._seconds

    def keep(self, who: str, name: str, packed: Packed) -> str:
        """Keep an order of a file called *name*; return the id to fetch it by."""
        id_ = f"t{secrets.token_hex(16)}"
        until = self._clock() + self._seconds
        with self._lock:
            self._kept[id_] = Ticket(who=who, name=name, packed=packed, until=until)
            self._make_room(who)
        return id_

    def use(self, who: str, id_: str) -> Ticket:
        """Return a ticket, which is not good any more.

        Raises:
            ProblemError: This visitor has none such, or had (404).
        """
        with self._lock:
            self._drop_old()
            kept = self._kept.get(id_)
            if kept is not None and kept.who == who:
                return self._kept.pop(id_)
        raise ProblemError(
            404,
            "unknown-ticket",
            "No such ticket",
            f"You have no such ticket: each is good once, for {self._seconds / 60:g} minutes. "
            "Order the archive again.",
        )

    def __len__(self) -> int:
        return len(self._kept)

    def _make_room(self, who: str) -> None:
        self._drop_old()
        theirs = [id_ for id_, kept in self._kept.items() if kept.who == who]
        for id_ in theirs[: -self._most_each]:
            del self._kept[id_]
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def _drop_old(self) -> None:
        now = self._clock()
        while self._kept and next(iter(self._kept.values())).until <= now:
            self._kept.popitem(last=False)

"""Visitors who came a moment ago, so that not every picture of a page asks the catalog for them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from likeness.types import Visitor

LIVES = timedelta(seconds=1)
"""So long somebody may still come in whom another process shut out."""

MOST = 1000
"""Visitors remembered; who came longest ago gives way."""


class Remembered:
    """Visitors by the hash of what they came in with. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._visitors: OrderedDict[str, tuple[Visitor, datetime]] = OrderedDict()

    def get(self, digest: str, now: datetime) -> Visitor | None:
        """Return who came in with this less than a second ago."""
        with self._lock:
            found = self._visitors.get(digest)
        if found is None:
            return None
        visitor, came = found
        return visitor if timedelta() <= now - came < LIVES else None

    def put(self, digest: str, visitor: Visitor, now: datetime) -> None:
        """Remember a visitor from now on."""
        with self._lock:
            self._visitors.pop(digest, None)
            self._visitors[digest] = (visitor, now)
            while len(self._visitors) > MOST:
                self._visitors.popitem(last=False)

    def clear(self) -> None:
        """Forget all: rights changed, or somebody left."""
        with self._lock:
            self._visitors.clear()

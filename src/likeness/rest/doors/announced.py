"""Subjects without a face: CompreFace knows such, a library does not."""

from __future__ import annotations

import threading

MOST = 1000


class Announced:
    """Names that a client announced before it brings faces; forgotten when the server ends."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._names: dict[str, None] = {}
        self._lock = threading.Lock()
        self.deciding = threading.Lock()  # held while somebody is made or named

    def add(self, name: str) -> None:
        """Announce a name; of too many the oldest is forgotten."""
        with self._lock:
            self._names[name] = None
            while len(self._names) > self._most:
                del self._names[next(iter(self._names))]

    def remove(self, name: str) -> bool:
        """Take a name back; return whether it was announced."""
        with self._lock:
            return self._names.pop(name, self) is None

    def all(self) -> list[str]:
        """Return the names."""
        with self._lock:
            return list(self._names)

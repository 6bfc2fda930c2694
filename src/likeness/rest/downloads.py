"""Archives and tables on their way out: so many for each visitor at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from likeness.rest.problems import ProblemError

MOST = 4
RETRY_SECONDS = 10


class Downloads:
    """Those of one server; for the thread of the event loop.

    Args:
        most: That one visitor may have at a time.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._under_way: Counter[str] = Counter()

    @property
    def under_way(self) -> int:
        """How many there are."""
        return self._under_way.total()

    @contextmanager
    def counted(self, who: str) -> Iterator[None]:
        """Count one for the block.

        Raises:
            ProblemError: This visitor has as many as allowed (429).
        """
        if self._under_way[who] >= self._most:
            raise ProblemError(
                429,
                "too-many",
                "Too many requests",
                f"You download {self._most} files already: wait until one of them is complete.",
                headers={"Retry-After": str(RETRY_SECONDS)},
            )
        self._under_way[who] += 1
        try:
            yield
        finally:
            self._under_way[who] -= 1
            if not self._under_way[who]:
                del self._under_way[who]

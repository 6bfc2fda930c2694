"""Portraits that are made before anybody asks for them, while there is nothing else to do."""

from __future__ import annotations

import logging
from collections import deque
from contextlib import suppress

from likeness.blobs.base import portrait_key
from likeness.errors import BlobNotFoundError, LikenessError, UnknownFaceError
from likeness.types import FaceId, Person, PersonId, Pulse
from likeness.workflows.average import portraits
from likeness.workflows.parts import Parts

SIDE = 256  # pixels: what a page of people shows
AT_ONCE = 2  # portraits; a job that comes meanwhile waits for so many

log = logging.getLogger("likeness.jobs")


class PortraitsAhead:
    """Makes the portraits of people, those on most photos first, a few at a time.

    A page shows dozens of people at once, and a portrait takes half a second of a processor.

    Args:
        parts: The library.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._seen: dict[PersonId, Person] = {}  # as they were when they were looked at
        self._due: deque[Person] = deque()
        self._looked: Pulse | None = None

    def step(self) -> bool:
        """Make some of what is missing; return whether there may be more to do."""
        try:
            self._look()
            missing = self._next_missing()
            if missing:
                for _ in portraits.portraits_of(self._parts, missing, SIDE):
                    pass
        except LikenessError as error:  # a disk that is away, a database: whoever asks is told
            log.debug("Portraits were not made ahead: %s", error)
            return False
        return bool(self._due)

    def _look(self) -> None:
        """Find out who came or changed since the last look."""
        pulse = self._parts.catalog.pages.pulse()
        known = self._looked
        if known is not None and (known.tags, known.edits) == (pulse.tags, pulse.edits):
            return
        people = self._parts.catalog.people()
        self._due = deque(row for row in people if self._seen.get(row.person) != row)
        self._seen = {row.person: row for row in people if self._seen.get(row.person) == row}
        self._looked = pulse

    def _next_missing(self) -> list[FaceId]:
        missing: list[FaceId] = []
        while self._due and len(missing) < AT_ONCE:
            row = self._due.popleft()
            self._seen[row.person] = row
            with suppress(UnknownFaceError):
                face = portraits.best_face(self._parts, row.person)
                if not self._is_there(face):
                    missing.append(face)
        return missing

    def _is_there(self, face: FaceId) -> bool:
        try:
            self._parts.blobs.get(portrait_key(face, SIDE))
        except BlobNotFoundError:
            return False
        return True

"""What an index may filter by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from likeness.types.ids import PersonId
from likeness.types.words import FaceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceTags:
    """What is known of a face beside its vector, so that an index can search some faces only."""

    status: FaceStatus
    quality: float | None  # [0, 1], of at most nine decimals
    taken: datetime | None  # of the photo, on the camera's clock, without zone
    person: PersonId | None
    collections: frozenset[str]  # of the photo

"""Files that somebody sends to the library, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from likeness.types.ids import PhotoId

UploadId = NewType("UploadId", str)
""""u" and 32 hex digits, drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file that is on its way in, or arrived not long ago."""

    upload: UploadId
    name: str  # as its owner calls it
    bytes: int  # that it has when it is whole
    sha256: PhotoId | None  # of the whole file; None: nobody said, and it is not whole yet
    collection: str | None  # where to put the photo
    who: str  # sends it
    created: str  # ISO 8601, UTC
    touched: str  # when something of it last came
    complete: bool  # all of it lies in the uploads folder
    offset: int = 0  # where the next byte goes

"""How a face lies in an engine of Qdrant: as a point with a number, a vector and a payload.

The number is that of the face id. The payload holds the batch that the point was written with,
and the tags, if they are known. One more point, without a vector, holds the state of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, get_args
from uuid import UUID

import numpy as np

from likeness.types import FaceStatus, FaceTags, PersonId

if TYPE_CHECKING:
    from numpy.typing import NDArray

Payload = Mapping[str, Any]

VECTOR = "face"  # name of the vector
BATCH = "batch"
STATUS = "status"
QUALITY = "quality"
TAKEN = "taken"
PERSON = "person"
COLLECTIONS = "collections"

FIELDS = {
    BATCH: "integer",
    STATUS: "keyword",
    PERSON: "keyword",
    COLLECTIONS: "keyword",
    QUALITY: "float",
    TAKEN: "datetime",
}
"""What is indexed of a payload, and as what."""

STATE_ID = UUID(int=0x6C696B656E657373)  # a UUID, so no face can have it
FORMAT = 1  # of the points; another number means: build the index again

GENERATION = re.compile(r"[a-z0-9_]{1,200}")
MAX_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Points:
    """Some points, without what belongs to the state."""

    numbers: NDArray[np.uint64]  # (n,)
    vectors: NDArray[np.float32]  # (n, d); (0, 0) where they were not asked for
    payloads: tuple[Payload, ...]

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What one generation of points holds."""

    contract: str
    generation: str
    width: int  # of vectors; 0 where nothing was ever held
    count: int  # faces
    revision: int
    tagged: int
    batch: int  # points with a later one do not count
    pending: bool  # whether somebody writes to it, or did and never finished


def state_payload(state: State) -> Payload:
    """Return the payload of the point that holds *state*."""
    return {"format": FORMAT, **asdict(state)}


def state_of(payload: Payload | None, contract: str) -> State | None:
    """Return the state in a payload; None if it is none that we write, or of another contract."""
    if payload is None or payload.get("format") != FORMAT:
        return None
    try:
        state = State(**{key: value for key, value in payload.items() if key != "format"})
    except TypeError:
        return None
    numbers = (state.width, state.count, state.revision, state.tagged, state.batch)
    sound = (
        state.contract == contract
        and GENERATION.fullmatch(str(state.generation)) is not None
        and all(type(number) is int and -1 <= number <= MAX_NUMBER for number in numbers)
        and min(state.width, state.count) >= 0
        and type(state.pending) is bool
    )
    return state if sound else None


def face_payload(batch: int, tags: FaceTags | None) -> Payload:
    """Return the payload of a face; what is not known is left out."""
    if tags is None:
        return {BATCH: batch}
    known = {
        BATCH: batch,
        STATUS: tags.status,
        QUALITY: None if tags.quality is None else float(tags.quality),
        TAKEN: None
        if tags.taken is None
        else moment(tags.taken).isoformat(timespec="microseconds"),
        PERSON: tags.person,
        COLLECTIONS: sorted(tags.collections),
    }
    return {key: value for key, value in known.items() if value is not None}


def moment(taken: datetime) -> datetime:
    """Return a time on the camera's clock as an engine is told of it.

    Without a zone it would be read as one of UTC; told so, all engines and versions agree.
    """
    return taken.replace(tzinfo=UTC)


def tags_of(payload: Payload) -> FaceTags | None:
    """Return the tags in the payload of a face; None: not known, or nothing that we write."""
    status: Any = payload.get(STATUS)
    quality, taken = payload.get(QUALITY), payload.get(TAKEN)
    person, collections = payload.get(PERSON), payload.get(COLLECTIONS, [])
    if status not in get_args(FaceStatus) or not isinstance(collections, list):
        return None
    try:
        return FaceTags(
            status=status,
            quality=None if quality is None else float(quality),
            taken=None if taken is None else datetime.fromisoformat(taken).replace(tzinfo=None),
            person=None if person is None else PersonId(str(person)),
            collections=frozenset(map(str, collections)),
        )
    except (TypeError, ValueError):
        return None


def batch_of(payload: Payload) -> int:
    """Return the batch that a face was written with; -1 if that is not told."""
    batch = payload.get(BATCH)
    return batch if type(batch) is int else -1


def points_of(records: Sequence[Any]) -> Points:
    """Return what an engine hands out (`id`, `vector`, `payload`) without the point of state."""
    faces = [record for record in records if isinstance(record.id, int)]
    return Points(
        np.array([record.id for record in faces], np.uint64),
        vectors_of(faces),
        tuple(record.payload or {} for record in faces),
    )


def vectors_of(records: Sequence[Any]) -> NDArray[np.float32]:
    """Return the vectors (n, d) of what an engine hands out; (n, 0) where it left them out."""
    found = (record.vector for record in records)
    rows = [vector[VECTOR] if isinstance(vector, dict) and vector else [] for vector in found]
    return np.array(rows, np.float32).reshape(len(rows), len(rows[0]) if rows else 0)

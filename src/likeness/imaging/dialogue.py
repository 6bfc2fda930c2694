"""What the pool and a worker say to each other about one photo."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from likeness.errors import PhotoError
from likeness.imaging.answers import (
    file_state,
    photo_facts,
    photo_id,
    pixels_of,
    refusal,
    regions_of,
    require_fit,
    scale_of,
    thumbnail_of,
)
from likeness.imaging.child import Child, ChildDiedError
from likeness.imaging.frames import Header
from likeness.imaging.outcomes import Decoded, Known, Outcome, Refused
from likeness.imaging.region import Region, RegionRequest
from likeness.types import PhotoId


def decode_path(
    child: Child, path: Path, known: Callable[[PhotoId], bool], max_seconds: float
) -> Outcome:
    """Have a worker read, hash and, unless its content is known, decode one path."""
    state: tuple[int, int] | None = None
    try:
        child.ensure_alive()  # starting it is not the photo's time
        deadline = time.monotonic() + max_seconds
        answer, payloads = child.ask({"ask": "decode", "path": str(path.absolute())}, deadline)
        with _nonsense_as_death(child):
            state = file_state(answer)
            if answer["say"] == "refused":
                return _refused(path, answer)
            photo = photo_id(answer)
        asked = time.monotonic()
        if not _is_wanted(child, photo, known):
            return Known(path=path, size=state[0], mtime_ns=state[1], photo=photo)
        deadline += time.monotonic() - asked  # the catalog's time is not the photo's
        answer, payloads = child.go_on({"go": True}, deadline)
        with _nonsense_as_death(child):
            if answer["say"] == "refused":
                return _refused(path, answer)
            return _decoded(path, photo, state, answer, payloads)
    except ChildDiedError as exc:
        size, mtime_ns = state or _state(path)
        return Refused(
            path=path, size=size, mtime_ns=mtime_ns, reason=exc.reason, detail=exc.detail
        )


def cut_regions(
    child: Child, request: RegionRequest, max_seconds: float
) -> list[Region] | PhotoError:
    """Have a worker decode parts of one photo; a photo that fails is an answer too."""
    header = {
        "ask": "regions",
        "path": str(request.path.absolute()),
        "photo": request.photo,
        "boxes": [[float(value) for value in box] for box in request.boxes],
        "scale": request.scale,
    }
    try:
        child.ensure_alive()
        deadline = time.monotonic() + max_seconds
        answer, payloads = child.ask(header, deadline, _most_bytes(request))
        with _nonsense_as_death(child):
            if answer["say"] == "refused":
                return PhotoError(*refusal(answer))
            return regions_of(answer, payloads, len(request.boxes))
    except ChildDiedError as exc:
        return PhotoError(exc.reason, exc.detail)


def _is_wanted(child: Child, photo: PhotoId, known: Callable[[PhotoId], bool]) -> bool:
    """Ask whether the photo is known, and free the worker, who waits, unless it goes on."""
    wanted = False
    try:
        wanted = not known(photo)
    finally:
        if not wanted:
            with contextlib.suppress(OSError):  # should it be gone, the next photo finds out
                child.tell({"go": False})
    return wanted


@contextmanager
def _nonsense_as_death(child: Child) -> Iterator[None]:
    """Take an answer without sense for what it is: a worker that something took over."""
    try:
        yield
    except (KeyError, TypeError, ValueError, OverflowError) as exc:
        child.stop()
        detail = "The decoding process answered without sense."
        raise ChildDiedError("crashed", detail) from exc


def _decoded(
    path: Path,
    photo: PhotoId,
    state: tuple[int, int],
    answer: Header,
    payloads: list[bytearray],
) -> Decoded:
    pixels, thumbnail, thumbhash = payloads
    decoded = Decoded(
        path=path,
        size=state[0],
        mtime_ns=state[1],
        facts=photo_facts(photo, answer, bytes(thumbhash)),
        pixels=pixels_of(pixels, answer["shape"]),
        scale=scale_of(answer["scale"]),
        thumbnail=thumbnail_of(thumbnail),
    )
    require_fit(decoded.facts, decoded.pixels, decoded.scale)
    return decoded


def _refused(path: Path, answer: Header) -> Refused:
    size, mtime_ns = file_state(answer)
    reason, detail = refusal(answer)
    return Refused(path=path, size=size, mtime_ns=mtime_ns, reason=reason, detail=detail)


def _most_bytes(request: RegionRequest) -> int:
    """Return how many bytes the parts of a photo can have: pixels are never blown up."""
    sides = [(x2 - x1 + 2, y2 - y1 + 2) for x1, y1, x2, y2 in request.boxes]
    return sum(3 * math.ceil(width) * math.ceil(height) for width, height in sides)


def _state(path: Path) -> tuple[int, int]:
    """Return size and time of a file whose reader was lost before it could tell."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns

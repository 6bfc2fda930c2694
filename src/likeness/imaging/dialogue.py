"""What the pool and a worker say to each other about one photo."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.errors import REASONS, PhotoError, Reason
from likeness.imaging.child import Child, ChildDiedError
from likeness.imaging.frames import Header
from likeness.imaging.outcomes import Decoded, Known, Outcome, Refused
from likeness.imaging.region import Region, RegionRequest
from likeness.types import PhotoFacts, PhotoId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def decode_path(
    child: Child, path: Path, known: Callable[[PhotoId], bool], max_seconds: float
) -> Outcome:
    """Have a worker read, hash and, unless its content is known, decode one path."""
    state: tuple[int, int] | None = None
    try:
        child.ensure_alive()  # starting it is not the photo's time
        deadline = time.monotonic() + max_seconds
        answer, payloads = child.ask({"ask": "decode", "path": str(path.absolute())}, deadline)
        with _nonsense_as_death():
            state = int(answer["size"]), int(answer["mtime_ns"])
            if answer["say"] == "refused":
                return _refused(path, answer)
            photo = PhotoId(answer["photo"])
        asked = time.monotonic()
        if not _is_wanted(child, photo, known):
            return Known(path=path, size=state[0], mtime_ns=state[1], photo=photo)
        deadline += time.monotonic() - asked  # the catalog's time is not the photo's
        answer, payloads = child.go_on({"go": True}, deadline)
        with _nonsense_as_death():
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
        answer, payloads = child.ask(header, time.monotonic() + max_seconds)
        with _nonsense_as_death():
            if answer["say"] == "refused":
                return PhotoError(_reason(answer), str(answer["detail"]))
            return _regions(answer, payloads)
    except ChildDiedError as exc:
        return PhotoError(exc.reason, exc.detail)


def _regions(answer: Header, payloads: list[bytearray]) -> list[Region]:
    return [
        Region(
            pixels=_pixels(payload, part["shape"]),
            x=float(part["x"]),
            y=float(part["y"]),
            scale=float(part["scale"]),
        )
        for part, payload in zip(answer["regions"], payloads, strict=True)
    ]


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
def _nonsense_as_death() -> Iterator[None]:
    """Take an answer without sense for what it is: a worker that something took over."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as exc:
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
    taken = answer["taken"]
    facts = PhotoFacts(
        id=photo,
        size=int(answer["bytes"]),
        width=int(answer["width"]),
        height=int(answer["height"]),
        format=str(answer["format"]),
        status="partial" if answer["partial"] else "ok",
        taken=datetime.fromisoformat(taken) if taken else None,
        taken_offset=answer["taken_offset"],
        taken_from=answer["taken_from"],
        camera=answer["camera"],
        phash=int(answer["phash"]),
        thumbhash=bytes(thumbhash),
    )
    return Decoded(
        path=path,
        size=state[0],
        mtime_ns=state[1],
        facts=facts,
        pixels=_pixels(pixels, answer["shape"]),
        scale=float(answer["scale"]),
        thumbnail=bytes(thumbnail),
    )


def _pixels(payload: bytearray, shape: list[int]) -> NDArray[np.uint8]:
    import numpy as np

    height, width, channels = shape
    return np.frombuffer(payload, np.uint8).reshape(height, width, channels)


def _refused(path: Path, answer: Header) -> Refused:
    return Refused(
        path=path,
        size=int(answer["size"]),
        mtime_ns=int(answer["mtime_ns"]),
        reason=_reason(answer),
        detail=str(answer["detail"]),
    )


def _reason(answer: Header) -> Reason:
    return next((reason for reason in REASONS if reason == answer["reason"]), "unreadable")


def _state(path: Path) -> tuple[int, int]:
    """Return size and time of a file whose reader was lost before it could tell."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns

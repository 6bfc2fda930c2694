"""The process that decodes: `python -m likeness.imaging.worker LIMITS LONG_SIDE`, one per core.

It reads requests from standard input and answers on standard output (see `frames`), one at a time,
until its input ends. Whatever a hostile photo does to it, only this process is lost.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict

import cv2
from PIL import AvifImagePlugin, Image

from likeness.errors import PhotoError
from likeness.imaging.confine import MEASURED, give_up_rights
from likeness.imaging.decode import DecodedImage, decode
from likeness.imaging.files import UNKNOWN_STATE, FileError, FileState, read_file
from likeness.imaging.frames import Buffer, FrameError, Header, receive_frame, send_frame
from likeness.imaging.hashes import perceptual_hash
from likeness.imaging.limits import Limits
from likeness.imaging.memory import keep_freed_memory
from likeness.imaging.metadata import file_moment
from likeness.imaging.regions import regions
from likeness.imaging.resize import shrink
from likeness.imaging.thumbhash import thumbhash
from likeness.imaging.webp import encode_webp

PR_SET_PDEATHSIG = 1  # linux/prctl.h
THUMBNAIL_SIDE = 512  # pixels, long side
GRACE = 10.0  # seconds beyond the limit after which a worker ends itself
NEVER = 0.0


def main(arguments: Sequence[str]) -> int:
    """Answer requests until standard input ends."""
    limits = Limits(**json.loads(arguments[0]))
    long_side = int(arguments[1])
    requests, answers = _take_pipes()
    _confine(limits)
    try:
        send_frame(answers, {"say": "ready"})
        while True:
            request, _ = receive_frame(requests)
            _serve(request, requests, answers, limits, long_side)
            _end_in(NEVER)
    except (FrameError, BrokenPipeError):
        return 0  # the pool is gone or needs this worker no more


def _take_pipes() -> tuple[int, int]:
    """Move the pipes away from 0 and 1, where a library might read or print."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return requests, answers


def _confine(limits: Limits) -> None:
    """Give up what a photo must not have: memory, threads, files to write, a life of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to handle
    with contextlib.suppress(AttributeError, OSError):  # Linux only
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # RLIMIT_DATA counts what is allocated, RLIMIT_AS also what libraries only map.
    with contextlib.suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_DATA, (limits.max_memory, limits.max_memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not any(name in os.environ for name in MEASURED):  # coverage writes down what it measured
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        give_up_rights()
    keep_freed_memory()
    cv2.setNumThreads(1)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.MAX_IMAGE_PIXELS = None  # `Limits.max_pixels` is checked instead


def _serve(request: Header, requests: int, answers: int, limits: Limits, long_side: int) -> None:
    """Answer one request; a failed photo is an answer too."""
    _end_in(limits.max_seconds + GRACE)
    state = UNKNOWN_STATE
    payloads: list[Buffer] = []
    try:
        data, state = read_file(request["path"], limits)
        photo = hashlib.sha256(data).hexdigest()
        if request["ask"] == "regions":
            header, payloads = _cut_regions(request, data, photo, limits)
        else:
            send_frame(answers, {"say": "read", "photo": photo, **asdict(state)})
            if not _go_on(requests, limits):
                return
            image = decode(data, long_side=long_side, limits=limits)
            header, payloads = _describe(image, state, len(data))
    except FileError as exc:
        header = _refusal(exc, exc.state)
    except PhotoError as exc:
        header = _refusal(exc, state)
    except MemoryError:
        detail = "The photo needs more memory than decode.max_memory allows."
        header = _refusal(PhotoError("too_much_memory", detail), state)
    send_frame(answers, header, payloads)


def _go_on(requests: int, limits: Limits) -> bool:
    """Wait for the pool to say whether the photo is wanted: its catalog may be busy."""
    _end_in(NEVER)
    wanted = receive_frame(requests)[0]["go"]
    _end_in(limits.max_seconds + GRACE)
    return bool(wanted)


def _end_in(seconds: float) -> None:
    """Have the system end this process should it still be busy by then.

    The pool does so much earlier; this is for a pool that died where no death signal exists.
    """
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _describe(image: DecodedImage, state: FileState, size: int) -> tuple[Header, list[Buffer]]:
    small = shrink(image.pixels, THUMBNAIL_SIDE)
    about = image.metadata
    moment = (about.taken, about.taken_offset) if about.taken else file_moment(state.mtime_ns)
    taken, offset = moment or (None, None)
    header = {
        "say": "decoded",
        "bytes": size,
        "shape": image.pixels.shape,
        "scale": image.scale,
        "width": image.width,
        "height": image.height,
        "format": image.format,
        "partial": image.partial,
        "taken": taken.isoformat() if taken else None,
        "taken_offset": offset,
        "taken_from": about.taken_from or ("file" if taken else None),
        "camera": about.camera,
        "phash": perceptual_hash(small),
    }
    return header, [image.pixels.data, encode_webp(small), thumbhash(small)]


def _cut_regions(
    request: Header, data: bytes, photo: str, limits: Limits
) -> tuple[Header, list[Buffer]]:
    if photo != request["photo"]:
        raise PhotoError("vanished", "The file has changed since its faces were found.")
    found = regions(data, request["boxes"], limits, scale=request["scale"])
    parts = [{"x": r.x, "y": r.y, "scale": r.scale, "shape": r.pixels.shape} for r in found]
    return {"say": "regions", "regions": parts}, [r.pixels.data for r in found]


def _refusal(error: PhotoError, state: FileState) -> Header:
    return {"say": "refused", "reason": error.reason, "detail": error.detail, **asdict(state)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Files to send, and sending them."""

from __future__ import annotations

import hashlib
import itertools

from likeness.types import UploadId
from likeness.workflows.uploads.uploads import Arrived, Uploads

_NUMBERS = itertools.count()


def picture(size: int = 1000) -> bytes:
    """Return bytes that begin as a JPEG does, no two alike."""
    return (b"\xff\xd8\xff\xe0" + f"{next(_NUMBERS)} ".encode()).ljust(size, b".")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def begin(uploads: Uploads, data: bytes, name: str = "me.jpg", **more: str) -> UploadId:
    """Announce a file and return the upload."""
    upload = uploads.begin(name, len(data), **more).upload
    assert upload is not None
    return upload.upload


def send(uploads: Uploads, upload: str, data: bytes, offset: int = 0, who: str = "") -> None:
    """Send the next bytes."""
    with uploads.receiving(upload, offset, length=len(data), who=who) as receiver:
        receiver.write(data)


def send_all(uploads: Uploads, data: bytes, name: str = "me.jpg", **more: str) -> Arrived:
    """Send a whole file."""
    upload = begin(uploads, data, name, **more)
    send(uploads, upload, data, who=more.get("who", ""))
    arrived = uploads.finish(upload, who=more.get("who", ""))
    assert arrived is not None
    return arrived

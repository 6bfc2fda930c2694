"""Copies of photos from buckets, for as long as they are looked at."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from likeness.errors import PhotoError, StoreUnavailableError
from likeness.imaging.outcomes import Decoded, Refused
from likeness.sources.open import is_bucket
from likeness.sources.private import PrivateFolder, sweep
from likeness.workflows.parts import Parts
from likeness.workflows.places import split_address
from likeness.workflows.reading import Reading

INCOMING = "incoming"
"""Below the library folder, so that photos never lie in a folder that others share."""


@contextmanager
def incoming(parts: Parts) -> Iterator[Path]:
    """Yield where private folders for copies may be made.

    In the library folder; where that may not be written, in a new temporary folder of our own.

    Raises:
        StoreUnavailableError: There is no such place.
    """
    if not os.access(parts.folder, os.W_OK):
        with TemporaryDirectory(prefix="likeness-") as temporary:
            yield Path(temporary)
        return
    folder = parts.folder / INCOMING
    if folder.is_symlink():  # of a library that came from somebody else
        raise StoreUnavailableError(
            f"{folder} is a link, and copies of photos go nowhere else. Remove it."
        )
    yield folder


@contextmanager
def scratch(parts: Parts) -> Iterator[Path]:
    """Yield a new folder that nobody else may look into, for as long as the block lasts.

    Raises:
        StoreUnavailableError: It cannot be made.
    """
    with incoming(parts) as place, closing(PrivateFolder(place)) as folder:
        yield folder.path()


def remove_leftovers(parts: Parts) -> None:
    """Delete the copies of processes that were killed, and nothing that a link leads to."""
    sweep(parts.folder / INCOMING)


@contextmanager
def reading(parts: Parts, uri: str) -> Iterator[Reading]:
    """Yield what reads files of the source at *uri*, with a folder for copies if it needs one."""
    source, limits = parts.source(uri), parts.settings
    with (
        incoming(parts) if is_bucket(uri) else nullcontext(parts.folder) as folder,
        Reading(
            parts.pool,
            source,
            folder,
            parallel=limits.s3.parallel,
            max_bytes=limits.decode.max_bytes,
        ) as run,
    ):
        yield run


@contextmanager
def at_hand(parts: Parts, origin: str) -> Iterator[Path]:
    """Yield where the file at *origin*, a path or an address, can be read on this machine.

    Raises:
        PhotoError: It lies in a bucket and cannot be fetched.
        StoreUnavailableError: The bucket does not answer.
    """
    if not is_bucket(origin):
        yield Path(origin)
        return
    bucket, key = split_address(origin)
    with incoming(parts) as place, closing(PrivateFolder(place)) as folder:
        copy = folder.path() / secrets.token_hex(8)
        parts.source(bucket).fetch(key, copy, max_bytes=parts.settings.decode.max_bytes)
        yield copy


def read(parts: Parts, origin: str) -> Decoded:
    """Decode one file that is not being added. Raises as `at_hand` does."""
    with at_hand(parts, origin) as file:
        return decoded(parts, file, origin)


def decoded(parts: Parts, file: Path, origin: str) -> Decoded:
    """Decode *file*, which is *origin* or a copy of it. Raises `PhotoError`."""
    (outcome,) = parts.pool.decode([file], lambda _: False)
    if isinstance(outcome, Refused):
        raise PhotoError(outcome.reason, f"{origin} cannot be used: {outcome.detail}")
    if not isinstance(outcome, Decoded):
        raise TypeError(f"Nothing was said to be known, yet {origin} came back so.")
    return outcome

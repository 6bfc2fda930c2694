"""Where the pictures of an album lie: fetched from the web, or here, where that is allowed."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from likeness.web.download import Downloader

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
WEB = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class PictureFile:
    """One picture of the album."""

    image: int  # position in the caller's list
    path: Path
    ours: bool  # fetched for this job, to be removed when it was read


@dataclass(frozen=True, slots=True)
class NoFile:
    """A picture that could not be had."""

    image: int
    error: str


def picture_files(
    urls: Sequence[str], downloader: Downloader, folder: Path, *, allow_local: bool
) -> Generator[PictureFile | NoFile, None, None]:
    """Yield a file for each URL, in their order; those from the web are fetched ahead.

    Args:
        urls: Of http or https; or of files, or paths.
        downloader: Fetches.
        folder: Of our own, for what is fetched.
        allow_local: Whether files of this machine may be named.
    """
    web = [number for number, url in enumerate(urls) if is_web(url)]
    targets = {number: folder / str(number) for number in web}
    fetched = downloader.fetch_all((urls[number], targets[number]) for number in web)
    try:
        for number, url in enumerate(urls):
            if number in targets:
                error = next(fetched)
                if error is None:
                    yield PictureFile(number, targets[number], ours=True)
                else:
                    yield NoFile(number, str(error))
            else:
                yield _local(number, url, allow_local=allow_local)
    finally:
        fetched.close()


def is_web(url: str) -> bool:
    """Whether a URL is one for the downloader."""
    scheme = SCHEME.match(url)
    return scheme is not None and scheme[1].lower() in WEB


def _local(number: int, url: str, *, allow_local: bool) -> PictureFile | NoFile:
    if not allow_local:
        return NoFile(number, "Only http and https URLs are read here, and this is neither.")
    try:
        return PictureFile(number, local_path(url), ours=False)
    except ValueError as exc:
        return NoFile(number, str(exc))


def local_path(url: str) -> Path:
    """Return the path that a file URL or plain text names.

    Raises:
        ValueError: It names none, in one sentence.
    """
    scheme = SCHEME.match(url)
    if scheme is None:
        text = url
    elif scheme[1].lower() == "file":
        parts = urlsplit(url)
        if parts.netloc.lower() not in {"", "localhost"}:
            raise ValueError("The URL names a file of another machine.")
        text = unquote(parts.path, errors="surrogateescape")
    else:
        raise ValueError("Only http, https and file URLs and paths are read here.")
    if not text or "\0" in text:
        raise ValueError("It names no file.")
    return Path(text)

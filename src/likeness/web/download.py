"""Files from the web: any URL in, a file or an error out, within limits."""

from __future__ import annotations

import os
import ssl
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path

from likeness.errors import DownloadError
from likeness.web.deadline import Deadline
from likeness.web.exchange import (
    Answer,
    CheckedNetwork,
    Dialler,
    WebUrl,
    ask,
    read_url,
    system_dialler,
    trusted_certificates,
)
from likeness.web.limits import WebLimits
from likeness.web.resolver import Resolver, system_addresses

AHEAD = 2  # addresses under way or waiting for the caller, per connection
OVERHEAD = 2**18  # bytes of headers, and of what frames a body sent in chunks
REDIRECTS = frozenset({301, 302, 303, 307, 308})
COMPRESSED = frozenset({"gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd"})
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Downloader:
    """Fetches files, several at a time. Safe to share between threads.

    Args:
        limits: For every URL.
        resolve: Looks hosts up.
        dialler: Connects to an address; None: through the operating system.
        trust: Verifies https servers; None: by the usual authorities.
    """

    def __init__(
        self,
        limits: WebLimits,
        *,
        resolve: Resolver = system_addresses,
        dialler: Dialler | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits
        self._resolve = resolve
        self._dialler = dialler or system_dialler()
        self._trust = trust
        self._trusting = threading.Lock()

    def fetch(self, url: str, target: Path, stop: threading.Event | None = None) -> None:
        """Write what *url* names to the new file *target*, readable by its owner alone.

        Args:
            url: As somebody gave it.
            target: Where nothing lies yet, in a folder of our own.
            stop: Set when the file is not wanted any more.

        Raises:
            DownloadError: It cannot be had within the limits. Then there is no file.
        """
        deadline = Deadline(self._limits.max_seconds, stop or threading.Event())
        at = read_url(url)
        for _ in range(self._limits.max_redirects + 1):
            with ask(at, self._network(deadline), self._trust_for(at)) as answer:
                location = redirect_of(answer)
                if location is None:
                    self._keep(answer, target)
                    return
            at = at.follow(location)
        raise DownloadError(f"It is redirected more than {self._limits.max_redirects} times.")

    def fetch_all(
        self, jobs: Iterable[tuple[str, Path]]
    ) -> Generator[DownloadError | None, None, None]:
        """Fetch URLs to files, and yield in their order what went wrong, None where nothing did.

        A few files are fetched ahead of the caller, never more than `AHEAD` per connection. Close
        the iterator to give up the rest.
        """
        stop = threading.Event()
        waiting: deque[Future[DownloadError | None]] = deque()
        remaining = iter(jobs)
        executor = ThreadPoolExecutor(self._limits.parallel, "likeness-web")
        try:
            while True:
                while len(waiting) < AHEAD * self._limits.parallel:
                    job = next(remaining, None)
                    if job is None:
                        break
                    waiting.append(executor.submit(self._outcome, *job, stop))
                if not waiting:
                    return
                yield waiting.popleft().result()
        finally:
            stop.set()
            executor.shutdown(cancel_futures=True)

    def _outcome(self, url: str, target: Path, stop: threading.Event) -> DownloadError | None:
        try:
            self.fetch(url, target, stop)
        except DownloadError as exc:
            return exc
        return None

    def _network(self, deadline: Deadline) -> CheckedNetwork:
        return CheckedNetwork(
            resolve=self._resolve,
            dialler=self._dialler,
            deadline=deadline,
            most=self._limits.max_bytes + self._limits.max_bytes // 8 + OVERHEAD,
            allow_private=self._limits.allow_private,
        )

    def _trust_for(self, url: WebUrl) -> ssl.SSLContext | None:
        if url.scheme != "https":
            return None
        with self._trusting:  # reading all authorities takes a moment
            if self._trust is None:
                self._trust = trusted_certificates()
            return self._trust

    def _keep(self, answer: Answer, target: Path) -> None:
        """Write the body of an answer to a file, unless it is too long to begin with."""
        require_file(answer, self._limits.max_bytes)
        try:
            handle = os.open(target, NEW_FILE, 0o600)
        except OSError as exc:
            raise _not_kept(exc) from exc
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in limited(answer.chunks, self._limits.max_bytes):
                    file.write(chunk)
        except BaseException as exc:
            target.unlink(missing_ok=True)
            if isinstance(exc, OSError):
                raise _not_kept(exc) from exc
            raise


def redirect_of(answer: Answer) -> str | None:
    """Return where an answer sends us on to, None where it does not."""
    return answer.headers.get("location") if answer.status in REDIRECTS else None


def require_file(answer: Answer, max_bytes: int) -> None:
    """See that an answer holds a file of a size that is allowed, as far as its headers tell.

    Raises:
        DownloadError: It does not.
    """
    if answer.status != HTTPStatus.OK:
        raise DownloadError(f"The server answered {status_text(answer.status)}.")
    encodings = {
        word.strip().lower() for word in answer.headers.get("content-encoding", "").split(",")
    }
    if not encodings.isdisjoint(COMPRESSED):
        raise DownloadError("The server sent the file compressed, though asked not to.")
    length = answer.headers.get("content-length", "")
    if length.isdecimal() and int(length) > max_bytes:
        raise _too_large(max_bytes)


def limited(chunks: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    """Yield the chunks of a body as long as they are not too many. Raises `DownloadError`."""
    left = max_bytes
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise _too_large(max_bytes)
        yield chunk


def status_text(status: int) -> str:
    """Return a status in words of ours: those of the server could be anything."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _too_large(max_bytes: int) -> DownloadError:
    return DownloadError(f"The file has more than the {max_bytes:,} bytes that are allowed.")


def _not_kept(error: OSError) -> DownloadError:
    return DownloadError(f"The file cannot be kept here: {error.strerror}.")

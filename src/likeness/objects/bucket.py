"""A part of a bucket, read and written through obstore: the one file that imports it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies

from likeness.errors import SettingsError
from likeness.objects.access import Access, access_to
from likeness.objects.address import Address
from likeness.objects.keys import fault_of
from likeness.objects.listing import PAGE, Listing, ObjectFacts, whole_seconds, whole_size
from likeness.objects.repeats import Repeats
from likeness.objects.trouble import ObjectError, trouble
from likeness.settings import S3Settings

if TYPE_CHECKING:
    from obstore import GetOptions, GetResult, ObjectMeta
    from obstore.store import ClientConfig, S3Config, S3Credential, S3Store

MULTIPART = 16 * 2**20  # bytes; larger objects are put in parts
PART = 8 * 2**20
CHUNK = 2**20  # bytes taken from a connection at a time

NOWHERE = "http://127.0.0.1:0"  # nothing listens at port 0

# One request may take so many times the limit of one step: a slow line is no broken one.
STEPS = 10

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive bytes of an object, and the state of the object that they are of."""

    data: bytes
    facts: ObjectFacts


class Bucket:
    """One part of a bucket: keys are relative to its address. Safe to share between threads.

    Requests are repeated as `settings.retry_seconds` says, by us alone: obstore's own repeats end
    where a body has begun, and know no difference between a wrong name and a server that restarts.
    All methods raise `ValueError` for a key that `fault_of` finds fault with, and `ObjectError`,
    a `StoreUnavailableError`, where the server does not do as asked.

    Args:
        address: Which part of which bucket.
        settings: How it is reached.

    Raises:
        SettingsError: obstore is not installed, or the settings cannot be right.
    """

    def __init__(self, address: Address, settings: S3Settings) -> None:
        try:
            import obstore  # noqa: F401 - to say at once that it is missing
        except ImportError as exc:
            raise SettingsError(
                f"{address.uri} needs the package obstore: pip install 'likeness[s3]'."
            ) from exc
        self.address = address
        self.parallel = settings.parallel
        self._access = access = access_to(address.bucket, settings, os.environ)
        self._repeats = Repeats(settings.retry_seconds)
        self._listing = Listing(access, self._repeats, settings.timeout_seconds)
        self._lanes = threading.BoundedSemaphore(settings.parallel)
        self._store = _opened(access, settings.timeout_seconds)

    def get(self, key: str, *, most: int) -> bytes:
        """Return all bytes of an object of at most *most* bytes.

        Raises:
            ObjectError: "gone": there is none; "refused": it is larger.
        """
        piece = self._read(key, None, lambda facts: self._require_small(facts, most))
        return piece.data

    def read(
        self,
        key: str,
        start: int,
        size: int,
        *,
        etag: str | None = None,
        check: Callable[[ObjectFacts], None] = lambda _: None,
    ) -> Piece:
        """Return up to *size* bytes from *start*: fewer only where the object ends.

        Args:
            key: Which object.
            start: The first byte.
            size: At least 1.
            etag: The state that the object has to be in; None: any.
            check: Is told what the object is like before its bytes are read; what it raises is
                passed on.

        Raises:
            ObjectError: "gone"; "changed": it is in another state; "denied".
        """
        options: GetOptions = {"range": (start, start + size)}
        if etag is not None:
            options["if_match"] = etag
        try:
            return self._read(key, options, check)
        except ObjectError as exc:
            if exc.kind != "beyond" or start:
                raise
        return self._read(key, {"if_match": etag} if etag else None, check)  # an empty object

    def look(self, key: str) -> ObjectFacts:
        """Return what an object is like. Raises as `read` does.

        By its first byte: unlike the answer to HEAD, a refusal then says why.
        """
        return self.read(key, 0, 1).facts

    def put(self, key: str, data: bytes, kind: str) -> None:
        """Store *data* whole or not at all, replacing what was there; *kind*: its media type."""
        import obstore

        whole = self._whole(key)
        self._do(
            "Writing",
            key,
            lambda: obstore.put(
                self._store,
                whole,
                data,
                attributes={"Content-Type": kind},
                use_multipart=len(data) > MULTIPART,
                chunk_size=PART,
                max_concurrency=min(4, self.parallel),
            ),
        )

    def delete(self, key: str) -> None:
        """Remove an object; removing an absent one is a no-op."""
        import obstore

        whole = self._whole(key)
        try:
            self._do("Deleting", key, lambda: obstore.delete(self._store, whole))
        except ObjectError as exc:
            if exc.kind != "gone":
                raise

    def objects(self, prefix: str = "", *, page: int = PAGE) -> Iterator[ObjectFacts]:
        """Yield each object whose key starts with *prefix*, once, in the order of keys.

        Keys come as they are, also those that cannot be read: see `fault_of`.
        """
        folder = self.address.prefix
        for facts in self._listing.objects(folder + prefix, page=page):
            key = facts.key.removeprefix(folder)
            if facts.key.startswith(folder + prefix) and key:
                yield ObjectFacts(key, facts.size, facts.mtime_ns, facts.etag)

    def sign(self, key: str, seconds: int) -> str | None:
        """Return a URL to read an object from; None: there are no keys to sign with."""
        import obstore

        whole = self._whole(key)
        if self._access.anonymous:
            return None
        return self._do(
            "Signing for",
            key,
            lambda: obstore.sign(self._store, "GET", whole, timedelta(seconds=seconds)),
        )

    def _read(
        self, key: str, options: GetOptions | None, check: Callable[[ObjectFacts], None]
    ) -> Piece:
        import obstore

        whole = self._whole(key)

        def read() -> Piece:
            result = obstore.get(self._store, whole, options=options)
            facts = _facts(key, result.meta)
            check(facts)
            return Piece(_body(result), facts)

        return self._do("Reading", key, read)

    def _do(self, doing: str, key: str, request: Callable[[], Answer]) -> Answer:
        what = f"{doing} {self.address.uri}/{key} at {self._access.host}"

        def once() -> Answer:
            with self._lanes:
                return _ours(what, request)

        return self._repeats(once)

    def _whole(self, key: str) -> str:
        fault = fault_of(key)
        if fault:
            raise ValueError(f"No object can be asked for by the key {key!r}: it {fault}.")
        return self.address.prefix + key

    def _require_small(self, facts: ObjectFacts, most: int) -> None:
        if facts.size > most:
            raise ObjectError(
                "refused",
                f"{self.address.uri}/{facts.key} has {facts.size:,} bytes, expected were at most "
                f"{most:,}. Remove it.",
            )


def _opened(access: Access, timeout: float) -> S3Store:
    """Return obstore's view of a bucket. It looks into the environment wherever nothing is said."""
    from obstore.store import S3Store

    config: S3Config = {
        "endpoint": access.endpoint,
        "region": access.region,
        "virtual_hosted_style_request": access.virtual_host,
        "skip_signature": access.anonymous,
        "disable_bulk_delete": True,  # one at a time works with every server
    }
    if "AWS_ENDPOINT_URL_S3" in os.environ:
        config["aws_endpoint_url_s3"] = access.endpoint
    step = timedelta(seconds=timeout)
    options: ClientConfig = {
        "allow_http": access.endpoint.startswith("http:"),
        "connect_timeout": step,
        "read_timeout": step,
        "timeout": STEPS * step,
    }
    if not any(getproxies().get(kind) for kind in ("http", "https", "all")):
        # obstore follows redirects to anywhere, session token in hand, and no option forbids it.
        # So whatever is not the server is asked for over a proxy that cannot be.
        options["proxy_url"] = NOWHERE
        options["proxy_excludes"] = str(urlsplit(access.endpoint).hostname)

    def keys() -> S3Credential:
        return {
            "access_key_id": access.access_key,
            "secret_access_key": access.secret_key,
            "token": access.session_token or None,
            "expires_at": None,
        }

    return S3Store(
        access.bucket,
        config=config,
        client_options=options,
        retry_config={"max_retries": 0},
        credential_provider=None if access.anonymous else keys,
    )


def _ours(what: str, request: Callable[[], Answer]) -> Answer:
    """Let no foreign error out. Not as the cause either: it repeats answers, and they keys."""
    from obstore.exceptions import BaseError

    try:
        return request()
    except (BaseError, OSError) as exc:
        raise trouble(what, f"{type(exc).__name__} {exc}") from None


def _facts(key: str, meta: ObjectMeta) -> ObjectFacts:
    size, changed = whole_size(meta["size"]), whole_seconds(meta["last_modified"])
    return ObjectFacts(key, size, changed, meta["e_tag"])


def _body(result: GetResult) -> bytes:
    """Read what was promised, and never more."""
    start, stop = result.range
    parts: list[bytes] = []
    left = stop - start
    if left == 0:
        return b""
    for part in result.stream(min_chunk_size=CHUNK):
        parts.append(bytes(part))
        left -= len(part)
        if left < 0:
            break
    if left != 0:
        raise OSError("request or response body error: not as long as it was said to be")
    return b"".join(parts)

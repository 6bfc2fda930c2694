"""Blobs as objects in a bucket."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from functools import partial

from likeness.blobs.base import KEY, BlobKey, require_link_seconds
from likeness.errors import BlobNotFoundError, SettingsError
from likeness.objects.address import parse_address
from likeness.objects.bucket import Bucket
from likeness.objects.trouble import ObjectError
from likeness.settings import S3Settings

LARGEST = 64 * 2**20  # bytes; of a blob. Ours have some ten thousand

KINDS = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
OTHER_KIND = "application/octet-stream"


class ObjectBlobs:
    """A `BlobStore` in a part of a bucket.

    A put is one request, which servers carry out whole or not at all.

    Args:
        bucket: The part; nothing else should lie in it.
    """

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    @property
    def uri(self) -> str:
        """Where the blobs are: "s3://bucket/prefix"."""
        return self._bucket.address.uri

    def put(self, key: BlobKey, data: bytes) -> None:
        _require_key(key)
        if not data:
            raise ValueError(f"Blob {key} would be empty: an empty object means a lost one here.")
        kind = KINDS.get(key.rpartition(".")[2], OTHER_KIND)
        self._bucket.put(key, data, kind)

    def put_all(self, blobs: Mapping[BlobKey, bytes]) -> None:
        self._together([partial(self.put, key, data) for key, data in blobs.items()])

    def get(self, key: BlobKey) -> bytes:
        _require_key(key)
        data = b""
        try:
            data = self._bucket.get(key, most=LARGEST)
        except ObjectError as exc:
            if exc.kind != "gone":
                raise
        if not data:
            raise BlobNotFoundError(f"No blob {key} in {self.uri}.")
        return data

    def delete(self, key: BlobKey) -> None:
        _require_key(key)
        self._bucket.delete(key)

    def delete_all(self, keys: Sequence[BlobKey]) -> None:
        self._together([partial(self.delete, key) for key in keys])

    def discard_unfinished(self) -> None:
        """Do nothing: a put that was killed left nothing, or the whole blob."""

    def keys(self, prefix: str = "") -> Iterator[BlobKey]:
        for facts in self._bucket.objects(prefix):
            if facts.size and KEY.fullmatch(facts.key):
                yield BlobKey(facts.key)

    def link(self, key: BlobKey, seconds: int) -> str | None:
        _require_key(key)
        require_link_seconds(seconds)
        return self._bucket.sign(key, seconds)

    def _together(self, requests: Sequence[Callable[[], None]]) -> None:
        """Make several requests at a time; raise what the first that fails raises."""
        if not requests:
            return
        with ThreadPoolExecutor(min(self._bucket.parallel, len(requests))) as pool:
            futures = [pool.submit(request) for request in requests]
            try:
                wait(futures, return_when=FIRST_EXCEPTION)
            finally:  # after a failure, or Ctrl-C: what has not begun is not begun any more
                pool.shutdown(wait=False, cancel_futures=True)
        for future in futures:
            if not future.cancelled():
                future.result()


def open_object_blobs(url: str, settings: S3Settings) -> ObjectBlobs:
    """Return the blobs at "s3://bucket/prefix". Asks nothing of the server yet.

    Raises:
        SettingsError: *url* or *settings* cannot be right, or obstore is not installed.
    """
    try:
        address = parse_address(url)
    except ValueError as exc:
        raise SettingsError(f"Setting blobs.url is not usable: {exc}") from exc
    return ObjectBlobs(Bucket(address, settings))


def _require_key(key: BlobKey) -> None:
    if not KEY.fullmatch(key):
        raise ValueError(f"Not a blob key: {key!r}. Keys look like thumbs/3f/3f7a.webp.")

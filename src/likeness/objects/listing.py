"""Pages of a bucket's listing, asked for and read here.

obstore reads listings too, but fails on the whole page where one name is not a path ("a//b",
"a/../b", a control character), and shows the mark of a folder ("a/") under the name of an object
("a"). Here every name comes back as it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus
from xml.etree.ElementTree import Element, ParseError

from likeness.objects.access import Access
from likeness.objects.repeats import Repeats
from likeness.objects.signing import query_string, signed_headers
from likeness.objects.trouble import ObjectError, trouble

if TYPE_CHECKING:
    import httpx

MORE = {"true": True, "false": False}

PAGE = 1000  # names in a page: the most that S3 gives
LARGEST_PAGE = 8 * 2**20  # bytes; 1000 names of 1024 escaped bytes are half of it
MOST_TAGS = 200 * PAGE  # an object takes 12 to 40; each costs a hundred bytes once it is read

LARGEST = 2**63 - 1  # bytes, and nanoseconds since 1970: what catalogs hold


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What is known of an object without reading it."""

    key: str
    size: int  # bytes
    mtime_ns: int  # whole seconds: listings and headers differ in the rest
    etag: str | None  # with its quotes, as servers want it back


@dataclass(frozen=True, slots=True)
class Page:
    """Objects in the order of their keys' bytes."""

    objects: tuple[ObjectFacts, ...]
    more: bool


class Listing:
    """Lists one bucket.

    Args:
        access: Where it is.
        repeats: How often requests are repeated.
        timeout: Seconds for each step of a request.
    """

    def __init__(self, access: Access, repeats: Repeats, timeout: float) -> None:
        self._access = access
        self._repeats = repeats
        self._timeout = timeout

    def objects(self, prefix: str, *, after: str = "", page: int = PAGE) -> Iterator[ObjectFacts]:
        """Yield each object whose key starts with *prefix* and comes after *after*, once.

        A page is asked for by the last key of the one before, so that a listing goes on where a
        connection broke, and what is added or deleted meanwhile moves nothing.

        Args:
            prefix: Of the whole key; any text.
            after: A key; in the order of UTF-8 bytes.
            page: How many are asked for at a time.

        Raises:
            ObjectError: The server refuses, or does not answer in the end.
        """
        import ssl

        import httpx

        what = f"Listing s3://{self._access.bucket}/{prefix} at {self._access.host}"
        secure = self._access.endpoint.startswith("https:")
        verify = ssl.create_default_context() if secure else False  # the system's certificates
        with httpx.Client(verify=verify, timeout=self._timeout) as client:
            more = True
            while more:
                found = self._repeats(partial(self._page, client, what, prefix, after, page))
                _require_order(found, what, after)
                yield from found.objects
                more = found.more
                if found.objects:
                    after = found.objects[-1].key

    def _page(self, client: httpx.Client, what: str, prefix: str, after: str, page: int) -> Page:
        import httpx

        query = {"list-type": "2", "encoding-type": "url", "max-keys": str(page)}
        if prefix:
            query["prefix"] = prefix
        if after:
            query["start-after"] = after
        text = query_string(query)
        url = self._access.url
        headers = signed_headers(self._access, url, text, datetime.now(UTC))
        headers["accept-encoding"] = "identity"
        try:
            with client.stream("GET", f"{url}?{text}", headers=headers) as response:
                body = _read(response, what)
        except httpx.HTTPError as exc:
            # Not as the cause: it holds the request, and the request the keys.
            raise trouble(what, _words(exc)) from None
        if response.status_code != httpx.codes.OK:
            raise trouble(what, _said(response, body))
        return _parse(body, what)


def _read(response: httpx.Response, what: str) -> bytes:
    """Return the body as it came: what is packed could be of any size once it is unpacked."""
    parts: list[bytes] = []
    size = 0
    for part in response.iter_raw():
        parts.append(part)
        size += len(part)
        if size > LARGEST_PAGE:
            raise ObjectError(
                "refused",
                f"{what} failed: the answer is longer than {LARGEST_PAGE:,} bytes. "
                "Check that s3.endpoint names an S3 server.",
            )
    return b"".join(parts)


def _words(exc: httpx.HTTPError) -> str:
    import httpx

    kind = "kind: Connect " if isinstance(exc, httpx.ConnectError) else ""
    timed_out = "timed out " if isinstance(exc, httpx.TimeoutException) else ""
    return f"{kind}{timed_out}{exc}"


def _said(response: httpx.Response, body: bytes) -> str:
    """Return all that `trouble` can use of an answer."""
    region = response.headers.get("x-amz-bucket-region", "")
    nothing = "<Code>NoSuchBucket</Code>" if response.status_code == 404 else ""
    said = body.decode("utf-8", "replace")
    return f"status code: {response.status_code} {said} <Region>{region}</Region> {nothing}"


def _parse(body: bytes, what: str) -> Page:
    """Read a page. Half a listing is worth another try, what never was one is not."""
    from defusedxml import DefusedXmlException

    try:
        root = _root(body)
        escaped = root.findtext("{*}EncodingType") == "url"
        objects = tuple(_facts(item, escaped=escaped) for item in root.iterfind("{*}Contents"))
        more = MORE[root.findtext("{*}IsTruncated", "")]
    except (ParseError, DefusedXmlException, ValueError, OverflowError, KeyError):
        raise ObjectError(
            "passing" if b"<ListBucketResult" in body else "refused",
            f"{what} failed: the answer is no listing. "
            "Check that s3.endpoint names an S3 server, or run it again.",
        ) from None
    return Page(objects, more)


def _root(body: bytes) -> Element:
    from defusedxml.ElementTree import fromstring

    if body.count(b"<") > MOST_TAGS:
        raise ValueError("more tags than a page can have")
    root: Element = fromstring(body)
    return root


def _facts(item: Element, *, escaped: bool) -> ObjectFacts:
    key = item.findtext("{*}Key", "")
    changed = datetime.fromisoformat(item.findtext("{*}LastModified", ""))
    return ObjectFacts(
        key=unquote_plus(key, errors="surrogateescape") if escaped else key,
        size=whole_size(int(item.findtext("{*}Size", ""))),
        mtime_ns=whole_seconds(changed),
        etag=item.findtext("{*}ETag") or None,
    )


def whole_seconds(time: datetime) -> int:
    """Return *time* in nanoseconds since 1970, without its part of a second.

    Servers may say any year; what lies beyond the centuries that can be kept is taken for the last.
    """
    nanoseconds = int(time.timestamp()) * 10**9
    return nanoseconds if abs(nanoseconds) <= LARGEST else LARGEST // 10**9 * 10**9


def whole_size(size: int) -> int:
    """Return *size*, or the largest that can be kept. Raises `ValueError` below 0."""
    if size < 0:
        raise ValueError("less than nothing")
    return min(size, LARGEST)


def order(key: str) -> bytes:
    """Return what keys are ordered by."""
    return key.encode("utf-8", "surrogateescape")


def _require_order(page: Page, what: str, after: str) -> None:
    """Raise unless the page goes on after *after*: else a listing would not end, or leave out."""
    keys = [order(facts.key) for facts in page.objects]
    rising = all(first < second for first, second in itertools.pairwise(keys))
    if (keys and keys[0] <= order(after)) or not rising or (page.more and not keys):
        raise ObjectError(
            "refused",
            f"{what} failed: the server does not list in the order of names. "
            "Use a server or kind of bucket that does, as S3 promises.",
        )

"""Whose a bucket's pictures are: two libraries must not clear up behind each other."""

from __future__ import annotations

from likeness.blobs.base import BlobKey, BlobStore
from likeness.errors import BlobNotFoundError, SettingsError
from likeness.workflows.parts import Parts

MARK = BlobKey("library/id.txt")
"""Where a shared store says which library it belongs to."""


def claim_blobs(parts: Parts) -> None:
    """See that the bucket of the pictures is this library's; see `claim`."""
    url = parts.settings.blobs.url
    if url:
        claim(parts.blobs, url, parts.catalog.library_id())


def claim(blobs: BlobStore, url: str, library: str, *, known: frozenset[str] = frozenset()) -> None:
    """See that a store of pictures belongs to *library*; one that is nobody's becomes so.

    Whoever puts or deletes pictures calls this first: what is not in the catalog is deleted as
    a leftover, and another library's pictures are not in it.

    Args:
        blobs: The store.
        url: Its address; "": it lies in the library folder, where nobody else has any business.
        library: Id of the library.
        known: Ids of libraries that it may have belonged to until now.

    Raises:
        SettingsError: It belongs to another library.
        StoreUnavailableError: It does not answer.
    """
    if not url:
        return
    try:
        owner = blobs.get(MARK).decode("ascii", "replace")
    except BlobNotFoundError:
        owner = ""
    if owner == library:
        return
    if owner and owner not in known:
        raise SettingsError(
            f"{url} holds the pictures of another library. Give each library a prefix of its own "
            "in blobs.url, such as s3://bucket/family."
        )
    blobs.put(MARK, library.encode("ascii"))

"""Opening a source by what the catalog knows it by."""

from __future__ import annotations

from pathlib import Path

from likeness.errors import UsageError
from likeness.objects.address import is_address, parse_address
from likeness.settings import S3Settings
from likeness.sources.base import PhotoSource
from likeness.sources.bucket import BucketSource
from likeness.sources.folder import FolderSource


def is_bucket(text: str) -> bool:
    """Return whether *text* means a bucket and no folder."""
    return is_address(text)


def normal_address(text: str) -> str:
    """Return the address of a bucket in its one normal form: "s3://bucket/prefix".

    Raises:
        UsageError: It is malformed.
    """
    try:
        return parse_address(text).uri
    except ValueError as exc:
        raise UsageError(f"This is no address of a bucket: {exc}") from exc


def open_source(uri: str, settings: S3Settings) -> PhotoSource:
    """Return the source at *uri*: an absolute path, or "s3://bucket/prefix". Asks nothing yet.

    Raises:
        UsageError: The address of a bucket is malformed.
        SettingsError: The settings cannot be right, or obstore is not installed.
    """
    if not is_bucket(uri):
        return FolderSource(Path(uri))
    from likeness.objects.bucket import Bucket

    return BucketSource(Bucket(parse_address(normal_address(uri)), settings))

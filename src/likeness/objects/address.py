"""Where a bucket and a part of it are: "s3://bucket/prefix"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from likeness.objects.keys import fault_of

SCHEME = "s3://"

# Amazon's rules for general purpose buckets; every server that we know of follows them.
BUCKET = re.compile(r"[a-z0-9](?:[a-z0-9-]|\.(?=[a-z0-9])){1,61}[a-z0-9]")
NUMERIC = re.compile(r"[0-9]+(\.[0-9]+){3}")


@dataclass(frozen=True, slots=True)
class Address:
    """A bucket and the part of it that is meant."""

    bucket: str
    prefix: str  # "" for all of it, else "a/b/": ends in "/"

    @property
    def uri(self) -> str:
        """The address in its one normal form, without "/" at its end."""
        return f"{SCHEME}{self.bucket}/{self.prefix}".rstrip("/")


def is_address(text: str) -> bool:
    """Return whether *text* means a bucket, well written or not."""
    return text[: len(SCHEME)].lower() == SCHEME


def parse_address(text: str) -> Address:
    """Read "s3://bucket/prefix". "%" and "#" are characters of the prefix like any other.

    Raises:
        ValueError: It is malformed; the message says how, without repeating what may be secret.
    """
    if not is_address(text):
        raise ValueError("A bucket is written as s3://bucket/prefix.")
    bucket, _, prefix = text[len(SCHEME) :].partition("/")
    if "@" in bucket or "?" in text:
        raise ValueError(
            "An address of a bucket holds no keys and no query: write s3://bucket/prefix "
            "and put keys into the settings s3.access_key and s3.secret_key."
        )
    if not BUCKET.fullmatch(bucket) or NUMERIC.fullmatch(bucket):
        raise ValueError(
            f"{bucket!r} is no name of a bucket: 3 to 63 lower-case letters, digits, "
            '"-" and single ".", with a letter or digit at both ends.'
        )
    prefix = prefix.strip("/")
    fault = fault_of(prefix) if prefix else None
    if fault:
        raise ValueError(f"The prefix {prefix!r} cannot be used: it {fault}.")
    return Address(bucket, prefix + "/" if prefix else "")

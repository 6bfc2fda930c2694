"""Amazon's signature, version 4, for requests without a body: pure functions.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote, urlsplit

from likeness.objects.access import Access

UNRESERVED = "-_.~"
EMPTY = sha256(b"").hexdigest()


def query_string(parameters: Mapping[str, str]) -> str:
    """Return *parameters* in the one form that is signed and sent."""
    return "&".join(
        f"{quote(name, safe=UNRESERVED)}={quote(value, safe=UNRESERVED, errors='surrogateescape')}"
        for name, value in sorted(parameters.items())
    )


def signed_headers(access: Access, url: str, query: str, now: datetime) -> dict[str, str]:
    """Return the headers that make a GET of *url*?*query* one of the key's owner.

    Args:
        access: Whose keys sign; without keys, nothing is signed.
        url: Without query; its path holds only characters that need no escape.
        query: As `query_string` gives it.
        now: In UTC. Servers refuse what is 15 minutes off.
    """
    if access.anonymous:
        return {}
    parts, stamp = urlsplit(url), now.strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": parts.netloc, "x-amz-content-sha256": EMPTY, "x-amz-date": stamp}
    if access.session_token:
        headers["x-amz-security-token"] = access.session_token
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = f"GET\n{parts.path or '/'}\n{query}\n{lines}\n{names}\n{EMPTY}"
    scope = f"{stamp[:8]}/{access.region}/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{sha256(request.encode()).hexdigest()}"
    key = f"AWS4{access.secret_key}".encode()
    for part in scope.split("/"):
        key = _mac(key, part)
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={access.access_key}/{scope},"
        f"SignedHeaders={names},Signature={_mac(key, text).hex()}"
    )
    return headers


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")

"""Content-Disposition (RFC 6266): under which name a browser saves what it gets."""

from __future__ import annotations

from urllib.parse import quote

QUOTED = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !#$&'()+,-.;=@[]^_`{}~"
)
"""What may stand between quotes and means itself in every browser."""


def disposition(name: str, *, attachment: bool) -> str:
    """Return the header's value.

    Args:
        name: Of the file; safe, in any script.
        attachment: Whether the browser saves it, rather than shows it.
    """
    kind = "attachment" if attachment else "inline"
    plain = "".join(char if char in QUOTED else "_" for char in name)
    exact = quote(name, safe="", errors="replace")  # RFC 8187
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{exact}"

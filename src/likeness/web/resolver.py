"""Names into addresses, in time, all of them checked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from likeness.errors import DownloadError
from likeness.web.addresses import refusal
from likeness.web.deadline import Deadline

Resolver = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host as text; the port is only a hint. Raises `OSError`."""


def system_addresses(host: str, port: int) -> list[str]:
    """Return the addresses that this system knows of *host*, best first.

    Spellings such as 2130706433 or 0x7f.1 are addresses too, and come back as what they mean.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked_addresses(
    host: str, port: int, *, resolve: Resolver, deadline: Deadline, allow_private: bool
) -> list[str]:
    """Look a host up once and return its addresses, all of which may be connected to.

    Raises:
        DownloadError: There are none, or one of them is refused: a host that has a private
            address beside a public one is up to something.
    """
    addresses = _looked_up(host, port, resolve, deadline)
    if not addresses:
        raise DownloadError(f"The host {host} has no address.")
    for address in addresses:
        kind = refusal(address, allow_private=allow_private)
        if kind is not None:
            raise DownloadError(f"The host {host} leads to {kind}, which is not allowed here.")
    return addresses


def _looked_up(host: str, port: int, resolve: Resolver, deadline: Deadline) -> list[str]:
    """Ask the resolver in a thread of its own, as nothing ends it before it gives up itself."""
    answer: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answer.put(list(resolve(host, port)))
        except Exception as exc:
            answer.put(exc)

    threading.Thread(target=ask, name="likeness-resolver", daemon=True).start()
    while True:
        try:
            found = answer.get(timeout=deadline.slice())
        except Empty:
            continue
        if isinstance(found, (OSError, ValueError)):  # UnicodeError: a label longer than allowed
            raise DownloadError(f"The host {host} is not known.") from found
        if isinstance(found, Exception):
            raise found
        return found

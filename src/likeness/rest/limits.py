"""How often somebody may do what costs much: token buckets in memory, bounded in number."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from likeness.rest.problems import ProblemError

MOST = 10_000
"""Buckets kept: the one that was touched longest ago gives way."""


class Buckets:
    """Allows *per_minute* for each name, all of them at once if need be."""

    def __init__(
        self, per_minute: int, *, most: int = MOST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_minute = per_minute
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """Take one for *name*; return 0, or the seconds until there is one again."""
        now, rate = self._clock(), self._per_minute / 60
        with self._lock:
            left, when = self._buckets.pop(name, (float(self._per_minute), now))
            left = min(float(self._per_minute), left + (now - when) * rate)
            taken = left >= 1
            self._buckets[name] = (left - 1 if taken else left, now)
            while len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return 0.0 if taken else (1 - left) / rate


class Limits:
    """What is limited on one server."""

    def __init__(
        self,
        *,
        logins_per_minute: int,
        finds_per_minute: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._logins = Buckets(logins_per_minute, clock=clock)
        self._finds = Buckets(finds_per_minute, clock=clock)

    def login(self, address: str, name: str) -> None:
        """Count one attempt to log in, by address and by name. Raises `ProblemError` (429).

        Who is refused for the address takes nothing from the name, and nothing off our memory.
        """
        for bucket in (f"address {network_of(address)}", f"name {name.casefold()[:64]}"):
            _refuse(self._logins.wait(bucket), "Too many attempts to log in")

    def find(self, who: str) -> None:
        """Count one search. Raises `ProblemError` (429)."""
        _refuse(self._finds.wait(who), "Too many searches")


def network_of(address: str) -> str:
    """Return what one household has: an IPv4 address, or the /64 network of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))


def _refuse(seconds: float, what: str) -> None:
    if seconds > 0:
        wait = int(seconds) + 1
        raise ProblemError(
            429,
            "too-many",
            "Too many requests",
            f"{what}: try again in {wait} seconds.",
            headers={"Retry-After": str(wait)},
        )

"""How often somebody may do what costs much: token buckets in memory, bounded in number."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from likeness.rest.problems import ProblemError
from likeness.workflows.access import names

MOST = 10_000
"""Buckets kept: the one that was touched longest ago gives way."""

MANY = 20
"""From so many addresses a name may be tried as often as each allows."""


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

    def give_back(self, name: str) -> None:
        """Put back what was taken for *name*."""
        with self._lock:
            kept = self._buckets.get(name)
            if kept is not None:
                self._buckets[name] = (min(float(self._per_minute), kept[0] + 1), kept[1])

    def free(self, name: str) -> None:
        """Let *name* begin anew."""
        with self._lock:
            self._buckets.pop(name, None)


class Welcome:
    """Names that came in, each with the address; the one that did so longest ago gives way."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, both: str) -> bool:
        with self._lock:
            return both in self._known

    def add(self, both: str) -> None:
        """Remember one."""
        with self._lock:
            self._known.pop(both, None)
            self._known[both] = None
            while len(self._known) > self._most:
                self._known.popitem(last=False)


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
        self._names = Buckets(logins_per_minute * MANY, clock=clock)
        self._welcome = Welcome()
        self._finds = Buckets(finds_per_minute, clock=clock)
        self._links = Buckets(logins_per_minute * MANY, clock=clock)

    def login(self, address: str, name: str) -> None:
        """Count one attempt to log in, until `logged_in` says that it was none of guessing.

        By address; by name and address, which a login of somebody else there does not free; and
        for all addresses together by name, `MANY` times as often: guessing from everywhere is slow,
        and nobody is kept out by strangers who try their name. Where they came in before, that
        last limit does not hold for them at all.

        Who is refused for the address takes nothing from the name, and nothing off our memory.

        Raises:
            ProblemError: Too many (429).
        """
        network, both, folded = _kept_as(address, name)
        what = "Too many attempts to log in"
        for bucket in (network, both):
            _refuse(self._logins.wait(bucket), what)
        if both not in self._welcome:
            _refuse(self._names.wait(folded), what)

    def logged_in(self, address: str, name: str) -> None:
        """Take back what `login` counted: it was right, and the address is free again."""
        network, both, folded = _kept_as(address, name)
        self._logins.free(network)
        self._logins.free(both)
        if both not in self._welcome:
            self._names.give_back(folded)
        self._welcome.add(both)

    def find(self, who: str) -> None:
        """Count one search. Raises `ProblemError` (429)."""
        _refuse(self._finds.wait(who), "Too many searches")

    def link(self, address: str) -> None:
        """Count one attempt to come in with a secret link, until `link_known` takes it back.

        A party may sit behind one address, and one of its phones may still show a round that is
        gone: so there are `MANY` times as many as attempts to log in. Nobody guesses 128 bits.

        Raises:
            ProblemError: Too many that led nowhere (429).
        """
        _refuse(self._links.wait(network_of(address)), "Too many links that lead nowhere")

    def link_known(self, address: str) -> None:
        """Take back what `link` counted: it leads somewhere."""
        self._links.give_back(network_of(address))

    def join(self, address: str) -> None:
        """Count one photo that is brought to a round: looking at it costs what a search does.

        Raises:
            ProblemError: Too many (429).
        """
        _refuse(self._finds.wait(f"join {network_of(address)}"), "Too many photos from here")


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


def _kept_as(address: str, name: str) -> tuple[str, str, str]:
    """Return what an address, a name at an address, and a name are counted under."""
    network, folded = network_of(address), names.folded(name[: names.MAX_TYPED])
    return f"address {network}", f"at {network} {folded}", folded


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

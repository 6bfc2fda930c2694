"""Which internet addresses strangers may make us connect to.

Whoever names a URL chooses where this machine connects to, and this machine reaches what they do
not: itself, its network, the cloud's service of credentials. So only addresses of the public
internet pass. The ranges are those of IANA's registries of special purpose addresses; they stand
here because what `ipaddress` knows of them differs between versions of Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Range:
    """Addresses that are not of the public internet."""

    network: IPv4Network | IPv6Network
    kind: str  # with its article, for messages
    local: bool = False  # `allow_private` lets them pass


RANGES = (
    # Where clouds give credentials, inside ranges that may be allowed: Amazon, Google, Alibaba.
    Range(ip_network("fd00:ec2::/32"), "an address of the cloud's own services"),
    Range(ip_network("fd20:ce::/32"), "an address of the cloud's own services"),
    Range(ip_network("100.100.100.200/32"), "an address of the cloud's own services"),
    Range(ip_network("127.0.0.0/8"), "a loopback address", local=True),
    Range(ip_network("10.0.0.0/8"), "a private address", local=True),
    Range(ip_network("172.16.0.0/12"), "a private address", local=True),
    Range(ip_network("192.168.0.0/16"), "a private address", local=True),
    Range(ip_network("100.64.0.0/10"), "an address shared by a provider", local=True),
    Range(ip_network("169.254.0.0/16"), "a link-local address"),  # clouds give credentials there
    Range(ip_network("168.63.129.16/32"), "an address of the cloud's own services"),  # Azure
    Range(ip_network("0.0.0.0/8"), "an unspecified address"),
    Range(ip_network("192.0.0.0/24"), "a reserved address"),
    Range(ip_network("192.0.2.0/24"), "a reserved address"),
    Range(ip_network("192.88.99.0/24"), "a reserved address"),
    Range(ip_network("198.18.0.0/15"), "a reserved address"),
    Range(ip_network("198.51.100.0/24"), "a reserved address"),
    Range(ip_network("203.0.113.0/24"), "a reserved address"),
    Range(ip_network("224.0.0.0/4"), "a multicast address"),
    Range(ip_network("240.0.0.0/4"), "a reserved address"),
    Range(ip_network("::1/128"), "a loopback address", local=True),
    Range(ip_network("fc00::/7"), "a private address", local=True),
    Range(ip_network("fe80::/10"), "a link-local address"),
    Range(ip_network("ff00::/8"), "a multicast address"),
    Range(ip_network("::/128"), "an unspecified address"),
    Range(ip_network("2001::/23"), "a reserved address"),  # with Teredo, which hides an IPv4 one
    Range(ip_network("2001:db8::/32"), "a reserved address"),
    Range(ip_network("2002::/16"), "a reserved address"),  # 6to4, which hides an IPv4 one
    Range(ip_network("3fff::/20"), "a reserved address"),
)
GLOBAL = ip_network("2000::/3")  # the only IPv6 addresses that were ever given out to hosts
MAPPED = ip_network("::ffff:0:0/96")  # another spelling of IPv4
TRANSLATED = ip_network("64:ff9b::/96")  # how networks that speak IPv6 only reach IPv4


def refusal(text: str, *, allow_private: bool = False) -> str | None:
    """Say what kind of address must not be connected to, None for one that may.

    Args:
        text: As the resolver gave it.
        allow_private: Let loopback and private addresses pass. Link-local, multicast, reserved
            and unspecified ones never do.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return "no address"
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return "an address that holds on one network only"
        if address in MAPPED or address in TRANSLATED:
            address = IPv4Address(int(address) & 0xFFFF_FFFF)
    found = next((known for known in RANGES if address in known.network), None)
    if found is not None:
        return None if found.local and allow_private else found.kind
    if isinstance(address, IPv6Address) and address not in GLOBAL:
        return "a reserved address"
    return None

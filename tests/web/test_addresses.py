from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.web.addresses import RANGES, refusal

LOCAL = ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
         "100.64.0.1", "100.127.255.254", "::1", "fc00::1", "fd00::1", "::ffff:127.0.0.1",
         "::ffff:10.0.0.1", "64:ff9b::192.168.0.1"]  # fmt: skip
NEVER = ["169.254.169.254", "168.63.129.16", "0.0.0.0", "0.1.2.3", "192.0.0.1", "192.0.2.1",
         "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.1.1.1",
         "240.0.0.1", "255.255.255.255", "::", "fe80::1", "fe80::1%eth0", "2606:2800::1%1",
         "fec0::1", "ff02::1", "2001:db8::1", "2001::1", "2001:0:7f00:1::", "2002:7f00:1::",
         "2002:808:808::1", "3fff::1", "::127.0.0.1", "::8.8.8.8", "::ffff:0:8.8.8.8",
         "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "64:ff9b:1::808:808", "5f00::1",
         "fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "::ffff:100.100.100.200",
         "100::1", "", "host", "1.2.3", "0x7f.0.0.1", "127.1"]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1",
          "192.167.1.1", "223.255.255.255", "2606:2800:220:1::1", "2a00:1450::1", "2001:200::1",
          "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]  # fmt: skip

NOT_LOCAL = ("multicast", "link_local", "unspecified")
v4 = st.ip_addresses(v=4)
v6 = st.ip_addresses(v=6)
# Random IPv6 addresses hardly ever hit a range; these are around all the borders.
near = st.builds(
    lambda known, edge, step: known.network.network_address.__class__(
        (int(known.network[edge]) + step) % 2**known.network.max_prefixlen
    ),
    st.sampled_from(RANGES),
    st.sampled_from([0, -1]),
    st.integers(-2, 2),
)


@pytest.mark.parametrize("address", [*LOCAL, *NEVER])
def test_addresses_that_are_not_of_the_public_internet_are_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize("address", LOCAL)
def test_loopback_and_private_addresses_pass_where_they_are_allowed(address: str) -> None:
    assert refusal(address, allow_private=True) is None


@pytest.mark.parametrize("address", NEVER)
def test_other_special_addresses_never_pass(address: str) -> None:
    assert refusal(address, allow_private=True)


def test_the_reason_is_said() -> None:
    assert refusal("127.0.0.1") == "a loopback address"
    assert refusal("169.254.169.254") == "a link-local address"


@given(st.one_of(v4, v6, near))
def test_what_passes_is_global_by_what_python_knows(address: IPv4Address | IPv6Address) -> None:
    if refusal(str(address)) is None:
        shown = unwrapped(address)

        assert shown.is_global
        assert not any(getattr(shown, f"is_{kind}") for kind in (*NOT_LOCAL, "loopback", "private"))


@given(st.one_of(v4, v6, near))
def test_allowing_private_addresses_lets_nothing_pass_but_those(
    address: IPv4Address | IPv6Address,
) -> None:
    if refusal(str(address)) and refusal(str(address), allow_private=True) is None:
        shown = unwrapped(address)

        assert shown.is_private or shown in ip_network("100.64.0.0/10")
        assert not any(getattr(shown, f"is_{kind}") for kind in NOT_LOCAL)


@given(v4, st.booleans())
def test_an_ipv4_address_is_judged_alike_in_all_its_spellings(
    address: IPv4Address, allow_private: bool
) -> None:
    expected = refusal(str(address), allow_private=allow_private)

    for prefix in ("::ffff:", "64:ff9b::"):
        assert refusal(f"{prefix}{address}", allow_private=allow_private) == expected


def unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address is only another spelling of."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in ip_network("64:ff9b::/96"):
            return ip_address(int(address) & 0xFFFFFFFF)
    return address

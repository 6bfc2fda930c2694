from __future__ import annotations

import threading

import pytest

from likeness.errors import DownloadError
from likeness.web.deadline import Deadline
from likeness.web.resolver import Resolver, checked_addresses, system_addresses
from tests.web.servers import OTHER_PUBLIC, PUBLIC


def checked(resolve: Resolver, *, seconds: float = 30, allow_private: bool = False) -> list[str]:
    return checked_addresses(
        "photos.test",
        80,
        resolve=resolve,
        deadline=Deadline(seconds, threading.Event()),
        allow_private=allow_private,
    )


def test_all_addresses_of_a_host_come_back_in_order() -> None:
    assert checked(lambda *_: [PUBLIC, OTHER_PUBLIC]) == [PUBLIC, OTHER_PUBLIC]


@pytest.mark.parametrize("addresses", [[PUBLIC, "127.0.0.1"], ["10.0.0.1", PUBLIC]])
def test_one_private_address_refuses_the_host(addresses: list[str]) -> None:
    with pytest.raises(DownloadError, match=r"photos\.test leads to a .* address"):
        checked(lambda *_: addresses)


def test_private_addresses_pass_where_they_are_allowed() -> None:
    assert checked(lambda *_: ["10.0.0.1"], allow_private=True) == ["10.0.0.1"]


def test_a_host_without_addresses_is_an_error() -> None:
    with pytest.raises(DownloadError, match="no address"):
        checked(lambda *_: [])


def test_an_unknown_host_is_an_error() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(DownloadError, match="not known"):
        checked(unknown)


def test_a_mistake_of_ours_in_the_resolver_is_not_hidden() -> None:
    def broken(host: str, port: int) -> list[str]:
        raise KeyError(host)

    with pytest.raises(KeyError):
        checked(broken)


def test_a_resolver_that_never_answers_ends_with_the_time() -> None:
    never = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        never.wait(60)
        return []

    with pytest.raises(DownloadError, match=r"longer than 0\.1 seconds"):
        checked(slow, seconds=0.1)
    never.set()


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "017700000001", "127.1"])
def test_the_system_reads_addresses_in_every_spelling(host: str) -> None:
    assert system_addresses(host, 80) == ["127.0.0.1"]


@pytest.mark.parametrize("host", ["a" * 300, "..", "a\0b", "a" * 64 + ".test"])
def test_names_that_cannot_be_looked_up_are_not_known(host: str) -> None:
    with pytest.raises(DownloadError, match="not known"):
        checked_addresses(
            host,
            80,
            resolve=system_addresses,
            deadline=Deadline(30, threading.Event()),
            allow_private=True,
        )

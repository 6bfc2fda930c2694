"""How often somebody may do what costs much."""

from __future__ import annotations

import pytest

from likeness.rest.limits import Buckets, Limits, network_of
from likeness.rest.problems import ProblemError


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_are_let_through_at_once_and_then_one_by_one() -> None:
    clock = Clock()
    buckets = Buckets(3, clock=clock)
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 0]
    assert buckets.wait("a") == pytest.approx(20)
    clock.now = 20
    assert buckets.wait("a") == 0
    assert buckets.wait("a") > 0


def test_who_waits_long_gets_no_more_than_the_first_time() -> None:
    clock = Clock()
    buckets = Buckets(2, clock=clock)
    buckets.wait("a")
    clock.now = 1e6
    assert [buckets.wait("a") > 0 for _ in range(3)] == [False, False, True]


def test_one_does_not_use_up_what_another_has() -> None:
    buckets = Buckets(1)
    buckets.wait("a")
    assert buckets.wait("b") == 0


def test_buckets_are_bounded_in_number() -> None:
    buckets = Buckets(1, most=2, clock=Clock())
    for name in "abc":
        buckets.wait(name)
    assert buckets.wait("c") > 0
    assert buckets.wait("a") == 0  # forgotten


def limits() -> Limits:
    return Limits(logins_per_minute=2, finds_per_minute=1, clock=Clock())


def test_a_refusal_says_when_to_come_again() -> None:
    held = limits()
    held.find("a")
    with pytest.raises(ProblemError, match="in 61 seconds") as refused:
        held.find("a")
    assert refused.value.status == 429
    assert refused.value.headers["Retry-After"] == "61"


def test_names_that_differ_in_capitals_only_are_one() -> None:
    held = limits()
    held.login("192.0.2.1", "Anna")
    held.login("192.0.2.2", "ANNA")
    with pytest.raises(ProblemError):
        held.login("192.0.2.3", "anna")


def test_who_is_refused_for_the_address_does_not_lock_a_name_out() -> None:
    held = limits()
    for name in ("x", "y"):
        held.login("192.0.2.1", name)
    for _ in range(5):
        with pytest.raises(ProblemError):
            held.login("192.0.2.1", "Anna")
    held.login("192.0.2.2", "Anna")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_one_household_is_one_address(address: str, network: str) -> None:
    assert network_of(address) == network

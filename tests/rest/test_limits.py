"""How often somebody may do what costs much."""

from __future__ import annotations

from contextlib import suppress

import pytest

from likeness.rest.limits import MANY, Buckets, Limits, Welcome, network_of
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


def limits(clock: Clock | None = None) -> Limits:
    return Limits(logins_per_minute=2, finds_per_minute=1, clock=clock or Clock())


def test_a_refusal_says_when_to_come_again() -> None:
    held = limits()
    held.find("a")
    with pytest.raises(ProblemError, match="in 61 seconds") as refused:
        held.find("a")
    assert refused.value.status == 429
    assert refused.value.headers["Retry-After"] == "61"


def test_names_that_differ_in_capitals_only_are_one() -> None:
    held = limits()
    for number in range(2 * MANY):
        held.login(f"198.51.100.{number}", ("Anna", " ANNA", "\uff21nna")[number % 3])
    with pytest.raises(ProblemError):
        held.login("192.0.2.3", "anna")


def test_a_name_is_tried_from_many_addresses_more_often_but_not_for_ever() -> None:
    clock = Clock()
    held = limits(clock)
    for number in range(2 * MANY):
        held.login(f"192.0.2.{number}", "Anna")
    with pytest.raises(ProblemError, match="in 2 seconds"):
        held.login("198.51.100.1", "Anna")
    clock.now = 60 / (2 * MANY)
    held.login("198.51.100.2", "Anna")


def test_one_address_locks_nobody_else_out_of_their_name() -> None:
    clock = Clock()
    held = limits(clock)
    for second in range(600):
        clock.now = second
        with suppress(ProblemError):
            held.login("198.51.100.1", "Anna")
    held.login("192.0.2.1", "Anna")


def test_where_somebody_came_in_strangers_never_lock_them_out() -> None:
    held = limits()
    held.login("192.0.2.1", "Anna")
    held.logged_in("192.0.2.1", "Anna")
    for number in range(2 * MANY):
        held.login(f"198.51.100.{number}", "Anna")
    with pytest.raises(ProblemError):
        held.login("203.0.113.1", "Anna")
    held.login("192.0.2.1", "Anna")
    held.login("192.0.2.1", "Anna")
    with pytest.raises(ProblemError):  # there, too, it can be guessed slowly only
        held.login("192.0.2.1", "Anna")


def test_a_login_that_was_right_costs_nothing() -> None:
    """A family behind one address, after the server was started anew."""
    held = limits()
    for name in ("Anna", "Bob", "Cleo", "Dan", "Eva", "Finn"):
        held.login("192.0.2.1", name)
        held.logged_in("192.0.2.1", name)


def test_whoever_has_an_account_guesses_the_password_of_another_no_faster() -> None:
    held = limits()
    for _ in range(2):
        held.login("192.0.2.1", "Anna")
        held.login("192.0.2.1", "Bob")
        held.logged_in("192.0.2.1", "Bob")  # frees the address
    with pytest.raises(ProblemError):
        held.login("192.0.2.1", "Anna")


def test_what_is_given_back_is_no_more_than_there_was() -> None:
    buckets = Buckets(1, clock=Clock())
    buckets.give_back("a")
    assert [buckets.wait("a") > 0 for _ in range(2)] == [False, True]
    buckets.give_back("a")
    buckets.give_back("a")
    assert [buckets.wait("a") > 0 for _ in range(2)] == [False, True]
    buckets.free("a")
    assert buckets.wait("a") == 0


def test_who_came_in_is_remembered_in_bounded_number() -> None:
    welcome = Welcome(most=2)
    for both in "abac":
        welcome.add(both)
    assert [both in welcome for both in "abc"] == [True, False, True]


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


# ---------------------------------------------------------------- links of the game


def test_links_that_lead_nowhere_are_counted_by_address_and_those_that_do_are_not() -> None:
    held = limits()
    for _ in range(2 * MANY * 2):
        held.link("10.0.0.1")
        held.link_known("10.0.0.1")
    for _ in range(2 * MANY):
        held.link("10.0.0.1")
    with pytest.raises(ProblemError) as refused:
        held.link("10.0.0.1")
    assert refused.value.status == 429
    held.link("10.0.0.2")


def test_photos_for_rounds_are_limited_by_address_beside_searches() -> None:
    held = limits()
    held.find("10.0.0.1")
    held.join("10.0.0.1")
    with pytest.raises(ProblemError) as refused:
        held.join("10.0.0.1")
    assert refused.value.headers["Retry-After"]
    held.join("10.0.0.2")


def test_a_household_of_ipv6_joins_as_one() -> None:
    held = limits()
    held.join("2001:db8::1")
    with pytest.raises(ProblemError):
        held.join("2001:db8::2")

"""Tickets for archives: good once, for who ordered, for five minutes, and not too many."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from likeness.rest.problems import ProblemError
from likeness.rest.tickets import SECONDS, Tickets


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def packed() -> Generator[bytes]:
    yield b"PK"


def is_good(tickets: Tickets, who: str, id_: str) -> bool:
    try:
        return tickets.use(who, id_).who == who
    except ProblemError:
        return False


def test_a_ticket_is_good_once() -> None:
    tickets = Tickets()
    id_ = tickets.keep("anna", "photos.zip", packed)
    ticket = tickets.use("anna", id_)

    assert (ticket.name, b"".join(ticket.packed())) == ("photos.zip", b"PK")
    with pytest.raises(ProblemError) as refused:
        tickets.use("anna", id_)
    assert (refused.value.status, refused.value.kind) == (404, "unknown-ticket")
    assert len(tickets) == 0


def test_a_ticket_is_good_only_for_who_ordered() -> None:
    tickets = Tickets()
    id_ = tickets.keep("anna", "photos.zip", packed)

    assert not is_good(tickets, "bea", id_)
    assert is_good(tickets, "anna", id_)  # nobody can spend it for her


def test_a_ticket_expires() -> None:
    clock = Clock()
    tickets = Tickets(clock=clock)
    old = tickets.keep("anna", "photos.zip", packed)
    clock.now = SECONDS - 1
    new = tickets.keep("anna", "photos.zip", packed)
    clock.now = SECONDS

    assert not is_good(tickets, "anna", old)
    assert len(tickets) == 1
    assert is_good(tickets, "anna", new)


def test_the_oldest_of_many_gives_way_of_one_visitor_or_of_all() -> None:
    tickets = Tickets(most=3, most_each=2)
    annas = [tickets.keep("anna", "photos.zip", packed) for _ in range(3)]
    beas = [tickets.keep("bea", "photos.zip", packed) for _ in range(2)]

    assert [is_good(tickets, "anna", id_) for id_ in annas] == [False, False, True]
    assert all(is_good(tickets, "bea", id_) for id_ in beas)


@pytest.mark.parametrize("id_", ["", "t", "t" + "0" * 32])
def test_what_is_no_ticket_is_good_for_nothing(id_: str) -> None:
    tickets = Tickets()
    tickets.keep("anna", "photos.zip", packed)

    assert not is_good(tickets, "anna", id_)

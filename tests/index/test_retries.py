from __future__ import annotations

import pytest

from likeness.index.retries import PassingError, Retries


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def retries(clock: Clock, seconds: float, draw: float = 0.5) -> Retries:
    return Retries(seconds=seconds, clock=lambda: clock.now, sleep=clock.sleep, draw=lambda: draw)


def failing(times: int, after: float | None = None) -> list[Exception | str]:
    return [*(PassingError("busy", after) for _ in range(times)), "answer"]


def ask(outcomes: list[Exception | str]) -> str:
    outcome = outcomes.pop(0)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def test_what_succeeds_is_asked_once() -> None:
    clock = Clock()
    assert retries(clock, 10)(lambda: "answer") == "answer"
    assert clock.slept == []


def test_pauses_grow_up_to_a_limit() -> None:
    clock, outcomes = Clock(), failing(9)
    assert retries(clock, 60, draw=1.0)(lambda: ask(outcomes)) == "answer"
    assert clock.slept == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0, 5.0]


def test_pauses_are_drawn_so_that_clients_do_not_come_back_together() -> None:
    clock, outcomes = Clock(), failing(2)
    retries(clock, 60, draw=0.0)(lambda: ask(outcomes))
    assert clock.slept == [0.05, 0.1]


def test_a_server_that_says_when_is_not_asked_before() -> None:
    clock, outcomes = Clock(), failing(1, after=7)
    retries(clock, 60)(lambda: ask(outcomes))
    assert clock.slept == [7]


@pytest.mark.parametrize("seconds", [0, 1, 20])
def test_it_ends_when_the_time_is_up(seconds: float) -> None:
    clock, outcomes = Clock(), failing(10_000)
    with pytest.raises(PassingError, match="busy"):
        retries(clock, seconds)(lambda: ask(outcomes))
    assert clock.now <= seconds


def test_what_will_not_pass_is_not_asked_again() -> None:
    clock, outcomes = Clock(), [OSError("for good"), "answer"]
    with pytest.raises(OSError, match="for good"):
        retries(clock, 10)(lambda: ask(outcomes))
    assert clock.slept == []

"""A few are let in at a time, a few wait, and the rest is sent away."""

from __future__ import annotations

import threading
import time

import pytest

from likeness.rest.gate import Gate
from likeness.rest.problems import ProblemError


def test_who_comes_later_waits_for_a_turn() -> None:
    gate = Gate(at_once=1, waiting=1, seconds=30)
    order: list[str] = []

    def follow() -> None:
        with gate.passed():
            order.append("second")

    with gate.passed():
        thread = threading.Thread(target=follow)
        thread.start()
        deadline = time.monotonic() + 30
        while gate._places and time.monotonic() < deadline:
            time.sleep(0.001)
        order.append("first")
    thread.join()

    assert order == ["first", "second"]


def test_who_finds_no_place_to_wait_is_sent_away() -> None:
    gate = Gate(at_once=1, waiting=0)

    with gate.passed(), pytest.raises(ProblemError) as refused, gate.passed():
        pass

    assert refused.value.status == 503
    assert refused.value.headers["Retry-After"] == "10"


def test_who_waits_too_long_is_sent_away_and_leaves_the_place() -> None:
    gate = Gate(at_once=1, waiting=1, seconds=0.01)

    with gate.passed():
        for _ in range(3):
            with pytest.raises(ProblemError), gate.passed():
                pass


def test_who_fails_within_leaves_the_gate_open() -> None:
    gate = Gate(at_once=1, waiting=0)

    for _ in range(2):
        with pytest.raises(ZeroDivisionError), gate.passed():
            raise ZeroDivisionError

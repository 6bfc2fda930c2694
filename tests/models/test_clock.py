import threading
import time

import pytest

from likeness.models.clock import INSIDE_RUNTIME, Clock


def work(seconds=0.02):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_a_stage_counts_the_cpu_time_of_its_block():
    clock = Clock()
    with clock.stage("work"):
        work()

    assert clock.seconds["work"] == pytest.approx(0.02, abs=0.01)


def test_a_stage_does_not_count_what_an_inner_stage_counts():
    clock = Clock()
    with clock.stage("outer"):
        work(0.01)
        with clock.stage("inner"):
            work(0.03)

    assert clock.seconds["outer"] == pytest.approx(0.01, abs=0.008)
    assert clock.seconds["inner"] == pytest.approx(0.03, abs=0.01)


def test_time_inside_the_runtime_is_counted_beside_the_stage():
    clock = Clock()
    with clock.stage("work"), clock.inside_runtime():
        work()

    assert clock.seconds[INSIDE_RUNTIME] == pytest.approx(clock.seconds["work"], abs=0.005)


def test_a_stage_that_fails_is_counted_and_left():
    clock = Clock()
    with pytest.raises(ValueError, match="x"), clock.stage("work"):
        raise ValueError("x")

    assert clock.current is None
    assert "work" in clock.seconds


def test_every_thread_has_its_own_stage():
    clock = Clock()
    seen = []
    with clock.stage("here"):
        other = threading.Thread(target=lambda: seen.append(clock.current))
        other.start()
        other.join()
        assert clock.current == "here"

    assert seen == [None]


def test_what_was_counted_is_handed_out_as_a_copy():
    clock = Clock()
    clock.seconds["work"] = 1.0

    assert clock.seconds == {}

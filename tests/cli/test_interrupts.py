"""The first Ctrl-C asks, the second interrupts, the third would kill."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from likeness.cli.interrupts import stoppable


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_one_ctrl_c_sets_a_flag() -> None:
    with stoppable() as stop:
        assert not stop()
        press()
        assert stop()


def test_two_interrupt_and_leave_a_third_to_kill() -> None:
    with stoppable():
        press()
        with pytest.raises(KeyboardInterrupt):
            press()

        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL


def test_afterwards_ctrl_c_is_what_it_was() -> None:
    before = signal.getsignal(signal.SIGINT)

    with stoppable():
        assert signal.getsignal(signal.SIGINT) is not before

    assert signal.getsignal(signal.SIGINT) is before


def test_in_another_thread_nothing_is_changed() -> None:
    seen = []

    def work() -> None:
        with stoppable() as stop:
            seen.append(stop())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert seen == [False]

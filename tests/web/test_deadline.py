from __future__ import annotations

import threading

import pytest

from likeness.errors import DownloadError
from likeness.web.deadline import SLICE, Deadline


def test_there_is_time_left_in_the_beginning() -> None:
    deadline = Deadline(60, threading.Event())

    assert SLICE < deadline.left() <= 60
    assert deadline.slice() == SLICE


def test_the_last_slice_is_what_is_left() -> None:
    assert 0 < Deadline(SLICE / 2, threading.Event()).slice() <= SLICE / 2


def test_the_end_is_an_error_that_names_the_limit() -> None:
    with pytest.raises(DownloadError, match="longer than 0 seconds"):
        Deadline(0, threading.Event()).left()


def test_what_is_not_wanted_any_more_ends_at_once() -> None:
    stop = threading.Event()
    deadline = Deadline(60, stop)
    stop.set()

    with pytest.raises(DownloadError, match="given up"):
        deadline.slice()

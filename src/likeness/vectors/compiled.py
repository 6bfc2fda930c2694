"""Compiling loops with numba, and running them on several threads.

Kernels are plain loops over arrays that release the interpreter, and work on a part of the rows:
threads of Python run the parts. So nothing depends on which threading layer numba finds, a process
may fork, several libraries may be grouped at once, and compiling takes a fraction of the time that
numba needs for `parallel=True`. Every element is written by one part only, so that the answer does
not depend on the number of threads.

This file and those that hold kernels import numba; they are imported on first use only.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

Result = TypeVar("Result")

PARTS = 8  # for each thread, where parts may take differently long


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function on its first call, and keep the result on disk where that is possible.

    numba refuses to keep anything where neither the folder of the source nor the user's cache can
    be written to (a read-only container, say). It is then compiled again in every process.
    """
    try:
        return numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:
        return numba.njit(nogil=True)(function)


def threads() -> int:
    """Return how many threads are of use: the processors that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_parts(work: Callable[[int, int], Result], size: int, parts: int = 0) -> list[Result]:
    """Call *work* with the begin and end of each part of *size* things, on all threads.

    Args:
        work: Called with two numbers. It must spend its time in kernels or in numpy.
        size: How many things there are.
        parts: Into how many parts they are dealt. Default: several a thread.

    Returns:
        What the calls returned, in order of the parts.
    """
    workers = threads()
    parts = max(1, min(size, parts or PARTS * workers))
    ends = [size * part // parts for part in range(parts + 1)]
    if workers == 1 or parts == 1:
        return [work(begin, end) for begin, end in pairwise(ends)]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, ends[:-1], ends[1:]))


def offsets(counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return (n + 1,) int64, where each of n rows begins that are so long."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts

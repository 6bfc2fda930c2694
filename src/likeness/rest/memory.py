"""How the C library hands out memory while many threads ask for it."""

from __future__ import annotations

import ctypes
import sys

M_ARENA_MAX = -8  # of glibc's malloc.h
ARENAS = 2
"""Enough: Python's lock lets one thread at a time through to most of it."""


def share_arenas() -> bool:
    """Let all threads share a few heaps; return whether this C library can.

    By itself glibc gives threads heaps of their own, up to eight for each core, and each keeps what
    its largest picture once needed: a server then grows for hours. To be called before there are
    threads.
    """
    if sys.platform != "linux":
        return False
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # not glibc
        return False
    return bool(set_option(M_ARENA_MAX, ARENAS))

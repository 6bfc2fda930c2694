"""Memory that is freed and soon wanted again: keep it, instead of giving it back each time."""

from __future__ import annotations

import contextlib
import ctypes

# malloc.h of the GNU C library.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
KEPT = 64 * 2**20  # bytes that stay with this process, at most, for each of its heaps
LARGEST = 32 * 2**20  # bytes of one array; what is larger is given back at once (the library's max)


def keep_freed_memory() -> None:
    """Let arrays of the size of a decoded photo reuse memory that is in this process already.

    As it comes, the allocator asks the system for fresh pages for most of them; clearing and
    mapping these takes 2 % of the CPU seconds of `add`. Does nothing without the GNU C library.
    """
    with contextlib.suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.mallopt(MMAP_THRESHOLD, LARGEST)
        library.mallopt(TRIM_THRESHOLD, KEPT)

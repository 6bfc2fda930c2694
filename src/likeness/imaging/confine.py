"""Give up rights that reading pictures does not need, for good, with Landlock (Linux 5.13).

A decoder that a photo took over can then still read files and compute. It can change, make,
remove or run none, open no TCP connection, and signal nobody but itself. Elsewhere than on Linux,
and on older kernels, nothing happens: the limits of the process hold without it.
"""

from __future__ import annotations

import ctypes
import sys

# linux/landlock.h. The numbers of system calls are the same on all architectures.
CREATE_RULESET, RESTRICT_SELF = 444, 446
ASK_VERSION = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
FILE_RIGHTS_OF = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many there are, by version
TCP_BIND, TCP_CONNECT = 1 << 0, 1 << 1  # from version 4
SCOPE_ABSTRACT_SOCKETS, SCOPE_SIGNALS = 1 << 0, 1 << 1  # from version 6

# How coverage finds its settings when the tests are measured: such a process has to write.
MEASURED = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")

PR_SET_NO_NEW_PRIVS = 38  # linux/prctl.h


class Ruleset(ctypes.Structure):
    """What is forbidden unless a rule allows it; we add no rule."""

    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


def give_up_rights() -> int:
    """Restrict the calling thread, and what it starts, to reading.

    Returns:
        The version of Landlock that does it; 0: none, nothing is restricted.
    """
    if not sys.platform.startswith("linux"):  # there the same numbers mean other system calls
        return 0
    try:
        system = ctypes.CDLL(None, use_errno=True)
        version = max(0, system.syscall(CREATE_RULESET, None, 0, ASK_VERSION))
        system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    except (AttributeError, OSError):  # a C library without them
        return 0
    return version if version and _restrict(system, ruleset_of(version)) else 0


def ruleset_of(version: int) -> Ruleset:
    """Return all that *version* of Landlock can forbid, except reading."""
    files = (1 << FILE_RIGHTS_OF.get(version, FILE_RIGHTS_OF[5])) - 1
    return Ruleset(
        files & ~(READ_FILE | READ_DIR),
        TCP_BIND | TCP_CONNECT if version >= 4 else 0,
        SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS if version >= 6 else 0,
    )


def _restrict(system: ctypes.CDLL, ruleset: Ruleset) -> bool:
    """Put *ruleset* into force. Its handle stays open as long as the process: it allows nothing."""
    handle = system.syscall(
        CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(ctypes.sizeof(ruleset)), 0
    )
    return bool(handle >= 0 and system.syscall(RESTRICT_SELF, handle, 0) == 0)

"""The heap of a server does not grow with the number of its threads."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

HEAPS = """
import sys, threading
from likeness.rest.memory import share_arenas

if sys.argv[1] == "shared":
    assert share_arenas()
import ctypes

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
ready = threading.Barrier(9)

def work():
    libc.malloc(1000)
    ready.wait()
    ready.wait()

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
ready.wait()
libc.malloc_stats()
ready.wait()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_threads_share_a_few_heaps() -> None:
    counts = {}
    for kind in ("shared", "own"):
        command = [sys.executable, "-c", HEAPS, kind]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
        counts[kind] = said.count("Arena ")

    assert counts["shared"] <= 2
    assert counts["own"] > 2

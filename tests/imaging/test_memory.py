from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from likeness.imaging.memory import keep_freed_memory

FAULTS = """
import resource, sys
import numpy as np
from likeness.imaging.memory import keep_freed_memory
if sys.argv[1] == "keep":
    keep_freed_memory()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(50):
    pictures = [np.ones(5_000_000, np.uint8) for _ in range(4)]
    del pictures
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(how: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", FAULTS, how], check=True, capture_output=True, text=True
    )
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="only the GNU C library can be told")
def test_pictures_reuse_the_memory_of_those_before_them() -> None:
    pages = 4 * 5_000_000 // resource.getpagesize()

    assert faults("keep") < 2 * pages < faults("as it comes")


def test_it_can_be_asked_for_twice_and_anywhere() -> None:
    keep_freed_memory()
    keep_freed_memory()

"""What a measurement was made on, in words, without anything that names the machine."""

from __future__ import annotations

import os
import platform
import re
from datetime import date
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("likeness", "onnxruntime", "opencv-python-headless", "pillow", "numpy")


def describe() -> dict[str, str]:
    """Return date, processor, memory, system and versions."""
    return {
        "date": date.today().isoformat(),  # noqa: DTZ011 - the day where the machine stands
        "processor": f"{processor()}, {len(os.sched_getaffinity(0))} cores used",
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB",
        "system": f"{platform.system()}, Python {platform.python_version()}",
        "versions": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
    }


def processor() -> str:
    """Return the processor's name."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        text = ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.machine()

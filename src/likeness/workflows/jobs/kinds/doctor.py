"""doctor: whether the library is sound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from likeness.workflows import maintain
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop, plain
from likeness.workflows.parts import Parts


class DoctorArguments(Arguments):
    """What to look at."""

    index: bool = False  # True: every vector and tag of the index, and nothing else


def run(
    parts: Parts, arguments: DoctorArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Check, and repair what can be."""
    del progress, stop
    checks = maintain.compare_indexes(parts) if arguments.index else maintain.doctor(parts)
    return {"ok": all(check.ok for check in checks), "checks": [plain(check) for check in checks]}


KIND = JobKind(name="doctor", arguments=DoctorArguments, run=run, beside=False)

"""upgrade: the landmarks of older versions, placed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from likeness.workflows import upgrade
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop, plain
from likeness.workflows.parts import Parts


class UpgradeArguments(Arguments):
    """Nothing."""


def run(
    parts: Parts, arguments: UpgradeArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Place what is outdated."""
    del arguments
    return plain(upgrade.upgrade(parts, progress=progress, stop=stop))


KIND = JobKind(name="upgrade", arguments=UpgradeArguments, run=run, beside=False)

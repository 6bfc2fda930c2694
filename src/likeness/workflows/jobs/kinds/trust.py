"""trust: how good the groups are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from likeness.workflows import trust
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop, plain
from likeness.workflows.parts import Parts


class TrustArguments(Arguments):
    """Nothing."""


def run(
    parts: Parts, arguments: TrustArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Estimate it. It is one step, which cannot be stopped within."""
    del arguments, progress, stop
    return plain(trust.trust(parts))


KIND = JobKind(name="trust", arguments=TrustArguments, run=run)

"""uploads: adds what was sent to the library, and puts it where its senders want it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from likeness.workflows import ingest
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop, plain
from likeness.workflows.parts import Parts
from likeness.workflows.uploads.folder import UploadsFolder
from likeness.workflows.uploads.settling import collect

NAME = "uploads"


class UploadsArguments(Arguments):
    """Nothing."""


def run(
    parts: Parts, arguments: UploadsArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Index what is new in the folder for uploads."""
    del arguments
    folder = UploadsFolder(parts.folder, parts.settings.serve).path
    if not folder.is_dir():
        return {}
    report = ingest.add(parts, [folder], progress=progress, stop=stop)
    collect(parts)
    return plain(report)


KIND = JobKind(name=NAME, arguments=UploadsArguments, run=run)

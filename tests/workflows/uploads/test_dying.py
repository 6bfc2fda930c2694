"""A server that dies while it takes a file in: what is in place is added nevertheless."""

from __future__ import annotations

import pytest

from likeness import Library
from tests.workflows.uploads.sending import begin, picture, send


class Killed(BaseException):
    """Stands for the end of the process."""


def test_a_job_is_asked_for_before_an_upload_counts_as_whole(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise Killed

    data = picture()
    upload = begin(library.uploads, data)
    send(library.uploads, upload, data)
    with monkeypatch.context() as patched:
        patched.setattr(type(library._parts.catalog.uploads), "complete", killed)
        with pytest.raises(Killed):
            library.uploads.finish(upload)

    assert [job.kind for job in library.jobs.list(["queued"])] == ["uploads"]
    arrived = library.uploads.finish(upload)
    assert arrived is not None
    assert arrived.path is not None
    assert len(list(library.uploads.folder.glob("*/*-*"))) == 1

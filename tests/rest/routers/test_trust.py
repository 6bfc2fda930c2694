"""/trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.testclient import TestClient

from likeness import Library
from likeness.types import Job

API = "/api/v1/trust"


def finish(library: Library, result: Mapping[str, Any]) -> Job:
    """Let a job `trust` end with a result of some version."""
    store = library._parts.catalog.jobs
    job = library.jobs.ask("trust")
    store.claim("somebody", ["trust"], lease_seconds=60, attempts=1)
    store.finish(job.job, "somebody", result)
    return library.jobs.get(job.job)


def test_without_a_report_it_says_what_to_do(reader: TestClient) -> None:
    answer = reader.get(API)

    assert answer.status_code == 404
    assert "job of the kind `trust`" in answer.json()["detail"]


def test_the_newest_report_comes_with_all_that_it_rests_on(
    reader: TestClient, library: Library
) -> None:
    job = library.jobs.ask("trust")
    library.work(once=True)

    found = reader.get(API).json()

    assert found["job"] == job.job
    report = found["report"]
    done = library.jobs.get(job.job).result
    assert done is not None
    assert {key: report[key] for key in done} == dict(done)
    assert report["precision"]["low"] <= report["precision"]["value"] <= report["precision"]["high"]
    assert {row["sign"] for row in report["evidence"]} >= {"same_photo", "mirror"}
    assert report["models"][0]["faces"] == report["faces"]


def test_what_another_version_reported_is_passed_over(reader: TestClient, library: Library) -> None:
    library.jobs.ask("trust")
    library.work(once=True)
    newest = reader.get(API).json()
    finish(library, {"precision": "good"})

    assert reader.get(API).json() == newest

"""/jobs: what is asked for, and who may."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.state import Server

API = "/api/v1/jobs"


@pytest.fixture
def dataset(server: Server, tmp_path: Path) -> Path:
    """A folder that owners may choose."""
    folder = tmp_path / "people" / "Anna"
    folder.mkdir(parents=True)
    server.settings = server.settings.model_copy(update={"roots": (str(tmp_path),)})
    return folder.parent


def order(dataset: Path, **changed: object) -> dict[str, object]:
    arguments = {"command": "accuracy", "dataset": str(dataset), **changed}
    return {"kind": "evaluate", "arguments": arguments}


def test_every_kind_says_what_it_takes_and_who_may_ask(reader: TestClient) -> None:
    kinds = {kind["kind"]: kind for kind in reader.get(f"{API}/kinds").json()}

    assert kinds["evaluate"]["scope"] == "admin"
    assert kinds["average_strip"]["scope"] == "write"
    assert set(kinds["average_template"]["arguments"]["properties"]) == {"averages", "on"}


def test_progress_says_how_far_a_job_is(reader: TestClient, library: Library) -> None:
    job = library.jobs.ask("group")
    store = library._parts.catalog.jobs
    store.claim("somebody", ["group"], lease_seconds=60, attempts=1)
    told = {"stage": "group", "done": 3, "total": None, "faces": 2, "failed": 0, "extra": {}}
    store.beat(job.job, "somebody", lease_seconds=60, progress=told)

    found = reader.get(f"{API}/{job.job}").json()["progress"]

    assert found == {key: value for key, value in told.items() if key != "extra"}


def test_only_owners_measure_and_see_on_what(
    editor: TestClient, admin: TestClient, dataset: Path
) -> None:
    assert editor.post(API, json=order(dataset)).status_code == 403

    job = admin.post(API, json=order(dataset)).json()

    assert job["arguments"]["dataset"] == str(dataset)
    assert editor.get(f"{API}/{job['job']}").json()["arguments"]["dataset"] == "(1)"
    assert admin.post(f"{API}/{job['job']}/cancel").json()["state"] == "cancelled"
    assert editor.post(f"{API}/{job['job']}/retry").status_code == 403
    assert admin.post(f"{API}/{job['job']}/retry").json()["state"] == "queued"


def test_only_folders_that_owners_may_choose_are_measured_on(
    admin: TestClient, dataset: Path, library: Library, tmp_path: Path
) -> None:
    (tmp_path / ".hidden").mkdir()
    for folder, status in (
        (dataset.parent / ".hidden", 403),
        (library.folder, 403),
        (Path("/etc"), 403),
        (dataset / "nowhere", 422),
    ):
        assert admin.post(API, json=order(folder)).status_code == status
    unknown = admin.post(API, json=order(dataset, model="no-such-model"))
    assert unknown.status_code == 422
    assert "no-such-model" in unknown.json()["detail"]
    assert admin.post(API, json=order(dataset, command="clear")).status_code == 422
    assert library.jobs.list() == []

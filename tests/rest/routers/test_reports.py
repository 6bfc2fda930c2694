"""/reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from likeness import Library
from likeness.evaluation.report.model import Figure, Headline, Report, Section
from likeness.workflows.evaluate.output import Output

API = "/api/v1/reports"


@pytest.fixture(autouse=True)
def folder(library: Library) -> Path:
    """The folder of reports, with one of them."""
    plot = Figure(name="model_plot", svg="<svg/>", png=b"\x89PNG", caption="", alt="")
    report = Report(
        command="accuracy",
        title="Accuracy",
        dataset="people \udcff",
        typed="likeness evaluate accuracy people",
        facts=(),
        headlines=(Headline(label="AUC", value=0.987),),
        sections=(Section(title="Plots", blocks=(plot,)),),
    )
    folder = library.folder / "reports"
    Output(folder / "inner", dataset=library.folder / "dataset").write_report(report)
    return folder


def test_reports_are_listed_and_opened(admin: TestClient) -> None:
    (found,) = admin.get(API).json()

    assert (found["report"], found["page"]) == ("inner~accuracy", "accuracy.html")
    assert found["figures"] == [{"label": "AUC", "words": "0.987", "help": ""}]
    for file in found["files"]:
        answer = admin.get(f"{API}/{found['report']}/{file}")
        assert answer.status_code == 200
        assert len(answer.content) == int(answer.headers["content-length"])
        again = admin.get(
            f"{API}/{found['report']}/{file}", headers={"If-None-Match": answer.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")


def test_a_page_runs_its_own_script_and_can_reach_nothing(admin: TestClient) -> None:
    answer = admin.get(f"{API}/inner~accuracy/accuracy.html")
    policy = answer.headers["content-security-policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert rules["sandbox"] == ["allow-scripts"]  # not allow-same-origin: no cookies of ours
    assert rules["default-src"] == ["'none'"]  # so connect-src, frame-src, ... too
    assert rules["frame-ancestors"] == ["'self'"]
    assert not rules.keys() & {"connect-src", "frame-src", "worker-src"}
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def test_nothing_runs_in_a_plot_and_only_reports_may_be_framed(admin: TestClient) -> None:
    plot = admin.get(f"{API}/inner~accuracy/model_plot.svg")
    listed = admin.get(API)

    assert "allow-scripts" not in plot.headers["content-security-policy"]
    assert "script-src" not in plot.headers["content-security-policy"]
    assert listed.headers["x-frame-options"] == "DENY"


def test_what_a_page_could_send_is_refused(admin: TestClient) -> None:
    """A sandboxed page has the origin "null": not ours, whatever cookies came along."""
    answer = admin.post("/api/v1/jobs", json={"kind": "group"}, headers={"Origin": "null"})

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:likeness:problem:cross-site")


def test_reports_are_for_owners(editor: TestClient) -> None:
    assert editor.get(API).status_code == 403
    assert editor.get(f"{API}/inner~accuracy/accuracy.html").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "inner~accuracy/other.html",
        "inner~accuracy/..%2f..%2fcatalog.db",
        "..~accuracy/accuracy.html",
        "inner~grid/grid.html",
        "inner~accuracy/%2e%2e/accuracy.html",
        "inner%2f..%2finner~accuracy/accuracy.html",
    ],
)
def test_nothing_else_is_served(admin: TestClient, folder: Path, path: str) -> None:
    (folder / "inner" / "other.html").write_text("private")

    answer = admin.get(f"{API}/{path}")

    assert answer.status_code in {404, 422}
    assert b"private" not in answer.content

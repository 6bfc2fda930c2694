"""Asking for long work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from likeness import Library
from likeness.errors import UnknownAverageError, UnknownJobError, UnknownPersonError, UsageError
from likeness.workflows.jobs.kinds import every_kind


def test_the_kinds_are_those_that_have_a_file() -> None:
    folder = Path(__file__).parents[3] / "src" / "likeness" / "workflows" / "jobs" / "kinds"
    files = {file.stem for file in folder.glob("*.py")} - {"__init__"}

    assert set(every_kind()) == files
    assert {"add", "group", "upgrade", "trust", "doctor", "average", "averages"} <= files


def test_arguments_are_filled_in_and_kept(empty: Library) -> None:
    job = empty.jobs.ask("add", {"paths": ["/a/../b/"]}, who="Anna")

    assert job.arguments == {"paths": ["/b"], "group": True, "folders_as_collections": False}
    assert empty.jobs.get(job.job) == job
    assert empty.jobs.list() == [job]


def test_the_same_work_in_other_words_is_one_job(empty: Library) -> None:
    job = empty.jobs.ask("add", {"paths": ["/a", "/b"]})

    assert empty.jobs.ask("add", {"paths": ["/b/", "/a", "/a"], "group": True}) == job


@pytest.mark.parametrize(
    ("kind", "arguments", "said"),
    [
        ("fly", {}, "There are no jobs of the kind 'fly'. There are: add, "),
        ("add", {"path": ["/a"]}, "path: Extra inputs .* It takes: paths, group, folders_as"),
        ("add", {"paths": [""]}, "paths.0: "),
        ("add", {"paths": ["/a"] * 10_001}, "paths: "),
        ("upgrade", {"x": 1}, "It takes: no arguments"),
        ("average", {}, "title: Field required"),
        ("average", {"title": "x", "ages": [20]}, "ages"),
    ],
)
def test_senseless_work_is_refused_with_what_is_possible(
    empty: Library, kind: str, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        empty.jobs.ask(kind, arguments)

    assert empty.jobs.list() == []


def test_what_is_not_there_is_refused_at_once(empty: Library) -> None:
    with pytest.raises(UnknownPersonError):
        empty.jobs.ask("average", {"title": "x", "people": ["Nobody"]})
    with pytest.raises(UnknownAverageError):
        empty.jobs.ask("averages", {"averages": ["Nothing"]})
    with pytest.raises(UnknownJobError):
        empty.jobs.cancel("j1")


def test_people_are_kept_by_id(indexed: Library) -> None:
    person = indexed.people()[0].person
    indexed.name(person, "Anna")

    job = indexed.jobs.ask("average", {"title": "Us", "people": ["Anna"]})

    assert job.arguments["people"] == [person]
    assert "Anna" not in str(job.arguments)


def test_lists_have_a_limit(empty: Library) -> None:
    for limit in (0, 1001):
        with pytest.raises(UsageError, match="1,000"):
            empty.jobs.list(limit=limit)


def test_a_cancelled_job_is_tried_again(empty: Library) -> None:
    job = empty.jobs.ask("group")

    assert empty.jobs.cancel(job.job).state == "cancelled"
    assert empty.jobs.retry(job.job).state == "queued"

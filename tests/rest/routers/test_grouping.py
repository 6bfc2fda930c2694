"""/grouping."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from likeness import Library

API = "/api/v1/grouping"


@pytest.fixture
def grouped(library: Library) -> Library:
    """A library whose last run left other strictnesses."""
    library.group(again=True)
    return library


@pytest.mark.usefixtures("grouped")
def test_strictnesses_come_with_what_they_make_the_loosest_first(reader: TestClient) -> None:
    found = reader.get(f"{API}/strictnesses").json()

    steps = [row["strictness"] for row in found]
    assert steps == sorted(steps)
    assert [row["strictness"] for row in found if row["chosen"]] == [0]
    assert sum(row["now"] for row in found) == 1


def test_another_strictness_holds_at_once_and_is_undone_as_one_decision(
    editor: TestClient, grouped: Library
) -> None:
    before = {face.face: face.person for face in grouped.faces()}
    listed = editor.get(f"{API}/strictnesses").json()
    now = next(row for row in listed if row["now"])
    other = next(row for row in listed if row["people"] != now["people"])

    tried = editor.post(f"{API}/strictness", json={"to": other["strictness"], "dry_run": True})
    assert tried.json()["edit"] is None
    assert {face.face: face.person for face in grouped.faces()} == before

    done = editor.post(f"{API}/strictness", json={"to": other["strictness"]}).json()
    assert done["people"] == tried.json()["people"] == other["people"]
    assert done["edit"]["who"] == "key tests write"
    assert {face.face: face.person for face in grouped.faces()} != before

    grouped.undo(done["edit"]["edit"])
    assert {face.face: face.person for face in grouped.faces()} == before


@pytest.mark.usefixtures("grouped")
def test_there_is_none_beyond_the_ends(editor: TestClient) -> None:
    answer = editor.post(f"{API}/strictness", json={"to": 999})

    assert answer.status_code == 422
    assert "The strictness goes from" in answer.json()["detail"]

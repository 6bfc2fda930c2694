"""What scores mean is computed once for each state of a library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from likeness import Library
from likeness.types import Progress
from likeness.workflows import calibrated
from likeness.workflows import group as grouping
from likeness.workflows.calibrated import calibration_of, file_of, forget, read, state_of


def kept_at(library: Library) -> Path:
    return file_of(library._parts, library._parts.contract)


def as_lists(library: Library) -> list[object]:
    found = calibration_of(library._parts)
    return [found.pooled.tolist(), found.usual, found.logits.tolist(), found.entries]


def test_a_second_process_reads_what_the_first_computed(
    indexed: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Searching does not begin with reading all faces."""
    computed = as_lists(indexed)
    indexed.close()
    monkeypatch.setattr(calibrated, "computed", None)

    with Library.open(indexed.folder) as again:
        assert as_lists(again) == computed


def test_a_decision_makes_it_anew_and_overwrites_the_file(indexed: Library) -> None:
    """No older state is left behind."""
    parts = indexed._parts
    calibration_of(parts)
    before = kept_at(indexed).read_text()
    indexed.ignore(indexed.faces()[0].face)

    calibration_of(parts)

    assert json.loads(kept_at(indexed).read_text())["state"] == state_of(parts, parts.contract)
    assert kept_at(indexed).read_text() != before
    assert [file.name for file in kept_at(indexed).parent.glob("*.new")] == []


def test_the_file_names_no_face_and_no_person_and_is_the_owners_alone(indexed: Library) -> None:
    """It holds scores and nothing else."""
    calibration_of(indexed._parts)
    text = kept_at(indexed).read_text()

    assert not any(face.face[1:] in text for face in indexed.faces(everything=True))
    assert not any(person.person[1:] in text for person in indexed.people(hidden=True))
    assert kept_at(indexed).stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_of_it_when_somebody_is_forgotten(indexed: Library) -> None:
    """Scores of theirs are in it, in memory too."""
    calibration_of(indexed._parts)

    forget(indexed._parts)

    assert indexed._parts.calibration is None
    assert not kept_at(indexed).exists()


def test_a_large_library_is_learned_when_it_is_grouped(
    indexed: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first search does not wait for it, and who runs it is told how far it is."""
    monkeypatch.setattr(calibrated, "WHOLE", 2)
    monkeypatch.setattr(grouping, "WHOLE", 2)
    told: list[Progress] = []

    indexed.group(progress=told.append)

    assert told[-1].stage == "learn"
    assert told[-1].done == told[-1].total
    told.clear()
    calibration_of(indexed._parts, told.append)
    assert not told, "it is kept"


def test_an_edit_in_a_large_library_does_not_make_it_learn_anew(
    indexed: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrated, "WHOLE", 2)
    before = state_of(indexed._parts, indexed._parts.contract)
    indexed.name(indexed.people()[0].person, "Anna")
    assert state_of(indexed._parts, indexed._parts.contract) == before
    monkeypatch.undo()
    small = state_of(indexed._parts, indexed._parts.contract)
    indexed.group(again=True)
    indexed.reject(indexed.faces(person=indexed.people()[0].person)[0].face)
    assert state_of(indexed._parts, indexed._parts.contract) != small


def test_a_small_library_has_nothing_to_wait_for(indexed: Library) -> None:
    """It is learned within the first search."""
    told: list[Progress] = []
    calibration_of(indexed._parts, told.append)
    assert not told


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "null", "{", '{"state": 1}', "[" * 100_000, "x" * 10]
)
def test_a_damaged_file_is_computed_again(indexed: Library, content: str) -> None:
    """A library may come from anybody."""
    sound = as_lists(indexed)
    kept_at(indexed).write_text(content)
    indexed._parts.calibration = None

    assert as_lists(indexed) == sound


@pytest.mark.parametrize(
    ("key", "value"),
    [("pooled", [2, 1]), ("logits", [1]), ("scale", 0), ("level", float("nan")), ("own", [[]])],
)
def test_numbers_that_make_no_sense_are_not_believed(
    indexed: Library, key: str, value: object
) -> None:
    """Whoever wrote them."""
    calibration_of(indexed._parts)
    content = json.loads(kept_at(indexed).read_text())
    kept_at(indexed).write_text(json.dumps(content | {key: value}))

    assert read(kept_at(indexed), content["state"]) is None

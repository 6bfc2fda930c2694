"""What evaluation keeps can be removed, and nothing else is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from likeness import Evaluator, Library, assembly
from likeness.workflows.evaluate.cache import engines, remove_engines


@pytest.fixture
def used(people_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The usual cache, with two photos in it."""
    monkeypatch.setenv("LIKENESS_CACHE", str(tmp_path / "cache"))
    shutil.copytree(people_folder / "4000" / "makeup", tmp_path / "few" / "4000")
    with Evaluator.open() as evaluator:
        evaluator.map(tmp_path / "few")
    return tmp_path / "cache" / assembly.ENGINES


def test_clearing_removes_engines_and_leaves_what_is_not_ours(used: Path) -> None:
    (used / "notes").mkdir()
    (used / "notes" / "mine.txt").write_text("mine")
    (used / "elsewhere").symlink_to(used / "notes")

    with Evaluator.open() as evaluator:
        freed = evaluator.clear()

    assert freed > 10_000
    assert sorted(entry.name for entry in used.iterdir()) == ["elsewhere", "notes"]


def test_where_nothing_was_kept_nothing_is_removed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)

    assert remove_engines(tmp_path / "none") == remove_engines(tmp_path / "link") == 0


def test_what_a_library_forgets_is_gone_from_evaluations_too(
    used: Path, people_folder: Path, tmp_path: Path
) -> None:
    known = people_folder / "4000" / "makeup" / "1.png"
    other = people_folder / "4001" / "makeup" / "1.png"
    with Library.open(tmp_path / "library") as library:
        library.add(known, other, group=False)
        library.forget_photo(other)
        assert len(list(engines(used))) == 1
        library.forget_photo(known)

    assert list(engines(used)) == []


def test_forgetting_a_person_clears_evaluations_of_their_photos(
    used: Path, people_folder: Path, tmp_path: Path
) -> None:
    with Library.open(tmp_path / "library") as library:
        library.add(people_folder / "4000" / "makeup", group=False)
        face = next(iter(library.faces()))
        library.assign(face.face, new="Somebody")
        (person,) = library.people()
        library.forget_person(person.person)

    assert list(engines(used)) == []

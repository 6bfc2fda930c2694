"""What evaluation keeps can be removed, and nothing else is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from likeness import Evaluator, Library, assembly
from likeness.catalog.writer import RUN, WRITE, Right, Writer
from likeness.errors import LibraryBusyError, LibraryError, StoreUnavailableError
from likeness.settings import LibrarySettings
from likeness.types import PhotoId
from likeness.workflows.evaluate.cache import engines, remove_engines

ENGINE = f"dlib-{'0' * 12}_mtcnn-{'0' * 12}"
NOBODY = PhotoId("0" * 64)

WORKING = pytest.mark.parametrize("right", [RUN, WRITE], ids=["between batches", "in a batch"])
"""What an evaluation holds that runs."""


@pytest.fixture(scope="module")
def computed(people_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with two photos in it; copy it before changing it."""
    folder = tmp_path_factory.mktemp("computed")
    shutil.copytree(people_folder / "4000" / "makeup", folder / "few" / "4000")
    with Evaluator.open(folder / "cache") as evaluator:
        evaluator.map(folder / "few")
    return folder / "cache"


@pytest.fixture
def used(computed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The usual cache, with two photos in it."""
    monkeypatch.setenv("LIKENESS_CACHE", str(tmp_path / "cache"))
    shutil.copytree(computed, tmp_path / "cache")
    return tmp_path / "cache" / assembly.ENGINES


@pytest.fixture
def library(people_folder: Path, tmp_path: Path) -> Iterator[Library]:
    """A library with one of these photos."""
    with Library.open(tmp_path / "library") as library:
        library.add(known_photo(people_folder), group=False)
        yield library


def known_photo(people_folder: Path) -> Path:
    return people_folder / "4000" / "makeup" / "1.png"


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


# ---------------------------------------------------------------- clearing


def test_clearing_removes_engines_and_leaves_what_is_not_ours(used: Path) -> None:
    (used / "notes").mkdir()
    (used / "notes" / "mine.txt").write_text("mine")
    (used / "elsewhere").symlink_to(used / "notes")

    with Evaluator.open() as evaluator:
        freed = evaluator.clear()

    assert freed > 10_000
    assert names(used) == ["elsewhere", "notes"]


def test_a_library_that_lies_there_under_another_name_is_not_ours(used: Path) -> None:
    with Library.open(used / "family"):
        pass

    remove_engines(used)

    assert names(used) == ["family"]
    assert (used / "family" / "catalog.db").is_file()


def test_where_nothing_was_kept_nothing_is_removed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)

    assert remove_engines(tmp_path / "none") == remove_engines(tmp_path / "link") == 0


def test_a_cache_behind_a_link_is_cleared_too(used: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(used)

    assert remove_engines(tmp_path / "link") > 10_000
    assert names(used) == []


def test_an_engine_behind_a_link_is_told_of_and_left_alone(used: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    (used / ENGINE).symlink_to(tmp_path / "mine")

    with pytest.raises(StoreUnavailableError, match="is a link"):
        remove_engines(used)

    assert names(used) == [ENGINE]
    assert names(tmp_path / "mine") == ["letter.txt"]


@WORKING
def test_what_a_running_evaluation_writes_to_is_left_whole(used: Path, right: Right) -> None:
    (engine,) = engines(used)
    before = names(engine)

    with (
        Writer(engine, wait_seconds=0, right=right).hold("add"),
        Evaluator.open() as evaluator,
        pytest.raises(LibraryBusyError, match=r"evaluation is running.*Try again"),
    ):
        evaluator.clear()

    assert names(engine) == before
    assert remove_engines(used) > 10_000


def test_a_running_evaluation_keeps_only_its_own_engine(used: Path) -> None:
    (used / ENGINE).mkdir()

    with Writer(used / ENGINE, wait_seconds=0).hold("add"), pytest.raises(LibraryBusyError):
        remove_engines(used)

    assert names(used) == [ENGINE]


def test_what_was_half_removed_goes_the_next_time(used: Path) -> None:
    (engine,) = engines(used)
    engine.rename(used / f".removing-{'a' * 16}")
    (used / ENGINE / "blobs").mkdir(parents=True)

    assert remove_engines(used) > 10_000
    assert names(used) == []


def test_what_cannot_be_removed_is_found_again(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    with monkeypatch.context() as broken:
        broken.setattr(shutil, "rmtree", refuse)
        with pytest.raises(StoreUnavailableError, match="Permission denied"):
            remove_engines(used)

    assert list(engines(used)) == []
    assert remove_engines(used) > 10_000
    assert names(used) == []


def test_somebody_else_may_clear_at_the_same_time(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = shutil.rmtree

    def remove_before_us(folder: Path) -> None:
        remove(folder)
        raise FileNotFoundError(2, "No such file or directory", str(folder))

    monkeypatch.setattr(shutil, "rmtree", remove_before_us)

    assert remove_engines(used) > 10_000


def test_an_evaluator_goes_on_when_somebody_else_has_cleared(used: Path, computed: Path) -> None:
    few = computed.parent / "few"
    with Evaluator.open() as evaluator:
        before = evaluator.map(few).figures
        remove_engines(used)
        after = evaluator.map(few).figures

    (engine,) = engines(used)
    assert after == before
    assert (engine / "catalog.db").is_file()


# ---------------------------------------------------------------- opening what is spoilt


@pytest.mark.parametrize(
    "spoil",
    [
        lambda engine: (engine / "catalog.db").write_bytes(b"no database at all" * 99),
        lambda engine: (engine / "catalog.db").unlink(),
    ],
)
def test_a_spoilt_engine_says_how_to_begin_anew(
    used: Path, computed: Path, spoil: Callable[[Path], object]
) -> None:
    few = computed.parent / "few"
    (engine,) = engines(used)
    for log in engine.glob("catalog.db-*"):
        log.unlink()
    spoil(engine)

    with Evaluator.open() as evaluator:
        with pytest.raises(LibraryError, match=r"is damaged: delete it with `likeness evaluate cl"):
            evaluator.map(few)
        assert evaluator.clear() > 0
        assert names(used) == []
        assert evaluator.map(few).figures["faces"] == 2


@WORKING
def test_somebody_who_writes_is_no_damage(used: Path, right: Right) -> None:
    (engine,) = engines(used)
    (engine / "catalog.db").unlink()
    shutil.rmtree(engine / "blobs")
    shutil.rmtree(engine / "index")
    (engine / "speed.json").unlink()
    settings = LibrarySettings.model_validate({"catalog": {"wait_seconds": 0}})

    with (
        Writer(engine, wait_seconds=0, right=right).hold("add"),
        pytest.raises(LibraryBusyError, match="still"),
    ):
        assembly.open_engine(used, settings)


def test_a_file_is_no_cache_and_another_is_advised(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(LibraryError, match="--cache or LIKENESS_CACHE") as caught:
        assembly.open_engine(tmp_path / "file", LibrarySettings())

    assert "--library" not in str(caught.value)


def test_an_engine_behind_a_link_is_not_written_to(tmp_path: Path) -> None:
    settings = LibrarySettings()
    (tmp_path / "mine").mkdir()
    (tmp_path / assembly.engine_name(settings)).symlink_to(tmp_path / "mine")

    with pytest.raises(LibraryError, match="is a link to elsewhere"):
        assembly.open_engine(tmp_path, settings)

    assert names(tmp_path / "mine") == []


def test_engines_have_the_names_by_which_they_are_found(tmp_path: Path) -> None:
    settings = LibrarySettings()
    for model in ("dlib", "dlib-one-view"):
        assembly.open_engine(tmp_path, settings, model=model).close()

    assert len(list(engines(tmp_path))) == 2


# ---------------------------------------------------------------- forgetting


def test_what_a_library_forgets_is_gone_from_evaluations_too(
    used: Path, people_folder: Path, library: Library
) -> None:
    other = people_folder / "4001" / "makeup" / "1.png"
    library.add(other, group=False)
    library.forget_photo(other)
    assert len(list(engines(used))) == 1
    library.forget_photo(known_photo(people_folder))

    assert list(engines(used)) == []


def test_forgetting_a_person_clears_evaluations_of_their_photos(
    used: Path, library: Library
) -> None:
    face = next(iter(library.faces()))
    library.assign(face.face, new="Somebody")
    (person,) = library.people()
    library.forget_person(person.person)

    assert list(engines(used)) == []


@WORKING
def test_while_an_evaluation_runs_nothing_is_forgotten_and_it_can_be_tried_again(
    used: Path, people_folder: Path, library: Library, right: Right
) -> None:
    (engine,) = engines(used)
    face = next(iter(library.faces()))
    library.assign(face.face, new="Somebody")

    with Writer(engine, wait_seconds=0, right=right).hold("add"):
        with pytest.raises(LibraryBusyError, match="evaluation is running"):
            library.forget_photo(known_photo(people_folder))
        with pytest.raises(LibraryBusyError, match="evaluation is running"):
            library.forget_person("Somebody")
    assert len(list(library.photos())) == len(library.people()) == 1

    library.forget_photo(known_photo(people_folder))
    assert list(library.photos()) == []
    assert list(engines(used)) == []


def test_every_engine_is_looked_at_even_if_one_fails(
    used: Path, people_folder: Path, library: Library, tmp_path: Path
) -> None:
    first = used / f"aaa-{'0' * 12}_mtcnn-{'0' * 12}"
    first.symlink_to(tmp_path)

    with pytest.raises(StoreUnavailableError, match="is a link"):
        library.forget_photo(known_photo(people_folder))

    assert names(used) == [first.name]


@pytest.mark.parametrize("content", [None, b"no database at all" * 99])
def test_of_a_spoilt_engine_nobody_can_say_whom_it_shows_so_it_goes(
    used: Path, content: bytes | None
) -> None:
    spoilt = used / ENGINE
    (spoilt / "blobs" / "crops").mkdir(parents=True)
    if content is not None:
        (spoilt / "catalog.db").write_bytes(content)

    assembly.forget_evaluated([NOBODY])

    assert ENGINE not in names(used)
    assert len(list(engines(used))) == 1


def test_forgetting_removes_what_was_half_removed(used: Path) -> None:
    (used / f".removing-{'a' * 16}" / "blobs").mkdir(parents=True)

    assembly.forget_evaluated([NOBODY])

    assert len(names(used)) == 1


def test_forgetting_makes_no_library_of_somebody_elses_folder(used: Path) -> None:
    (used / "notes").mkdir()
    (used / "notes" / "catalog.db").touch()

    assembly.forget_evaluated([NOBODY])

    assert names(used / "notes") == ["catalog.db"]
    assert (used / "notes" / "catalog.db").stat().st_size == 0

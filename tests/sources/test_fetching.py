"""Photos come ahead of their reader, in order, within limits, and leave nothing behind."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import PhotoError, StoreUnavailableError
from likeness.sources.base import FoundFile, Obstacle
from likeness.sources.fetching import AHEAD, BUDGET, Fetcher
from likeness.sources.folder import FolderSource
from likeness.sources.open import open_source
from tests.stores.s3 import S3Server


class FarSource:
    """A source of generated photos, which notes what is asked of it."""

    uri = "s3://far"

    def __init__(self, size: Callable[[str], int] = lambda path: 100) -> None:
        self.size = size
        self.asked: list[str] = []
        self.fail: dict[str, Exception] = {}
        self.hold = threading.Event()
        self.hold.set()

    def is_there(self) -> bool:
        return True

    def walk(
        self, prefix: str = "", *, avoid: frozenset[str] = frozenset()
    ) -> Iterator[FoundFile | Obstacle]:
        return iter(())

    def look(self, path: str) -> FoundFile:
        return FoundFile(path, self.size(path), 1)

    def local(self, path: str) -> None:
        return None

    def fetch(self, path: str, target: Path, *, max_bytes: int) -> FoundFile:
        self.asked.append(path)
        self.hold.wait()
        if path in self.fail:
            raise self.fail[path]
        target.write_bytes(bytes(self.size(path)))
        return self.look(path)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]


def fetcher(source: FarSource, folder: Path, parallel: int = 2, budget: int = 10**6) -> Fetcher:
    return Fetcher(source, folder, parallel=parallel, max_bytes=1000, budget=budget)


def test_photos_come_in_order_and_can_be_read(tmp_path: Path) -> None:
    source = FarSource(size=int)
    with fetcher(source, tmp_path, parallel=4, budget=BUDGET) as fetching:
        for number, item in enumerate(fetching.fetch(str(n) for n in range(50))):
            assert item.path == str(number)
            assert isinstance(item.file, Path)
            assert item.file.stat().st_size == number
            assert item.found == FoundFile(str(number), number, 1)
            fetching.release(item.path)
            assert not item.file.exists()
    assert sorted(source.asked, key=int) == [str(n) for n in range(50)]
    assert files_in(tmp_path) == []


def test_a_photo_that_cannot_be_copied_is_one_among_others(tmp_path: Path) -> None:
    source = FarSource()
    source.fail["b"] = PhotoError("vanished", "It is gone.")
    with fetcher(source, tmp_path) as fetching:
        first, second, third = fetching.fetch(["a", "b", "c"])
    assert isinstance(first.file, Path)
    assert isinstance(third.file, Path)
    assert second == ("b", source.fail["b"], None)


def test_a_store_that_is_away_ends_it(tmp_path: Path) -> None:
    source = FarSource()
    source.fail["b"] = StoreUnavailableError("The server is gone.")
    with fetcher(source, tmp_path) as fetching:
        coming = fetching.fetch(["a", "b", "c"])
        assert next(coming).path == "a"
        with pytest.raises(StoreUnavailableError, match="server is gone"):
            next(coming)
        assert list(coming) == []
    assert files_in(tmp_path) == []


def test_the_same_photo_may_come_twice(tmp_path: Path) -> None:
    with fetcher(FarSource(), tmp_path) as fetching:
        first, second = fetching.fetch(["a", "a"])
        assert isinstance(first.file, Path)
        assert isinstance(second.file, Path)
        assert first.file != second.file
        fetching.release("a")
        assert not first.file.exists()
        assert not second.file.exists()


def test_only_so_many_are_asked_for_ahead(tmp_path: Path) -> None:
    source = FarSource()
    drawn: list[str] = []

    def paths() -> Iterator[str]:
        for number in range(100):
            drawn.append(str(number))
            yield str(number)

    with fetcher(source, tmp_path, parallel=3, budget=BUDGET) as fetching:
        coming = fetching.fetch(paths())
        for number in range(10):
            next(coming)
            assert len(drawn) == number + AHEAD * 3


@settings(max_examples=50, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 300), max_size=25),
    known=st.booleans(),
    keep=st.integers(0, 6),
    budget=st.integers(1, 600),
)
def test_no_more_than_the_budget_and_one_lie_there(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], known: bool, keep: int, budget: int
) -> None:
    folder = tmp_path_factory.mktemp("copies")
    source = FarSource(size=lambda path: sizes[int(path)])
    wanted = [source.look(str(n)) if known else str(n) for n in range(len(sizes))]
    held: list[str] = []
    with fetcher(source, folder, parallel=3, budget=budget) as fetching:
        for number, item in enumerate(fetching.fetch(wanted)):
            assert item.path == str(number)
            held.append(item.path)
            largest = max(sizes)
            wanted_now = sum(sizes[int(path)] for path in held)
            lying = sum(file.stat().st_size for file in files_in(folder))
            if known:
                assert lying <= max(budget + largest, wanted_now + largest)
            if len(held) > keep:
                fetching.release(held.pop(0))
    assert files_in(folder) == []


def test_photos_on_this_machine_are_not_copied(tmp_path: Path) -> None:
    photos, copies = tmp_path / "photos", tmp_path / "copies"
    photos.mkdir()
    (photos / "a.jpg").write_bytes(b"x")
    with Fetcher(FolderSource(photos), copies, parallel=2, max_bytes=10) as fetching:
        (item,) = fetching.fetch(["a.jpg"])
        assert item == ("a.jpg", photos / "a.jpg", None)
        fetching.release("a.jpg")
    assert (photos / "a.jpg").exists()
    assert not copies.exists()


def test_copies_have_random_names_and_are_the_owners_alone(
    s3: S3Server, bucket: str, tmp_path: Path
) -> None:
    s3.put(bucket, "a.jpg", b"x")
    source = open_source(f"s3://{bucket}", s3.settings())
    with Fetcher(source, tmp_path / "copies", parallel=2, max_bytes=10) as fetching:
        (item,) = fetching.fetch(["a.jpg"])
        assert isinstance(item.file, Path)
        assert "a" not in item.file.suffix
        assert stat.S_IMODE(item.file.stat().st_mode) == 0o600
        assert stat.S_IMODE(item.file.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "copies").stat().st_mode) == 0o700


def test_closing_ends_the_threads_and_removes_what_was_not_released(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    source = FarSource()
    fetching = fetcher(source, tmp_path, parallel=4, budget=BUDGET)
    next(fetching.fetch(str(number) for number in range(100)))
    fetching.close()
    fetching.close()
    assert set(threading.enumerate()) <= before  # threads of other tests may end meanwhile
    assert files_in(tmp_path) == []
    assert len(source.asked) <= AHEAD * 4


def test_what_is_interrupted_is_not_copied_to_its_end(tmp_path: Path) -> None:
    source = FarSource()
    source.hold.clear()

    def paths() -> Iterator[str]:
        yield "a"
        source.hold.set()
        raise KeyboardInterrupt

    with fetcher(source, tmp_path, parallel=1, budget=BUDGET) as fetching:
        with pytest.raises(KeyboardInterrupt):
            list(fetching.fetch(paths()))
        assert source.asked == ["a"]
    assert files_in(tmp_path) == []

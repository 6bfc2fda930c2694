from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.workflows.watching.settling import Settling, State, is_being_written, state_of

REST = 5.0


class Disk:
    """Files as a test says they are, and a clock that it moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.files: dict[str, State] = {}
        self.open: set[str] = set()

    def settling(self) -> Settling:
        return Settling(
            REST,
            lambda: self.now,
            look=self.files.get,
            is_written=self.open.__contains__,
        )

    def write(self, path: str, size: int) -> None:
        self.files[path] = (size, int(self.now * 1e9), 1)


@pytest.fixture
def disk() -> Disk:
    return Disk()


def test_a_file_is_ready_when_it_rested_long_enough(disk: Disk) -> None:
    settling = disk.settling()
    disk.write("/p/a.jpg", 10)
    settling.note("/p/a.jpg")
    disk.now = REST - 0.1
    assert settling.settled() == []
    disk.now = REST
    assert settling.settled() == ["/p/a.jpg"]
    assert settling.settled() == []
    assert len(settling) == 0


def test_a_file_that_still_grows_is_waited_for_even_if_nobody_tells(disk: Disk) -> None:
    settling = disk.settling()
    disk.write("/p/a.jpg", 10)
    settling.note("/p/a.jpg")
    for second in range(1, 20):
        disk.now = float(second)
        disk.write("/p/a.jpg", 10 + second)
        assert settling.settled() == []
    disk.now = 19 + REST
    assert settling.settled() == ["/p/a.jpg"]


def test_a_file_that_somebody_holds_open_for_writing_is_waited_for(disk: Disk) -> None:
    settling = disk.settling()
    disk.write("/p/a.jpg", 10)
    disk.open.add("/p/a.jpg")
    settling.note("/p/a.jpg")
    disk.now = 3 * REST
    assert settling.settled() == []
    disk.open.clear()
    disk.now = 4 * REST
    assert settling.settled() == ["/p/a.jpg"]


def test_a_file_that_is_gone_is_told_too(disk: Disk) -> None:
    settling = disk.settling()
    settling.note("/p/gone.jpg")
    disk.now = REST
    assert settling.settled() == ["/p/gone.jpg"]


def test_a_folder_waits_for_the_files_in_it_but_not_for_its_neighbours(disk: Disk) -> None:
    settling = disk.settling()
    disk.write("/p/new", 1)
    settling.note("/p/new")
    disk.now = 3
    for path in ("/p/new/film.jpg", "/p/new2/other.jpg"):
        disk.write(path, 10)
        settling.note(path)
    disk.now = REST
    assert settling.settled() == []
    disk.now = 3 + REST
    assert settling.settled() == ["/p/new", "/p/new/film.jpg", "/p/new2/other.jpg"]


def test_nothing_is_held_back_for_a_neighbour_that_only_begins_alike(disk: Disk) -> None:
    settling = disk.settling()
    disk.write("/p/new", 1)
    settling.note("/p/new")
    disk.now = 3
    disk.write("/p/new2/other.jpg", 10)
    settling.note("/p/new2/other.jpg")
    disk.now = REST
    assert settling.settled() == ["/p/new"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["/a", "/a/b", "/c"]), st.floats(0, 12), st.booleans()),
        max_size=30,
    )
)
def test_whatever_happens_every_file_is_told_once_it_rests(
    steps: list[tuple[str, float, bool]],
) -> None:
    disk = Disk()
    settling = disk.settling()
    noted, told = set[str](), set[str]()
    for path, seconds, writes in steps:
        disk.now += seconds
        if writes:
            disk.write(path, len(noted))
            settling.note(path)
            noted.add(path)
        told.update(settling.settled())
    disk.now += REST
    told.update(settling.settled())  # who grew without a word begins to rest now
    disk.now += REST
    told.update(settling.settled())
    assert noted <= told
    assert len(settling) == 0


def test_an_open_file_is_known_as_being_written(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    with photo.open("wb") as file:
        file.write(b"half")
        file.flush()
        assert is_being_written(str(photo))
    assert not is_being_written(str(photo))
    assert not is_being_written(str(tmp_path))
    assert not is_being_written(str(tmp_path / "none"))
    assert state_of(str(tmp_path / "none")) is None

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray

from likeness.errors import LibraryBusyError, StoreUnavailableError
from likeness.index import exact, ranking
from likeness.index.exact import ExactIndex
from likeness.types import Contract, FaceId

CONTRACT = Contract("model-1")


def names(count: int, start: int = 0) -> list[FaceId]:
    return [FaceId(f"f{number:016x}") for number in range(start, start + count)]


def faces(count: int, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, 128)) + 1
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_the_folder_is_the_owners_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        ExactIndex(tmp_path / "index" / "model-1", CONTRACT).replace(names(2), faces(2), 1)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "index" / "model-1").stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "index").rglob("*.*")}
    assert modes == {0o600}


def test_opening_writes_nothing(tmp_path: Path) -> None:
    assert ExactIndex(tmp_path / "index", CONTRACT).revision == -1
    assert not (tmp_path / "index").exists()


def test_another_contract_finds_nothing_and_takes_over(tmp_path: Path) -> None:
    ExactIndex(tmp_path, CONTRACT).replace(names(2), faces(2), 1)
    other = ExactIndex(tmp_path, Contract("model-2"))
    assert (len(other), other.revision) == (0, -1)
    other.replace(names(3), faces(3), 9)
    assert (len(other), other.revision) == (3, 9)


def test_a_spoilt_index_mirrors_nothing_and_can_be_made_again(tmp_path: Path) -> None:
    ExactIndex(tmp_path, CONTRACT).replace(names(2), faces(2), 1)
    (path,) = tmp_path.glob("*.codes")
    os.truncate(path, 100)
    index = ExactIndex(tmp_path, CONTRACT)
    assert (len(index), index.revision) == (0, -1)
    index.replace(names(2), faces(2), 2)
    assert (len(index), index.revision) == (2, 2)


def test_extending_does_not_write_the_old_rows_again(tmp_path: Path) -> None:
    index = ExactIndex(tmp_path, CONTRACT)
    index.replace(names(100), faces(100), 1)
    (before,) = tmp_path.glob("*.vectors")
    inode = before.stat().st_ino
    index.extend(names(5, start=98), faces(5), 2)
    (after,) = tmp_path.glob("*.vectors")
    assert (after, after.stat().st_ino) == (before, inode)
    assert after.stat().st_size == 105 * 128 * 4
    assert len(index) == 103


def test_rows_replaced_too_often_are_swept_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exact, "WASTE_ROWS", 5)
    index = ExactIndex(tmp_path, CONTRACT)
    index.replace(names(10), faces(10), 0)
    for revision in range(1, 10):
        index.extend(names(4), faces(4, seed=revision), revision)
        assert len(index) == 10
        (path,) = tmp_path.glob("*.vectors")
        assert path.stat().st_size <= (2 * 10 + 5 + 4) * 128 * 4
    (hits,) = index.search(faces(4, seed=9)[:1], 1)
    assert hits.ids == tuple(names(1))
    assert hits.similarities[0] == pytest.approx(1)


def test_many_near_copies_are_measured_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "ROWS_AT_ONCE", 16)
    vectors = np.repeat(faces(1), 100, axis=0)
    index = ExactIndex(tmp_path, CONTRACT)
    index.replace(names(100)[::-1], vectors, 0)
    (hits,) = index.search(vectors[:1], 30)
    assert hits.ids == tuple(names(30))


def test_a_closed_index_holds_nothing_and_stays_closed(tmp_path: Path) -> None:
    index = ExactIndex(tmp_path, CONTRACT)
    index.replace(names(2), faces(2), 1)
    index.close()
    assert (len(index), index.revision) == (0, -1)


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("job", ["replace", "extend"])
def test_a_full_disk_leaves_the_old_index(tmp_path: Path, job: str) -> None:
    index = ExactIndex(tmp_path, CONTRACT)
    index.replace(names(10), faces(10), 1)
    expected = index.search(faces(1), 3)[0].ids
    with files_no_larger_than(20_000), pytest.raises(StoreUnavailableError, match="free space"):
        getattr(index, job)(names(1000), faces(1000, seed=1), 2)
    for opened in (index, ExactIndex(tmp_path, CONTRACT)):
        assert (len(opened), opened.revision) == (10, 1)
        assert opened.search(faces(1), 3)[0].ids == expected
    assert len(list(tmp_path.glob("*.vectors"))) == 1
    index.extend(names(1, start=50), faces(1), 3)
    assert (len(index), index.revision) == (11, 3)


def test_a_file_in_the_place_of_the_folder_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(b"in the way")
    index = ExactIndex(tmp_path / "index", CONTRACT)
    assert index.revision == -1
    with pytest.raises(StoreUnavailableError, match="could not be written"):
        index.replace(names(1), faces(1), 1)


def test_a_read_only_folder_can_be_searched(tmp_path: Path) -> None:
    ExactIndex(tmp_path, CONTRACT).replace(names(2), faces(2), 1)
    tmp_path.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("root may write anywhere")
        index = ExactIndex(tmp_path, CONTRACT)
        assert index.search(faces(1), 1)[0].ids
        with pytest.raises(StoreUnavailableError):
            index.replace(names(1), faces(1), 2)
    finally:
        tmp_path.chmod(0o700)


def test_a_second_writer_waits_and_then_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exact, "LOCK_SECONDS", 0.05)
    index = ExactIndex(tmp_path, CONTRACT)
    with (
        FileLock(tmp_path / exact.LOCK),
        pytest.raises(LibraryBusyError, match="Another process writes the index"),
    ):
        index.replace(names(1), faces(1), 1)
    index.replace(names(1), faces(1), 1)
    assert index.revision == 1


WRITER = """
import sys
from pathlib import Path
import numpy as np
from likeness.index.exact import ExactIndex

index = ExactIndex(Path(sys.argv[1]), "model-1")
print("ready", flush=True)
revision = 0
while True:
    revision += 1
    rng = np.random.default_rng(revision)
    rows = rng.standard_normal((2000, 32)) + 1
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    ids = [f"f{number:016x}" for number in range(2000)]
    if revision % 2:
        index.replace(ids, rows, revision)
    else:
        index.extend(ids[:500], rows[:500], revision)
"""


def expected_rows(revision: int) -> NDArray[np.float32]:
    """Return what the writer above holds at *revision*."""

    def made(seed: int) -> NDArray[np.float32]:
        rows = np.random.default_rng(seed).standard_normal((2000, 32)) + 1
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    if revision % 2:
        return made(revision)
    return np.concatenate([made(revision)[:500], made(revision - 1)[500:]])


def test_readers_and_kills_never_meet_a_mixture(tmp_path: Path) -> None:
    """A reader searches while another process writes, and the writer is killed at any moment."""
    revisions = set()
    for attempt in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        with writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            reader = ExactIndex(tmp_path, CONTRACT)
            until = time.monotonic() + 0.3 + 0.037 * attempt
            while time.monotonic() < until:
                revisions.add(assert_whole(reader))
            writer.send_signal(signal.SIGKILL)
        assert_whole(ExactIndex(tmp_path, CONTRACT))
    assert len(revisions - {-1}) > 3


def assert_whole(index: ExactIndex) -> int:
    """Check one state of the index in full; return its revision."""
    revision = index.revision
    if revision == -1:
        return -1
    rows = expected_rows(revision)
    hits = index.search(rows[[0, 499, 500, 1999]], 1)
    assert [hit.ids[0] for hit in hits] == [names(2000)[i] for i in (0, 499, 500, 1999)]
    assert all(hit.similarities[0] == pytest.approx(1, abs=1e-6) for hit in hits)
    return revision

"""Connections that break, servers that fail, processes that die: nothing is half done."""

from __future__ import annotations

import resource
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.errors import SettingsError, StoreUnavailableError
from likeness.index.address import Server
from likeness.index.base import Index
from likeness.index.exact import ExactIndex
from likeness.index.generations import QdrantIndex
from likeness.index.open import open_index
from likeness.index.qdrant import IN_FLIGHT, ServerEngine
from likeness.index.retries import Retries
from likeness.settings import IndexSettings
from likeness.types import Contract, FaceId, FaceTags
from tests.faults.proxy import FaultyProxy
from tests.stores.qdrant_server import Fault, QdrantServer

CONTRACT = Contract("model-1")
NAME = "likeness_test"
Vectors = NDArray[np.float32]
TAGS = FaceTags(status="ok", quality=0.5, taken=None, person=None, collections=frozenset())


def names(*numbers: int) -> tuple[FaceId, ...]:
    return tuple(FaceId(f"f{number:016x}") for number in numbers)


def faces(count: int, seed: int = 0, width: int = 64) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, width))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def server() -> Iterator[QdrantServer]:
    with QdrantServer() as made:
        yield made


def fresh() -> str:
    """Return a name that no index has yet."""
    return f"likeness_{secrets.token_hex(8)}"


def held_by(server: QdrantServer, name: str) -> list[str]:
    """Return what lies on the server of one index."""
    found = server.client.get_collections().collections
    return [each.name for each in found if each.name.startswith(name)]


@contextmanager
def opened(
    port: int, folder: Path, *, seconds: float = 0, name: str = NAME, timeout: float = 5
) -> Iterator[QdrantIndex]:
    """Open an index on a port of the loopback, which tries again for so many *seconds*."""
    engine = ServerEngine(
        Server(f"http://127.0.0.1:{port}"),
        name=name,
        api_key="",
        timeout_seconds=timeout,
        retries=Retries(seconds=seconds, sleep=lambda _: None),
    )
    index = QdrantIndex(engine, name=name, contract=CONTRACT, folder=folder)
    try:
        yield index
    finally:
        index.close()


Step = tuple[str, int, int]
HELD = 40


def do(index: Index, step: Step, revision: int) -> None:
    """Take one step; the same step has the same effect on every index."""
    way, start, seed = step
    ids = names(*range(start, start + HELD))
    if way == "tag":
        index.tag(dict.fromkeys(ids, TAGS), revision)
    else:
        getattr(index, way)(ids, faces(HELD, seed), revision)


def content(index: Index) -> tuple[int, int, dict[FaceId, tuple[bytes, FaceTags | None]]]:
    """Return all that an index holds and mirrors."""
    held = {
        face: (vector.tobytes(), tags)
        for part in index.contents()
        for face, vector, tags in zip(part.ids, part.vectors, part.tags, strict=True)
    }
    assert len(index) == len(held)
    found = index.search(faces(1, 99), len(held) + 9)[0] if held else None
    assert found is None or set(found.ids) == held.keys()
    return index.revision, index.tagged, held


steps = st.lists(
    st.tuples(
        st.sampled_from(["replace", "extend", "extend", "tag"]),
        st.sampled_from([0, HELD // 2, HELD, 2 * HELD]),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=30, deadline=None)
@given(steps=steps, data=st.data())
def test_a_connection_cut_anywhere_leaves_nothing_half_done(
    server: QdrantServer, steps: list[Step], data: st.DataObject
) -> None:
    name = fresh()
    with (
        tempfile.TemporaryDirectory() as folder,
        FaultyProxy("127.0.0.1", server.port) as proxy,
        opened(proxy.port, Path(folder), name=name) as index,
        opened(server.port, Path(folder), name=name) as observer,
    ):
        undisturbed = ExactIndex(Path(folder, "exact"), CONTRACT)
        for revision, step in enumerate(steps):
            before = content(observer)
            do(undisturbed, step, revision)
            proxy.cut_after(data.draw(st.integers(1, 60_000)))
            try:
                do(index, step, revision)
            except StoreUnavailableError:
                after = content(observer)
                if step[0] == "tag":
                    assert (after[0], after[2].keys()) == (before[0], before[2].keys())
                else:  # as it was; or the last word of the server was lost, and it is done
                    assert after in (before, content(undisturbed))
                proxy.heal()
                do(index, step, revision)
            proxy.heal()
            assert content(observer) == content(undisturbed)
        observer.drop()
        assert not held_by(server, name)


@settings(max_examples=15, deadline=None)
@given(steps=steps, data=st.data())
def test_a_connection_cut_now_and_then_is_made_again(
    server: QdrantServer, steps: list[Step], data: st.DataObject
) -> None:
    name = fresh()
    with (
        tempfile.TemporaryDirectory() as folder,
        FaultyProxy("127.0.0.1", server.port) as proxy,
        opened(proxy.port, Path(folder), seconds=30, name=name) as index,
    ):
        undisturbed = ExactIndex(Path(folder, "exact"), CONTRACT)
        for revision, step in enumerate(steps):
            proxy.cut_after(data.draw(st.integers(1, 60_000)))
            do(index, step, revision)
            do(undisturbed, step, revision)
            assert content(index) == content(undisturbed)
        index.drop()


def test_a_server_that_is_gone_is_our_error_and_one_that_is_back_goes_on(
    server: QdrantServer, tmp_path: Path
) -> None:
    with (
        FaultyProxy("127.0.0.1", server.port) as proxy,
        opened(proxy.port, tmp_path) as index,
    ):
        do(index, ("replace", 0, 0), 1)
        before = content(index)
        proxy.refuse()
        for step in ("replace", "extend", "tag"):
            with pytest.raises(StoreUnavailableError, match="does not answer"):
                do(index, (step, 0, 1), 2)
        with pytest.raises(StoreUnavailableError, match="does not answer"):
            index.search(faces(1), 1)
        proxy.heal()
        assert content(index) == before
        index.drop()


PASSING = [429, 502, 503, 504]


@pytest.mark.parametrize("status", PASSING)
def test_a_server_that_is_busy_is_asked_again(
    server: QdrantServer, tmp_path: Path, status: int
) -> None:
    with opened(server.port, tmp_path, seconds=30) as index:
        do(index, ("replace", 0, 0), 1)
        server.faults.extend([Fault(status), Fault(status, headers={"retry-after": "1"})])
        do(index, ("extend", HELD, 0), 2)
        assert not server.faults
        assert len(index) == 2 * HELD
        index.drop()


@pytest.mark.parametrize("what", ["PUT .*/points", "POST /collections/aliases", "PUT .*_[^/]*$"])
def test_an_answer_that_was_lost_after_the_work_was_done_does_no_harm(
    server: QdrantServer, tmp_path: Path, what: str
) -> None:
    with opened(server.port, tmp_path, seconds=30) as index:
        for revision in (1, 2):
            server.faults.append(Fault(503, only=what, late=True))
            do(index, ("replace", 0, revision), revision)
            assert not server.faults
            assert (index.revision, len(index)) == (revision, HELD)
        index.drop()
        assert not held_by(server, NAME)


REFUSALS: list[tuple[Fault, type[Exception], str]] = [
    (Fault(401), SettingsError, "refuses index.api_key"),
    (Fault(403), SettingsError, "refuses index.api_key"),
    (Fault(301, headers={"location": "/"}), SettingsError, "sends us elsewhere"),
    (Fault(413), StoreUnavailableError, "requests of our size"),
    (Fault(500, b'{"status":{"error":"No space left on device"}}'), StoreUnavailableError, "disk"),
    (Fault(500, b"\xff\x00<html>"), StoreUnavailableError, "HTTP 500"),
    (Fault(400, b'{"status":{"error":"a\\nb"}}'), StoreUnavailableError, "HTTP 400: a b."),
    (Fault(200, b"<html>"), SettingsError, "not as a Qdrant server does"),
]


@pytest.mark.parametrize(("fault", "error", "words"), REFUSALS)
@pytest.mark.parametrize("way", ["replace", "extend"])
def test_what_a_server_refuses_is_said_in_plain_words_and_changes_nothing(
    server: QdrantServer,
    tmp_path: Path,
    way: str,
    fault: Fault,
    error: type[Exception],
    words: str,
) -> None:
    with opened(server.port, tmp_path) as index:
        do(index, ("replace", 0, 0), 1)
        before = content(index)
        server.faults.append(Fault(fault.status, fault.body, fault.headers, only="PUT .*/points"))
        with pytest.raises(error, match=words) as caught:
            do(index, (way, HELD, 1), 2)
        assert "\n" not in str(caught.value)
        assert content(index) == before
        do(index, (way, HELD, 1), 2)
        assert len(index) == (HELD if way == "replace" else 2 * HELD)
        index.drop()
        assert not held_by(server, NAME)


def test_what_crashed_writers_left_is_deleted_by_the_next_one(
    server: QdrantServer, tmp_path: Path
) -> None:
    with opened(server.port, tmp_path) as index:
        do(index, ("replace", 0, 0), 1)
        engine, place = index.engine, index._place()
        for left in (f"{NAME}_1_{place}00000000", f"{NAME}_1_00000000ffffffff"):
            engine.create(left, 3)
        fresh = f"{NAME}_ffffffff_00000000ffffffff"  # of another computer, at work just now
        engine.create(fresh, 3)
        do(index, ("extend", HELD, 0), 2)
        assert len(engine.generations()) == 2
        assert fresh in engine.generations()
        index.drop()


def test_points_of_an_unfinished_extension_do_not_count(
    server: QdrantServer, tmp_path: Path
) -> None:
    with opened(server.port, tmp_path) as index, opened(server.port, tmp_path) as other:
        do(index, ("replace", 0, 0), 1)
        before = content(index)
        # The points are written; the word that they count is not.
        commit = index._commit
        calls: list[bool] = []

        def failing(state: object) -> None:
            calls.append(True)
            if len(calls) == 2:
                raise StoreUnavailableError("told to fail")
            commit(state)  # type: ignore[arg-type]

        index._commit = failing  # type: ignore[method-assign]
        with pytest.raises(StoreUnavailableError, match="told to fail"):
            do(index, ("extend", HELD, 1), 2)
        index._commit = commit  # type: ignore[method-assign]
        assert content(index) == before
        assert content(other) == before
        do(index, ("extend", 2 * HELD, 1), 3)
        assert index.revision == 3
        assert set(content(other)[2]) == set(names(*range(HELD), *range(2 * HELD, 3 * HELD)))
        index.drop()


def test_uploads_are_cut_and_a_slow_server_is_not_given_more_at_once(
    server: QdrantServer, tmp_path: Path
) -> None:
    server.sizes.clear()
    server.most_at_once = 0
    with opened(server.port, tmp_path) as index:
        index.replace(names(*range(3000)), faces(3000, width=512), 1)
        assert len(index) == 3000
        index.drop()
    assert sum(server.sizes) > 10_000_000
    assert max(server.sizes) < 4_000_000
    assert server.most_at_once <= IN_FLIGHT


# ---------------------------------------------------------------- engines in a folder


WAYS = ["replace", "extend", "tag"]
FOLDERS = ["qdrant-local:", "qdrant-edge:"]


@contextmanager
def in_folder(url: str, folder: Path) -> Iterator[Index]:
    index = open_index(IndexSettings(url=url), folder=folder, contract=CONTRACT, library="0" * 32)
    try:
        yield index
    finally:
        index.close()


WRITER = """
import sys
from pathlib import Path
from tests.index.test_faults import WAYS, do, in_folder

folder, url, first = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with in_folder(url, folder) as index:
    print("ready", flush=True)
    for revision in range(first, first + 1000):
        do(index, (WAYS[revision % 3], 20 * (revision % 3), revision % 5), revision)
        print(revision, flush=True)
"""


def expected(folder: Path, revision: int) -> object:
    """Return what an index holds that nobody disturbed after the steps of the writer above."""
    index = ExactIndex(folder, CONTRACT)
    for done in range(revision - revision % 3, revision + 1):
        do(index, (WAYS[done % 3], 20 * (done % 3), done % 5), done)
    return content(index)


@pytest.mark.parametrize("url", FOLDERS)
def test_a_process_that_is_killed_leaves_the_old_faces_or_the_new_ones(
    url: str, tmp_path: Path
) -> None:
    rng = np.random.default_rng(7)
    reached = 0
    for attempt in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "killed"), url, str(3 * (reached // 3))],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        with writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            for _ in range(int(rng.integers(1, 9))):
                reached = int(writer.stdout.readline())
            # The next step has begun; where in it the kill falls is up to chance.
            for _ in range(int(rng.integers(0, 200_000))):
                pass
            writer.send_signal(signal.SIGKILL)
            for line in writer.stdout:
                reached = int(line)
        with in_folder(url, tmp_path / "killed") as index:
            found = content(index)
        possible = [
            expected(tmp_path / f"{attempt}-{revision}", revision)
            for revision in (reached, reached + 1)
        ]
        if (reached + 1) % 3 == 2:  # half of the tags may be told, and none of the rest differs
            assert found[0] == reached
            assert found[2].keys() == possible[0][2].keys()  # type: ignore[index]
        else:
            assert found in possible


@pytest.mark.parametrize("url", FOLDERS)
@pytest.mark.parametrize("way", ["replace", "extend"])
def test_a_full_disk_leaves_the_old_index(tmp_path: Path, url: str, way: str) -> None:
    with in_folder(url, tmp_path) as index:
        do(index, ("replace", 0, 0), 1)
        before = content(index)
        many, vectors = names(*range(1000, 3000)), faces(2000, 5)
        if (url, way) == ("qdrant-edge:", "extend"):
            pytest.skip("its files have the size that they will need from the beginning")
        with no_file_larger_than(100_000), pytest.raises(StoreUnavailableError, match="free space"):
            getattr(index, way)(many, vectors, 2)
        assert content(index) == before
    with in_folder(url, tmp_path) as index:
        assert content(index) == before
        do(index, ("extend", HELD, 1), 3)
        assert len(index) == 2 * HELD


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

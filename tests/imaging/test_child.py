from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from likeness.errors import LikenessError
from likeness.imaging import child as child_module
from likeness.imaging.child import Child, ChildDiedError
from likeness.imaging.frames import FrameError
from likeness.imaging.limits import Limits
from tests.imaging.samples import file_of, scene

SOON = 30.0  # seconds; nothing here takes a second


@pytest.fixture
def child() -> Iterator[Child]:
    child = Child(Limits(), 1280)
    yield child
    child.stop()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(file_of(scene(64, 48)))
    return path


def read(child: Child, path: Path, seconds: float = SOON) -> str:
    answer, _ = child.ask({"ask": "decode", "path": str(path)}, time.monotonic() + seconds)
    if answer["say"] == "read":
        child.tell({"go": False})
    return str(answer["say"])


def ended(handle: int) -> bool:
    """Wait for the process behind a pidfd, anybody's child, to end."""
    try:
        return bool(select.select([handle], [], [], SOON)[0])
    finally:
        os.close(handle)


def test_no_process_runs_before_it_is_needed(child: Child, photo: Path) -> None:
    assert child.pid is None
    assert read(child, photo) == "read"
    assert child.pid is not None


def test_one_process_answers_again_and_again(child: Child, photo: Path) -> None:
    read(child, photo)
    first = child.pid
    for _ in range(3):
        assert read(child, photo) == "read"
    assert child.pid == first


def test_a_worker_is_small_lean_and_alone(child: Child, photo: Path) -> None:
    read(child, photo)
    process = psutil.Process(child.pid)
    assert process.memory_info().rss < 100 * 2**20
    assert process.num_threads() == 1
    assert process.cwd() == "/"
    assert process.cmdline()[1:4] == ["-P", "-m", "likeness.imaging.worker"]


def test_a_worker_sees_none_of_our_secrets(
    child: Child, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "hush")
    read(child, photo)
    environment = psutil.Process(child.pid).environ()
    assert "DATABASE_PASSWORD" not in environment
    assert environment["OMP_NUM_THREADS"] == "1"


def test_a_worker_that_died_idle_is_replaced_and_nobody_notices(child: Child, photo: Path) -> None:
    read(child, photo)
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert read(child, photo) == "read"
    assert child.pid != first


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (signal.SIGKILL, "too_much_memory"),
        (signal.SIGSEGV, "crashed"),
        (signal.SIGABRT, "crashed"),
        (signal.SIGALRM, "too_slow"),
        (signal.SIGRTMIN + 6, "crashed"),  # Python has no name for it
    ],
)
def test_the_way_a_worker_died_says_why(
    child: Child, photo: Path, number: int, reason: str
) -> None:
    child.ask({"ask": "decode", "path": str(photo)}, time.monotonic() + SOON)
    assert child.pid is not None
    os.kill(child.pid, number)
    with pytest.raises(ChildDiedError) as caught:
        child.go_on({"go": True}, time.monotonic() + SOON)
    assert caught.value.reason == reason
    assert caught.value.detail.endswith(".")
    assert read(child, photo) == "read"


def test_a_worker_that_answers_nonsense_to_nonsense_is_lost_and_replaced(
    child: Child, photo: Path
) -> None:
    with pytest.raises(ChildDiedError) as caught:
        child.ask({"ask": "decode"}, time.monotonic() + SOON)
    assert caught.value.reason == "crashed"
    assert read(child, photo) == "read"


def test_a_worker_that_does_not_answer_in_time_is_killed(child: Child, photo: Path) -> None:
    read(child, photo)
    stuck = child.pid
    assert stuck is not None
    process = os.pidfd_open(stuck)
    os.kill(stuck, signal.SIGSTOP)
    with pytest.raises(ChildDiedError) as caught:
        read(child, photo, seconds=0.05)
    assert caught.value.reason == "too_slow"
    assert ended(process)
    assert read(child, photo) == "read"


def test_a_worker_ignores_ctrl_c(child: Child, photo: Path) -> None:
    read(child, photo)
    assert child.pid is not None
    before = child.pid
    os.kill(before, signal.SIGINT)
    assert read(child, photo) == "read"
    assert child.pid == before


def test_stopping_lets_a_worker_end_by_itself(child: Child, photo: Path) -> None:
    read(child, photo)
    assert child.pid is not None
    process = os.pidfd_open(child.pid)
    assert child.stop(grace=SOON) == 0
    assert ended(process)
    assert child.stop() == 0


def test_killing_is_for_good(child: Child, photo: Path) -> None:
    read(child, photo)
    assert child.pid is not None
    process = os.pidfd_open(child.pid)
    child.kill()
    with pytest.raises(ChildDiedError, match="closed"):
        read(child, photo)
    child.stop()
    assert ended(process)


def test_killing_a_worker_that_is_still_starting_is_no_error_of_the_installation(
    child: Child, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed_meanwhile(*_: object) -> None:
        child.kill()
        raise FrameError("The other side closed the pipe.")

    monkeypatch.setattr(child_module, "receive_frame", killed_meanwhile)
    with pytest.raises(ChildDiedError, match="closed"):
        read(child, photo)


def test_without_a_python_the_error_says_what_to_run(
    child: Child, photo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no python"))
    with pytest.raises(LikenessError, match="does not start") as caught:
        read(child, photo)
    assert "likeness.imaging.worker" in str(caught.value)


def test_a_worker_that_ends_at_once_is_an_error_and_no_endless_loop(
    child: Child, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "_environment", lambda: {"PYTHONPATH": "/nowhere"})
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(LikenessError, match="exit status 1"):
        read(child, photo)


def test_workers_end_when_their_parent_is_killed(photo: Path) -> None:
    program = (
        "import sys, time\n"
        "from likeness.imaging.child import Child\n"
        "from likeness.imaging.limits import Limits\n"
        "child = Child(Limits(), 1280)\n"
        "child.ask({'ask': 'decode', 'path': sys.argv[1]}, time.monotonic() + 30)\n"
        "print(child.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(photo)]
    with psutil.Popen(command, stdin=-1, stdout=-1) as parent:
        worker = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    assert ended(worker)

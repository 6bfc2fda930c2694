from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from likeness.catalog.writer import RUN, WRITE, Right, Writer, hold_all
from likeness.errors import LibraryBusyError, StoreUnavailableError

HOLD = """
import sys
from pathlib import Path
from likeness.catalog.writer import Writer
with Writer(Path(sys.argv[1]), wait_seconds=30).hold("add"):
    print("holding", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the right to write until its input ends."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        yield process
        process.kill()


def test_a_second_process_is_told_who_writes_and_gives_up_in_time(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    said: list[str] = []
    second = Writer(tmp_path, wait_seconds=0.1, on_wait=said.append)
    with pytest.raises(LibraryBusyError, match=rf"pid {holder.pid}, add\) is still writing"):
        second.hold("group").__enter__()
    assert said == [f"Another Likeness (pid {holder.pid}, add) is writing; waiting…"]


def test_who_works_long_lets_others_write(tmp_path: Path) -> None:
    runner = Writer(tmp_path, wait_seconds=0, right=RUN)
    said: list[str] = []
    with runner.hold("add"):
        with Writer(tmp_path, wait_seconds=0, on_wait=said.append).hold("name"):
            assert said == []
        second = Writer(tmp_path, wait_seconds=0, on_wait=said.append, right=RUN)
        with pytest.raises(
            LibraryBusyError, match=rf"pid {os.getpid()}, add\) is still at work on"
        ):
            second.hold("group").__enter__()
    assert said == [f"Another Likeness (pid {os.getpid()}, add) is at work; waiting…"]


@pytest.mark.parametrize("right", [RUN, WRITE], ids=["run", "write"])
def test_all_of_a_folder_is_held_only_where_nobody_works(tmp_path: Path, right: Right) -> None:
    with (
        Writer(tmp_path, wait_seconds=0, right=right).hold("add"),
        pytest.raises(LibraryBusyError, match="add"),
    ):
        hold_all(tmp_path, "clear").__enter__()
    with (
        hold_all(tmp_path, "clear"),
        pytest.raises(LibraryBusyError, match="clear"),
    ):
        Writer(tmp_path, wait_seconds=0, right=right).hold("add").__enter__()


def test_a_second_process_goes_on_when_the_first_is_done(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    def let_go(_message: str) -> None:
        assert holder.stdin is not None
        holder.stdin.close()

    with Writer(tmp_path, wait_seconds=30, on_wait=let_go).hold("group"):
        who = json.loads((tmp_path / WRITE.holder_file).read_text(encoding="utf-8"))
        assert (who["pid"], who["verb"]) == (os.getpid(), "group")
    assert not (tmp_path / WRITE.holder_file).exists()


def test_a_killed_holder_frees_the_right(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / WRITE.holder_file).exists()
    said: list[str] = []
    with Writer(tmp_path, wait_seconds=0, on_wait=said.append).hold("add"):
        assert said == []


def test_threads_of_one_process_exclude_each_other(tmp_path: Path) -> None:
    writer = Writer(tmp_path, wait_seconds=30)
    inside: list[int] = []
    seen: list[int] = []

    def work() -> None:
        for _ in range(5):
            with writer.hold("add"), writer.hold("again"):
                inside.append(1)
                seen.append(len(inside))
                time.sleep(0)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 20


def test_the_right_is_held_until_the_outermost_block_ends(tmp_path: Path) -> None:
    writer = Writer(tmp_path, wait_seconds=0)
    other = Writer(tmp_path, wait_seconds=0)
    with writer.hold("add"):
        with writer.hold("write"):
            pass
        with pytest.raises(LibraryBusyError, match=f"pid {os.getpid()}, add"):
            other.hold("group").__enter__()
    with other.hold("group"):
        pass


def test_an_error_inside_frees_the_right(tmp_path: Path) -> None:
    writer = Writer(tmp_path, wait_seconds=0)
    with pytest.raises(RuntimeError, match="mine"), writer.hold("add"):
        raise RuntimeError("mine")
    with Writer(tmp_path, wait_seconds=0).hold("add"):
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": "x"}', '{"pid": 1}', "\udcff"])
def test_a_broken_note_about_the_holder_does_no_harm(tmp_path: Path, content: str) -> None:
    with Writer(tmp_path, wait_seconds=0).hold("add"):
        (tmp_path / WRITE.holder_file).write_bytes(content.encode("utf-8", "surrogateescape"))
        with pytest.raises(LibraryBusyError, match=r"^Another Likeness is still writing"):
            Writer(tmp_path, wait_seconds=0).hold("group").__enter__()


def test_a_holder_on_another_machine_is_named(tmp_path: Path) -> None:
    with Writer(tmp_path, wait_seconds=0).hold("add"):
        note = json.dumps({"pid": 7, "host": "attic", "verb": "add"})
        (tmp_path / WRITE.holder_file).write_text(note, encoding="utf-8")
        with pytest.raises(LibraryBusyError, match=r"\(pid 7 on attic, add\)"):
            Writer(tmp_path, wait_seconds=0).hold("group").__enter__()


def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    with Writer(tmp_path, wait_seconds=0).hold("add"):
        for name in (WRITE.lock_file, WRITE.holder_file):
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "spoil",
    [lambda f: (f.rmdir(), f.touch()), lambda f: (f / WRITE.lock_file).symlink_to("elsewhere")],
)
def test_a_folder_that_takes_no_lock_is_said_so(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    spoil(folder)
    with pytest.raises(StoreUnavailableError, match="takes no lock file"):
        Writer(folder, wait_seconds=0).hold("add").__enter__()


@pytest.mark.parametrize("name", [WRITE.holder_file, WRITE.lock_file])
def test_a_link_in_the_place_of_our_files_is_not_written_through(tmp_path: Path, name: str) -> None:
    """As in a library that somebody sent, or in a folder that others may write to."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / name).symlink_to(victim)
    try:
        with Writer(tmp_path / "library", wait_seconds=0).hold("add"):
            pass
    except StoreUnavailableError:
        assert name == WRITE.lock_file
    assert victim.read_text() == "mine"

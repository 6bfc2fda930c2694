"""What a decoder that a photo took over can still do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from likeness.imaging import confine
from likeness.imaging.confine import READ_DIR, READ_FILE, give_up_rights, ruleset_of

PROGRAM = """
import json, os, pathlib, signal, socket, subprocess, sys
from likeness.imaging.confine import give_up_rights

def allowed(deed):
    try:
        deed()
    except OSError:
        return False
    return True

folder = pathlib.Path(sys.argv[1])
listener = socket.create_server(("127.0.0.1", 0))
deeds = {
    "read": (folder / "photo").read_bytes,
    "list": lambda: os.listdir(folder),
    "write": lambda: (folder / "photo").write_bytes(b"mine"),
    "truncate": lambda: os.truncate(folder / "photo", 0),
    "make": lambda: (folder / "new").touch(),
    "link": lambda: os.symlink("photo", folder / "link"),
    "rename": lambda: os.rename(folder / "photo", folder / "moved"),
    "remove": lambda: os.unlink(folder / "photo"),
    "run": lambda: subprocess.run(["/bin/true"], check=True),
    "connect": lambda: socket.create_connection(listener.getsockname()),
    "signal": lambda: os.kill(os.getppid(), 0),
}
version = give_up_rights()
print(json.dumps([version, [name for name, deed in deeds.items() if allowed(deed)]]))
"""


def test_a_confined_process_reads_and_does_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(b"original")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    version, allowed = json.loads(done.stdout)
    if version == 0:
        pytest.skip("this kernel has no Landlock")
    expected = {"read", "list"}
    expected |= {"truncate"} if version < 3 else set()
    expected |= {"connect"} if version < 4 else set()
    expected |= {"signal"} if version < 6 else set()
    assert set(allowed) == expected
    if version >= 3:
        assert (tmp_path / "photo").read_bytes() == b"original"


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5, 6, 7, 99])
def test_reading_is_never_forbidden_and_nothing_is_asked_that_a_kernel_does_not_know(
    version: int,
) -> None:
    ruleset = ruleset_of(version)
    assert not ruleset.files & (READ_FILE | READ_DIR)
    assert ruleset.files < 1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)
    assert (ruleset.network > 0) == (version >= 4)
    assert (ruleset.scoped > 0) == (version >= 6)


def test_without_landlock_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    class OldKernel:
        def syscall(self, *_: object) -> int:
            return -1

        def prctl(self, *_: object) -> int:
            return 0

    monkeypatch.setattr(confine.ctypes, "CDLL", lambda *_, **__: OldKernel())
    assert give_up_rights() == 0


def test_without_linux_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine.ctypes, "CDLL", lambda *_, **__: object())
    assert give_up_rights() == 0


def test_elsewhere_than_on_linux_no_system_call_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine.sys, "platform", "darwin")
    monkeypatch.setattr(confine.ctypes, "CDLL", lambda *_, **__: pytest.fail("it was tried"))

    assert give_up_rights() == 0

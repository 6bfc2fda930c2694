"""The worker, spoken to as the pool speaks to it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from likeness.imaging import worker as worker_module
from likeness.imaging.frames import Header, receive_frame, send_frame
from likeness.imaging.limits import Limits
from tests.imaging.samples import exif_of, file_of, scene

Answer = tuple[Header, list[bytearray]]


class Conversation:
    """A worker process and the test that talks to it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process = process
        self._requests, self._answers = process.stdin.fileno(), process.stdout.fileno()

    def say(self, **header: Any) -> None:
        send_frame(self._requests, header)

    def hear(self) -> Answer:
        return receive_frame(self._answers, time.monotonic() + 30)


@pytest.fixture
def worker() -> Iterator[Conversation]:
    limits = json.dumps(asdict(Limits(max_bytes=10**6, max_pixels=10**6)))
    command = [sys.executable, "-P", "-m", "likeness.imaging.worker", limits, "100"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        conversation = Conversation(process)
        assert conversation.hear() == ({"say": "ready"}, [])
        yield conversation
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    exif = exif_of({0x010F: "Acme"}, {0x9003: "2021:07:09 18:30:05", 0x9011: "+02:00"})
    path.write_bytes(file_of(scene(200, 150), exif=exif))
    return path


def test_a_photo_is_hashed_first_and_decoded_when_wanted(worker: Conversation, photo: Path) -> None:
    worker.say(ask="decode", path=str(photo))
    read, _ = worker.hear()
    assert read == {
        "say": "read",
        "photo": hashlib.sha256(photo.read_bytes()).hexdigest(),
        "size": photo.stat().st_size,
        "mtime_ns": photo.stat().st_mtime_ns,
    }
    worker.say(go=True)
    answer, (pixels, thumbnail, thumbhash) = worker.hear()
    assert answer["say"] == "decoded"
    assert (answer["width"], answer["height"], answer["scale"]) == (200, 150, 0.5)
    assert answer["shape"] == [75, 100, 3]
    assert (answer["taken"], answer["taken_offset"]) == ("2021-07-09T18:30:05", 120)
    assert (answer["taken_from"], answer["camera"]) == ("exif", "Acme")
    assert answer["bytes"] == photo.stat().st_size
    assert not answer["partial"]
    assert len(pixels) == 75 * 100 * 3
    assert 15 <= len(thumbhash) <= 25
    with Image.open(io.BytesIO(thumbnail)) as image:
        assert image.format == "WEBP"


def test_a_photo_that_is_not_wanted_is_not_decoded(worker: Conversation, photo: Path) -> None:
    for _ in range(2):
        worker.say(ask="decode", path=str(photo))
        assert worker.hear()[0]["say"] == "read"
        worker.say(go=False)


def test_without_a_moment_in_the_photo_that_of_the_file_counts(
    worker: Conversation, tmp_path: Path
) -> None:
    path = tmp_path / "plain.png"
    path.write_bytes(file_of(scene(20, 20), "PNG"))
    worker.say(ask="decode", path=str(path))
    worker.hear()
    worker.say(go=True)
    answer, _ = worker.hear()
    assert (answer["taken_from"], answer["taken_offset"]) == ("file", 0)
    assert answer["taken"] is not None


def test_regions_are_cut_when_the_content_is_still_the_same(
    worker: Conversation, photo: Path
) -> None:
    sha = hashlib.sha256(photo.read_bytes()).hexdigest()
    request = {"ask": "regions", "path": str(photo), "boxes": [[10, 20, 50, 60]], "scale": 1.0}
    worker.say(**request, photo=sha)
    answer, (pixels,) = worker.hear()
    assert answer["regions"] == [{"x": 10, "y": 20, "scale": 1, "shape": [40, 40, 3]}]
    assert np.frombuffer(pixels, np.uint8).reshape(40, 40, 3).mean() > 0
    worker.say(**request, photo="0" * 64)
    answer, _ = worker.hear()
    assert (answer["say"], answer["reason"]) == ("refused", "vanished")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "vanished"),
        (b"", "empty"),
        (bytes(10**6 + 1), "too_many_bytes"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once(
    worker: Conversation, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "photo.jpg"
    if content is not None:
        path.write_bytes(content)
    worker.say(ask="decode", path=str(path))
    answer, _ = worker.hear()
    assert (answer["say"], answer["reason"]) == ("refused", reason)
    assert answer["size"] == len(content or b"")


def test_a_file_that_is_no_photo_is_refused_after_its_hash(
    worker: Conversation, tmp_path: Path
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"hello")
    worker.say(ask="decode", path=str(path))
    assert worker.hear()[0]["say"] == "read"
    worker.say(go=True)
    answer, _ = worker.hear()
    assert (answer["reason"], answer["size"]) == ("not_an_image", 5)


def test_a_file_that_does_not_fit_into_memory_is_refused(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(worker_module, "read_file", too_large)
    monkeypatch.setattr(worker_module, "_end_in", lambda seconds: None)
    ours, theirs = os.pipe()
    try:
        request = {"ask": "decode", "path": str(photo)}
        worker_module._serve(request, -1, theirs, Limits(), 100)
        answer, _ = receive_frame(ours, time.monotonic() + 30)
    finally:
        os.close(ours)
        os.close(theirs)
    assert (answer["say"], answer["reason"]) == ("refused", "too_much_memory")


def test_a_worker_whose_pool_goes_away_in_the_middle_ends_quietly(
    worker: Conversation, photo: Path
) -> None:
    worker.say(ask="decode", path=str(photo))
    worker.hear()


@pytest.mark.skipif("COVERAGE_PROCESS_CONFIG" in os.environ, reason="coverage has to write")
def test_a_worker_can_change_no_file(worker: Conversation, photo: Path) -> None:
    status = Path(f"/proc/{worker.process.pid}/status").read_text()
    limits = Path(f"/proc/{worker.process.pid}/limits").read_text()
    assert re.search(r"^NoNewPrivs:\s*1$", status, re.MULTILINE)
    assert re.search(r"^Max file size\s+0\s+0\s", limits, re.MULTILINE)

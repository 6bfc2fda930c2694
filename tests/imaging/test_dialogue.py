"""What the pool makes of what a worker says, be it nonsense."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from likeness.errors import PhotoError
from likeness.imaging.child import Child, ChildDiedError
from likeness.imaging.dialogue import cut_regions, decode_path
from likeness.imaging.outcomes import Decoded, Known, Outcome, Refused
from likeness.imaging.region import RegionRequest
from likeness.types import PhotoId

READ = {"say": "read", "photo": "a" * 64, "size": 3, "mtime_ns": 4}
DECODED = {
    "say": "decoded",
    "bytes": 3,
    "shape": [1, 2, 3],
    "scale": 0.5,
    "width": 4,
    "height": 2,
    "format": "PNG",
    "partial": True,
    "taken": None,
    "taken_offset": None,
    "taken_from": None,
    "camera": None,
    "phash": 2**64 - 1,
}
PAYLOADS = [bytearray(6), bytearray(b"webp"), bytearray(b"hash")]

Answer = tuple[dict[str, Any], list[bytearray]]


class ScriptedChild:
    """A worker that says what it is told to, then is lost."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.told: list[dict[str, Any]] = []

    def ensure_alive(self) -> None:
        return None

    def ask(self, header: dict[str, Any], deadline: float) -> Answer:
        if not self._answers:
            raise ChildDiedError("crashed", "Gone.")
        return self._answers.pop(0)

    go_on = ask

    def tell(self, header: dict[str, Any]) -> None:
        self.told.append(header)
        raise BrokenPipeError


def outcome_of(path: Path, *answers: Answer, known: bool = False) -> Outcome:
    child = cast("Child", ScriptedChild(*answers))
    return decode_path(child, path, lambda photo: known, 1.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "photo").write_bytes(b"12345")
    return tmp_path / "photo"


def test_a_sane_answer_becomes_facts(path: Path) -> None:
    outcome = outcome_of(path, (READ, []), (DECODED, PAYLOADS))
    assert isinstance(outcome, Decoded)
    assert (outcome.size, outcome.mtime_ns) == (3, 4)
    assert outcome.facts.phash == 2**64 - 1
    assert outcome.facts.status == "partial"
    assert outcome.facts.taken is None
    assert outcome.pixels.shape == (1, 2, 3)
    assert outcome.thumbnail == b"webp"


def test_a_worker_that_is_lost_on_its_first_word_costs_the_photo_its_state(path: Path) -> None:
    for file, size in ((path, 5), (path.with_name("gone"), 0)):
        outcome = outcome_of(file)
        assert isinstance(outcome, Refused)
        assert (outcome.reason, outcome.size) == ("crashed", size)


def test_a_worker_that_is_lost_later_does_not(path: Path) -> None:
    outcome = outcome_of(path, (READ, []))
    assert isinstance(outcome, Refused)
    assert (outcome.reason, outcome.size, outcome.mtime_ns) == ("crashed", 3, 4)


def test_a_known_photo_is_known_although_its_worker_is_lost(path: Path) -> None:
    assert isinstance(outcome_of(path, (READ, []), known=True), Known)


@pytest.mark.parametrize(
    "answers",
    [
        [({}, [])],
        [({"say": "read"}, [])],
        [({**READ, "size": "large"}, [])],
        [({**READ, "say": "refused"}, [])],
        [(READ, []), ({}, [])],
        [(READ, []), (DECODED, [])],
        [(READ, []), (DECODED, [bytearray(5), *PAYLOADS[1:]])],
        [(READ, []), ({**DECODED, "shape": [6]}, PAYLOADS)],
        [(READ, []), ({**DECODED, "taken": "yesterday"}, PAYLOADS)],
        [(READ, []), ({**DECODED, "phash": None}, PAYLOADS)],
    ],
)
def test_an_answer_without_sense_is_a_crash(path: Path, answers: list[Answer]) -> None:
    outcome = outcome_of(path, *answers)
    assert isinstance(outcome, Refused)
    assert outcome.reason == "crashed"


def test_a_reason_that_does_not_exist_is_unreadable(path: Path) -> None:
    refused = {**READ, "say": "refused", "reason": "moonlight", "detail": "?"}
    outcome = outcome_of(path, (refused, []))
    assert isinstance(outcome, Refused)
    assert outcome.reason == "unreadable"


def test_what_the_catalog_raises_is_not_taken_for_nonsense(path: Path) -> None:
    def known(photo: PhotoId) -> bool:
        raise KeyError(photo)

    with pytest.raises(KeyError):
        decode_path(cast("Child", ScriptedChild((READ, []))), path, known, 1.0)


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [({}, [])],
        [({"say": "regions", "regions": []}, [bytearray(3)])],
        [({"say": "regions", "regions": [{"x": 1}]}, [bytearray(3)])],
    ],
)
def test_regions_without_sense_are_a_crash_too(path: Path, answers: list[Answer]) -> None:
    request = RegionRequest(path=path, photo=PhotoId(""), boxes=((0, 0, 1, 1),))
    answer = cut_regions(cast("Child", ScriptedChild(*answers)), request, 1.0)
    assert isinstance(answer, PhotoError)
    assert answer.reason == "crashed"

"""What the pool makes of what a worker says, be it nonsense."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import pytest

from likeness.errors import PhotoError
from likeness.imaging.child import Child, ChildDiedError
from likeness.imaging.dialogue import cut_regions, decode_path
from likeness.imaging.outcomes import Decoded, Known, Outcome, Refused
from likeness.imaging.region import Region, RegionRequest
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
WEBP = b"RIFF____WEBP"
PAYLOADS = [bytearray(6), bytearray(WEBP), bytearray(b"hash")]

REGION = {"x": 0, "y": 0.5, "scale": 1, "shape": [1, 1, 3]}

Answer = tuple[dict[str, Any], list[bytearray]]


class ScriptedChild:
    """A worker that says what it is told to, then is lost."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.told: list[dict[str, Any]] = []
        self.stopped = False

    def ensure_alive(self) -> None:
        return None

    def stop(self) -> None:
        self.stopped = True

    def ask(self, header: dict[str, Any], deadline: float, most: int = 0) -> Answer:
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
    assert outcome.thumbnail == WEBP


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


LIES = [
    float("inf"),
    float("nan"),
    -1,
    0,
    2**70,
    2**5000,
    True,
    "",
    "x" * 10_000,
    "\ud800",
    "\x1b[2J",
    "../../escape",
    "2021-07-09T18:30:05+00:00",
    [],
    [[]],
    [1, 2, 1],
    [-1, 2, 3],
    [2**40, 2**40, 3],
    {},
]
"""What a decoder could say that a photo took over."""


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: repr(lie)[:20])
def test_no_lie_gets_further_than_its_own_photo(path: Path, lie: object) -> None:
    for key in READ.keys() | {"detail", "reason"}:
        refused = {**READ, "say": "refused", "reason": "empty", "detail": "?", key: lie}
        assert isinstance(outcome_of(path, (refused, []), (DECODED, PAYLOADS)), Refused | Decoded)
        assert_whole(outcome_of(path, ({**READ, key: lie}, []), (DECODED, PAYLOADS)))
    for key in DECODED:
        assert_whole(outcome_of(path, (READ, []), ({**DECODED, key: lie}, PAYLOADS)))


def assert_whole(outcome: Outcome) -> None:
    """What is refused is refused; what is not can be relied on."""
    assert re.fullmatch(r"[^\ud800-\udfff]{,500}", getattr(outcome, "detail", ""))
    assert type(outcome.size) is type(outcome.mtime_ns) is int
    assert 0 <= outcome.size < 2**63
    if not isinstance(outcome, Decoded):
        return
    facts = outcome.facts
    assert re.fullmatch("[0-9a-f]{64}", facts.id)
    assert outcome.pixels.shape == (1, 2, 3)
    assert 0 < outcome.scale <= 1
    assert (facts.width, facts.height) == (4, 2)
    assert 0 <= facts.phash < 2**64
    assert type(facts.phash) is int
    assert facts.taken is None or facts.taken.tzinfo is None
    assert facts.camera is None or (len(facts.camera) <= 100 and facts.camera.isprintable())


@pytest.mark.parametrize(
    "payloads",
    [
        [bytearray(6), bytearray(b"<html>"), bytearray(b"hash")],
        [bytearray(6), bytearray(WEBP + bytes(2**20)), bytearray(b"hash")],
        [bytearray(6), bytearray(WEBP), bytearray(b"")],
        [bytearray(6), bytearray(WEBP), bytearray(b"x" * 65)],
        [*PAYLOADS, bytearray(1)],
    ],
)
def test_what_comes_with_a_photo_is_what_it_should_be(
    path: Path, payloads: list[bytearray]
) -> None:
    outcome = outcome_of(path, (READ, []), (DECODED, payloads))
    assert isinstance(outcome, Refused)


def test_a_worker_that_talks_nonsense_is_not_used_again(path: Path) -> None:
    child = ScriptedChild(({**READ, "photo": "../../escape"}, []))
    decode_path(cast("Child", child), path, lambda photo: False, 1.0)
    assert child.stopped


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
        [({"say": "regions", "regions": []}, [])],
        [({"say": "regions", "regions": 7}, [bytearray(3)])],
        [({"say": "regions", "regions": [REGION, REGION]}, [bytearray(3), bytearray(3)])],
        [({"say": "regions", "regions": [{**REGION, "scale": 0}]}, [bytearray(3)])],
        [({"say": "regions", "regions": [{**REGION, "x": float("nan")}]}, [bytearray(3)])],
        [({"say": "regions", "regions": [{**REGION, "shape": [1, 3, 1]}]}, [bytearray(3)])],
        [({"say": "regions", "regions": [{**REGION, "shape": [0, 1, 3]}]}, [bytearray(0)])],
    ],
)
def test_regions_without_sense_are_a_crash_too(path: Path, answers: list[Answer]) -> None:
    request = RegionRequest(path=path, photo=PhotoId(""), boxes=((0, 0, 1, 1),))
    answer = cut_regions(cast("Child", ScriptedChild(*answers)), request, 1.0)
    assert isinstance(answer, PhotoError)
    assert answer.reason == "crashed"


def test_regions_with_sense_are_regions(path: Path) -> None:
    request = RegionRequest(path=path, photo=PhotoId(""), boxes=((0, 0, 1, 1),))
    child = ScriptedChild(({"say": "regions", "regions": [REGION]}, [bytearray(3)]))
    (region,) = cast("list[Region]", cut_regions(cast("Child", child), request, 1.0))
    assert (region.x, region.y, region.scale, region.pixels.shape) == (0, 0.5, 1, (1, 1, 3))

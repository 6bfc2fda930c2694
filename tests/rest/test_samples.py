"""Samples are kept for a while, for who brought them, and never too many."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.rest.problems import ProblemError
from likeness.rest.samples import Samples
from likeness.types import Contract, FaceFacts, FaceId, PhotoId, Sample


def sample(faces: int = 1) -> Sample:
    face = FaceFacts(
        id=FaceId("f1"),
        photo=PhotoId("p"),
        position=0,
        detector=Contract(""),
        box=(0, 0, 1, 1),
        points=((0, 0),) * 5,
        score=1,
        status="ok",
        landmarks=np.zeros((68, 2), np.float32),
        embedding=np.ones(128, np.float32),
    )
    return Sample(
        sample="me.jpg", faces=(face,) * faces, chosen=None, pixels=np.zeros((9, 9, 3), np.uint8)
    )


def test_no_pixels_are_kept() -> None:
    samples = Samples()

    kept = samples.get("Anna", samples.keep("Anna", sample()))

    assert kept.pixels is None
    assert kept.faces[0].landmarks is None
    assert kept.faces[0].embedding is not None


def test_no_two_have_the_same_id() -> None:
    samples = Samples()

    assert len({samples.keep("Anna", sample()) for _ in range(100)}) == 100


def test_nobody_sees_those_of_somebody_else() -> None:
    samples = Samples()
    id_ = samples.keep("Anna", sample())

    with pytest.raises(ProblemError):
        samples.get("Bob", id_)


def test_of_too_many_of_one_visitor_the_oldest_goes() -> None:
    samples = Samples(most_each=2)
    bob = samples.keep("Bob", sample())
    first, *rest = [samples.keep("Anna", sample()) for _ in range(3)]

    with pytest.raises(ProblemError):
        samples.get("Anna", first)
    assert all(samples.get("Anna", id_) for id_ in rest)
    assert samples.get("Bob", bob)


@pytest.mark.parametrize("limit", [{"most": 3}, {"most_bytes": 8000}])
def test_of_too_many_of_all_the_oldest_goes(limit: dict[str, int]) -> None:
    samples = Samples(**limit)  # type: ignore[arg-type]
    ids = [samples.keep(f"visitor {number}", sample()) for number in range(10)]

    assert len(samples) == 3
    assert samples.get("visitor 9", ids[9])


def test_they_are_forgotten_in_time() -> None:
    now = [0.0]
    samples = Samples(seconds=10, clock=lambda: now[0])
    old = samples.keep("Anna", sample())
    now[0] = 9
    new = samples.keep("Anna", sample())
    now[0] = 10

    with pytest.raises(ProblemError):
        samples.get("Anna", old)
    assert samples.get("Anna", new)
    assert len(samples) == 1

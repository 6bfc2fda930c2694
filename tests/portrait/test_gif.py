"""GIF animations."""

from __future__ import annotations

import io
import weakref
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as Pillow

from likeness.errors import ExportError
from likeness.portrait.gif import write_gif
from tests.portrait.drawn import frames


def read(data: bytes) -> tuple[list[NDArray[np.uint8]], list[int], int | None]:
    """Return frames, how long each is shown, and how often it repeats: 0 for ever."""
    pictures, durations = [], []
    with Pillow.open(io.BytesIO(data)) as image:
        for number in range(image.n_frames):  # type: ignore[attr-defined]
            image.seek(number)
            pictures.append(np.asarray(image.convert("RGB")))
            durations.append(image.info["duration"])
        return pictures, durations, image.info.get("loop")


def test_a_gif_shows_all_frames_holds_the_last_and_starts_again() -> None:
    file, shown = io.BytesIO(), frames(7)
    assert write_gif(iter(shown), 80, file, hold=1500) == (96, 96)
    pictures, durations, loop = read(file.getvalue())
    assert durations == [80] * 6 + [1500]
    assert loop == 0
    for picture, frame in zip(pictures, shown, strict=True):
        # Dithered: better on average, where the eye does not part the points, than in each point.
        small = [each.reshape(12, 8, 12, 8, 3).mean(axis=(1, 3)) for each in (picture, frame)]
        blurred, exact = np.abs(small[0] - small[1]), np.abs(picture.astype(int) - frame)
        assert blurred.mean() < 0.7 * exact.mean()
        assert blurred.mean() < 4
        assert blurred.max() < 9


def test_what_stands_still_does_not_flicker() -> None:
    still, moving = frames(2)
    moving[:48] = still[:48]
    file = io.BytesIO()
    write_gif([still, moving, still], 80, file)
    pictures, _, _ = read(file.getvalue())
    assert (pictures[0][:48] == pictures[1][:48]).all()
    assert (pictures[0] == pictures[2]).all()


def test_frames_are_taken_one_at_a_time_and_let_go() -> None:
    made: list[weakref.ref[NDArray[np.uint8]]] = []
    kept = []

    def one_by_one() -> Iterator[NDArray[np.uint8]]:
        for step in range(6):
            frame = np.full((32, 32, 3), 30 * step, np.uint8)
            made.append(weakref.ref(frame))
            yield frame
            del frame
            kept.append(sum(each() is not None for each in made))

    write_gif(one_by_one(), 50, io.BytesIO())
    assert len(made) == 6
    assert max(kept) <= 1


def test_one_frame_is_a_gif_too() -> None:
    file = io.BytesIO()
    write_gif(frames(1), 80, file, hold=900)
    assert len(read(file.getvalue())[0]) == 1


def test_the_same_frames_are_the_same_bytes() -> None:
    one, other = io.BytesIO(), io.BytesIO()
    write_gif(frames(4), 80, one)
    write_gif(frames(4), 80, other)
    assert one.getvalue() == other.getvalue()


def test_a_gif_that_would_be_too_large_gets_smaller() -> None:
    whole, file = io.BytesIO(), io.BytesIO()
    write_gif(frames(6), 80, whole)
    limit = len(whole.getvalue()) * 2 // 3
    width, height = write_gif(frames(6), 80, file, limit=limit)
    assert width == height < 96
    assert len(file.getvalue()) <= limit
    assert read(file.getvalue())[0][0].shape == (height, width, 3)


def test_what_cannot_be_made_small_enough_is_refused_and_nothing_written() -> None:
    file = io.BytesIO()
    with pytest.raises(ExportError, match="4 frames of 96 x 96 do not fit"):
        write_gif(frames(4), 80, file, limit=100)
    assert not file.getvalue()


def test_no_frames_or_frames_of_several_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        write_gif([], 80, io.BytesIO())
    with pytest.raises(ValueError, match="Frame 2 has the shape"):
        write_gif([*frames(1), *frames(1, side=50)], 80, io.BytesIO())

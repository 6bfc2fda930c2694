"""Averages as bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.portrait.average_face import AverageFace
from likeness.portrait.canvas import Canvas
from likeness.portrait.stored import from_bytes, to_bytes
from tests.portrait.drawn import drawn_average


@pytest.fixture(scope="module")
def average() -> AverageFace:
    return drawn_average()


def test_an_average_comes_back_as_it_was(average: AverageFace) -> None:
    back = from_bytes(to_bytes(average))
    assert back.canvas == average.canvas
    assert np.array_equal(back.shape, average.shape)
    assert back.voices == average.voices
    assert (back.zoom, back.mirrored) == (average.zoom, average.mirrored)
    assert np.abs(back.cover - average.cover).max() <= 1 / 255
    again = from_bytes(to_bytes(back))  # what was rounded stays as it is
    assert np.array_equal(again.light, back.light)


def test_a_canvas_that_reaches_less_far_comes_back(average: AverageFace) -> None:
    tight = replace(average, canvas=Canvas(average.canvas.side, 0.6, 0.4))
    assert from_bytes(to_bytes(tight)).canvas == tight.canvas


def test_a_file_that_grows_when_it_is_read_is_refused() -> None:
    out = io.BytesIO()
    np.savez_compressed(out, pixels=np.zeros((9000, 9000), np.uint8))
    assert len(out.getvalue()) < 10**6
    with pytest.raises(ValueError, match="this average"):
        from_bytes(out.getvalue())


def test_what_is_not_an_average_is_refused(average: AverageFace) -> None:
    whole = to_bytes(average)
    for data in (b"", b"no zip", whole[: len(whole) // 2], whole[:-30]):
        with pytest.raises(ValueError, match="this average"):
            from_bytes(data)


def test_pickles_are_never_read() -> None:
    out = io.BytesIO()
    np.savez(out, told=np.array([{"version": 1}], dtype=object))
    with pytest.raises(ValueError, match="this average"):
        from_bytes(out.getvalue())


def test_arrays_of_other_shapes_are_refused(average: AverageFace) -> None:
    with np.load(io.BytesIO(to_bytes(average)), allow_pickle=False) as parts:
        kept = dict(parts)
    for name, wrong in (
        ("pixels", kept["pixels"][:, :-1]),
        ("shape", kept["shape"][:5]),
        ("cover", kept["cover"].astype(np.float64)[..., None]),
    ):
        out = io.BytesIO()
        np.savez(out, **(kept | {name: wrong}))
        with pytest.raises(ValueError, match="this average"):
            from_bytes(out.getvalue())


@given(st.binary(max_size=300))
def test_hostile_bytes_raise_one_error(data: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("told.npy", data)
    for hostile in (data, out.getvalue()):
        with pytest.raises(ValueError, match="this average"):
            from_bytes(hostile)

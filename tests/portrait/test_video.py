"""MP4 animations."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from likeness.errors import ExportError
from likeness.portrait.video import Codec, write_mp4
from tests.portrait.drawn import frames

CODECS: tuple[Codec, ...] = get_args(Codec)
FOURCC = {"h264": {"h264", "avc1"}, "vp9": {"vp09", "vp90"}}


@pytest.fixture(params=CODECS)
def codec(request: pytest.FixtureRequest) -> Codec:
    if request.param == "h264" and find_spec("av") is None:
        pytest.skip("PyAV (the extra mp4) is not installed")
    return request.param


def read(path: Path) -> tuple[list[NDArray[np.uint8]], float, str]:
    """Return frames, frames per second and the name of the codec."""
    reader = cv2.VideoCapture(str(path))
    pictures = []
    while (found := reader.read())[0]:
        pictures.append(np.asarray(found[1][..., ::-1]))
    rate, number = reader.get(cv2.CAP_PROP_FPS), int(reader.get(cv2.CAP_PROP_FOURCC))
    reader.release()
    return pictures, rate, number.to_bytes(4, "little").decode().lower()


def test_an_mp4_shows_all_frames_and_holds_the_last(tmp_path: Path, codec: Codec) -> None:
    file, shown = tmp_path / "morph.mp4", frames(5)
    assert write_mp4(iter(shown), 10, file, hold=500, codec=codec) == codec
    pictures, rate, kind = read(file)
    assert len(pictures) == 5 + 5
    assert rate == pytest.approx(10)
    assert kind in FOURCC[codec]
    for picture, frame in zip(pictures, [*shown, *shown[-1:] * 5], strict=True):
        assert np.abs(picture.astype(int) - frame).mean() < 6
    assert [each.name for each in tmp_path.iterdir()] == ["morph.mp4"]


def test_frames_of_odd_size_lose_a_row(tmp_path: Path, codec: Codec) -> None:
    write_mp4(frames(2, side=97), 10, tmp_path / "odd.mp4", codec=codec)
    assert read(tmp_path / "odd.mp4")[0][0].shape == (96, 96, 3)


def test_by_default_the_best_that_is_installed_writes(tmp_path: Path) -> None:
    expected = "h264" if find_spec("av") else "vp9"
    assert write_mp4(frames(2), 10, tmp_path / "any.mp4") == expected


def test_without_pyav_vp9_is_written_and_h264_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    assert write_mp4(frames(2), 10, tmp_path / "any.mp4") == "vp9"
    with pytest.raises(ExportError, match=r"pip install 'likeness\[mp4\]'"):
        write_mp4(frames(2), 10, tmp_path / "wanted.mp4", codec="h264")
    assert not (tmp_path / "wanted.mp4").exists()


def test_a_run_that_breaks_off_leaves_nothing(tmp_path: Path, codec: Codec) -> None:
    with pytest.raises(ValueError, match="Frame 2 has the shape"):
        write_mp4([*frames(1), *frames(1, side=50)], 10, tmp_path / "half.mp4", codec=codec)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_left_alone(tmp_path: Path, codec: Codec) -> None:
    mine = tmp_path / "mine.jpg"
    mine.write_bytes(b"before")
    (tmp_path / "link.mp4").symlink_to(mine)
    (tmp_path / "dangling.mp4").symlink_to(tmp_path / "nothing")
    for name in ("mine.jpg", "link.mp4", "dangling.mp4"):
        with pytest.raises(FileExistsError):
            write_mp4(frames(2), 10, tmp_path / name, codec=codec)
    assert mine.read_bytes() == b"before"
    assert not (tmp_path / "nothing").exists()


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path, codec: Codec) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        write_mp4(frames(2), 10, tmp_path / "nowhere" / "morph.mp4", codec=codec)


def test_no_frames_are_refused(tmp_path: Path, codec: Codec) -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        write_mp4([], 10, tmp_path / "none.mp4", codec=codec)

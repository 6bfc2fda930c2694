"""Pictures in motion as an MP4: sharper than a GIF, and a fraction of its size.

Two ways lead there. H.264, which every player and every phone knows, needs PyAV (the extra "mp4";
its wheels carry x264, which is GPL). VP9, which browsers know and some players do not, is what the
wheels of OpenCV can write.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.errors import ExportError
from likeness.portrait.animation import HOLD, alike, held

if TYPE_CHECKING:
    import av

Image = NDArray[np.uint8]
Codec = Literal["h264", "vp9"]

MISSING = "H.264 needs an optional package: pip install 'likeness[mp4]'."
# Of H.264: constant quality; 18 is hard to tell from the original (x264's own guide).
QUALITY = "18"
BT709 = 1  # of matrix, primaries and transfer, ITU-T H.273
TV_RANGE = 1  # 16 to 235, libavutil's AVCOL_RANGE_MPEG


def write_mp4(
    frames: Iterable[Image],
    fps: float,
    path: str | os.PathLike[str],
    *,
    hold: int = HOLD,
    codec: Codec | None = None,
) -> Codec:
    """Write frames as a new MP4; nothing is left of one that could not be finished.

    Args:
        frames: RGB, all of one shape (h, w, 3); at least one. An odd last row or column goes.
        fps: Frames per second.
        path: Of the file, ending in .mp4. Nothing may be there: no link is followed.
        hold: How long the last frame stays, milliseconds.
        codec: By default H.264 if PyAV is installed, VP9 otherwise.

    Returns:
        The codec.

    Raises:
        ValueError: There is no frame, or not all have one shape.
        FileExistsError: Something is there.
        OSError: The file cannot be written.
        ExportError: The package for H.264 is missing, this OpenCV cannot write VP9, or only a
            part of the frames could be written.
    """
    chosen: Codec = codec or ("h264" if _has_pyav() else "vp9")
    lasting = held(map(_even, alike(frames)), round(hold * fps / 1000))
    with _fresh(os.fspath(path)) as part:
        if chosen == "h264":
            _write_h264(lasting, fps, part)
        else:
            _write_vp9(lasting, fps, part)
    return chosen


def _has_pyav() -> bool:
    try:
        import av  # noqa: F401 - asked for only
    except ImportError:
        return False
    return True


def _even(frame: Image) -> Image:
    """Return a frame of even width and height: colours are kept for blocks of 2 x 2."""
    height, width = frame.shape[:2]
    return np.ascontiguousarray(frame[: max(height & ~1, 1), : max(width & ~1, 1)])


@contextmanager
def _fresh(path: str) -> Iterator[str]:
    """Create a file at *path* and hand out its name; remove the file if the block fails."""
    # The libraries below would write through a link; they find a file of our own instead.
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    try:
        yield path
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(path)
        raise


def _write_vp9(frames: Iterable[Image], fps: float, path: str) -> None:
    writer: cv2.VideoWriter | None = None
    count = 0
    try:
        for frame in frames:
            writer = writer or _opened(path, fps, (frame.shape[1], frame.shape[0]))
            writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
            count += 1
    finally:
        if writer is not None:
            writer.release()
    # OpenCV says nothing when a disk is full.
    if _written(path) < count:
        raise ExportError(f"Only a part of {count} frames could be written. Is the disk full?")


def _opened(path: str, fps: float, size: tuple[int, int]) -> cv2.VideoWriter:
    fourcc = cv2.VideoWriter.fourcc(*"vp09")
    writer = cv2.VideoWriter(path, cv2.CAP_FFMPEG, fourcc, fps, size)
    if not writer.isOpened():
        folder = os.path.dirname(path) or "."
        if not os.access(folder, os.W_OK):
            raise ExportError(f"Cannot write to the folder {folder}. Choose another place.")
        raise ExportError(f"This OpenCV cannot write VP9. {MISSING}")
    return writer


def _written(path: str) -> int:
    """Return how many frames a file says that it has."""
    reader = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    try:
        return int(reader.get(cv2.CAP_PROP_FRAME_COUNT)) if reader.isOpened() else 0
    finally:
        reader.release()


def _write_h264(frames: Iterable[Image], fps: float, path: str) -> None:
    try:
        import av
    except ImportError as exc:
        raise ExportError(MISSING) from exc
    rate = Fraction(fps).limit_denominator(1001)
    # The index goes first, so that a browser can start before it has everything.
    with av.open(path, "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": QUALITY})
        stream.pix_fmt = "yuv420p"  # the one layout that all players know
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = TV_RANGE
        for number, frame in enumerate(frames):
            if not number:
                stream.height, stream.width = frame.shape[:2]
            container.mux(stream.encode(_converted(frame)))
        container.mux(stream.encode())


def _converted(frame: Image) -> av.VideoFrame:
    from av import VideoFrame
    from av.video.reformatter import ColorRange, Colorspace

    return VideoFrame.from_ndarray(frame, format="rgb24").reformat(
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
    )

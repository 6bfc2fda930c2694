"""The chosen faces, cut out of their photos at the resolution that the average needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from likeness.catalog.base import PhotoFilter
from likeness.errors import PhotoError, StoreUnavailableError
from likeness.imaging.region import Region, RegionRequest
from likeness.models.landmarks import frames
from likeness.portrait.canvas import Canvas
from likeness.portrait.look import Look
from likeness.types import Box, Member, PhotoId, Progress
from likeness.workflows.average.members import OnProgress, Stop, require_going_on
from likeness.workflows.incoming import at_hand
from likeness.workflows.parts import Parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of a vote, of a poor face that belongs to nobody: mostly it is too poor to be put with its person,
# who has a vote already. From this quality on a lone face is somebody.
NOBODY, SOUND = 0.5, 0.5
TOGETHER = 16  # photos that are read at a time
ROOM = 1.25  # how much finer than the canvas a face is kept: it is resampled once more
# Of faces that look into the camera: what eye distance and eyes-to-mouth distance make together.
SIZE_OF_EYES = 1.45
MARGIN = 1.15  # around what the canvas shows, since the spline may look further out


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """The faces that could be read, and how many could not."""

    looks: tuple[Look, ...]  # in the order of the members
    unreadable: int


def looks_of(
    parts: Parts,
    members: Sequence[Member],
    canvas: Canvas,
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> Looks:
    """Read the chosen faces from their photos, with their dense points.

    Raises:
        UsageError: *stop* said so.
        StoreUnavailableError: No photo could be read at all.
    """
    found: dict[str, Look] = {}
    by_photo: dict[PhotoId, list[Member]] = {}
    for member in members:
        by_photo.setdefault(member.photo, []).append(member)
    photos = list(by_photo)
    for start in range(0, len(photos), TOGETHER):
        require_going_on(stop)
        some = {photo: by_photo[photo] for photo in photos[start : start + TOGETHER]}
        found.update((look.key, look) for look in _read(parts, some, canvas))
        done = min(start + TOGETHER, len(photos))
        progress(Progress(stage="look", done=done, total=len(photos), faces=len(found)))
    looks = tuple(found[member.face] for member in members if member.face in found)
    return Looks(looks=looks, unreadable=len(members) - len(looks))


def shown_box(points: NDArray[np.float32], canvas: Canvas) -> Box:
    """Return the part of a photo that a canvas shows of an upright face with five points, (5, 2).

    Of a face that is tilted it shows a part that is turned, of the same size and middle.
    """
    at = frames(points[None])
    scale = float(at.sizes[0]) / SIZE_OF_EYES / canvas.eye_distance  # photo pixels per canvas pixel
    down = (at.mouths[0] - at.eyes[0]) / max(float(np.linalg.norm(at.mouths[0] - at.eyes[0])), 1e-6)
    middle = at.eyes[0] + down * (canvas.side / 2 - canvas.eye_line) * scale
    half = canvas.side / 2 * scale
    x, y = (float(value) for value in middle)
    return x - half, y - half, x + half, y + half


def head_box(points: NDArray[np.float32], canvas: Canvas) -> Box:
    """Return the part of a photo that is needed to show a face on a canvas, however it is tilted.

    Args:
        points: Five, (5, 2).
        canvas: Where the face goes.
    """
    x1, y1, x2, y2 = shown_box(points, canvas)
    roll = float(frames(points[None]).rolls[0])
    more = ((abs(np.cos(roll)) + abs(np.sin(roll))) * MARGIN - 1) * (x2 - x1) / 2
    return x1 - more, y1 - more, x2 + more, y2 + more


def scale_for(points: NDArray[np.float32], canvas: Canvas) -> float:
    """Return at how many pixels per pixel of the photo a face is worth reading, (0, 1]."""
    eye_distance = float(frames(points[None]).sizes[0]) / SIZE_OF_EYES
    return min(1.0, ROOM * canvas.eye_distance / max(eye_distance, 1e-6))


def _read(parts: Parts, photos: dict[PhotoId, list[Member]], canvas: Canvas) -> Iterator[Look]:
    """Yield the faces of some photos, those that can be read."""
    with ExitStack() as held:
        files = files_of(parts, list(photos), held)
        requests = [_request(files[photo], photo, photos[photo], canvas) for photo in files]
        for photo, answer in zip(files, parts.pool.regions(requests), strict=True):
            if isinstance(answer, PhotoError):
                continue
            regions = [
                shrunk(region, scale_for(five(member), canvas))
                for member, region in zip(photos[photo], answer, strict=True)
            ]
            yield from _placed(parts, photos[photo], regions)


def _request(
    file: Path, photo: PhotoId, members: Sequence[Member], canvas: Canvas
) -> RegionRequest:
    return RegionRequest(
        path=file,
        photo=photo,
        boxes=tuple(head_box(five(member), canvas) for member in members),
        scale=max(scale_for(five(member), canvas) for member in members),
    )


def five(member: Member) -> NDArray[np.float32]:
    """Return the five points of a face, (5, 2)."""
    return np.array(member.points, np.float32)


def shrunk(region: Region, scale: float) -> Region:
    """Return a region averaged down to *scale*, if it is finer by a tenth or more."""
    share = scale / region.scale
    height, width = region.pixels.shape[:2]
    size = max(1, round(width * share)), max(1, round(height * share))
    if share > 0.9 or min(size) < 2:
        return region
    pixels = cv2.resize(region.pixels, size, interpolation=cv2.INTER_AREA)
    return Region(
        pixels=np.asarray(pixels, np.uint8),
        x=region.x,
        y=region.y,
        scale=region.scale * size[0] / width,
    )


def _placed(parts: Parts, members: Sequence[Member], regions: Sequence[Region]) -> Iterator[Look]:
    """Yield looks with the dense points of these faces, placed on the finer pixels."""
    points = np.stack([five(member) for member in members])
    placed = parts.analyser.landmarks(regions, points, fine=True)
    for row, (member, region) in enumerate(zip(members, regions, strict=True)):
        yield look(
            member,
            region,
            np.asarray(placed.points[row], np.float64),
            float(placed.spread[row]),
        )


def look(member: Member, region: Region, points: NDArray[np.float64], spread: float) -> Look:
    """Return a face as averages take it; *points* are those of the photo, (68, 2)."""
    return Look(
        key=member.face,
        pixels=region.pixels,
        points=(points - (region.x, region.y)) * region.scale,
        five=(five(member).astype(np.float64) - (region.x, region.y)) * region.scale,
        spread=spread,
        voter=member.person or member.face,
        quality=member.quality or 0.0,
        ballot=1.0 if member.person or (member.quality or 0.0) >= SOUND else NOBODY,
    )


def files_of(parts: Parts, photos: Sequence[PhotoId], held: ExitStack) -> dict[PhotoId, Path]:
    """Return a file of each photo that is there; copies of objects live as long as *held*."""
    found: dict[PhotoId, Path] = {}
    for photo in parts.catalog.photos(PhotoFilter(ids=tuple(photos))):
        file = next(filter(None, (_file(parts, path, held) for path in photo.paths)), None)
        if file is not None:
            found[photo.sha256] = file
    return found


def _file(parts: Parts, origin: str, held: ExitStack) -> Path | None:
    try:
        file = held.enter_context(at_hand(parts, origin))
    except (PhotoError, StoreUnavailableError):
        return None
    return file if file.is_file() else None

"""Where the analyser gets finer pixels of small faces from: the photo's own file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from likeness.errors import PhotoError
from likeness.imaging.pool import DecodePool
from likeness.imaging.region import Region, RegionRequest
from likeness.models.analyser import Finer, FinerRequest
from likeness.types import PhotoId


def finer(pool: DecodePool, files: Mapping[PhotoId, Path]) -> Finer:
    """Return what fetches parts of these photos from their files at a finer scale."""

    def fetch(requests: Sequence[FinerRequest]) -> Sequence[Sequence[Region] | PhotoError]:
        return pool.regions(
            [
                RegionRequest(
                    path=files[request.photo],
                    photo=request.photo,
                    boxes=request.boxes,
                    scale=request.scale,
                )
                for request in requests
            ]
        )

    return fetch

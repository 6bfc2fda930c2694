"""Small portraits of the nodes of a network, to be put into files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from likeness.blobs.base import BlobKey, crop_key, portrait_key
from likeness.errors import BlobNotFoundError, InterruptedRunError, PhotoError
from likeness.types import FaceId, Network, NetworkNode, NodeId, Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from likeness.workflows.parts import Parts

MOST = 1_000  # nodes with a portrait: those of most faces; a page with as many has 3 MB
KEPT = 128  # pixels of the portraits that are looked for
LARGE, SMALL = 128, 64  # pixels that they have in a file
FEW = 200  # nodes that get the large ones
EVERY = 50  # portraits between two reports

OnProgress = Callable[[Progress], None]
Stop = Callable[[], bool]


def portraits_of(
    parts: Parts,
    network: Network,
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> dict[NodeId, bytes]:
    """Return square WebP pictures of at most `MOST` nodes, those of most faces first.

    What the library keeps is taken: a portrait where one was made, else the crop of the face. No
    photo is read. A node whose picture is gone or damaged has none.

    Raises:
        InterruptedRunError: *stop* said so.
    """
    chosen = most_seen(network)
    side = LARGE if len(chosen) <= FEW else SMALL
    found: dict[NodeId, bytes] = {}
    for done, node in enumerate(chosen):
        if done % EVERY == 0:
            progress(Progress(stage="portraits", done=done, total=len(chosen)))
            if stop():
                raise InterruptedRunError("Stopped: nothing was written.")
        picture = None if node.face is None else _picture(parts, node.face, side)
        if picture is not None:
            found[node.node] = picture
    return found


def most_seen(network: Network) -> Sequence[NetworkNode]:
    """Return the nodes that get a portrait: of most faces, then by id."""
    shown = [node for node in network.nodes if node.face is not None]
    return sorted(shown, key=lambda node: (-node.faces, node.node))[:MOST]


def _picture(parts: Parts, face: FaceId, side: int) -> bytes | None:
    from likeness.imaging.resize import shrink
    from likeness.imaging.webp import encode_webp

    for key in (portrait_key(face, KEPT), crop_key(face)):
        pixels = _kept(parts, key)
        if pixels is not None:
            return encode_webp(shrink(_square(pixels), side))
    return None


def _kept(parts: Parts, key: BlobKey) -> NDArray[np.uint8] | None:
    from likeness.imaging.pictures import open_picture, rgb_array

    try:
        return rgb_array(open_picture(parts.blobs.get(key), "WEBP"))
    except (BlobNotFoundError, PhotoError):
        return None


def _square(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the middle of a picture, as wide as high."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return pixels[top : top + side, left : left + side]

"""Pictures as answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.responses import Response

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TYPE = "image/webp"
WEBP: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A picture",
        "content": {TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}


def webp(pixels: NDArray[np.uint8]) -> Response:
    """Return (h, w, 3) uint8 RGB as a picture that is not kept."""
    from likeness.imaging.webp import encode_webp

    return Response(encode_webp(pixels), media_type=TYPE)

"""ThumbHash: about 25 bytes that a client can draw as a blurred placeholder.

The format of Evan Wallace's ThumbHash (https://evanw.github.io/thumbhash/, MIT), for images
without alpha, written for numpy: the cosine sums are two small matrix products per channel.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.resize import shrink

SIDE = 100  # the format asks for images of at most 100 x 100 pixels
LUMA_TERMS = 7  # frequencies of lightness along the longer side
CHROMA_TERMS = 3  # of each colour difference along both sides

# Rows: lightness, yellow minus blue, red minus green; columns: R, G, B.
LPQ = np.array([[1 / 3, 1 / 3, 1 / 3], [1 / 2, 1 / 2, -1], [1, -1, 0]])


def thumbhash(pixels: NDArray[np.uint8]) -> bytes:
    """Return the ThumbHash of an upright RGB image.

    Args:
        pixels: uint8 (h, w, 3), RGB, of any size.

    Returns:
        15 to 25 bytes.
    """
    small = shrink(pixels, SIDE).astype(np.float64) / 255
    h, w = small.shape[:2]
    terms_x = max(1, _rounded(LUMA_TERMS * w / max(w, h)))
    terms_y = max(1, _rounded(LUMA_TERMS * h / max(w, h)))
    light, yellow, red = np.moveaxis(small @ LPQ.T, -1, 0)
    l_dc, l_ac, l_scale = _encode(light, max(3, terms_x), max(3, terms_y))
    p_dc, p_ac, p_scale = _encode(yellow, CHROMA_TERMS, CHROMA_TERMS)
    q_dc, q_ac, q_scale = _encode(red, CHROMA_TERMS, CHROMA_TERMS)

    landscape = w > h
    first: int = (
        _rounded(63 * l_dc)
        | _rounded(31.5 + 31.5 * p_dc) << 6
        | _rounded(31.5 + 31.5 * q_dc) << 12
        | _rounded(31 * l_scale) << 18
    )
    second: int = (
        (terms_y if landscape else terms_x)
        | _rounded(63 * p_scale) << 3
        | _rounded(63 * q_scale) << 9
        | landscape << 15
    )
    waves = [_rounded(15 * value) for value in (*l_ac, *p_ac, *q_ac)]
    return first.to_bytes(3, "little") + second.to_bytes(2, "little") + _nibbles(waves)


def _encode(channel: NDArray[np.float64], nx: int, ny: int) -> tuple[float, list[float], float]:
    """Return mean, waves in [0, 1] (low frequencies first) and the scale of the waves."""
    h, w = channel.shape
    waves = _cosines(ny, h) @ channel @ _cosines(nx, w).T / (w * h)
    # The format keeps the triangle of low frequencies, without the mean at (0, 0).
    kept = [waves[y, x] for y in range(ny) for x in range(nx) if 0 < x * ny + y * nx < nx * ny]
    scale = float(max(map(abs, kept), default=0.0))
    values = [0.5 + 0.5 / scale * float(wave) for wave in kept] if scale else [0.0] * len(kept)
    return float(waves[0, 0]), values, scale


def _cosines(terms: int, length: int) -> NDArray[np.float64]:
    """Return cosine waves, (terms, length)."""
    positions = (np.arange(length) + 0.5) * np.pi / length
    return np.cos(np.arange(terms)[:, None] * positions)


def _rounded(value: float) -> int:
    """Round halves up, as the format's reference does."""
    return int(np.floor(value + 0.5))


def _nibbles(values: list[int]) -> bytes:
    padded = [*values, 0] if len(values) % 2 else values
    return bytes(low | high << 4 for low, high in zip(padded[::2], padded[1::2], strict=True))

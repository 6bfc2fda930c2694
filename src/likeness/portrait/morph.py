"""One average becoming another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.average_face import AverageFace, Voice
from likeness.portrait.warp import Map, Spline, sampled


def morph(one: AverageFace, other: AverageFace, share: float) -> AverageFace:
    """Return what lies between two averages: shape and light are blended, both linearly.

    Each is warped by a thin-plate spline to the blended shape, then their linear light is mixed.
    `difference`, `cover` and `zoom` are blended likewise, and the voices of both speak in
    proportion. To morph finished pictures, replace the `light` of both ends first.

    Args:
        one: At share 0, where it is returned as it is.
        other: At share 1, likewise. On the same canvas.
        share: [0, 1].

    Raises:
        ValueError: The canvases differ, or the share is outside [0, 1].
    """
    _check(one, other, share)
    if share in {0, 1}:
        return other if share else one
    shape = (1 - share) * one.shape + share * other.shape
    spline = Spline(shape, one.canvas)
    ends = (spline.map_to(one.shape), spline.map_to(other.shape))

    def mixed(first: NDArray[Any], second: NDArray[Any]) -> NDArray[np.float32]:
        near, far = _seen(first, ends[0]), _seen(second, ends[1])
        return np.asarray((1 - share) * near + share * far, np.float32)

    return AverageFace(
        light=np.maximum(mixed(one.light, other.light), 0),  # cubic sampling overshoots
        shape=shape,
        canvas=one.canvas,
        cover=np.clip(mixed(one.cover, other.cover), 0, 1),
        difference=np.maximum(mixed(one.difference, other.difference), 0),
        voices=_voices(one, other, share),
        zoom=(1 - share) * one.zoom + share * other.zoom,
        mirrored=one.mirrored and other.mirrored,
    )


def frames(
    one: AverageFace, other: AverageFace, count: int, *, ease: bool = True
) -> Iterator[AverageFace]:
    """Yield the way from one average to another, both ends included, one at a time.

    Args:
        one: The first.
        other: The last.
        count: How many, at least 2.
        ease: Slow at both ends, for animations; otherwise in equal steps, for a slider.

    Raises:
        ValueError: Fewer than two frames.
    """
    if count < 2:
        raise ValueError(f"A morph has at least 2 frames, its ends; got {count}.")
    for share in np.linspace(0, 1, count):
        yield morph(one, other, eased(float(share)) if ease else float(share))


def eased(share: float) -> float:
    """Return how far something has come that starts and ends slowly: smoothstep, [0, 1]."""
    return share * share * (3 - 2 * share)


def _check(one: AverageFace, other: AverageFace, share: float) -> None:
    if one.canvas != other.canvas:
        raise ValueError(
            f"A morph needs two averages on one canvas; got {one.canvas} and {other.canvas}."
        )
    if not 0 <= share <= 1:
        raise ValueError(f"The share of the other average is between 0 and 1; got {share}.")


def _seen(plane: NDArray[Any], through: Map) -> NDArray[Any]:
    return sampled(plane, through(len(plane)))


def _voices(one: AverageFace, other: AverageFace, share: float) -> tuple[Voice, ...]:
    """Return all who speak, by key; a face that speaks in both has both weights."""
    said: dict[str, Voice] = {}
    for average, part in ((one, 1 - share), (other, share)):
        for voice in average.voices:
            before = said[voice.key].weight if voice.key in said else 0.0
            said[voice.key] = Voice(
                key=voice.key,
                voter=voice.voter,
                weight=before + part * voice.weight,
                agreement=voice.agreement,
                sharpness=voice.sharpness,
            )
    return tuple(said[key] for key in sorted(said))

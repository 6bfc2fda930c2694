"""All faces of a set on the canvas, in the light of the set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Image, Light
from likeness.portrait.crew import Crew
from likeness.portrait.lighting import Lighting, Reading
from likeness.portrait.look import Look
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions
from likeness.portrait.rendering import covered, rendered
from likeness.portrait.warp import Map


@dataclass(frozen=True, slots=True, eq=False)
class Renders:
    """The set as 8-bit pictures: light is worked out whenever it is asked for."""

    pixels: tuple[Image, ...]  # (s, s, 3) each
    covers: NDArray[np.float32]  # (n, 128, 128), where each photo reaches
    lighting: Lighting

    @classmethod
    def of(
        cls,
        looks: Sequence[Look],
        maps: Sequence[Map],
        *,
        shares: NDArray[np.float64],
        regions: Regions,
        mirror: Mirror,
        crew: Crew,
    ) -> Renders:
        """Render looks by their maps; each look is taken once and let go.

        Args:
            looks: In the order of maps and shares.
            maps: Of the canvas.
            shares: (n,), add up to 1.
            regions: Of the mean face.
            mirror: Whether mirror images speak.
            crew: Does the work.
        """
        skin = regions.skin > 0.5

        def work(number: int) -> tuple[Image, NDArray[np.float32], Reading]:
            look, onto = looks[number], maps[number]
            pixels = rendered(look, onto)
            return pixels, covered(look, onto), Reading.of(pixels, skin)

        rows = list(crew.each("rendering", work, len(maps)))
        canvas: Canvas = maps[0].canvas
        readings = [row[2] for row in rows]
        return cls(
            pixels=tuple(row[0] for row in rows),
            covers=np.stack([row[1] for row in rows]),
            lighting=Lighting.of(readings, shares, regions, canvas, mirror),
        )

    def light(self, number: int) -> Light:
        """Return one render, (s, s, 3), in the light of the set."""
        return self.lighting.light(number, self.pixels[number])

"""The average of faces: a picture of nobody that looks like a photograph of somebody."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.agreement import agreements
from likeness.portrait.average_face import AverageFace, Voice
from likeness.portrait.bands import Cuts, to_light
from likeness.portrait.blend import Blend, Sum
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Light
from likeness.portrait.contrast import Contrast
from likeness.portrait.crew import Crew, Progress, Run, Stop, never, silent
from likeness.portrait.crisp import Crisp
from likeness.portrait.filters import Plane, sized
from likeness.portrait.finest import finest
from likeness.portrait.flow import Flow, logs
from likeness.portrait.look import Look
from likeness.portrait.mirror import Mirror
from likeness.portrait.rendering import COARSE, rendered
from likeness.portrait.renders import Renders
from likeness.portrait.shoulder import shouldered, without_shine
from likeness.portrait.single import single
from likeness.portrait.speech import Speech, Weights
from likeness.portrait.stage import Stage
from likeness.portrait.survey import Finding, sharpness, surveyed
from likeness.portrait.usual_bands import usual_bands
from likeness.portrait.warp import Map, Spline


def average(
    looks: Sequence[Look],
    canvas: Canvas,
    *,
    hair: float = 0.0,
    run: Run = map,
    progress: Progress = silent,
    stop: Stop = never,
) -> AverageFace:
    """Return the average of faces; of one face, that face, upright.

    Args:
        looks: In any order, which changes nothing. Each is taken three times and let go, so that a
            sequence may load them when they are asked for.
        canvas: Where the average goes.
        hair: How strongly one photo gives hair and surroundings; 0: all give the mean of theirs.
            5 keeps real hair, which suits the photos of one person only.
        run: An ordered map, such as that of a thread pool. It changes no pixel.
        progress: Told the stage, how many faces are done, and how many there are.
        stop: Asked every few faces.

    Raises:
        ValueError: There are no looks.
        InterruptedRunError: *stop* said so.
    """
    if not len(looks):
        raise ValueError("An average needs at least one face, got none.")
    if len(looks) == 1:
        return single(looks[0], canvas)
    stage = Stage.of(looks, canvas, Crew(run, progress, stop))
    maps, shares, agreement, sharp = _registered(stage)
    renders = Renders.of(
        stage.looks,
        maps,
        shares=shares,
        regions=stage.regions,
        mirror=stage.mirror,
        crew=stage.crew,
    )
    zoom = float(np.median(stage.members.zooms))
    cuts = Cuts.of(canvas, zoom)
    findings = _surveyed(stage, renders, cuts)
    speech = Speech(
        stage.members, shares, renders.covers, stage.shape, stage.regions, canvas, stage.mirror
    )
    weights = speech.weights(np.stack([finding.coarse for finding in findings]), hair)
    blend = Blend(cuts, usual_bands(findings, weights, canvas, stage.mirror), stage.regions, canvas)
    summed = _summed(
        stage, renders=renders, blend=blend, weights=weights, shares=shares, findings=findings
    )
    return AverageFace(
        light=_developed(stage, summed, np.median(sharp, axis=0)),
        shape=stage.shape,
        canvas=canvas,
        cover=_sized(speech.cover(), canvas),
        difference=_difference(summed.bright, stage.mirror),
        voices=_voices(stage, weights, agreement, sharp[:, 0]),
        zoom=zoom,
        mirrored=stage.mirror.share > 0,
    )


def _registered(
    stage: Stage,
) -> tuple[list[Map], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return maps from the mean shape to each photo, shares that heed agreement, agreement.

    And, (n, 2), how sharp eyes and mouth are as they were photographed.
    """
    spline = Spline(stage.shape, stage.canvas)
    maps = [spline.map_to(points) for points in stage.members.points]

    def work(number: int) -> tuple[NDArray[np.float16], tuple[float, float]]:
        picture = rendered(stage.looks[number], maps[number])
        eyes, mouth = stage.regions.eyes, stage.regions.mouth
        return logs(picture), (sharpness(picture, eyes), sharpness(picture, mouth))

    rows = list(stage.crew.each("aligning", work, len(maps)))
    pictures = np.stack([row[0] for row in rows])
    flow = Flow(pictures, stage.shares, stage.regions, stage.canvas, stage.mirror, stage.crew)
    better, flats = flow.refined(maps)
    agreement, shares = agreements(
        flats, stage.shares, stage.members.voters, regions=stage.regions, mirror=stage.mirror
    )
    return better, shares, agreement, np.array([row[1] for row in rows])


def _surveyed(stage: Stage, renders: Renders, cuts: Cuts) -> list[Finding]:
    def work(number: int) -> Finding:
        return surveyed(renders.light(number), cuts, stage.regions, stage.canvas)

    return list(stage.crew.each("measuring", work, len(stage.members)))


def _summed(
    stage: Stage,
    *,
    renders: Renders,
    blend: Blend,
    weights: Weights,
    shares: NDArray[np.float64],
    findings: list[Finding],
) -> Sum:
    """Return what all faces say together, added up in their order."""
    sharp = finest(findings, weights, stage.members.voters, blend.usual, stage.regions)

    def said(number: int) -> Sum:
        votes = np.asarray(renders.covers[number] * np.float32(shares[number]))
        return blend.said(
            renders.light(number), weights[number], votes=votes, sharp=bool(sharp[number])
        )

    return stage.crew.total("blending", said, len(weights))


def _developed(stage: Stage, summed: Sum, typical: NDArray[np.float64]) -> Light:
    """Return the picture: base and detail, its eyes and mouth as sharp as is typical, (2,)."""
    contrast = Contrast(stage.regions, stage.canvas, stage.mirror)
    detail = np.zeros_like(summed.base)
    for number, part in enumerate(summed.parts):
        band, gain = contrast.band(part, number)
        detail += band * gain[..., None]
    base = stage.mirror.total(summed.base) / stage.mirror.total(summed.weight)[..., None]
    base = without_shine(np.asarray(base, np.float32), stage.regions, stage.canvas)
    light = to_light(np.asarray(base + np.clip(detail, -1.5, 1.2), np.float32))
    crisp = Crisp(stage.regions, stage.canvas).sharpened(
        shouldered(light, float(light.max())),
        float(typical[0]),
        float(typical[1]),
    )
    return shouldered(crisp, float(crisp.max()))


def _difference(bright: Plane, mirror: Mirror) -> Plane:
    """Return how far faces differ, (s, s); 0 where no photo reaches."""
    votes = np.maximum(bright[..., 0], 1e-6)
    mean = bright[..., 1] / votes
    variance = np.maximum(bright[..., 2] / votes - mean * mean, 0)
    reached = np.clip(bright[..., 0] / 1e-3, 0, 1)
    return np.asarray(mirror.even(np.sqrt(variance) * reached), np.float32)


def _sized(plane: Plane, canvas: Canvas) -> Plane:
    return np.clip(sized(plane, canvas.side), 0, 1)


def _voices(
    stage: Stage, weights: Weights, agreement: NDArray[np.float64], sharp: NDArray[np.float64]
) -> tuple[Voice, ...]:
    """Return what each face had to say: its share is that of its weights inside the face."""
    face = sized(stage.regions.face, COARSE)
    spoken = (weights * face).sum(axis=(1, 2), dtype=np.float64)
    spoken /= spoken.sum()
    members = stage.members
    return tuple(
        Voice(key=key, voter=voter, weight=float(w), agreement=float(a), sharpness=float(eyes))
        for key, voter, w, a, eyes in zip(
            members.keys, members.voters, spoken, agreement, sharp, strict=True
        )
    )

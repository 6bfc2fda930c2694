"""Averages on templates: any photo, or one of those that are made of this library's averages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.errors import PhotoError, UsageError
from likeness.imaging.region import Region, RegionRequest
from likeness.portrait.average_face import AverageFace
from likeness.portrait.built_in import built_in_pair, built_in_single
from likeness.portrait.canvas import Canvas
from likeness.portrait.look import Look
from likeness.portrait.suitability import Objection, suitability
from likeness.portrait.template import AveragePainter, FacePainter, TemplateFace
from likeness.types import FaceFacts, Gender
from likeness.workflows.average.looks import looks_of
from likeness.workflows.average.make import affordable, averaged
from likeness.workflows.average.members import Members, OnProgress, Stop
from likeness.workflows.find import origin_and_number, seen_on
from likeness.workflows.incoming import at_hand
from likeness.workflows.parts import Parts

SINGLE, PAIR = "single", "pair"
BUILT_IN = frozenset({SINGLE, PAIR})
LONGEST_SIDE = 4096  # pixels of a painted photo: more than a template shows of a face
BUST = Canvas(512, reach=2.0, eyes_at=0.36)  # shows heads with their shoulders
BOTH: tuple[Gender, Gender] = ("female", "male")

Image = NDArray[np.uint8]


class Averaging(Protocol):
    """**Protocol:** an average that can be painted: one that was just made, or that is kept."""

    @property
    def face(self) -> AverageFace:
        """What was averaged."""

    @property
    def members(self) -> Members:
        """Whom it is of."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PaintedPhoto:
    """A template with averages on its faces."""

    pixels: Image  # (h, w, 3) RGB
    remarks: tuple[str, ...]  # sentences: what is whose, and what does not fit well


def paint(
    parts: Parts,
    averages: Sequence[Averaging],
    on: str,
    *,
    painter: FacePainter | None = None,
    called: str | None = None,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> PaintedPhoto:
    """Put averages on a template; see `Library.paint_average`.

    *called* is how errors name the photo, for those who are not to hear where it lies.
    """
    if not 1 <= len(averages) <= len(BOTH):
        raise UsageError(f"One or two averages go on a template, not {len(averages)}.")
    if on in BUILT_IN:
        require_fitting(on, len(averages))
        busts = [bust(parts, made, progress=progress, stop=stop) for made in averages]
        return _on_built_in(averages, busts)
    template = Template.read(parts, on, called=called)
    faces = template.faces_for(len(averages))
    remarks = [
        sentence
        for face, made in zip(faces, averages, strict=True)
        for sentence in template.remarks(face, made.face)
    ]
    painted = (painter or AveragePainter()).paint(
        template.region.pixels,
        [
            TemplateFace.of(template.points(face), made.face)
            for face, made in zip(faces, averages, strict=True)
        ],
    )
    return PaintedPhoto(pixels=painted.pixels, remarks=(*remarks, *painted.remarks))


def check(parts: Parts, on: str, count: int) -> None:
    """See that something is a template for so many averages; see `Library.check_template`."""
    if on in BUILT_IN:
        require_fitting(on, count)
    else:
        Template.read(parts, on).faces_for(count)


def require_fitting(which: str, count: int) -> None:
    """Raise `UsageError` unless a built-in template takes so many averages."""
    if (which == PAIR) != (count == len(BOTH)):
        raise UsageError(
            "The template `pair` takes the averages of women and men (`--gender both`), and "
            "`single` takes one average."
        )


def bust(parts: Parts, made: Averaging, *, progress: OnProgress, stop: Stop) -> AverageFace | None:
    """Return the average of the same faces with shoulders; None where they cannot be read."""
    picked = affordable(made.members.chosen, BUST)
    read = looks_of(parts, picked, BUST, progress=progress, stop=stop)
    if not read.looks:
        return None
    return averaged(parts, read.looks, BUST, progress=progress, stop=stop)


def _on_built_in(
    averages: Sequence[Averaging], busts: Sequence[AverageFace | None]
) -> PaintedPhoto:
    """Draw the template that is made of the averages themselves."""
    faces = [made.face for made in averages]
    if len(faces) == 1:
        built = built_in_single(faces[0], busts[0])
    else:
        both = None if busts[0] is None or busts[1] is None else (busts[0], busts[1])
        built = built_in_pair(faces[0], faces[1], both)
    return PaintedPhoto(pixels=built.pixels, remarks=())


@dataclass(frozen=True, kw_only=True, eq=False)
class Template:
    """A photo whose faces may get another face."""

    name: str
    number: int | None  # of the face that was asked for, from 1, largest first
    faces: tuple[FaceFacts, ...]  # largest first
    region: Region  # the whole photo

    @classmethod
    def read(cls, parts: Parts, on: str, *, called: str | None = None) -> Template:
        """Read a photo and find its faces; *called*: how errors name it, else by its place.

        Raises:
            PhotoError: It cannot be read.
            UsageError: `#N` names a face that is not there, or there is none at all.
        """
        origin, number = origin_and_number(parts, on)
        name = called or origin
        with at_hand(parts, origin) as file:
            photo, faces = seen_on(parts, file, origin)
            facts = photo.facts
            scale = min(1.0, LONGEST_SIDE / max(facts.width, facts.height))
            whole = (0.0, 0.0, float(facts.width), float(facts.height))
            request = RegionRequest(path=file, photo=facts.id, boxes=(whole,), scale=scale)
            (answer,) = parts.pool.regions([request])
        if isinstance(answer, PhotoError):
            raise answer
        if not any(face.status == "ok" for face in faces):
            raise UsageError(f"No face on {name}: a template needs one that looks at the viewer.")
        if number is not None and not 1 <= number <= len(faces):
            raise UsageError(
                f"There is no face number {number}: {name} shows {_faces(len(faces))}."
            )
        return cls(name=name, number=number, faces=faces, region=shrunk(answer[0], scale))

    def faces_for(self, count: int) -> list[FaceFacts]:
        """Return the faces that get one average, or that of women and that of men.

        Raises:
            UsageError: There are not enough faces, or none of them is a template.
        """
        if self.number is not None:
            if count > 1:
                raise UsageError("Two averages go on two faces: leave out the number of the face.")
            chosen = self.faces[self.number - 1]
            self._require(chosen)
            return [chosen]
        usable = [face for face in self.faces if not self.refusals(face)]
        if len(usable) < count:
            best = next(face for face in self.faces if face.status == "ok")
            why = " ".join(self.refusals(best))
            raise UsageError(
                f"There have to be {_faces(count)} that can be painted, and {self.name} shows "
                f"{len(usable)}. {why}".rstrip()
            )
        return usable[:1] if count == 1 else _women_first(usable)

    def points(self, face: FaceFacts) -> NDArray[np.float64]:
        """Return the dense points of a face, (68, 2), pixels of the region."""
        at = np.asarray(face.landmarks, np.float64)
        return np.asarray((at - (self.region.x, self.region.y)) * self.region.scale)

    def refusals(self, face: FaceFacts) -> list[str]:
        """Return why a face cannot be a template, in sentences."""
        if face.landmarks is None:
            return ["The face is too small or too unsure."]
        return [each.sentence for each in self._objections(face) if each.level == "refuse"]

    def remarks(self, face: FaceFacts, average: AverageFace) -> list[str]:
        """Return what will not look quite right, in sentences."""
        found = self._objections(face, average)
        return [each.sentence for each in found if each.level == "warn"]

    def _require(self, face: FaceFacts) -> None:
        why = self.refusals(face)
        if why:
            raise UsageError(f"This face of {self.name} is no template. {' '.join(why)}")

    def _objections(
        self, face: FaceFacts, average: AverageFace | None = None
    ) -> Sequence[Objection]:
        look = Look(
            key=face.id,
            pixels=self.region.pixels,
            points=self.points(face),
            spread=face.landmark_spread or 0.0,
            voter=face.id,
            quality=face.quality or 0.0,
        )
        return suitability(look, average)


def shrunk(region: Region, scale: float) -> Region:
    """Return a whole photo averaged down to *scale*, if it is finer."""
    share = scale / region.scale
    height, width = region.pixels.shape[:2]
    if share >= 1:
        return region
    size = max(1, round(width * share)), max(1, round(height * share))
    pixels = cv2.resize(region.pixels, size, interpolation=cv2.INTER_AREA)
    return Region(
        pixels=np.asarray(pixels, np.uint8), x=region.x, y=region.y, scale=region.scale * share
    )


def _faces(number: int) -> str:
    return f"{number} face" if number == 1 else f"{number} faces"


def _women_first(faces: Sequence[FaceFacts]) -> list[FaceFacts]:
    """Return the two faces that women's and men's average go on: as perceived, else by place."""
    women = [face for face in faces if face.gender == "female"]
    men = [face for face in faces if face.gender == "male"]
    if women and men:
        return [women[0], men[0]]
    return sorted(faces[: len(BOTH)], key=lambda face: face.box[0])

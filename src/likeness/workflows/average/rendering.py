"""Pictures of averages that are made for keeping: over time, on a template, where faces differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from likeness.catalog.base import FaceFilter, PhotoFilter
from likeness.errors import UnknownPhotoError
from likeness.portrait.average_face import AverageFace
from likeness.portrait.difference import difference_picture
from likeness.portrait.selection import MOST
from likeness.types import AverageOf, FaceId, PhotoId
from likeness.workflows.average.drawing import film_strip
from likeness.workflows.average.kept import KeptPicture, kept_picture
from likeness.workflows.average.kept_pictures import Drawn
from likeness.workflows.average.make import affordable
from likeness.workflows.average.members import Members, OnProgress, Stop, members_of, resolved
from likeness.workflows.average.painting import BUILT_IN, BUST, paint, require_fitting
from likeness.workflows.average.periods import By, Period, average_over
from likeness.workflows.average.recipe import from_recipe, to_recipe
from likeness.workflows.parts import Parts

AND = " and "


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptSet:
    """A kept average as painting takes it; its members are looked up when they are needed."""

    parts: Parts
    kept: KeptPicture
    progress: OnProgress
    stop: Stop

    @property
    def face(self) -> AverageFace:
        """What was averaged."""
        return self.kept.face

    @cached_property
    def members(self) -> Members:
        """Whom it is of."""
        of, _ = from_recipe(self.kept.kept.recipe)
        return members_of(
            self.parts,
            resolved(self.parts, of),
            most=MOST,
            progress=self.progress,
            stop=self.stop,
        )


def over_time(
    parts: Parts,
    of: AverageOf,
    by: By,
    title: str,
    *,
    side: int | None = None,
    progress: OnProgress,
    stop: Stop,
) -> Drawn:
    """Return the averages of each month, year or collection as a strip.

    Raises:
        UsageError: No period has three faces, or there are more than 60.
    """
    of = resolved(parts, of)
    periods = average_over(parts, of, by, side=side, progress=progress, stop=stop)
    faces = {face for each in periods for face in _shaping(each.averaged.face)}
    return Drawn(
        kind="strip",
        title=title,
        pixels=film_strip(periods),
        faces=frozenset(faces),
        labels=tuple(period.label for period in periods),
        how={**to_recipe(of, side=side), "by": by},
        report={"by": by, "periods": [_told(period) for period in periods]},
    )


def on_template(
    parts: Parts, averages: Sequence[str], on: str, *, progress: OnProgress, stop: Stop
) -> Drawn:
    """Return one or two kept averages on a template.

    Args:
        parts: The library.
        averages: Ids or titles; with two the first goes to the face perceived as female.
        on: "single", "pair", or the id of a photo, with `#N` for its N-th largest face.
        progress: Told how far it is.
        stop: Asked now and then; True ends it.

    Raises:
        UnknownAverageError, UnknownPhotoError: No such thing.
        PhotoError: The photo cannot be read.
        UsageError: It is no template for so many averages. The message says why.
    """
    kept = [kept_picture(parts, key, progress=progress, stop=stop) for key in averages]
    sets = [KeptSet(parts=parts, kept=one, progress=progress, stop=stop) for one in kept]
    shows = frozenset[FaceId]()
    place = on
    if on not in BUILT_IN:
        photo, _, _ = on.partition("#")
        place = _path(parts, PhotoId(photo)) + on.removeprefix(photo)
        where = FaceFilter(photo=PhotoId(photo), every=True)
        shows = frozenset(face.face for face in parts.catalog.faces(where))
    painted = paint(parts, sets, place, called="this photo", progress=progress, stop=stop)
    faces = {face for one in kept for face in _shaping(one.face)}
    if on in BUILT_IN:  # it shows shoulders too, of whoever is in the set by now
        chosen = (affordable(each.members.chosen, BUST) for each in sets)
        faces |= {member.face for members in chosen for member in members}
    return Drawn(
        kind="template",
        title=AND.join(one.kept.title for one in kept),
        pixels=painted.pixels,
        faces=frozenset(faces),
        of=tuple(one.kept.id for one in kept),
        shows=shows,
        how={"on": on},
        report={"on": on, "remarks": list(painted.remarks)},
    )


def difference(parts: Parts, average: str, *, progress: OnProgress, stop: Stop) -> Drawn:
    """Return where the faces of a kept average differ most. Raises `UnknownAverageError`."""
    kept = kept_picture(parts, average, progress=progress, stop=stop)
    return Drawn(
        kind="difference",
        title=kept.kept.title,
        pixels=difference_picture(kept.face),
        faces=_shaping(kept.face),
        of=(kept.kept.id,),
        report={"differs": [list(part) for part in kept.kept.report.get("differs", ())]},
    )


def require_template(parts: Parts, averages: Sequence[str], on: str) -> None:
    """See that averages and photo are there, before anybody works on it.

    Raises:
        UnknownAverageError, UnknownPhotoError: They are not.
        UsageError: The template takes another number of averages.
    """
    for key in averages:
        parts.catalog.average(key)
    if on in BUILT_IN:
        require_fitting(on, len(averages))
    else:
        _path(parts, PhotoId(on.partition("#")[0]))


def _shaping(average: AverageFace) -> frozenset[FaceId]:
    return frozenset(FaceId(voice.key) for voice in average.voices)


def _path(parts: Parts, photo: PhotoId) -> str:
    """Return where a photo of the library lies. Raises `UnknownPhotoError`."""
    for known in parts.catalog.photos(PhotoFilter(ids=(photo,))):
        return known.photo
    raise UnknownPhotoError(f"No photo {photo[:12]} in this library.")


def _told(period: Period) -> dict[str, Any]:
    report = period.averaged.report
    return {
        "label": period.label,
        "faces": report.faces,
        "people": report.people,
        "moved": period.moved,
    }

"""Averages and portraits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from likeness.library.door import Door, OnProgress, told
from likeness.types import (
    AverageOf,
    AveragePicture,
    AveragesApart,
    KeptAverage,
    PortraitReport,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from likeness.workflows.average.kept import KeptPicture
    from likeness.workflows.average.make import Averaged
    from likeness.workflows.average.painting import PaintedPhoto
    from likeness.workflows.average.periods import Period
    from likeness.workflows.turns import Turn


class Averages(Door):
    """Averages and portraits."""

    def average(
        self,
        of: AverageOf | None = None,
        *,
        side: int | None = None,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Averaged:
        """Make the average face of a set: a picture of nobody in particular.

        At most 400 faces shape the picture, the best ones, one vote for each person; all faces
        enter the counts and the mean of the embeddings. People who are hidden or opted out never
        enter.

        Args:
            of: Which faces; None: everybody's.
            side: Of the picture, 256, 512 or 1024 pixels; None: what the photos carry. It is less
                where they do not carry as much, which the report says.
            progress: Told how far it is.
            stop: Asked now and then; True ends it.

        Returns:
            `pixels`, (side, side, 3) uint8 RGB, and `report`.

        Raises:
            UsageError: There is nobody in the set, or there are no pictures of that size.
            UnknownPersonError, UnknownCollectionError, UnknownFaceError: No such thing.
            StoreUnavailableError: None of the photos can be read now.
            InterruptedRunError: *stop* said so.
        """
        from likeness.workflows.average import make

        return make.average(self._parts, of or AverageOf(), side=side, **told(progress, stop))

    def average_over(
        self,
        of: AverageOf | None = None,
        by: Literal["month", "year", "collection"] = "year",
        *,
        side: int | None = None,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> list[Period]:
        """Make the average of each month, year or collection, and say how far the mean moved.

        Raises:
            UsageError: No period has three faces, or there are more than 60.
        """
        from likeness.workflows.average import periods

        return periods.average_over(
            self._parts, of or AverageOf(), by, side=side, **told(progress, stop)
        )

    def draw_averages(
        self, averages: Sequence[Averaged], labels: Sequence[str] = ()
    ) -> NDArray[np.uint8]:
        """Return averages beside each other on one picture, (h, w, 3) uint8 RGB."""
        from likeness.workflows.average import drawing

        return drawing.beside(averages, labels)

    def draw_difference(self, average: Averaged) -> NDArray[np.uint8]:
        """Return where the faces of an average differ most, (h, w, 3) uint8 RGB."""
        from likeness.workflows.average import drawing

        return drawing.difference(average)

    def check_files(
        self,
        *,
        still: Iterable[str] = (),
        moving: Iterable[str] = (),
        titles: Iterable[str] = (),
    ) -> None:
        """See that pictures and films can be written, before hours are spent on them.

        Args:
            still: Files for pictures: .jpg, .jpeg, .png or .webp.
            moving: Files for films: .gif or .mp4.
            titles: Of averages that are to be kept.

        Raises:
            ExportError: One cannot be written; see `save_picture`.
            UsageError: A title is blank, too long, or holds characters that cannot be seen.
        """
        from likeness.workflows.average import drawing

        drawing.check_files(self._parts, still=still, moving=moving, titles=titles)

    def check_template(self, on: str, averages: int = 1) -> None:
        """See that a photo can be a template, before averages are made for it.

        Args:
            on: As `paint_average` takes it.
            averages: How many are to be put on it, 1 or 2.

        Raises:
            PhotoError: The photo cannot be read.
            UsageError: It is no template. The message says why.
        """
        from likeness.workflows.average import painting

        painting.check(self._parts, on, averages)

    def paint_average(
        self,
        averages: Sequence[Averaged],
        on: str,
        *,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> PaintedPhoto:
        """Put averages on the faces of a photo; hair, neck and clothes remain the photo's.

        With two averages the first goes to the face perceived as female, the second to the other.

        Args:
            averages: One, or two.
            on: Path or id of a photo, with `#N` for its N-th largest face; "single" or "pair":
                templates that are made of this library's own averages.
            progress: Told how far it is, where a template is made.
            stop: Asked now and then; True ends it.

        Raises:
            PhotoError: The photo cannot be read, or shows no face.
            UsageError: Its face is no template: turned away, for instance. The message says why.
        """
        from likeness.workflows.average import painting

        return painting.paint(self._parts, averages, on, **told(progress, stop))

    def save_building(
        self,
        average: Averaged,
        file: str | Path,
        *,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> None:
        """Write how an average comes about, face by face, to *file*: .gif or .mp4.

        The photos are read again.

        Args:
            average: As `average` returned it.
            file: Where to.
            progress: Told how far it is.
            stop: Asked now and then; True ends it.

        Raises:
            ExportError: Another ending, the file cannot be written, or .mp4 needs a package.
        """
        from likeness.workflows.average import drawing

        drawing.save_building(self._parts, average, Path(file), **told(progress, stop))

    def save_periods(self, periods: Sequence[Period], file: str | Path) -> None:
        """Write averages over time to *file*: a strip (.jpg, .png, .webp), or moving (.gif, .mp4).

        Raises:
            ExportError: Another ending, the file cannot be written, or .mp4 needs a package.
        """
        from likeness.workflows.average import drawing

        drawing.save_periods(self._parts, periods, Path(file))

    def keep_average(self, average: Averaged, title: str) -> KeptAverage:
        """Keep an average in the library under a title; it replaces the one that had the title."""
        from likeness.workflows.average import kept

        return kept.keep(self._parts, average, title)

    def averages(self) -> list[KeptAverage]:
        """Return the averages that are kept; `made` is None where one has to be made anew."""
        from likeness.workflows.average import kept

        return kept.averages(self._parts)

    def kept_average(
        self,
        average: str,
        *,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> KeptPicture:
        """Return a kept average with its picture; one that no longer holds is made anew first.

        Raises:
            UnknownAverageError: None has this title or id.
            UsageError: Nobody is left in it.
        """
        from likeness.workflows.average import kept

        return kept.kept_picture(self._parts, average, **told(progress, stop))

    def remake_averages(
        self,
        *averages: str,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> list[KeptAverage]:
        """Make averages anew: those named, else all that no longer hold.

        An average in which nobody is left is removed.
        """
        from likeness.workflows.average import kept

        return kept.remake(self._parts, averages, **told(progress, stop))

    def remove_average(self, average: str) -> KeptAverage:
        """Remove a kept average with its picture."""
        from likeness.workflows.average import kept

        return kept.drop(self._parts, average)

    def average_pictures(self) -> list[AveragePicture]:
        """Return the pictures of averages that are kept; jobs make them.

        `made` is None where one no longer holds: somebody on it was hidden or opted out since.
        """
        from likeness.workflows.average import kept_pictures

        return kept_pictures.pictures(self._parts)

    def average_picture_file(self, picture: str) -> bytes:
        """Return a picture of averages as a WebP file.

        Raises:
            UnknownAverageError: None has this id.
            EditRefusedError: It no longer holds.
        """
        from likeness.workflows.average import kept_pictures

        return kept_pictures.picture_file(self._parts, picture)

    def remove_average_picture(self, picture: str) -> AveragePicture:
        """Remove a picture of averages."""
        from likeness.workflows.average import kept_pictures

        return kept_pictures.drop(self._parts, picture)

    def compare_averages(
        self,
        one: str,
        other: str,
        file: str | Path | None = None,
        *,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> AveragesApart:
        """Say how far two kept averages are apart, and draw both.

        Args:
            one: Title or id.
            other: Likewise.
            file: .html: a page with a slider between both; .gif, .mp4: one becomes the other;
                .jpg, .png, .webp: beside each other. None: nothing is drawn.
            progress: Told how far it is, where one has to be made anew.
            stop: Asked now and then; True ends it.
        """
        from likeness.workflows.average import comparing

        return comparing.compare(
            self._parts, one, other, None if file is None else Path(file), **told(progress, stop)
        )

    def portrait(self, of: str, side: int = 512) -> NDArray[np.uint8]:
        """Return a portrait, upright and before a soft background, (s, s, 3) uint8 RGB.

        It is made once and kept; a face that is small on its photo makes a smaller one.

        Args:
            of: Id of a face (with or without "face:"), or id or name of a person.
            side: 128, 256 or 512 pixels at most.

        Raises:
            UnknownFaceError, UnknownPersonError: No such face or person.
            PhotoError: The photo cannot be read now.
        """
        from likeness.workflows.average import portraits

        return portraits.portrait_of(self._parts, of, side)

    def portrait_file(self, of: str, side: int = 512, *, turn: Turn | None = None) -> bytes:
        """Return a portrait as a WebP file; takes and raises what `portrait` does.

        Args:
            of: A person (id or name) or a face ("face:ID").
            side: 128, 256 or 512 pixels.
            turn: Entered where it has to be made; it may wait, or raise. None: nothing.
        """
        from likeness.workflows.average import portraits

        return portraits.portrait_file(self._parts, of, side, turn or nullcontext)

    def save_portraits(
        self,
        place: str | Path,
        who: Iterable[str] = (),
        *,
        side: int = 512,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> PortraitReport:
        """Write portraits: to a folder, a picture each, or all on one sheet.

        Args:
            place: A folder, or a .jpg, .png or .webp file.
            who: People (id or name) and faces ("face:ID"); none: everybody.
            side: Of each, 128, 256 or 512 pixels at most.
            progress: Told how far it is.
            stop: Asked now and then; True ends it.

        Raises:
            ExportError: No portrait could be made, or the place cannot be used: it lies inside a
                source or the library, its name looks like that of another file, or a picture in
                the folder would be replaced.
            UsageError: There is nobody, there are too many for a sheet, or no such size.
        """
        from likeness.workflows.average import portraits

        return portraits.save(
            self._parts, Path(place), list(who), side=side, **told(progress, stop)
        )

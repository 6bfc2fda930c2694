"""likeness average: one face out of many."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.average_facts import LABEL, facts, shortened
from likeness.cli.average_set import (
    BOTH,
    InCollection,
    InYear,
    Near,
    OfAge,
    OfFaces,
    OfGender,
    People,
    average_of,
)
from likeness.cli.average_wanted import Wanted, period
from likeness.cli.context import Session
from likeness.cli.interrupts import Stop, stoppable
from likeness.cli.options import Json, Quiet
from likeness.cli.output import print_json, print_message, print_next, print_pairs
from likeness.cli.progress import OnProgress, show_progress
from likeness.errors import InterruptedRunError, UsageError
from likeness.types import AverageOf, AverageReport, Gender

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from likeness.library import Library
    from likeness.workflows.average.make import Averaged

WHO: tuple[tuple[Gender, str], ...] = (("female", "women"), ("male", "men"))


def average(
    context: typer.Context,
    *,
    out: Annotated[
        str | None,
        typer.Option(
            "-o", "--out", metavar="FILE", help="Write the picture here: .jpg, .png or .webp."
        ),
    ] = None,
    person: People = None,
    collection: InCollection = None,
    gender: OfGender = None,
    age: OfAge = None,
    taken: InYear = None,
    near: Near = None,
    face: OfFaces = None,
    on: Annotated[
        str | None,
        typer.Option(
            metavar="PHOTO",
            help="Put it on this photo (PHOTO#2: on its second largest face), or on `single` or "
            "`pair`, templates made of this library's own averages.",
        ),
    ] = None,
    over: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD",
            help="One for each `year`, `month` or `collection`, as a strip (.jpg, .png), or "
            "moving (.gif, .mp4).",
        ),
    ] = None,
    build: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Also show it being built, face by face: .gif or .mp4."),
    ] = None,
    differs: Annotated[
        str | None, typer.Option(metavar="FILE", help="Also draw where the faces differ most.")
    ] = None,
    size: Annotated[
        int | None,
        typer.Option(
            metavar="PIXELS",
            help="256, 512 or 1024; else what the photos carry.",
            show_default=False,
        ),
    ] = None,
    keep: Annotated[
        str | None,
        typer.Option(metavar="TITLE", help="Keep it in the library; see `likeness averages`."),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make the average face of everybody, or of whom you choose.

    People who are hidden or opted out never enter.

    Example: likeness average --collection "Summer party" -o average.png
    """
    session = Session.of(context)
    of = average_of(
        people=person,
        collection=collection,
        gender=gender,
        age=age,
        taken=taken,
        near=near,
        faces=face,
    )
    wanted = Wanted(
        out=out,
        on=on,
        over=over,
        build=build,
        differs=differs,
        keep=keep,
        side=size,
        both=gender == BOTH,
        near=of.near,
    )
    wanted.check()
    with session.open() as library, stoppable() as stop:
        wanted.check_files(library)
        run = Run(library, wanted, stop, quiet=quiet, json=json)
        made = run.over(of) if over else run.once(of)
    if json:
        for row in made:
            print_json(row.report, **row.extra)
    elif not quiet:
        _print(session, made)


@dataclass(frozen=True, kw_only=True)
class Made:
    """An average that was made, and what else there is to say of it."""

    label: str
    report: AverageReport
    extra: dict[str, object] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


class Run:
    """One call of the command."""

    def __init__(
        self, library: Library, wanted: Wanted, stop: Stop, *, quiet: bool, json: bool
    ) -> None:
        self._library = library
        self._wanted = wanted
        self._stop = stop
        self._quiet = quiet
        self._silent = quiet or json

    def once(self, of: AverageOf) -> list[Made]:
        """Make one average, or that of women and that of men, and all that was asked for.

        The film comes last: it takes longest, and what was written before it stays.
        """
        library, wanted = self._library, self._wanted
        if wanted.on:
            library.check_template(wanted.on, 1 + wanted.both)
        who = WHO if wanted.both else ((of.gender, ""),)
        labels = [label for _, label in who]
        with self._shown() as progress:
            averages = [
                self._average(replace(of, gender=gender), label, progress) for gender, label in who
            ]
            picture, remarks = self._picture(averages, labels, progress)
        if wanted.out:
            library.save_picture(picture, wanted.out)
            self._drawn(wanted.out)
        if wanted.differs:
            library.save_picture(library.draw_difference(averages[0]), wanted.differs)
            self._drawn(wanted.differs)
        kept = self._keep(averages, labels)
        if wanted.build:
            self._film(averages[0], wanted.build)
        return [
            Made(
                label=label,
                report=made.report,
                extra={"file": wanted.out, **({"average": id_} if id_ else {})},
                remarks=remarks,
            )
            for made, label, id_ in zip(averages, labels, kept, strict=True)
        ]

    def over(self, of: AverageOf) -> list[Made]:
        """Make an average of each period, and one picture of all."""
        out = self._wanted.out or ""
        with self._shown() as progress:
            periods = self._library.average_over(
                of,
                period(self._wanted.over or ""),
                side=self._wanted.side,
                progress=progress,
                stop=self._stop,
            )
            self._library.save_periods(periods, out)
        self._drawn(out)
        return [
            Made(
                label=period.label,
                report=period.averaged.report,
                extra={"file": out, "period": period.label, "moved": period.moved},
            )
            for period in periods
        ]

    def _shown(self) -> AbstractContextManager[OnProgress]:
        return show_progress(quiet=self._quiet, stopping=self._stop)

    def _say(self, text: str) -> None:
        if not self._silent:
            print_message(text)

    def _drawn(self, file: str) -> None:
        """Say at once that a file is there: the run may be stopped before its end."""
        self._say(f"Drawn to {file}.")

    def _average(self, of: AverageOf, label: str, progress: OnProgress) -> Averaged:
        try:
            return self._library.average(
                of, side=self._wanted.side, progress=progress, stop=self._stop
            )
        except UsageError as exc:
            if not label:
                raise
            raise UsageError(f"No average of the {label} can be made. {exc}") from exc

    def _picture(
        self, averages: list[Averaged], labels: list[str], progress: OnProgress
    ) -> tuple[NDArray[np.uint8], tuple[str, ...]]:
        """Return the picture that goes to the file, and what is to be said of it."""
        if self._wanted.on:
            painted = self._library.paint_average(
                averages, self._wanted.on, progress=progress, stop=self._stop
            )
            return painted.pixels, painted.remarks
        if self._wanted.both:
            return self._library.draw_averages(averages, labels), ()
        return averages[0].pixels, ()

    def _keep(self, averages: list[Averaged], labels: list[str]) -> list[str | None]:
        title = self._wanted.keep
        if title is None:
            return [None] * len(averages)
        ids: list[str | None] = []
        for made, label in zip(averages, labels, strict=True):
            called = f"{title}, {label}" if label else title
            kept = self._library.keep_average(made, called)
            self._say(f"Kept as {called} ({kept.id}).")
            ids.append(kept.id)
        return ids

    def _film(self, average: Averaged, file: str) -> None:
        """Write the film. Raises `InterruptedRunError`, which says that the rest stays."""
        wanted = self._wanted
        try:
            with self._shown() as progress:
                self._library.save_building(average, file, progress=progress, stop=self._stop)
        except InterruptedRunError as exc:
            if not any((wanted.out, wanted.differs, wanted.keep)):
                raise
            raise InterruptedRunError(
                f"Stopped: {file} was not drawn. What was drawn or kept before stays."
            ) from exc
        self._drawn(file)


def _print(session: Session, made: list[Made]) -> None:
    """Say what an average is made of, and what its reader should know."""
    for row in made:
        label = shortened(row.label, LABEL)
        print_pairs([(label, "")] * bool(label) + facts(row.report))
        for remark in row.report.remarks:
            print_message(remark)
    for remark in dict.fromkeys(remark for row in made for remark in row.remarks):
        print_message(remark)
    kept = any(row.extra.get("average") for row in made)
    print_next(
        [("See those that are kept", session.command("averages"))] * kept
        + [
            ("Put it on a photo", session.command("average", "--on", "PHOTO", "-o", "FILE")),
            ("See it over the years", session.command("average", "--over", "year", "-o", "FILE")),
        ]
    )

"""likeness average: one face out of many."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated

import typer

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
from likeness.cli.context import Session
from likeness.cli.interrupts import Stop, stoppable
from likeness.cli.options import Json, Quiet
from likeness.cli.output import print_json, print_message, print_next, print_pairs
from likeness.cli.progress import OnProgress, show_progress
from likeness.cli.text import counted, duration, people
from likeness.errors import UsageError
from likeness.types import AverageOf, AverageReport, Gender, MemberLikeness

if TYPE_CHECKING:
    from likeness.library import Library
    from likeness.workflows.average.make import Averaged
    from likeness.workflows.average.periods import By

FILMS = (".gif", ".mp4")
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
    )
    wanted.check()
    with (
        session.open() as library,
        stoppable() as stop,
        show_progress(quiet=quiet, stopping=stop) as progress,
    ):
        wanted.check_files(library)
        run = Run(library, wanted, progress, stop)
        made = run.over(of) if over else run.once(of)
    if json:
        for row in made:
            print_json(row.report, **row.extra)
    elif not quiet:
        _print(session, made)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to become of an average."""

    out: str | None
    on: str | None
    over: str | None
    build: str | None
    differs: str | None
    keep: str | None
    side: int | None
    both: bool  # women and men

    def check(self) -> None:
        """Raise `UsageError` where options contradict each other, before hours are spent."""
        if not any((self.out, self.build, self.differs, self.keep)):
            raise UsageError("Say where to: `-o average.png`, or `--keep TITLE`.")
        if self.over and any((self.on, self.build, self.differs, self.keep, self.both)):
            raise UsageError("--over makes a strip or a moving picture and nothing else.")
        if self.over and not self.out:
            raise UsageError("--over needs a file: `-o strip.png` or `-o years.gif`.")
        if self.over:
            period(self.over)
        if self.both and any((self.build, self.differs)):
            raise UsageError("--build and --differs show one average: ask for women or for men.")
        if self.on and not self.out:
            raise UsageError("--on needs a file for the picture: `-o poster.png`.")

    def check_files(self, library: Library) -> None:
        """Raise `ExportError` if a file cannot be written, before hours are spent."""
        films = [file for file in (self.build,) if file]
        pictures = [file for file in (self.out, self.differs) if file]
        if self.over and self.out and self.out.lower().endswith(FILMS):
            films, pictures = [self.out], []
        library.check_files(still=pictures, moving=films)


@dataclass(frozen=True, kw_only=True)
class Made:
    """An average that was made, and what else there is to say of it."""

    label: str
    report: AverageReport
    extra: dict[str, object] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


class Run:
    """One call of the command."""

    def __init__(self, library: Library, wanted: Wanted, progress: OnProgress, stop: Stop) -> None:
        self._library = library
        self._wanted = wanted
        self._progress = progress
        self._stop = stop

    def once(self, of: AverageOf) -> list[Made]:
        """Make one average, or that of women and that of men, and all that was asked for."""
        library, wanted = self._library, self._wanted
        if wanted.on:
            library.check_template(wanted.on, 1 + wanted.both)
        who = WHO if wanted.both else ((of.gender, ""),)
        averages = [self._average(replace(of, gender=gender)) for gender, _ in who]
        labels = [label for _, label in who]
        remarks: tuple[str, ...] = ()
        if wanted.on:
            painted = library.paint_average(
                averages, wanted.on, progress=self._progress, stop=self._stop
            )
            remarks = painted.remarks
            picture = painted.pixels
        elif wanted.both:
            picture = library.draw_averages(averages, labels)
        else:
            picture = averages[0].pixels
        if wanted.out:
            library.save_picture(picture, wanted.out)
        if wanted.differs:
            library.save_picture(library.draw_difference(averages[0]), wanted.differs)
        if wanted.build:
            library.save_building(
                averages[0], wanted.build, progress=self._progress, stop=self._stop
            )
        kept = self._keep(averages, labels)
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
        periods = self._library.average_over(
            of,
            period(self._wanted.over or ""),
            side=self._wanted.side,
            progress=self._progress,
            stop=self._stop,
        )
        out = self._wanted.out or ""
        self._library.save_periods(periods, out)
        return [
            Made(
                label=period.label,
                report=period.averaged.report,
                extra={"file": out, "period": period.label, "moved": period.moved},
            )
            for period in periods
        ]

    def _average(self, of: AverageOf) -> Averaged:
        return self._library.average(
            of, side=self._wanted.side, progress=self._progress, stop=self._stop
        )

    def _keep(self, averages: list[Averaged], labels: list[str]) -> list[str | None]:
        title = self._wanted.keep
        if title is None:
            return [None] * len(averages)
        return [
            self._library.keep_average(made, f"{title}, {label}" if label else title).id
            for made, label in zip(averages, labels, strict=True)
        ]


def _print(session: Session, made: list[Made]) -> None:
    """Say what an average is made of, and what its reader should know."""
    for row in made:
        print_pairs([(row.label, "")] * bool(row.label) + facts(row.report))
        for remark in row.report.remarks:
            print_message(remark)
    for remark in dict.fromkeys(remark for row in made for remark in row.remarks):
        print_message(remark)
    files = [str(row.extra["file"]) for row in made if row.extra.get("file")]
    for file in dict.fromkeys(files):
        print_message(f"Drawn to {file}.")
    print_next(
        [
            ("Put it on a photo", session.command("average", "--on", "PHOTO", "-o", "FILE")),
            ("See it over the years", session.command("average", "--over", "year", "-o", "FILE")),
        ]
    )


def period(word: str) -> By:
    """Return the period that an option means. Raises `UsageError`."""
    periods: tuple[By, ...] = ("month", "year", "collection")
    for each in periods:
        if word == each:
            return each
    raise UsageError(f"--over takes year, month or collection, not {word!r}.")


def named(near: MemberLikeness) -> str:
    """Return a face that is near to an average or far from it, with a name if it has one."""
    return f"{near.name} ({near.face})" if near.name else f"{near.face}"


def facts(report: AverageReport) -> list[tuple[str, str]]:
    """Return what an average is made of, as labels and values."""
    rows = [
        ("faces", f"{report.faces:,} of {people(report.people)}"),
        (
            "in the picture",
            f"{counted(report.shaped, 'face')} of {counted(report.voices, 'person', 'people')}",
        ),
        ("picture", f"{report.side} x {report.side} pixels"),
        ("quality", f"{report.quality:.2f} of 1, the median"),
        ("largest share", f"{report.dominant:.0%}, one person"),
    ]
    if report.faces == 1:
        return [*rows, ("time", duration(report.seconds))]
    low, middle, high = report.spread
    rows.append(("likeness", f"{middle:.2f} to the others ({low:.2f} to {high:.2f})"))
    if report.nearest and report.farthest:
        rows.append(("most typical", named(report.nearest[0])))
        rows.append(("least typical", named(report.farthest[0])))
    if report.differs:
        rows.append(("differs most", ", ".join(name for name, _ in report.differs[:3])))
    return [*rows, ("time", duration(report.seconds))]

"""What one command of `evaluate` works on, and how its findings become a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from likeness.blobs.base import crop_key
from likeness.errors import BlobNotFoundError, EvaluationError, LibraryError
from likeness.evaluation.faces import LabelledFaces
from likeness.evaluation.jackknife import help_text
from likeness.evaluation.plots.picture import Picture
from likeness.evaluation.report.model import FacePair, Figure, Headline, Report, Section
from likeness.evaluation.report.words import in_words
from likeness.types import Evaluation, EvaluationOptions, FaceId, Progress
from likeness.workflows.evaluate.dataset import Dataset
from likeness.workflows.evaluate.facts import facts
from likeness.workflows.evaluate.gather import Gathered, gather
from likeness.workflows.evaluate.output import Output
from likeness.workflows.parts import Parts

VERIFICATION = frozenset({"accuracy", "grid", "similarity"})
"""Commands whose intervals were measured to hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A data set as one detector and one model see it, and what was chosen."""

    parts: Parts
    gathered: Gathered
    options: EvaluationOptions

    @classmethod
    def of(
        cls, parts: Parts, dataset: Dataset, options: EvaluationOptions, *, everything: bool = False
    ) -> Subject:
        """Analyse the data set as far as that was not done before.

        Raises:
            EvaluationError: No face was found on any labelled photo.
            InterruptedRunError: `options.stop` said so; what was analysed is kept.
        """
        gathered = gather(
            parts, dataset, everything=everything, progress=options.progress, stop=options.stop
        )
        if not len(gathered.faces):
            photos = len(gathered.faces.missed_photos)
            raise EvaluationError(
                f"No face was found on any of the {photos:,} labelled photos of {dataset.root}"
                + (f" ({gathered.unreadable:,} cannot be read)" if gathered.unreadable else "")
                + ", so there is nothing to measure. Look whether these are photos of faces."
            )
        return cls(parts=parts, gathered=gathered, options=options)

    @property
    def faces(self) -> LabelledFaces:
        """The labelled faces."""
        return self.gathered.faces

    @property
    def names(self) -> tuple[str, str]:
        """The model and the detector."""
        settings = self.parts.settings
        return settings.embed.model, settings.detect.model

    def tell(self, done: int, total: int) -> None:
        """Say how many steps of measuring are done."""
        self.options.progress(Progress(stage="evaluate", done=done, total=total))

    # ------------------------------------------------------------ pictures of faces

    def crop(self, face: FaceId) -> bytes | None:
        """Return the small picture of a face, as WebP; None where it is lost."""
        try:
            return self.parts.blobs.get(crop_key(face))
        except (BlobNotFoundError, LibraryError):
            return None

    def label(self, row: int) -> str:
        """Return who a labelled face is and on which photo."""
        faces = self.faces
        return f"{faces.names[faces.people[row]]}\n{faces.photos[row]}"

    def pair(self, left: int, right: int, note: str) -> FacePair:
        """Return two labelled faces side by side."""
        ids = self.gathered.ids
        return FacePair(
            left=self.crop(ids[left]),
            right=self.crop(ids[right]),
            left_label=self.label(left),
            right_label=self.label(right),
            note=note,
        )

    # ------------------------------------------------------------ the report

    def headlines(self) -> tuple[Headline, ...]:
        """Return what stands beside every score: how much of the set it rests on."""
        faces = self.faces
        total = len(faces) + len(faces.missed_photos)
        return (
            Headline(
                label="Coverage",
                value=faces.coverage if total else None,
                help=f"A face was found on {len(faces):,} of {total:,} labelled photos; the rest "
                "enters no pair.",
                percent=True,
            ),
        )

    def report(
        self,
        command: str,
        title: str,
        *,
        headlines: Iterable[Headline],
        sections: Iterable[Section],
        record: Mapping[str, Any],
        warnings: Iterable[str] = (),
        estimated: bool = False,
    ) -> Report:
        """Return the report of one command, with all that the commands have in common.

        Args:
            command: Its name.
            title: Of the page.
            headlines: The figures on top; the coverage is added.
            sections: Of the page.
            record: Figures as plain values; what the commands have in common is added.
            warnings: What could not be computed; what the data set lacks is added.
            estimated: Whether figures have intervals, which are then explained.
        """
        gathered, (model, detector) = self.gathered, self.names
        sure = help_text(verification=command in VERIFICATION) if estimated else ""
        common = {
            "command": command,
            "dataset": gathered.dataset.name,
            "model": model,
            "detector": detector,
            "metric": self.options.metric,
            "seed": self.options.seed,
            "people": len(self.faces.names),
            "photos": len(self.faces) + len(self.faces.missed_photos),
            "faces": len(self.faces),
            "coverage": self.faces.coverage if len(self.faces) else 0.0,
            "unreadable": gathered.unreadable,
        }
        return Report(
            command=command,
            title=title,
            dataset=gathered.dataset.name,
            typed=self.options.typed,
            facts=facts(self.parts, gathered, seed=self.options.seed),
            warnings=(*gathered.dataset.labels.warnings, *gathered.warnings, *warnings),
            headlines=(*headlines, *self.headlines()),
            sections=(*sections, *([Section(title="How sure this is", text=sure)] if sure else [])),
            record={**common, **record, **({"intervals": sure} if sure else {})},
        )


def finished(report: Report, output: Output | None) -> Evaluation:
    """Write the report, if somewhere, and return what it says."""
    written = None if output is None else output.write_report(report)
    return Evaluation(
        command=report.command,
        figures=report.record,
        headlines=tuple((headline.label, in_words(headline)) for headline in report.headlines),
        warnings=report.warnings,
        page=None if written is None else str(written),
        files=tuple(str(file) for file in output.files) if output is not None else (),
    )


def figure(name: str, picture: Picture, caption: str, alt: str = "") -> Figure:
    """Return a plot as a report takes it."""
    return Figure(name=name, svg=picture.svg, png=picture.png, caption=caption, alt=alt or caption)

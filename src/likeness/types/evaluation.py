"""What evaluations are asked and measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from likeness.types.care import Progress
from likeness.types.ids import FaceId, PersonId
from likeness.types.words import Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationOptions:
    """What the evaluations have in common."""

    model: str | None = None  # that embeds faces; None: the one of the settings
    detector: str | None = None  # that finds faces; None: the one of the settings
    metric: Metric = "cosine"
    pairs: int | None = None  # None: all
    seed: int = 0  # of everything that is drawn
    typed: str = ""  # the command, for the report
    progress: Callable[[Progress], None] = lambda _: None
    stop: Callable[[], bool] = lambda: False  # asked between batches; what is done stays done


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What an evaluation measured."""

    command: str  # "accuracy"
    figures: Mapping[str, Any]  # plain values, as in the JSON file; each figure with its interval
    headlines: tuple[tuple[str, str], ...]  # the most telling figures, as people read them
    warnings: tuple[str, ...]  # what could not be used or computed, a sentence each
    page: str | None  # path of the report; None: nobody asked for one
    files: tuple[str, ...]  # paths of everything that was written


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigure:
    """One of the most telling figures of a report, as people read it."""

    label: str
    words: str  # "97.3 % (95.1 to 98.8 %)"
    help: str  # what it means, in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInfo:
    """A report of an evaluation that lies in the folder of reports."""

    report: str  # names it: its command, with the folder before it that it lies in
    command: str
    title: str
    dataset: str
    made: str  # ISO 8601, UTC
    page: str  # name of the file to look at
    files: tuple[str, ...]  # names of all its files
    figures: tuple[ReportFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedPerson:
    """Somebody who is on a map of faces."""

    person: PersonId
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedFace:
    """Where a face lies on a map."""

    face: FaceId
    person: int | None  # row of the people on it
    x: float  # without a unit
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceMap:
    """The faces of a library on a plane, with who they are now."""

    made: str  # ISO 8601, UTC
    method: str  # "t-SNE", or "principal components" of fewer than four faces
    perplexity: float | None  # how many neighbours a point effectively has
    trustworthiness: float | None  # [0, 1]: how far neighbours on the map are neighbours in truth
    of: int  # faces that there were, of whom at most 5,000 are on it
    people: tuple[MappedPerson, ...]
    points: tuple[MappedFace, ...]

"""What a report is made of, as data: `report.page` makes HTML of it, `report.record` JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from likeness.evaluation.estimate import Estimate

Cell = str | int | float | Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One of the few figures that stand on top."""

    label: str
    value: Cell
    help: str = ""  # what it means, in a sentence
    percent: bool = False  # whether a number is shown as a percentage


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A plot."""

    name: str  # of the file that is written beside the page, without its ending
    svg: str
    png: bytes
    caption: str
    alt: str  # for those who do not see it


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of figures."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    percent: frozenset[int] = frozenset()  # columns whose numbers are shown as percentages
    marked: frozenset[int] = frozenset()  # rows that stand out
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacePair:
    """Two faces side by side: a mistake to look at."""

    left: bytes | None  # WebP; None: there is no picture
    right: bytes | None
    left_label: str
    right_label: str
    note: str  # "cosine distance 0.071, different people"


@dataclass(frozen=True, slots=True, kw_only=True)
class FacePairs:
    """Mistakes of one kind, worst first."""

    title: str
    pairs: tuple[FacePair, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """An interactive matrix: hovering tells row, column and value; it can be searched."""

    names: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    label: str  # of the values, with unit: "mean cosine similarity"
    caption: str
    low: float | None = None  # where the colours begin; None: at the lowest value
    high: float | None = None  # where they end; None: at the highest value
    higher_is_alike: bool = (
        True  # red is alike: the highest of similarities, the lowest of distances
    )
    still: Figure | None = None  # what stands in its place in print and without scripts


@dataclass(frozen=True, slots=True, kw_only=True)
class PointMap:
    """An interactive map of faces: hovering shows the crop, the person and the photo."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    people: tuple[int, ...]  # row of `names`
    names: tuple[str, ...]
    labels: tuple[str, ...]  # of each point: its photo
    crops: tuple[bytes | None, ...]  # WebP
    caption: str
    still: Figure | None = None  # what stands in its place in print and without scripts


Block = Figure | Table | FacePairs | HeatMap | PointMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page: a heading, some sentences, and what they speak of."""

    title: str
    text: str = ""  # plain sentences; an empty line parts paragraphs
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that one command found out."""

    command: str  # "accuracy"
    title: str
    dataset: str  # its name, for people
    typed: str  # the exact command
    facts: tuple[tuple[str, str], ...]  # name and value: models, licences, versions, date, seed
    warnings: tuple[str, ...] = ()  # what could not be computed or used, a sentence each
    headlines: tuple[Headline, ...] = ()
    sections: tuple[Section, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict)  # what the JSON holds, plain values

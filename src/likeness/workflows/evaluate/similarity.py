"""evaluate similarity: how much people look alike, on average, to a model."""

from __future__ import annotations

import math
from collections.abc import Sequence

from likeness.evaluation.bands import Band
from likeness.evaluation.plots.heatmap import heatmap
from likeness.evaluation.report.model import Headline, HeatMap, Report, Section, Table
from likeness.evaluation.similarity import (
    Order,
    SimilarityMatrix,
    ordered,
    pairs_of_people,
    similarity,
    to_csv,
)
from likeness.evaluation.similarity_sample import sampled_similarity
from likeness.workflows.evaluate.groups import PERCEIVED, group_name, groups
from likeness.workflows.evaluate.output import Output
from likeness.workflows.evaluate.subject import Subject, figure

MOST_ALIKE = 12  # pairs of people listed


def measure_similarity(subject: Subject, *, order: Order = "name") -> tuple[Report, str]:
    """Return the report and the matrix as CSV.

    Args:
        subject: What to measure.
        order: Of the people.
    """
    matrix = ordered(compared(subject), order)
    model, detector = subject.names
    file = f"{model}_{detector}_similarity"
    picture = heatmap(
        matrix.names,
        matrix.values,
        label=matrix.label,
        higher_is_alike=matrix.higher_is_alike,
        title=f"How alike people are to {model}",
    )
    subject.tell(1, 1)
    caption = (
        "Each cell is the mean over all pairs of photos of two people; on the diagonal over pairs "
        "of different photos of one person, blank where there is only one photo. Red is alike, "
        "blue is unlike."
    )
    alike = pairs_of_people(matrix, MOST_ALIKE)
    interactive = HeatMap(
        names=matrix.names,
        values=_cells(matrix),
        label=matrix.label,
        higher_is_alike=matrix.higher_is_alike,
        caption=caption,
        still=figure(file, picture, caption, f"Heat map of the {matrix.label} of people"),
    )
    sections = [Section(title="Who looks like whom", blocks=(interactive,))]
    if alike:
        table = Table(
            columns=("person", "other person", matrix.label, "pairs of photos"),
            rows=tuple((*pair.names, pair.value, pair.count) for pair in alike),
            caption="The most alike different people: look at them first when a search errs.",
        )
        sections.append(Section(title="Most alike", blocks=(table,)))
    within, between = inside(matrix), outside(matrix)
    parts = means_by_group(subject)
    if parts:
        sections.append(by_group(parts, matrix.label))
    report = subject.report(
        "similarity",
        "Similarity between people",
        headlines=(
            Headline(
                label="Within a person",
                value=within,
                help=f"{matrix.label.capitalize()}, averaged over people with two photos or more.",
            ),
            Headline(
                label="Between people",
                value=between,
                help=f"{matrix.label.capitalize()}, averaged over pairs of people.",
            ),
        ),
        sections=sections,
        record={
            "order": order,
            "label": matrix.label,
            "names": list(matrix.names),
            "values": [list(row) for row in _cells(matrix)],
            "within": within,
            "between": between,
            "groups": [
                {"kind": band.kind, "group": band.label, "within": own, "between": others}
                for band, own, others in parts
            ],
            "faceless": list(matrix.faceless),
        },
        warnings=_warnings(matrix),
    )
    return report, to_csv(matrix)


def compared(subject: Subject) -> SimilarityMatrix:
    """Return the matrix over all pairs of photos, or over so many of each two people."""
    faces, options = subject.faces, subject.options
    if options.pairs is None:
        return similarity(faces, options.metric)
    return sampled_similarity(faces, options.metric, most=options.pairs, seed=options.seed)


Part = tuple[Band, float | None, float | None]
"""A group, and the means within a person and between people."""


def means_by_group(subject: Subject) -> list[Part]:
    """Return how alike people are within each group of photos."""
    parts = []
    for band in groups(subject.faces):
        matrix = similarity(subject.faces.where(band.mask), subject.options.metric)
        parts.append((band, inside(matrix), outside(matrix)))
    return parts


def by_group(parts: Sequence[Part], label: str) -> Section:
    """Return what the report says of the groups."""
    return Section(
        title="By group",
        text=f"The same among the photos of each group. {PERCEIVED}",
        blocks=(
            Table(
                columns=("group", "within a person", "between people"),
                rows=tuple((group_name(band), own, others) for band, own, others in parts),
                caption=f"{label.capitalize()}.",
            ),
        ),
    )


def write_similarity(output: Output, csv: str, subject: Subject) -> None:
    """Write the matrix beside the report."""
    model, detector = subject.names
    output.write(f"{model}_{detector}_similarity.csv", csv)


def inside(matrix: SimilarityMatrix) -> float | None:
    """Return the mean of the diagonal, without people of one photo."""
    values = [value for row in range(len(matrix.names)) if _is(value := matrix.values[row, row])]
    return float(sum(values) / len(values)) if values else None


def outside(matrix: SimilarityMatrix) -> float | None:
    """Return the mean over pairs of people."""
    count = len(matrix.names)
    values = [matrix.values[a, b] for a in range(count) for b in range(a)]
    return float(sum(values) / len(values)) if values else None


def _cells(matrix: SimilarityMatrix) -> tuple[tuple[float | None, ...], ...]:
    return tuple(
        tuple(value if math.isfinite(value) else None for value in row)
        for row in matrix.values.tolist()
    )


def _is(value: float) -> bool:
    return math.isfinite(value)


def _warnings(matrix: SimilarityMatrix) -> list[str]:
    said = []
    if matrix.faceless:
        names = ", ".join(matrix.faceless[:3]) + (", …" if len(matrix.faceless) > 3 else "")
        said.append(f"No face was found of {len(matrix.faceless):,} people: {names}")
    if len(matrix.names) == 1:
        said.append("There is only one person, so nobody to compare them with.")
    return said

"""evaluate similarity: how much people look alike, on average, to a model."""

from __future__ import annotations

import math
import secrets
from collections.abc import Sequence

import numpy as np

from likeness.errors import EvaluationError, ExportError
from likeness.evaluation.bands import Band
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.layouts.wording import counted, some
from likeness.evaluation.plots.heatmap import heatmap
from likeness.evaluation.record import plain
from likeness.evaluation.report.model import Headline, HeatMap, Report, Section, Table
from likeness.evaluation.similarity import (
    Order,
    SimilarityMatrix,
    between_people,
    csv_lines,
    most_photographed,
    ordered,
    pairs_of_people,
    similarity,
    within_people,
)
from likeness.evaluation.similarity_sample import sampled_similarity
from likeness.workflows.evaluate.groups import PERCEIVED, group_name, groups
from likeness.workflows.evaluate.output import Output, private
from likeness.workflows.evaluate.subject import Subject, figure

DRAWN = 500  # people in the picture and the JSON: 250,000 cells
MOST_PEOPLE = 5_000  # in the matrix: 200 MB, several times over
MOST_ALIKE = 12  # pairs of people listed


def measure_similarity(
    subject: Subject, *, order: Order = "name"
) -> tuple[Report, SimilarityMatrix]:
    """Return the report and the matrix of everybody, which may hold more people than the report.

    Args:
        subject: What to measure.
        order: Of the people; where not all are drawn, the whole matrix is by name.

    Raises:
        EvaluationError: There are more than MOST_PEOPLE people.
    """
    refuse_crowds(subject)
    unordered = compared(subject)
    sizes = np.unique(subject.faces.people, return_counts=True)[1]
    drawn = ordered(most_photographed(unordered, sizes, DRAWN), order)
    whole = drawn if len(drawn.names) == len(unordered.names) else ordered(unordered)
    seed = subject.options.seed
    within, between = within_people(whole, seed=seed), between_people(whole, seed=seed)
    subject.tell(1, 1)
    cells = _cells(drawn)
    sections = [Section(title="Who looks like whom", blocks=(picture(subject, drawn, cells),))]
    alike = pairs_of_people(whole, MOST_ALIKE)
    if alike:
        table = Table(
            columns=("person", "other person", whole.label, "pairs of photos"),
            rows=tuple((*pair.names, pair.value, pair.count) for pair in alike),
            caption="The most alike different people: look at them first when a search errs.",
        )
        sections.append(Section(title="Most alike", blocks=(table,)))
    parts = means_by_group(subject)
    if parts:
        sections.append(by_group(parts, whole.label))
    report = subject.report(
        "similarity",
        "Similarity between people",
        estimated=True,
        headlines=(
            Headline(
                label="Within a person",
                value=within,
                help=f"{whole.label.capitalize()}, averaged over people with two photos or more.",
            ),
            Headline(
                label="Between people",
                value=between,
                help=f"{whole.label.capitalize()}, averaged over pairs of people.",
            ),
        ),
        sections=sections,
        record={
            "order": order,
            "label": whole.label,
            "names": list(drawn.names),
            "values": [list(row) for row in cells],
            "within": plain(within),
            "between": plain(between),
            "groups": [
                {
                    "kind": band.kind,
                    "group": band.label,
                    "within": plain(own),
                    "between": plain(others),
                }
                for band, own, others in parts
            ],
            "faceless": list(whole.faceless),
        },
        warnings=_warnings(whole, len(drawn.names)),
    )
    return report, whole


def refuse_crowds(subject: Subject) -> None:
    """Raise `EvaluationError` for more people than a matrix of all of them has room for."""
    count = len(np.unique(subject.faces.people))
    if count > MOST_PEOPLE:
        raise EvaluationError(
            f"Everybody would be compared with everybody, and {count:,} people are too many for "
            f"that: at most {MOST_PEOPLE:,} are. Put some of their folders elsewhere, or measure "
            "“accuracy”, which has no such limit."
        )


def picture(
    subject: Subject, matrix: SimilarityMatrix, cells: tuple[tuple[float | None, ...], ...]
) -> HeatMap:
    """Return the matrix to look at."""
    model, detector = subject.names
    caption = (
        "Each cell is the mean over all pairs of photos of two people; on the diagonal over pairs "
        "of different photos of one person, blank where there is only one photo. Red is alike, "
        "blue is unlike."
    )
    still = heatmap(
        matrix.names,
        matrix.values,
        label=matrix.label,
        higher_is_alike=matrix.higher_is_alike,
        title=f"How alike people are to {model}",
    )
    name, alt = f"{model}_{detector}_similarity", f"Heat map of the {matrix.label} of people"
    return HeatMap(
        names=matrix.names,
        values=cells,
        label=matrix.label,
        higher_is_alike=matrix.higher_is_alike,
        caption=caption,
        still=figure(name, still, caption, alt),
    )


def compared(subject: Subject) -> SimilarityMatrix:
    """Return the matrix over all pairs of photos, or over so many of each two people."""
    faces, options = subject.faces, subject.options
    if options.pairs is None:
        return similarity(faces, options.metric)
    return sampled_similarity(faces, options.metric, most=options.pairs, seed=options.seed)


Part = tuple[Band, Estimate, Estimate]
"""A group, and the means within a person and between people."""


def means_by_group(subject: Subject) -> list[Part]:
    """Return how alike people are within each group of photos."""
    parts = []
    seed = subject.options.seed
    for band in groups(subject.faces):
        matrix = similarity(subject.faces.where(band.mask), subject.options.metric)
        own, others = within_people(matrix, seed=seed), between_people(matrix, seed=seed)
        parts.append((band, own, others))
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


def write_similarity(output: Output, matrix: SimilarityMatrix, subject: Subject) -> None:
    """Write the matrix beside the report, a row at a time: it can have 25 million cells.

    Raises:
        ExportError: The disk is full, or the folder may not be written to.
    """
    model, detector = subject.names
    file = output.folder / f"{model}_{detector}_similarity.csv"
    unfinished = output.folder / f".{file.name}.{secrets.token_hex(4)}.part"
    try:
        try:
            with open(unfinished, "xb", opener=private) as out:
                out.writelines(line.encode("utf-8", "replace") for line in csv_lines(matrix))
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as exc:
        raise ExportError(f"{file} cannot be written: {exc.strerror}.") from exc
    output.files.append(file)


def _cells(matrix: SimilarityMatrix) -> tuple[tuple[float | None, ...], ...]:
    return tuple(
        tuple(value if math.isfinite(value) else None for value in row)
        for row in matrix.values.tolist()
    )


def _warnings(matrix: SimilarityMatrix, drawn: int) -> list[str]:
    said = []
    if drawn < len(matrix.names):
        said.append(
            f"The picture and the JSON hold the {drawn:,} of {len(matrix.names):,} people of whom "
            "there are most photos; the CSV holds everybody, by name."
        )
    if matrix.faceless:
        people = counted(len(matrix.faceless), "person", "people")
        said.append(f"No face was found of {people}: {some(matrix.faceless)}")
    if len(matrix.names) == 1:
        said.append("There is only one person, so nobody to compare them with.")
    return said

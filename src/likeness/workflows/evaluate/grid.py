"""evaluate grid: models, detectors and metrics on the same pairs, all of them and by sub-folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from likeness.errors import UsageError
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.metrics import METRICS, Metric, distances
from likeness.evaluation.pairs import Pairs, balanced, every, total
from likeness.evaluation.plots.grid import grid
from likeness.evaluation.record import plain
from likeness.evaluation.report.model import Figure, Headline, Report, Section, Table
from likeness.evaluation.verification import Compared, compare
from likeness.workflows.evaluate.accuracy import LEAST_PAIRS, thinned
from likeness.workflows.evaluate.facts import of_model
from likeness.workflows.evaluate.groups import group_name, groups
from likeness.workflows.evaluate.subject import Subject, figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

WHOLE = "all photos"
MOST_PAIRS = 500_000  # compared where nobody says how many: more take minutes for each cell
REPLICATES = 1000
DIGITS = 5  # of a difference: embeddings are float32


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The photos on which every engine found the face, c in all, and which of them are compared."""

    rows: tuple[NDArray[np.intp], ...]  # (c,) of each subject's faces
    people: NDArray[np.intp]  # (c,)
    groups: tuple[tuple[str, NDArray[np.bool_]], ...]  # name and (c,) who is in it
    pairs: Pairs  # of rows of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One engine with one metric on one part of the set."""

    subset: str
    detector: str
    model: str
    metric: Metric
    accuracy: Compared
    auc: Compared

    @property
    def engine(self) -> str:
        """The row of the table."""
        return f"{self.model}, {self.detector}"


def metrics_named(names: Sequence[str]) -> tuple[Metric, ...]:
    """Return the metrics of these names, all if there are none. Raises `UsageError`."""
    for name in names:
        if name not in METRICS:
            raise UsageError(f"No metric {name!r}. Known metrics: {', '.join(METRICS)}.")
    return tuple(metric for metric in METRICS if not names or metric in names)


def measure_grid(subjects: Sequence[Subject], *, metrics: tuple[Metric, ...]) -> Report:
    """Return the report that compares several engines on one data set.

    Args:
        subjects: One of each detector and model, at least one.
        metrics: To compare embeddings with.
    """
    first = subjects[0]
    shared = shared_photos(subjects)
    parts = parts_of(shared)
    cells: list[Cell] = []
    for done, (label, pairs) in enumerate(parts):
        first.tell(done, len(parts))
        cells += compared(subjects, shared, pairs, metrics, label)
    first.tell(len(parts), len(parts))
    whole = [cell for cell in cells if cell.subset == WHOLE]
    ranked = "accuracy" if any(cell.accuracy.figure.value is not None for cell in whole) else "auc"
    sections = [heat_maps(whole, metrics), table_of(whole, "All photos"), engines(subjects)]
    for label, _ in parts[1:]:
        sections.append(table_of([cell for cell in cells if cell.subset == label], label))
    return first.report(
        "grid",
        "Models, detectors and metrics compared",
        estimated=True,
        headlines=headlines(whole, ranked, shared),
        sections=sections,
        record={
            "ranked_by": ranked,
            "photos_compared": len(shared.people),
            "pairs_compared": len(shared.pairs.same),
            "engines": [engine_record(subject) for subject in subjects],
            "cells": [cell_record(cell) for cell in cells],
        },
        warnings=warnings(subjects, shared),
    )


# ---------------------------------------------------------------- what is compared


def shared_photos(subjects: Sequence[Subject]) -> Shared:
    """Return what all engines found: only there their embeddings answer the same questions."""
    first = subjects[0]
    by_photo = [
        {photo: row for row, photo in enumerate(subject.faces.photos)} for subject in subjects
    ]
    common = [photo for photo in first.faces.photos if all(photo in known for known in by_photo)]
    rows = tuple(np.array([known[photo] for photo in common], np.intp) for known in by_photo)
    people = first.faces.people[rows[0]]
    return Shared(
        rows=rows,
        people=people,
        groups=tuple((group_name(band), band.mask[rows[0]]) for band in groups(first.faces)),
        pairs=pairs_of(first, people, rows[0]),
    )


def pairs_of(subject: Subject, people: NDArray[np.intp], rows: NDArray[np.intp]) -> Pairs:
    """Return the pairs to compare, as rows of the shared photos."""
    options, listed = subject.options, subject.gathered.pairs
    if listed is not None:
        place = np.full(len(subject.faces), -1, np.intp)
        place[rows] = np.arange(len(rows))
        chosen = thinned(listed, options.pairs, options.seed)
        kept = (place[chosen.left] >= 0) & (place[chosen.right] >= 0)
        return Pairs(
            left=place[chosen.left[kept]],
            right=place[chosen.right[kept]],
            same=chosen.same[kept],
        )
    if options.pairs is None and sum(total(people)) <= MOST_PAIRS:
        return every(people)
    return balanced(people, options.pairs or MOST_PAIRS, options.seed)


def parts_of(shared: Shared) -> list[tuple[str, Pairs]]:
    """Return the whole and every group, each with its pairs."""
    pairs = shared.pairs
    parts = [(WHOLE, pairs)]
    for label, inside in shared.groups:
        kept = inside[pairs.left] & inside[pairs.right]
        part = Pairs(left=pairs.left[kept], right=pairs.right[kept], same=pairs.same[kept])
        if min(part.same.sum(), (~part.same).sum()) >= LEAST_PAIRS:
            parts.append((label, part))
    return parts


def compared(
    subjects: Sequence[Subject],
    shared: Shared,
    pairs: Pairs,
    metrics: tuple[Metric, ...],
    subset: str,
) -> list[Cell]:
    """Return every engine with every metric on some pairs."""
    keys = [(number, metric) for number in range(len(subjects)) for metric in metrics]
    measured = {}
    for number, metric in keys:
        faces, rows = subjects[number].faces, shared.rows[number]
        left, right = rows[pairs.left], rows[pairs.right]
        measured[f"{number} {metric}"] = distances(
            metric, faces.vectors[left], faces.norms[left], faces.vectors[right], faces.norms[right]
        )
    seed = subjects[0].options.seed
    by_accuracy, by_auc = (
        compare(shared.people, pairs, measured, figure=rule, seed=seed, replicates=REPLICATES)
        for rule in ("accuracy", "auc")
    )
    return [
        Cell(
            subset=subset,
            detector=subjects[number].names[1],
            model=subjects[number].names[0],
            metric=metric,
            accuracy=rounded(accuracy),
            auc=rounded(auc),
        )
        for (number, metric), accuracy, auc in zip(keys, by_accuracy, by_auc, strict=True)
    ]


def rounded(found: Compared) -> Compared:
    """Return a comparison without the digits in which only the metrics' rounding differs."""
    gap = found.difference
    low, value, high = (
        None if end is None else round(end, DIGITS) + 0.0 for end in (gap.low, gap.value, gap.high)
    )
    return replace(found, difference=replace(gap, low=low, value=value, high=high))


# ---------------------------------------------------------------- what the report says


def headlines(whole: Sequence[Cell], ranked: str, shared: Shared) -> tuple[Headline, ...]:
    """Return whether there is a best one, and what it rests on."""
    sure = [cell for cell in whole if (cell.accuracy if ranked == "accuracy" else cell.auc).best]
    best = f"{sure[0].engine}: {', '.join(cell.metric for cell in sure)}" if sure else "none surely"
    judge = "the accuracy" if ranked == "accuracy" else "the AUC"
    return (
        Headline(
            label="Best",
            value=best,
            help=f"By {judge}. Said only where the interval of the difference to each of the "
            "others, over the same people, leaves 0 out. Metrics that order pairs alike share the "
            "place.",
        ),
        Headline(
            label="Photos compared",
            value=len(shared.people),
            help="On which every detector found a face: the same questions for everybody.",
        ),
        Headline(label="Pairs compared", value=len(shared.pairs.same)),
    )


def warnings(subjects: Sequence[Subject], shared: Shared) -> list[str]:
    """Say what the comparison leaves out."""
    said = []
    least = min(len(subject.faces) for subject in subjects)
    if len(subjects) > 1 and len(shared.people) < max(len(subject.faces) for subject in subjects):
        said.append(
            f"Compared are the {len(shared.people):,} photos on which all found a face; a detector "
            f"that finds fewer ({least:,} at least) is not punished here: see its coverage."
        )
    possible = sum(total(shared.people))
    if subjects[0].gathered.pairs is None and possible > len(shared.pairs.same):
        said.append(
            f"{len(shared.pairs.same):,} of {possible:,} possible pairs were drawn, half of them "
            "of one person as far as there are so many."
        )
    return said


def heat_maps(whole: Sequence[Cell], metrics: tuple[Metric, ...]) -> Section:
    """Return accuracy and AUC as tables of colours."""
    names = list(dict.fromkeys(cell.engine for cell in whole))
    place = {(cell.engine, cell.metric): cell for cell in whole}

    def drawn(rule: str, title: str, label: str) -> Figure:
        found: dict[tuple[str, Metric], Compared] = {
            key: cell.accuracy if rule == "accuracy" else cell.auc for key, cell in place.items()
        }
        marked = {
            (row, column)
            for row, engine in enumerate(names)
            for column, metric in enumerate(metrics)
            if found[engine, metric].best
        }
        estimates: list[list[Estimate | None]] = [
            [found[engine, metric].figure for metric in metrics] for engine in names
        ]
        picture = grid(
            names,
            list(metrics),
            estimates,
            label=label,
            marked=marked,
            marked_means="better than all others beyond doubt, over the same people",
            title=title,
        )
        return figure(f"grid_{rule}", picture, f"{title}; a mark means surely the best.")

    return Section(
        title="At a glance",
        text="Metrics that order pairs alike have the same AUC: on unit vectors cosine, "
        "euclidean_l2 and angular always do. Only euclidean also looks at the length of vectors.",
        blocks=(
            drawn("accuracy", "Accuracy at thresholds fitted on other people", "Balanced accuracy"),
            drawn("auc", "Area under the ROC curve", "AUC"),
        ),
    )


def table_of(cells: Sequence[Cell], title: str) -> Section:
    """Return the figures of one part of the set: a table for each kind of figure."""
    kinds = (
        ("Accuracy at thresholds fitted on other people", [cell.accuracy for cell in cells]),
        ("AUC", [cell.auc for cell in cells]),
    )
    blocks = []
    missing = []
    for name, found in kinds:
        notes = {each.figure.note for each in found if each.figure.value is None}
        if all(each.figure.value is None for each in found):
            missing.append(f"{name}: {' '.join(sorted(notes))}")
            continue
        blocks.append(
            Table(
                columns=("model", "detector", "metric", name.partition(" ")[0], "behind the best"),
                rows=tuple(
                    (cell.model, cell.detector, cell.metric, each.figure, each.difference)
                    for cell, each in zip(cells, found, strict=True)
                ),
                marked=frozenset(row for row, each in enumerate(found) if each.best),
                caption=f"{name}.",
            )
        )
    text = "Intervals of differences are over the same people, and narrower than those of figures."
    return Section(title=title, text="\n\n".join([text, *missing]), blocks=tuple(blocks))


def engines(subjects: Sequence[Subject]) -> Section:
    """Return coverage, speed and terms of every engine."""
    rows = []
    for subject in subjects:
        model, detector = subject.names
        speed, spec = subject.gathered.speed, subject.parts.registry.get(model)
        rows.append(
            (
                model,
                detector,
                subject.faces.coverage,
                None if speed is None else speed.per_second,
                spec.weights_licence,
            )
        )
    return Section(
        title="Coverage and speed",
        text="Speed is from file to embedding on this machine, loading the models included, over "
        "all photos that were ever measured with this cache.",
        blocks=(
            Table(
                columns=("model", "detector", "coverage", "photos per second", "weights"),
                rows=tuple(rows),
                percent=frozenset({2}),
            ),
        ),
    )


def cell_record(cell: Cell) -> dict[str, object]:
    """Return one cell as plain values."""
    return {
        "subset": cell.subset,
        "model": cell.model,
        "detector": cell.detector,
        "metric": cell.metric,
        "accuracy": plain(cell.accuracy.figure),
        "accuracy_behind": plain(cell.accuracy.difference),
        "auc": plain(cell.auc.figure),
        "auc_behind": plain(cell.auc.difference),
        "best": cell.accuracy.best,
        "best_auc": cell.auc.best,
    }


def engine_record(subject: Subject) -> dict[str, object]:
    """Return what is known of one engine as plain values."""
    model, detector = subject.names
    speed = subject.gathered.speed
    terms = dict(of_model("model", subject.parts.registry.get(model)))
    return {
        "model": model,
        "detector": detector,
        "coverage": subject.faces.coverage,
        "photos_per_second": None if speed is None else speed.per_second,
        "licence": terms["model, licence of the weights"],
    }

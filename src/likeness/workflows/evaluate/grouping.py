"""evaluate grouping: are faces sorted into the right people, and how do other ways compare?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.evaluation.bands import Band
from likeness.evaluation.baselines.compare import Placed, Truth, compare
from likeness.evaluation.baselines.published import DLIB, Space, published_for
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.mistakes import Worst
from likeness.evaluation.partition import PartitionScores, score
from likeness.evaluation.plots.forest import Row, forest
from likeness.evaluation.record import plain
from likeness.evaluation.report.model import FacePairs, Figure, Headline, Report, Section, Table
from likeness.grouping.clustering import group
from likeness.grouping.evidence import EVEN
from likeness.types import Grouping, GroupingFaces
from likeness.workflows.evaluate.groups import PERCEIVED, group_name
from likeness.workflows.evaluate.groups import groups as bands_of
from likeness.workflows.evaluate.subject import Subject, figure

REPLICATES = 1000
MOST_FACES = 6_000  # whose pairs are looked through for the false-match rate: 36 million
AT_ONCE = 4_000_000  # distances that are held
WORST = 12  # mistakes of each kind shown
OURS = "Likeness"
MODELS_OF_DLIB = ("dlib", "dlib-one-view")
SHORT = {"oracle": "oracle", "published": "published", "same false-match rate": "same FMR"}
SUITED = "by what suits these photos"
CALIBRATED_FOR = "dlib"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One way of grouping and how good it was."""

    name: str
    rule: str  # how its threshold was found
    threshold: float | None
    space: str  # metric of the threshold
    scores: PartitionScores | None  # None: it was not run
    note: str


def measure_grouping(subject: Subject) -> Report:
    """Return the report on grouping."""
    truth = truth_of(subject)
    subject.tell(0, 3)
    found = group(subject.gathered.every)
    ours = groups_of(subject.gathered.every, found)
    subject.tell(1, 3)
    rows = [scored_ours(subject, truth, ours), *scored_others(subject, truth, even_of(found))]
    subject.tell(2, 3)
    best = rows[0]
    bands_scored = scored_by_group(subject, truth, ours)
    sections = [comparison(rows)]
    if best.scores is not None:
        sections += [by_group(bands_scored), mistakes(subject, ours)]
    subject.tell(3, 3)
    spare = len(subject.gathered.every.ids) - len(subject.faces)
    warnings = []
    if spare:
        warnings.append(
            f"{spare:,} faces without a label, such as those of bystanders, were grouped with the "
            "others and are not scored."
        )
    if subject.names[0] != CALIBRATED_FOR:
        warnings.append(
            f"Grouping was fitted for the embeddings of {CALIBRATED_FOR}; those of "
            f"{subject.names[0]} may need other constants."
        )
    return subject.report(
        "grouping",
        "Grouping faces into people",
        estimated=True,
        headlines=headlines(best),
        sections=sections,
        record={
            "unlabelled_faces": spare,
            "methods": [record_of(row) for row in rows],
            "groups": [
                {"kind": band.kind, "group": band.label, "scores": plain(found)}
                for band, found in bands_scored
            ],
        },
        warnings=warnings,
    )


# ---------------------------------------------------------------- grouping and scoring


def truth_of(subject: Subject) -> Truth:
    """Return who the photos show; faces without a label are grouped and not judged."""
    faces = subject.faces
    return Truth(people=faces.people, missed_people=faces.missed_people, rows=subject.gathered.rows)


def groups_of(every: GroupingFaces, found: Grouping) -> NDArray[np.intp]:
    """Return the group of each face (n,) that `likeness group` made; alone: a group of one."""
    numbers = {person: row for row, person in enumerate(found.founded)}
    groups = np.arange(len(numbers), len(numbers) + len(every.ids))
    for row, face in enumerate(every.ids):
        person = found.assignments.get(face)
        if person is not None:
            groups[row] = numbers[person]
    return groups.astype(np.intp)


def even_of(found: Grouping) -> float | None:
    """Return the distance at which two faces are as likely one person as two, in this library."""
    if found.labelings is None:
        return None
    return EVEN * float(found.labelings.strictness[found.labelings.chosen])


def scored_ours(subject: Subject, truth: Truth, groups: NDArray[np.intp]) -> Scored:
    """Return how good Likeness is."""
    return Scored(
        name=OURS,
        rule=SUITED,
        threshold=None,
        space="euclidean_l2",
        scores=judged(subject, truth, truth.photos(groups)),
        note="",
    )


def scored_others(subject: Subject, truth: Truth, even: float | None) -> list[Scored]:
    """Return how good the known ways of grouping are, each at several thresholds.

    Args:
        subject: What is measured.
        truth: Who the photos show.
        even: Of `even_of`: which share of pairs of different people Likeness lets pass.
    """
    every, seed = subject.gathered.every, subject.options.seed
    spaces: dict[Space, NDArray[np.float32]] = {
        "euclidean_l2": every.vectors,
        "euclidean": every.vectors * subject.gathered.norms[:, None],
    }
    published = published_for(DLIB) if subject.names[0] in MODELS_OF_DLIB else ()
    placed = compare(
        spaces,
        truth,
        published=published,
        rate=None if even is None else false_match_rate(subject, even),
        seed=seed,
    )
    return [scored(subject, truth, each) for each in placed]


def scored(subject: Subject, truth: Truth, placed: Placed) -> Scored:
    """Return how good one known way is at one threshold."""
    return Scored(
        name=placed.baseline.title,
        rule=placed.rule,
        threshold=placed.threshold,
        space=placed.space,
        scores=None if placed.groups is None else judged(subject, truth, placed.groups),
        note=placed.note,
    )


def false_match_rate(subject: Subject, limit: float) -> float | None:
    """Return the share of pairs of different people within this distance; None: no pair.

    Of more than MOST_FACES faces a sample that the seed draws is looked at.
    """
    faces = subject.faces
    rows = np.arange(len(faces))
    if len(rows) > MOST_FACES:
        rng = np.random.default_rng(subject.options.seed)
        rows = np.sort(rng.choice(len(faces), MOST_FACES, replace=False))
    vectors, people = faces.vectors[rows], faces.people[rows]
    near = total = 0
    step = max(1, AT_ONCE // max(len(rows), 1))
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        apart = 2 - 2 * (vectors[part] @ vectors.T).astype(np.float64)
        different = people[part, None] != people[None]
        near += int(np.count_nonzero(different & (apart <= limit * limit)))
        total += int(np.count_nonzero(different))
    return near / total if total else None


def judged(subject: Subject, truth: Truth, groups: NDArray[np.intp]) -> PartitionScores:
    """Return the scores of groups of all labelled photos (n + m,)."""
    everybody = np.concatenate([truth.people, truth.missed_people])
    return score(
        everybody,
        groups,
        seed=subject.options.seed,
        replicates=REPLICATES,
        faces=len(truth.people),
    )


# ---------------------------------------------------------------- what the report says


def headlines(ours: Scored) -> tuple[Headline, ...]:
    """Return the figures on top."""
    found = ours.scores
    if found is None:
        return ()
    return (
        Headline(
            label="BCubed F",
            value=found.bcubed_f,
            help="Balance of the next two, over all labelled photos; a photo without a face that "
            "was found is a group of its own.",
        ),
        Headline(
            label="Precision",
            value=found.bcubed_precision,
            help="How much of a photo's group shows the same person.",
        ),
        Headline(
            label="Recall",
            value=found.bcubed_recall,
            help="How much of a person's photos are in one group.",
        ),
        Headline(
            label="People found",
            value=found.groups,
            help=f"Groups of two faces or more. In truth there are {found.people:,} people, "
            f"{found.findable:,} of them with two photos or more; {found.singletons:,} faces are "
            "alone.",
        ),
    )


def comparison(rows: list[Scored]) -> Section:
    """Return all ways of grouping side by side."""
    nothing = Estimate.missing
    picture = forest(
        [
            Row(
                label=label_of(row),
                estimate=row.scores.bcubed_f if row.scores else nothing(row.note or "not run"),
                group="",
                marked=row.name == OURS,
            )
            for row in rows
        ],
        axis_label="BCubed F over all labelled photos",
        title="Ways of grouping",
    )
    table = Table(
        columns=(
            "method",
            "threshold",
            "metric",
            "chosen",
            "BCubed F",
            "precision",
            "recall",
            "pairwise F",
            "people",
            "alone",
        ),
        rows=tuple(line(row) for row in rows),
        caption="Known ways of grouping beside Likeness.",
        marked=frozenset({0}),
        note="oracle: the threshold that is best on this very set, which nobody knows beforehand. "
        "published: where its authors put it for this embedding. same false-match rate: where as "
        "many pairs of different people are accepted as are likelier one person to Likeness. "
        + sources(rows),
    )
    blocks: tuple[Figure | Table, ...] = (
        figure("grouping_methods", picture, "BCubed F of each way of grouping, with intervals"),
        table,
    )
    return Section(
        title="Beside other ways of grouping",
        text="All are given the same faces. Likeness finds out from the photos how strict it has "
        "to be, and knows that two faces of one photo are two people.",
        blocks=blocks,
    )


def label_of(row: Scored) -> str:
    """Return what a way of grouping is called in the plot: one may be published at several."""
    if row.name == OURS:
        return row.name
    published = row.rule == "published" and row.threshold is not None
    if row.rule not in SHORT:
        return row.name
    return f"{row.name}, {SHORT[row.rule]}" + (f" {row.threshold:g}" if published else "")


def line(row: Scored) -> tuple[str | float | int | Estimate | None, ...]:
    """Return one row of the table."""
    found = row.scores
    if found is None:
        missing = Estimate.missing(row.note)
        return (row.name, row.threshold, row.space, row.rule, missing, *(None,) * 5)
    return (
        row.name,
        row.threshold,
        row.space,
        row.rule,
        found.bcubed_f,
        found.bcubed_precision,
        found.bcubed_recall,
        found.pairwise_f,
        found.groups,
        found.singletons,
    )


def sources(rows: list[Scored]) -> str:
    """Return where published thresholds were published."""
    known = dict.fromkeys(
        f"{row.name} {row.threshold:g}: {row.note}"
        for row in rows
        if row.rule == "published" and row.note and row.threshold is not None
    )
    return "; ".join(known) + ("." if known else "")


def scored_by_group(
    subject: Subject, truth: Truth, groups: NDArray[np.intp]
) -> list[tuple[Band, PartitionScores]]:
    """Return the figures of children, profiles and sub-folders within the grouping of all."""
    everybody = np.concatenate([truth.people, truth.missed_people])
    rows = []
    for band in bands_of(subject.faces):
        missed = band.missed
        if missed is None:
            missed = np.zeros(len(truth.missed_people), np.bool_)
        found = score(
            everybody,
            truth.photos(groups),
            seed=subject.options.seed,
            replicates=REPLICATES,
            faces=len(truth.people),
            judged=np.concatenate([band.mask, missed]),
        )
        rows.append((band, found))
    return rows


def by_group(rows: list[tuple[Band, PartitionScores]]) -> Section:
    """Return what the report says of the groups."""
    if not rows:
        return Section(title="By group", text="All photos are of one kind.")
    return Section(
        title="By group",
        text=f"How the photos of each group fare within the grouping of all. {PERCEIVED}",
        blocks=(
            Table(
                columns=("group", "photos", "BCubed F", "precision", "recall"),
                rows=tuple(
                    (
                        group_name(band),
                        found.photos,
                        found.bcubed_f,
                        found.bcubed_precision,
                        found.bcubed_recall,
                    )
                    for band, found in rows
                ),
            ),
        ),
    )


def mistakes(subject: Subject, groups: NDArray[np.intp]) -> Section:
    """Return different people in one group, nearest pairs first, and photos left alone."""
    faces = subject.faces
    own = groups[subject.gathered.rows]
    merged = worst_merges(own, faces.people, faces.vectors)
    torn = worst_splits(own, faces.people, faces.vectors)
    blocks = tuple(
        FacePairs(
            title=title,
            pairs=tuple(
                subject.pair(left, right, f"euclidean_l2 distance {apart:.3f}")
                for left, right, apart in pairs
            ),
        )
        for title, pairs in (
            ("Different people in one group", merged),
            ("One person in two groups, though close", torn),
        )
        if pairs
    )
    return Section(
        title="The worst mistakes",
        text="" if blocks else "Every group holds one person, and every person is in one group.",
        blocks=blocks,
    )


Near = list[tuple[int, int, float]]
"""Two faces, by row, and their distance."""


def worst_merges(
    groups: NDArray[np.intp], people: NDArray[np.intp], vectors: NDArray[np.float32]
) -> Near:
    """Return for each pair of people that share a group the two nearest faces, nearest first."""
    return nearest_of_couples(groups, people, vectors)


def worst_splits(
    groups: NDArray[np.intp], people: NDArray[np.intp], vectors: NDArray[np.float32]
) -> Near:
    """Return for each two groups of one person the two nearest faces, nearest first."""
    return nearest_of_couples(people, groups, vectors)


def nearest_of_couples(
    shared: NDArray[np.intp], labels: NDArray[np.intp], vectors: NDArray[np.float32]
) -> Near:
    """Return the nearest faces of every two labels among faces that share something."""
    nearest = Worst(labels, farthest=False, shown=WORST, per_couple=1)
    for rows in members(shared):
        left, right, apart = pairs_within(rows, labels, vectors)
        nearest.add(left, right, apart)
    return [(each.left, each.right, each.distance) for each in nearest.mistakes()]


def members(labels: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Return the rows that share a label, for every label that two rows have."""
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order])) + 1
    return [rows for rows in np.split(order, starts) if len(rows) > 1]


MOST_COMPARED = 400  # faces of one person or group whose pairs are looked through


def pairs_within(
    rows: NDArray[np.intp], labels: NDArray[np.intp], vectors: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """Return the pairs of some faces that differ in their label, and their euclidean distances."""
    rows = np.sort(rows)[:MOST_COMPARED]
    different = np.triu(labels[rows, None] != labels[rows], 1)
    left, right = np.nonzero(different)
    squares = 2 - 2 * (vectors[rows] @ vectors[rows].T)[left, right]
    return rows[left], rows[right], np.sqrt(np.maximum(squares, 0))


def record_of(row: Scored) -> dict[str, object]:
    """Return one way of grouping as plain values."""
    scores = row.scores
    return {
        "method": row.name,
        "rule": row.rule,
        "threshold": row.threshold,
        "metric": row.space,
        "note": row.note,
        "scores": None if scores is None else {**plain(scores), "coverage": scores.coverage},
    }

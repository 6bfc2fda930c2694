"""evaluate accuracy: how well one person's photos and different people's are told apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from likeness.evaluation.bands import Band
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.faces import LabelledFaces
from likeness.evaluation.metrics import distances, scale
from likeness.evaluation.pairs import Pairs, balanced, every, total
from likeness.evaluation.plots.curves import Line, det, roc
from likeness.evaluation.plots.density import density
from likeness.evaluation.plots.forest import Row, forest
from likeness.evaluation.record import plain
from likeness.evaluation.report.model import (
    Cell,
    FacePairs,
    Figure,
    Headline,
    Report,
    Section,
    Table,
)
from likeness.evaluation.verification import Drawn, Verification, verify
from likeness.workflows.evaluate.gather import ListedPairs
from likeness.workflows.evaluate.groups import KINDS, PERCEIVED, group_name, groups
from likeness.workflows.evaluate.output import Output
from likeness.workflows.evaluate.subject import Subject, figure
from likeness.workflows.tables import neutralised

REPLICATES = 1000
LEAST_PAIRS = 10  # that a figure or a point of a curve rests on: below, it would say nothing
LEAST_DRAWN = 30  # pairs of each kind that a density should rest on
MOST_LISTED = 1_000_000  # pairs that are written as a table


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The figures of one part of the data set."""

    band: Band
    same: int  # pairs of one person
    different: int  # pairs of different people
    found: Verification | None  # None: there are too few pairs
    coverage: float | None


def measure_accuracy(subject: Subject) -> Report:
    """Return the report on verification: are two photos of one person?"""
    faces, options = subject.faces, subject.options
    pairs, warnings = pairs_of(subject)
    subject.tell(0, 2)
    whole = verify(
        faces, metric=options.metric, pairs=pairs, seed=options.seed, replicates=REPLICATES
    )
    subject.tell(1, 2)
    cut = list(slices(subject, pairs))
    subject.tell(2, 2)
    sections = [
        Section(
            title="How well pairs are told apart",
            text=(
                "A pair of photos counts as one person if their distance is at most the threshold. "
                "The further the two hills are apart, the fewer mistakes any threshold makes."
            ),
            blocks=tuple(plots(subject, whole)),
        ),
        rates(whole),
        thresholds(whole),
    ]
    if cut:
        sections.append(by_group(cut))
    sections.append(mistakes(subject, whole))
    return subject.report(
        "accuracy",
        "Accuracy of verification",
        estimated=True,
        headlines=headlines(whole),
        sections=sections,
        record={
            **plain(whole),
            "pairs": "listed" if subject.gathered.pairs else "all" if pairs is None else "balanced",
            "groups": [
                {
                    "kind": part.band.kind,
                    "group": part.band.label,
                    "coverage": part.coverage,
                    "same": part.same,
                    "different": part.different,
                    **(plain(part.found) if part.found else {}),
                }
                for part in cut
            ],
        },
        warnings=[*warnings, *unlisted(subject, pairs)],
    )


def unlisted(subject: Subject, pairs: Pairs | None) -> list[str]:
    """Say that there are too many pairs for a table of them, if so."""
    if pairs is not None or sum(total(subject.faces.people)) <= MOST_LISTED:
        return []
    many = f"There are more than {MOST_LISTED:,} pairs, so no table of them is written"
    return [f"{many}; say how many with --pairs."]


# ---------------------------------------------------------------- which pairs


def pairs_of(subject: Subject) -> tuple[Pairs | None, list[str]]:
    """Return the pairs to compare, None for all, and what has to be said about them."""
    listed, options = subject.gathered.pairs, subject.options
    if listed is not None:
        said = []
        if listed.lost:
            named = len(listed.same) + listed.lost
            said.append(
                f"{listed.lost:,} of the {named:,} listed pairs are left out: no face was found on "
                f"one of their photos ({listed.lost_same:,} of them of one person)."
            )
        return thinned(listed, options.pairs, options.seed), said
    if options.pairs is None:
        return None, []
    pairs = balanced(subject.faces.people, options.pairs, options.seed)
    same, different = total(subject.faces.people)
    said = []
    if len(pairs.same) < options.pairs:
        kept = int(pairs.same.sum())
        said.append(
            f"{options.pairs:,} pairs were asked for, half of them of one person. There are only "
            f"{same:,} pairs of one person and {different:,} of different people; "
            f"{kept:,} and {len(pairs.same) - kept:,} are compared."
        )
    return pairs, said


def thinned(listed: ListedPairs, most: int | None, seed: int) -> Pairs:
    """Return the listed pairs, or *most* of them: as many of one person as not, if there are."""
    rows = np.arange(len(listed.same))
    if most is not None and most < len(rows):
        rng = np.random.default_rng(seed)
        sides = [rng.permutation(rows[listed.same == side]) for side in (True, False)]
        same = min(len(sides[0]), max(most // 2, most - len(sides[1])))
        rows = np.sort(np.concatenate([sides[0][:same], sides[1][: most - same]]))
    return Pairs(left=listed.left[rows], right=listed.right[rows], same=listed.same[rows])


def slices(subject: Subject, pairs: Pairs | None) -> Iterator[Slice]:
    """Yield the figures of every group, as far as there are pairs enough."""
    faces, options = subject.faces, subject.options
    for band in groups(faces):
        part, kept = within(faces, pairs, band)
        same, different = total(part.people) if kept is None else counts(kept)
        found = None
        if min(same, different) >= LEAST_PAIRS:
            found = verify(
                part, metric=options.metric, pairs=kept, seed=options.seed, replicates=REPLICATES
            )
        share = part.coverage if band.missed is not None else None
        yield Slice(band=band, same=same, different=different, found=found, coverage=share)


def counts(pairs: Pairs) -> tuple[int, int]:
    """Return how many pairs are of one person, and how many of different people."""
    same = int(pairs.same.sum())
    return same, len(pairs.same) - same


def within(
    faces: LabelledFaces, pairs: Pairs | None, band: Band
) -> tuple[LabelledFaces, Pairs | None]:
    """Return the faces of a group and the pairs of which both faces are in it."""
    part = faces.where(band.mask, band.missed)
    if pairs is None:
        return part, None
    rows = np.cumsum(band.mask) - 1
    kept = band.mask[pairs.left] & band.mask[pairs.right]
    return part, Pairs(
        left=rows[pairs.left[kept]], right=rows[pairs.right[kept]], same=pairs.same[kept]
    )


# ---------------------------------------------------------------- what the report says


def headlines(found: Verification) -> tuple[Headline, ...]:
    """Return the figures on top."""
    return (
        Headline(
            label="Accuracy",
            value=found.accuracy.accuracy,
            help="Mean of the shares of right answers on pairs of one person and of different "
            "people, at a threshold fitted on other people.",
            percent=True,
        ),
        Headline(
            label="AUC",
            value=found.auc,
            help="The chance that two photos of one person are closer than two of different "
            "people; 1 is perfect, 0.5 is guessing.",
        ),
        Headline(
            label="Equal error rate",
            value=found.eer,
            help="Where as many pairs of one person are refused as pairs of others accepted.",
            percent=True,
        ),
        *(
            Headline(
                label=f"Found at FAR {rate.far:g}",
                value=rate.tar,
                help="Share of pairs of one person that are accepted when that share of pairs of "
                "different people is.",
                percent=True,
            )
            for rate in found.tar
            if rate.far in {1e-2, 1e-3}
        ),
    )


def plots(subject: Subject, found: Verification) -> Iterator[Figure]:
    """Yield densities, ROC and DET, as far as there are pairs of both kinds."""
    model, detector = subject.names
    if found.densities is not None:
        picture = density(
            found.densities.x,
            found.densities.same,
            found.densities.different,
            thresholds=marks(found),
            axis_label=f"{scale(found.metric).label} ({scale(found.metric).unit})",
            title=f"Distances of pairs, {model}",
        )
        yield figure(
            f"{model}_{detector}_accuracy",
            picture,
            f"Density of the distances of {found.same:,} pairs of one person and "
            f"{found.different:,} of different people"
            + (", too few for the hills to mean much." if few(found) else "."),
        )
    line = None if found.curve is None else drawable(model, found.curve, found.different)
    if line is None:
        return
    yield figure(
        f"{model}_{detector}_roc",
        roc([line], title="Receiver operating characteristic"),
        "Share of pairs of one person that are accepted, against the share of pairs of different "
        "people that are, as far as there are pairs enough; the band is the 95 % interval at each "
        "point.",
    )
    yield figure(
        f"{model}_{detector}_det",
        det([line], title="Detection error trade-off"),
        "The same errors on scales on which normally distributed distances make a straight line: "
        "lower left is better.",
    )


def few(found: Verification) -> bool:
    """Return whether a density rests on hardly any pairs."""
    return min(found.same, found.different) < LEAST_DRAWN


def marks(found: Verification) -> list[tuple[float, str]]:
    """Return the thresholds that are drawn, with what they are."""
    drawn = []
    if found.threshold is not None:
        fitted = found.accuracy.threshold is not None
        drawn.append((found.threshold, "threshold" if fitted else "best on these pairs"))
    if found.sigma is not None:
        drawn.append((found.sigma.threshold, f"mean + {found.sigma.sigma:g} sigma"))
    return drawn


def drawable(model: str, curve: Drawn, different: int) -> Line | None:
    """Return the part of a curve that rests on enough pairs; None: there is hardly any."""
    shown = curve.far >= LEAST_PAIRS / different
    if np.count_nonzero(shown) < 2:
        return None
    low, high = curve.low[shown], curve.high[shown]
    has_band = bool(np.isfinite(low).any())
    tar = curve.tar[shown]
    return Line(
        name=model,
        far=curve.far[shown],
        tar=tar,
        low=np.where(np.isfinite(low), low, tar) if has_band else None,
        high=np.where(np.isfinite(high), high, tar) if has_band else None,
    )


def rates(found: Verification) -> Section:
    """Return the table of error rates."""
    rows = tuple((f"{rate.far:.5f}".rstrip("0"), rate.tar, rate.threshold) for rate in found.tar)
    return Section(
        title="Error rates",
        text=(
            f"{found.same:,} pairs of one person and {found.different:,} pairs of different people "
            f"of {found.people:,} people. A rate that rests on too few pairs is not stated."
        ),
        blocks=(
            Table(
                columns=(
                    "false acceptance rate (FAR)",
                    "true acceptance rate (TAR)",
                    "threshold",
                ),
                rows=rows,
                percent=frozenset({1}),
                caption="What is accepted of pairs of one person at each share of false "
                "acceptances.",
            ),
        ),
    )


def thresholds(found: Verification) -> Section:
    """Return how a threshold fitted on other people does, and the rule of thumb beside it."""
    fitted = found.accuracy
    rows: list[tuple[str, Estimate | float | None, float | None]] = [
        ("fitted on other people", fitted.accuracy, fitted.threshold),
        ("equal error rate, fitted on all", found.eer, found.eer_threshold),
    ]
    if found.sigma is not None:
        name = f"mean + {found.sigma.sigma:g} sigma"
        rows.append((name, found.sigma.accuracy, found.sigma.threshold))
    often = f", which were dealt {fitted.deals} times," if fitted.deals > 1 else ""
    text = (
        f"{fitted.tested:,} pairs within folds{often} were judged at thresholds fitted on the "
        f"people of the other folds; {fitted.left_out:,} pairs across folds were not. The other "
        "rows are judged on all pairs, on which they were also fitted."
    )
    return Section(
        title="Thresholds",
        text=fitted.note or text,
        blocks=(
            Table(
                columns=("rule", "accuracy or error", "threshold"),
                rows=tuple(rows),
                percent=frozenset({1}),
                caption="A threshold that was chosen on the pairs it is judged on looks better "
                "than it is.",
            ),
        ),
    )


def by_group(cut: list[Slice]) -> Section:
    """Return the figures of every part of the set."""
    known = [(part, part.found) for part in cut if part.found is not None]
    blocks: list[Figure | Table] = []
    if known:
        picture = forest(
            [
                Row(label=part.band.label, estimate=found.auc, group=KINDS[part.band.kind])
                for part, found in known
            ],
            axis_label="AUC",
            title="Where it is weak",
        )
        blocks.append(figure("groups_accuracy", picture, "AUC of each group, with intervals"))
    blocks.append(
        Table(
            columns=(
                "group",
                "coverage",
                "pairs of one person",
                "of others",
                "accuracy",
                "AUC",
                "EER",
                "TAR at FAR 0.01",
            ),
            rows=tuple(group_row(part) for part in cut),
            percent=frozenset({1, 4, 6, 7}),
            caption="Pairs of which both photos are in the group.",
        )
    )
    return Section(
        title="By group",
        text=(
            f"{PERCEIVED} Intervals that overlap say nothing about which group is harder. Photos "
            "without a face have no age and no pose, so only sub-folders have a coverage."
        ),
        blocks=tuple(blocks),
    )


def group_row(part: Slice) -> tuple[Cell, ...]:
    """Return one row of the table of groups."""
    head = (
        group_name(part.band),
        "" if part.coverage is None else part.coverage,
        part.same,
        part.different,
    )
    found = part.found
    if found is None:
        return (*head, Estimate.missing("Too few pairs."), "", "", "")
    rate = next((rate.tar for rate in found.tar if rate.far == 1e-2), None)
    return (*head, found.accuracy.accuracy, found.auc, found.eer, rate)


def mistakes(subject: Subject, found: Verification) -> Section:
    """Return the most misleading pairs to look at."""
    apart = scale(found.metric).label.lower()
    kinds = (
        ("Different people who look alike", found.closest_different),
        ("One person who looks different", found.farthest_same),
    )
    return Section(
        title="The worst pairs",
        text="Look at them: wrong labels in a data set show up here first.",
        blocks=tuple(
            FacePairs(
                title=title,
                pairs=tuple(
                    subject.pair(pair.left, pair.right, f"{apart} {pair.distance:.3f}")
                    for pair in pairs
                ),
            )
            for title, pairs in kinds
            if pairs
        ),
    )


# ---------------------------------------------------------------- the pairs themselves


def write_pairs(output: Output, subject: Subject) -> None:
    """Write every pair that was compared, with its distance, unless they are too many to read."""
    faces, metric = subject.faces, subject.options.metric
    pairs, _ = pairs_of(subject)
    if pairs is None:
        if sum(total(faces.people)) > MOST_LISTED:
            return
        pairs = every(faces.people)
    apart = distances(
        metric,
        faces.vectors[pairs.left],
        faces.norms[pairs.left],
        faces.vectors[pairs.right],
        faces.norms[pairs.right],
    )
    model, detector = subject.names
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("file_x", "file_y", "Decision", "distance"))
    for left, right, same, distance in zip(
        pairs.left.tolist(), pairs.right.tolist(), pairs.same.tolist(), apart.tolist(), strict=True
    ):
        rows.writerow(
            (
                neutralised(faces.photos[left]),
                neutralised(faces.photos[right]),
                "Yes" if same else "No",
                f"{distance:.6f}",
            )
        )
    output.write(f"{model}_{detector}_accuracy.csv", text.getvalue())

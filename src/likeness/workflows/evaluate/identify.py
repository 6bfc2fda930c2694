"""evaluate identify: is somebody there, and who? With people enrolled, and with strangers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from likeness.evaluation.bands import Band
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.faces import LabelledFaces
from likeness.evaluation.layouts.wording import counted
from likeness.evaluation.openset import (
    ROUNDING,
    SAMPLES,
    NearestIdentifier,
    OpenSet,
    Trials,
    gain,
    open_set,
    run_trials,
)
from likeness.evaluation.plots.answers import answers as answers_plot
from likeness.evaluation.plots.curves import Line, rates
from likeness.evaluation.plots.reliability import reliability
from likeness.evaluation.record import plain
from likeness.evaluation.report.model import FacePairs, Figure, Headline, Report, Section, Table
from likeness.workflows.evaluate.groups import PERCEIVED, group_name, groups
from likeness.workflows.evaluate.searcher import Searcher
from likeness.workflows.evaluate.subject import Subject, figure

WORST = 12  # mistakes shown
FPIR = 0.01  # at which Likeness and the plainest rule are compared
TRIED = 200_000  # photos over all splits, about: what takes seconds
SPLITS = (10, 100)  # at least and at most; few splits make figures depend on the seed
NOT_KNOWN = Estimate.missing("Not known for this group.")
STATED = (
    "What “likeness find” states: that the best candidate is right, for photos of enrolled people "
    "and of strangers. It is calibrated on the enrolled people themselves, without labels."
)


def measure_identify(subject: Subject, *, samples: int = SAMPLES) -> Report:
    """Return the report on finding people from *samples* photos each."""
    faces, seed = subject.faces, subject.options.seed
    subject.tell(0, 2)
    splits = splits_for(len(faces))
    trials = run_trials(faces, Searcher(), samples=samples, seed=seed, splits=splits)
    own = open_set(trials, seed=seed)
    parts = [(band, found_in(trials, band, faces, seed=seed)) for band in groups(faces)]
    subject.tell(1, 2)
    plain_trials = run_trials(faces, NearestIdentifier(), samples=samples, seed=seed, splits=splits)
    plain_rule = open_set(plain_trials, seed=seed)
    rules = (("Likeness", own), ("nearest template", plain_rule))
    subject.tell(2, 2)
    return subject.report(
        "identify",
        "Finding people, and saying when they are not there",
        estimated=True,
        headlines=headlines(own),
        sections=[
            rate_section(rules, gain(trials, plain_trials, fpir=FPIR, seed=seed)),
            answer_section(own),
            probability_section(own),
            by_group(parts),
            mistakes(subject, own),
        ],
        record={
            "likeness": plain(own),
            "nearest_template": plain(plain_rule),
            "groups": [
                {"kind": band.kind, "group": band.label, "likeness": record_of(band, found)}
                for band, found in parts
            ],
        },
        warnings=own.notes,
    )


def splits_for(faces: int) -> int:
    """Return how many splits are tried with so many faces: as many as are cheap."""
    least, most = SPLITS
    return min(max(TRIED // max(faces, 1), least), most)


def probes_in(trials: Trials, band: Band, faces: LabelledFaces) -> Trials:
    """Return the trials of the probes of one group; who is enrolled stays.

    Of a group of which it is not known which photos without a face belong to it, none do.
    """
    rows = np.flatnonzero(band.mask[trials.probes])
    return replace(
        trials,
        probes=trials.probes[rows],
        splits=trials.splits[rows],
        people=trials.people[rows],
        mated=trials.mated[rows],
        claimed=trials.claimed[rows],
        nearest=trials.nearest[rows],
        scores=trials.scores[rows],
        answers=None if trials.answers is None else trials.answers[rows],
        probabilities=None if trials.probabilities is None else trials.probabilities[rows],
        missed=missed_in(trials, band, faces),
    )


def missed_in(trials: Trials, band: Band, faces: LabelledFaces) -> NDArray[np.intp]:
    """Return (P,) a group's photos without a face, once for each split that enrolled the person."""
    if band.missed is None:
        return np.zeros_like(trials.missed)
    count = len(trials.missed)
    every = np.bincount(faces.missed_people, minlength=count)
    own = np.bincount(faces.missed_people[band.missed], minlength=count)
    times = trials.missed // np.maximum(every, 1)  # each photo counts once for each such split
    return own * times


def found_in(trials: Trials, band: Band, faces: LabelledFaces, *, seed: int) -> OpenSet:
    """Return the figures of the probes of one group."""
    found = open_set(probes_in(trials, band, faces), seed=seed)
    if band.missed is not None:
        return found
    return replace(
        found,
        rank1_with_missed=NOT_KNOWN,
        dir=tuple(replace(each, with_missed=NOT_KNOWN) for each in found.dir),
        decided=None if found.decided is None else replace(found.decided, with_missed=NOT_KNOWN),
    )


def record_of(band: Band, found: OpenSet) -> dict[str, object]:
    """Return the figures of one group as plain values."""
    known = plain(found)
    return {**known, "missed": None} if band.missed is None else dict(known)


def percentage(rate: float) -> str:
    """Return a rate as a label: "0.1 %", "10 %"."""
    return f"{100 * rate:g} %"


def in_points(difference: Estimate) -> str:
    """Return the difference of two shares: "3.9 percentage points (0.4 to 7.6)."."""
    if difference.value is None:
        return difference.note
    text = f"{signed(difference.value)} percentage points"
    if difference.low is None or difference.high is None:
        return f"{text}. {difference.note}".rstrip(". ") + "."
    return f"{text} ({signed(difference.low)} to {signed(difference.high)})."


def signed(share: float) -> str:
    """Return a share in hundredths, with a true minus; none before zero."""
    number = f"{100 * share:.1f}"
    return "0.0" if number == "-0.0" else number.replace("-", "\u2212")


def headlines(found: OpenSet) -> tuple[Headline, ...]:
    """Return the figures on top."""
    some = [
        Headline(
            label="Rank-1",
            value=found.rank1,
            help="Share of photos of enrolled people whose best candidate is the right one, among "
            f"{counted(found.enrolled, 'person', 'people')} enrolled.",
            percent=True,
        )
    ]
    some += [
        Headline(
            label=f"Found at {percentage(rate.fpir)} false alarms",
            value=rate.rate,
            help="Share of photos of enrolled people that are found and named rightly when that "
            "share of strangers is taken for somebody.",
            percent=True,
        )
        for rate in found.dir
    ]
    if found.decided is not None:
        some += [
            Headline(
                label="Found by “find”",
                value=found.decided.dir,
                help="The same at the product's own level.",
                percent=True,
            ),
            Headline(
                label="Strangers found by “find”",
                value=found.decided.fpir,
                help="Share of strangers who are taken for somebody at the product's own level.",
                percent=True,
            ),
        ]
    return tuple(some)


def rate_section(rules: Sequence[tuple[str, OpenSet]], gained: Estimate) -> Section:
    """Return detection and identification rates of ours, beside those of other rules."""
    own = rules[0][1]
    rows = []
    for name, found in rules:
        rows.append((name, "any (rank-1)", found.rank1, found.rank1_with_missed))
        rows += [(name, percentage(rate.fpir), rate.rate, rate.with_missed) for rate in found.dir]
    table = Table(
        columns=("rule", "strangers taken for somebody", "found", "found, of all photos"),
        rows=tuple(rows),
        percent=frozenset({2, 3}),
        caption="The last column counts photos without a face that was found as not identified.",
    )
    blocks: list[Figure | Table] = [table]
    lines = [line for name, found in rules if (line := curve_of(name, found)) is not None]
    if lines:
        blocks.insert(
            0,
            figure(
                "identify_rates",
                rates(lines, title="Found against false alarms"),
                "Detection and identification rate over the false-positive identification rate.",
            ),
        )
    return Section(
        title="Rates",
        text=(
            f"In each of {counted(own.splits, 'split')} "
            f"{counted(own.enrolled, 'person was', 'people were')} enrolled with "
            f"{counted(own.samples, 'photo')} each; {own.mated:,} probes show them, "
            f"{own.strangers:,} show somebody else. Intervals hold the galleries as they were "
            "drawn: that other people or photos could have been enrolled is not in them.\n\n"
            f"Found by Likeness minus found by the nearest template, at {percentage(FPIR)} false "
            f"alarms and over the same people: {in_points(gained)}"
        ),
        blocks=tuple(blocks),
    )


def curve_of(name: str, found: OpenSet) -> Line | None:
    """Return the curve as far as strangers carry it: the table refuses rates left of that, too."""
    if found.curve is None:
        return None
    kept = found.curve.fpir >= (1 - ROUNDING) / max(found.stranger_faces, 1)
    return Line(name=name, far=found.curve.fpir[kept], tar=found.curve.dir[kept])


def answer_section(found: OpenSet) -> Section:
    """Return what each answer was in truth."""
    if not found.answers:
        return Section(title="Answers", text="No answers were given.")
    table = Table(
        columns=("answer", "right person", "wrong person", "stranger", "share that was true"),
        rows=tuple(
            (each.answer, each.right, each.wrong, each.stranger, each.true)
            for each in found.answers
        ),
        percent=frozenset({4}),
        caption="What “found”, “unsure” and “absent” were in truth.",
    )
    counts: dict[str, dict[str, int]] = {
        each.answer: {
            "right person": each.right,
            "wrong person": each.wrong,
            "stranger": each.stranger,
        }
        for each in found.answers
    }
    picture = answers_plot(counts, title="What the answers were in truth")
    return Section(
        title="Answers",
        blocks=(figure("identify_answers", picture, "What each answer was in truth"), table),
    )


def probability_section(found: OpenSet) -> Section:
    """Return whether the probabilities that are stated came true."""
    title = "Stated probabilities"
    bins = [each for each in found.reliability.bins if each.count] if found.reliability else []
    if found.reliability is None or not bins:
        return Section(title=title, text="No probabilities were stated.")
    table = Table(
        columns=("over all searches", "share"),
        rows=(("expected calibration error", found.reliability.error),),
        percent=frozenset({1}),
    )
    observed = [each.observed.value or 0.0 for each in bins]
    low, high = (
        [end if end is not None else value for end, value in zip(ends, observed, strict=True)]
        for ends in (
            [each.observed.low for each in bins],
            [each.observed.high for each in bins],
        )
    )
    picture = reliability(
        [each.stated or 0.0 for each in bins],
        observed,
        low,
        high,
        [each.count for each in bins],
        title="Stated probability and what came true",
    )
    return Section(
        title=title,
        text=STATED,
        blocks=(
            figure("identify_reliability", picture, "Reliability of stated probabilities"),
            table,
        ),
    )


def by_group(parts: Sequence[tuple[Band, OpenSet]]) -> Section:
    """Return the figures of the probes of each group."""
    if not parts:
        return Section(title="By group", text="All photos are of one kind.")
    rows = []
    for band, found in parts:
        decided = found.decided
        rows.append(
            (
                group_name(band),
                found.mated_faces,
                found.rank1,
                None if decided is None else decided.dir,
                found.stranger_faces,
                None if decided is None else decided.fpir,
            )
        )
    return Section(
        title="By group",
        text=f"Whose photo is searched with; anybody may be enrolled. {PERCEIVED}",
        blocks=(
            Table(
                columns=(
                    "group",
                    "photos of enrolled people",
                    "rank-1",
                    "found by “find”",
                    "photos of strangers",
                    "found by “find”",
                ),
                rows=tuple(rows),
                percent=frozenset({2, 3, 5}),
            ),
        ),
    )


def mistakes(subject: Subject, found: OpenSet) -> Section:
    """Return the people who were taken for somebody else."""
    names = subject.faces.names
    pairs = [
        subject.pair(
            each.probe,
            each.nearest,
            f"taken for {names[each.claimed]}, score {each.score:.3f}"
            + (f", answered “{each.answer}”" if each.answer else "")
            + (", nobody of the enrolled" if each.stranger else ""),
        )
        for each in found.worst[:WORST]
    ]
    blocks = (FacePairs(title="Taken for somebody else", pairs=tuple(pairs)),) if pairs else ()
    return Section(
        title="The worst mistakes",
        text="" if pairs else "Nobody was taken for somebody else.",
        blocks=blocks,
    )

"""One command of `evaluate` on one data set, from the folder to the report, in the library's words.

What `Evaluator` does for those who measure by hand, for a worker that does it for somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Literal

from likeness.errors import UsageError
from likeness.evaluation.layouts.folders import Level
from likeness.evaluation.metrics import METRICS
from likeness.evaluation.report.model import Report
from likeness.types import Evaluation, EvaluationOptions
from likeness.workflows.evaluate.dataset import Dataset, read_dataset
from likeness.workflows.evaluate.output import Output
from likeness.workflows.evaluate.subject import Subject, finished
from likeness.workflows.parts import Parts
from likeness.workflows.targets import is_within

Command = Literal["similarity", "accuracy", "grid", "grouping", "identify", "map", "profile"]

SAMPLES = 3  # photos that a person is enrolled with, as of `likeness evaluate identify`
NUMBERS = 50  # of an embedding that are shown, as of `likeness evaluate profile`


def evaluate(
    parts: Parts,
    command: Command,
    dataset: Path,
    out: Path,
    options: EvaluationOptions,
    *,
    subsets: Level | None = None,
) -> Evaluation:
    """Measure, write the report to a folder, and return what it says.

    Args:
        parts: A library: its settings hold, and it knows how to open an engine.
        command: What to measure.
        dataset: Folder of labelled photos, or its label file.
        out: Folder of the report.
        options: Model, detector, metric, pairs and seed. `grid` compares all models and detectors
            that the options leave open.
        subsets: Whether folders such as makeup/ lie in people's folders or around them.

    Raises:
        UsageError: The data set has no labels that are understood, or holds the cache.
        EvaluationError: No face was found on any of its photos.
        ExportError: The report cannot be written.
        InterruptedRunError: `options.stop` said so; what was analysed is kept.
    """
    read = read_dataset(dataset, subsets=subsets)
    output = Output(out, dataset=read.root)
    if command == "grid":
        return finished(_grid(parts, read, options), output)
    with ExitStack() as opened:
        subject = _subject(parts, read, options, opened, everything=command == "grouping")
        return finished(MEASURES[command](subject, output), output)


def _subject(
    parts: Parts,
    read: Dataset,
    options: EvaluationOptions,
    opened: ExitStack,
    *,
    everything: bool = False,
) -> Subject:
    engine = parts.engine(options.detector, options.model)
    opened.callback(engine.close)
    if is_within(engine.folder, read.root):
        raise UsageError(
            "The cache lies inside the data set, and the crops in it would be taken for photos. "
            "Choose another folder, or set LIKENESS_CACHE."
        )
    return Subject.of(engine, read, options, everything=everything)


def _grid(parts: Parts, read: Dataset, options: EvaluationOptions) -> Report:
    from likeness.workflows.evaluate.grid import measure_grid

    specs = parts.registry.specs.values()
    detectors = [spec.name for spec in specs if spec.task == "detect"]
    models = [spec.name for spec in specs if spec.task == "embed"]
    with ExitStack() as opened:
        subjects = [
            _subject(parts, read, replace(options, detector=detector, model=model), opened)
            for detector in ([options.detector] if options.detector else detectors)
            for model in ([options.model] if options.model else models)
        ]
        return measure_grid(subjects, metrics=tuple(METRICS))


# ---------------------------------------------------------------- one file of this folder each


def _similarity(subject: Subject, output: Output) -> Report:
    from likeness.workflows.evaluate.similarity import measure_similarity, write_similarity

    report, matrix = measure_similarity(subject, order="name")
    write_similarity(output, matrix, subject)
    return report


def _accuracy(subject: Subject, output: Output) -> Report:
    from likeness.workflows.evaluate.accuracy import measure_accuracy, write_pairs

    report = measure_accuracy(subject)
    write_pairs(output, subject)
    return report


def _grouping(subject: Subject, _: Output) -> Report:
    from likeness.workflows.evaluate.grouping import measure_grouping

    return measure_grouping(subject)


def _identify(subject: Subject, _: Output) -> Report:
    from likeness.workflows.evaluate.identify import measure_identify

    return measure_identify(subject, samples=SAMPLES)


def _map(subject: Subject, _: Output) -> Report:
    from likeness.workflows.evaluate.embedding_map import measure_map

    return measure_map(subject)


def _profile(subject: Subject, _: Output) -> Report:
    from likeness.workflows.evaluate.profile import measure_profile

    return measure_profile(subject, person=None, numbers=NUMBERS)


MEASURES: Mapping[str, Callable[[Subject, Output], Report]] = {
    "similarity": _similarity,
    "accuracy": _accuracy,
    "grouping": _grouping,
    "identify": _identify,
    "map": _map,
    "profile": _profile,
}

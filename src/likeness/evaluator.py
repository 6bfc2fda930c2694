"""The Python door to evaluation: labelled photos in, figures with intervals and a report out.

from likeness import Evaluator

with Evaluator.open() as evaluator:
    found = evaluator.accuracy("~/people", out="~/reports")
    print(found.figures["auc"], found.page)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from likeness import assembly
from likeness.errors import UsageError
from likeness.evaluation.metrics import METRICS
from likeness.types import Evaluation, EvaluationOptions
from likeness.workflows.evaluate.cache import CATALOG, remove_engines
from likeness.workflows.evaluate.dataset import read_dataset
from likeness.workflows.evaluate.output import Output
from likeness.workflows.evaluate.subject import Subject, finished
from likeness.workflows.targets import is_within

if TYPE_CHECKING:
    from likeness.evaluation.layouts.folders import Level
    from likeness.settings import LibrarySettings
    from likeness.workflows.evaluate.dataset import Dataset

Order = Literal["name", "likeness"]
SEEDS = 2**32
"""As many as every library that draws can be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A cache that is open, and which file its catalog was when it was opened."""

    parts: assembly.Parts
    catalog: tuple[int, int] | None  # device and inode

    def is_there(self) -> bool:
        """Whether it still lies where it was opened: somebody else may have cleared it."""
        return self.catalog is not None and catalog_of(self.parts) == self.catalog


def catalog_of(parts: assembly.Parts) -> tuple[int, int] | None:
    """Return which file the catalog is, None if it is gone."""
    try:
        found = os.stat(parts.folder / CATALOG)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def sensible(options: EvaluationOptions | None) -> EvaluationOptions:
    """Return the options, or the usual ones.

    Raises:
        UsageError: One of them makes no sense; the message says what is allowed.
    """
    chosen = options or EvaluationOptions()
    if chosen.metric not in METRICS:
        raise UsageError(f"No metric {chosen.metric!r}. Known metrics: {', '.join(METRICS)}.")
    if chosen.pairs is not None and chosen.pairs < 1:
        raise UsageError(
            f"Pairs are compared from one on, or all of them with None, not {chosen.pairs}."
        )
    if not 0 <= chosen.seed < SEEDS:
        raise UsageError(f"A seed is a number from 0 to {SEEDS - 1}, not {chosen.seed}.")
    return chosen


class Evaluator:
    """Measures models, detectors and metrics on labelled photos. Make one with `Evaluator.open`.

    What was computed of a photo is kept in a cache, so that every further question is quick, and
    a run that was stopped goes on where it was.
    """

    def __init__(
        self,
        cache: Path,
        settings: LibrarySettings,
        *,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        self.cache = cache
        self.settings = settings
        self._on_wait = on_wait
        self._engines: dict[tuple[str, str], Opened] = {}

    @classmethod
    def open(
        cls,
        cache: str | Path | None = None,
        *,
        settings: LibrarySettings | None = None,
        on_wait: Callable[[str], None] | None = None,
    ) -> Self:
        """Open the cache, which comes into being with the first photo.

        Args:
            cache: Its folder; None: `LIKENESS_CACHE`, else a folder in the user's cache.
            settings: All settings; None: read from files and environment.
            on_wait: Told, in one sentence, when somebody else is writing.

        Raises:
            SettingsError: A setting is not usable.
        """
        from likeness.settings import default_cache, default_library, load_settings

        folder = Path(os.path.expanduser(cache)) if cache else default_cache()
        chosen = settings or load_settings(default_library())
        return cls(folder.absolute() / assembly.ENGINES, chosen, on_wait=on_wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release files, processes and models. Closing twice is a no-op."""
        while self._engines:
            self._engines.popitem()[1].parts.close()

    def _engine(self, detector: str | None = None, model: str | None = None) -> assembly.Parts:
        """Return the cache of one detector and model, opened.

        Raises:
            UnknownModelError: There is no such detector or model; the message lists all.
        """
        key = (detector or self.settings.detect.model, model or self.settings.embed.model)
        known = self._engines.get(key)
        if known is not None and known.is_there():
            return known.parts
        if known is not None:
            self._engines.pop(key).parts.close()
        parts = assembly.open_engine(
            self.cache, self.settings, detector=key[0], model=key[1], on_wait=self._on_wait
        )
        self._engines[key] = Opened(parts=parts, catalog=catalog_of(parts))
        return parts

    # ------------------------------------------------------------ what can be measured

    def similarity(
        self,
        dataset: str | Path,
        *,
        out: str | Path | None = None,
        order: Order = "name",
        options: EvaluationOptions | None = None,
        subsets: Level | None = None,
    ) -> Evaluation:
        """Measure how alike the people of a data set are to a model.

        Args:
            dataset: Folder of labelled photos, or its label file.
            out: Folder for the report; None: nothing is written.
            order: Of the people: by name, or so that those who are alike are neighbours.
            options: Model, detector, metric, pairs and seed.
            subsets: Whether folders such as makeup/ lie in people's folders or around them.

        Raises:
            UsageError: The data set has no labels that are understood; the message shows some.
            LibraryError: The cache cannot be used.
            ExportError: The report cannot be written.
        """
        from likeness.workflows.evaluate.similarity import measure_similarity, write_similarity

        subject, output = self._subject(dataset, out, options, subsets)
        report, matrix = measure_similarity(subject, order=order)
        if output is not None:
            write_similarity(output, matrix, subject)
        return finished(report, output)

    def accuracy(
        self,
        dataset: str | Path,
        *,
        out: str | Path | None = None,
        options: EvaluationOptions | None = None,
        subsets: Level | None = None,
    ) -> Evaluation:
        """Measure how well pairs of one person and pairs of different people are told apart.

        Arguments and errors as `similarity`.
        """
        from likeness.workflows.evaluate.accuracy import measure_accuracy, write_pairs

        subject, output = self._subject(dataset, out, options, subsets)
        report = measure_accuracy(subject)
        if output is not None:
            write_pairs(output, subject)
        return finished(report, output)

    def grouping(
        self,
        dataset: str | Path,
        *,
        out: str | Path | None = None,
        options: EvaluationOptions | None = None,
        subsets: Level | None = None,
    ) -> Evaluation:
        """Measure how well faces are sorted into people, beside other ways of doing so.

        Photos without a label that lie in the data set are grouped with the others and not scored.
        Arguments and errors as `similarity`.
        """
        from likeness.workflows.evaluate.grouping import measure_grouping

        subject, output = self._subject(dataset, out, options, subsets, everything=True)
        return finished(measure_grouping(subject), output)

    def identify(
        self,
        dataset: str | Path,
        *,
        samples: int = 3,
        out: str | Path | None = None,
        options: EvaluationOptions | None = None,
        subsets: Level | None = None,
    ) -> Evaluation:
        """Measure whether people are found from *samples* photos, and strangers refused.

        Other arguments and errors as `similarity`.
        """
        from likeness.workflows.evaluate.identify import measure_identify

        if samples < 1:
            raise UsageError(f"People are enrolled with at least one photo, not {samples}.")
        subject, output = self._subject(dataset, out, options, subsets)
        return finished(measure_identify(subject, samples=samples), output)

    def map(
        self,
        dataset: str | Path,
        *,
        out: str | Path | None = None,
        options: EvaluationOptions | None = None,
        subsets: Level | None = None,
    ) -> Evaluation:
        """Draw all faces on a plane, those close together that are alike to the model.

        Arguments and errors as `similarity`.
        """
        from likeness.workflows.evaluate.embedding_map import measure_map

        subject, output = self._subject(dataset, out, options, subsets)
        return finished(measure_map(subject), output)

    def profile(
        self,
        dataset: str | Path,
        *,
        person: str | None = None,
        numbers: int | None = 50,
        out: str | Path | None = None,
        options: EvaluationOptions | None = None,
        subsets: Level | None = None,
    ) -> Evaluation:
        """Show the first numbers of one person's embeddings and of their mean.

        Args:
            dataset: Folder of labelled photos, or its label file.
            person: Whose; None: of the person with most faces.
            numbers: So many; None: all.
            out: Folder for the report; None: nothing is written.
            options: Model, detector and seed.
            subsets: Whether folders such as makeup/ lie in people's folders or around them.

        Raises:
            UsageError: No such person; else as `similarity`.
        """
        from likeness.workflows.evaluate.profile import measure_profile

        subject, output = self._subject(dataset, out, options, subsets)
        return finished(measure_profile(subject, person=person, numbers=numbers), output)

    def grid(
        self,
        dataset: str | Path,
        *,
        models: Sequence[str] = (),
        detectors: Sequence[str] = (),
        metrics: Sequence[str] = (),
        out: str | Path | None = None,
        options: EvaluationOptions | None = None,
        subsets: Level | None = None,
    ) -> Evaluation:
        """Compare models, detectors and metrics on the same pairs, over all and by sub-folder.

        Args:
            dataset: Folder of labelled photos, or its label file.
            models: Names; none: every model that embeds faces.
            detectors: Names; none: every model that finds faces.
            metrics: Of "cosine", "euclidean", "euclidean_l2" and "angular"; none: all.
            out: Folder for the report; None: nothing is written.
            options: Pairs and seed.
            subsets: Whether folders such as makeup/ lie in people's folders or around them.

        Raises:
            UnknownModelError: A model that is not known; else as `similarity`.
        """
        from likeness.workflows.evaluate.grid import measure_grid, metrics_named

        chosen = sensible(options)
        compared = metrics_named(metrics)
        read, output = self._prepared(dataset, out, subsets)
        engines = [
            (detector, model)
            for detector in dict.fromkeys(detectors or self.names("detect"))
            for model in dict.fromkeys(models or self.names("embed"))
        ]
        for detector, model in engines:  # a wrong name is told before anything is computed
            self._engine(detector, model)
        subjects = [
            Subject.of(
                self._engine(detector, model),
                read,
                replace(chosen, detector=detector, model=model),
            )
            for detector, model in engines
        ]
        return finished(measure_grid(subjects, metrics=compared), output)

    def names(self, task: Literal["detect", "embed"]) -> tuple[str, ...]:
        """Return the names of all models for one task."""
        specs = assembly.builtin_models().specs.values()
        return tuple(spec.name for spec in specs if spec.task == task)

    # ------------------------------------------------------------ the cache

    def clear(self) -> int:
        """Forget everything that was computed, and return how many bytes that freed.

        Raises:
            LibraryError: Something cannot be removed.
        """
        self.close()
        return remove_engines(self.cache)

    def _prepared(
        self, dataset: str | Path, out: str | Path | None, subsets: Level | None
    ) -> tuple[Dataset, Output | None]:
        read = read_dataset(dataset, subsets=subsets)
        if is_within(self.cache, read.root):
            raise UsageError(
                f"The cache {self.cache} lies inside the data set, and the crops in it would be "
                "taken for photos next time. Choose a folder elsewhere with --cache or "
                "LIKENESS_CACHE."
            )
        return read, None if out is None else Output(out, dataset=read.root)

    def _subject(
        self,
        dataset: str | Path,
        out: str | Path | None,
        options: EvaluationOptions | None,
        subsets: Level | None,
        *,
        everything: bool = False,
    ) -> tuple[Subject, Output | None]:
        chosen = sensible(options)
        read, output = self._prepared(dataset, out, subsets)
        parts = self._engine(chosen.detector, chosen.model)
        return Subject.of(parts, read, chosen, everything=everything), output

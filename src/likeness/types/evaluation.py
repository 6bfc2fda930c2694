"""What evaluations are asked and measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from likeness.types.care import Progress
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

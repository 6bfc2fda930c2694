"""evaluate: how good models and groups are on labelled photos, as a report that is kept."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from likeness.errors import UnknownModelError, UsageError
from likeness.types import EvaluationOptions, Metric
from likeness.workflows import reports
from likeness.workflows.evaluate.measure import Command, evaluate
from likeness.workflows.jobs.kind import Arguments, JobKind, OnProgress, Stop
from likeness.workflows.jobs.kinds.add import Path as GivenPath
from likeness.workflows.jobs.kinds.average import Name
from likeness.workflows.jobs.kinds.map import SEEDS
from likeness.workflows.parts import Parts
from likeness.workflows.places import absolute

MOST_PAIRS = 100_000_000
LONGEST_NAME = 60  # characters of the data set's name in that of the folder
TAG = 8  # hex digits that tell data sets, models and detectors apart


class EvaluateArguments(Arguments):
    """What to measure, on which folder of labelled photos; see `likeness evaluate`."""

    command: Command
    dataset: GivenPath
    model: Name | None = None
    detector: Name | None = None
    metric: Metric = "cosine"
    pairs: Annotated[int, Field(ge=2, le=MOST_PAIRS)] | None = None  # none: all
    seed: Annotated[int, Field(ge=0, lt=SEEDS)] = 0
    subsets: Literal["inner", "outer"] | None = None


def settled(parts: Parts, arguments: EvaluateArguments) -> EvaluateArguments:
    """Write the path from the root, and see that the models are known."""
    try:
        if arguments.model is not None:
            parts.registry.get(arguments.model, "embed")
        if arguments.detector is not None:
            parts.registry.get(arguments.detector, "detect")
    except UnknownModelError as exc:
        raise UsageError(str(exc)) from exc
    return arguments.model_copy(update={"dataset": absolute(arguments.dataset)})


def run(
    parts: Parts, arguments: EvaluateArguments, progress: OnProgress, stop: Stop
) -> Mapping[str, Any]:
    """Measure, and write the report; the result says where it is among the others."""
    inner = folder_name(arguments)
    options = EvaluationOptions(
        model=arguments.model,
        detector=arguments.detector,
        metric=arguments.metric,
        pairs=arguments.pairs,
        seed=arguments.seed,
        typed=typed(arguments),
        progress=progress,
        stop=stop,
    )
    found = evaluate(
        parts,
        arguments.command,
        Path(arguments.dataset),
        reports.folder_of(parts) / inner,
        options,
        subsets=arguments.subsets,
    )
    return {
        "report": f"{inner}{reports.IN}{arguments.command}",
        "headlines": [list(headline) for headline in found.headlines],
        "warnings": list(found.warnings)[: reports.MOST_FIGURES],
    }


def folder_name(arguments: EvaluateArguments) -> str:
    """Return the folder of a report: the same for the same question, which then is replaced."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", Path(arguments.dataset).name).strip("-")
    told = arguments.model_dump_json(exclude={"command"})
    tag = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:TAG]
    return f"{name[:LONGEST_NAME].strip('-') or 'dataset'}-{tag}"


def typed(arguments: EvaluateArguments) -> str:
    """Return the command that would measure the same."""
    words = ["likeness", "evaluate", arguments.command, arguments.dataset]
    chosen = arguments.model_dump(exclude={"command", "dataset"}, exclude_defaults=True)
    for name, value in chosen.items():
        words += [f"--{name}", str(value)]
    return shlex.join(words)


KIND = JobKind(name="evaluate", arguments=EvaluateArguments, run=run, settle=settled, scope="admin")

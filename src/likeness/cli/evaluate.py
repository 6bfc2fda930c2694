"""likeness evaluate: how good are models, detectors, metrics and groupings on labelled photos?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from likeness.cli.context import Session
from likeness.cli.interrupts import stoppable
from likeness.cli.options import Json, Quiet, Yes
from likeness.cli.output import print_json, print_message, print_pairs
from likeness.cli.progress import show_progress
from likeness.cli.questions import confirmed
from likeness.cli.text import size
from likeness.types import Evaluation

if TYPE_CHECKING:
    from likeness.evaluator import Evaluator
    from likeness.types import EvaluationOptions

app = typer.Typer(
    no_args_is_help=True,
    subcommand_metavar="COMMAND [ARGS]...",
    help="Measure models, detectors, metrics and groupings on photos of known people.\n\n"
    "DATASET is a folder with one folder per person, a CSV of pairs (file_x, file_y, Decision), "
    "LFW's pairs.txt, a people.json or CelebA's identity_CelebA.txt. Each command writes a page to "
    "look at, the figures as JSON, and the plots.\n\n"
    "Example: likeness evaluate accuracy ~/people -o ~/report",
)

MetricName = Literal["cosine", "euclidean", "euclidean_l2", "angular"]
"""As `likeness.evaluation.metrics.Metric`, which takes long to import."""

Dataset = Annotated[
    str, typer.Argument(metavar="DATASET", help="Folder of labelled photos, or its label file.")
]
Out = Annotated[str, typer.Option("-o", "--out", metavar="DIR", help="Where the report goes.")]
Pairs = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=2,
        help="So many pairs, half of them of one person; else all.",
        show_default=False,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Model that embeds faces; else that of the settings.",
        show_default=False,
    ),
]
Detector = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Model that finds faces; else that of the settings.",
        show_default=False,
    ),
]
Metric = Annotated[MetricName, typer.Option(help="How two embeddings are compared.")]
Seed = Annotated[
    int, typer.Option(metavar="N", min=0, max=2**32 - 1, help="Of everything that is drawn.")
]
Subsets = Annotated[
    Literal["inner", "outer"] | None,
    typer.Option(
        help="Which folders are labels such as makeup/: those in people's folders, or around them.",
        show_default=False,
    ),
]
Cache = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        help="What was computed is kept here; else LIKENESS_CACHE, else your cache folder.",
        show_default=False,
    ),
]


Measure = Callable[["Evaluator", "EvaluationOptions"], Evaluation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a command is run and how it answers."""

    cache: str | None
    quiet: bool
    json: bool


def measured(context: typer.Context, measure: Measure, asked: Asked, **options: Any) -> None:
    """Run one command of `evaluate` and say what it found."""
    from likeness.evaluator import Evaluator
    from likeness.types import EvaluationOptions

    session = Session.of(context)
    with (
        Evaluator.open(asked.cache, on_wait=print_message) as evaluator,
        stoppable() as stop,
        show_progress(quiet=asked.quiet, stopping=stop) as progress,
    ):
        found = measure(
            evaluator,
            EvaluationOptions(typed=session.typed(), progress=progress, stop=stop, **options),
        )
    for warning in found.warnings:
        print_message(f"Note: {warning}")
    if asked.json:
        print_json({**found.figures, "report": found.page, "files": found.files})
    elif not asked.quiet:
        print_pairs(found.headlines)
        if "intervals" in found.figures:
            print_message("")
            print_message(str(found.figures["intervals"]))
        if found.page is not None:
            print_message("")
            print_message(f"The whole report: {found.page}")


@app.command()
def similarity(
    context: typer.Context,
    dataset: Dataset,
    *,
    out: Out = "evaluation",
    order: Annotated[
        Literal["name", "likeness"], typer.Option(help="Of the people in the picture.")
    ] = "name",
    pairs: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="At most so many pairs of photos of each two people; else all.",
            show_default=False,
        ),
    ] = None,
    model: Model = None,
    detector: Detector = None,
    metric: Metric = "cosine",
    seed: Seed = 0,
    subsets: Subsets = None,
    cache: Cache = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Draw how alike the people are to a model: a heat map, a CSV, a page to search.

    Example: likeness evaluate similarity ~/people -o ~/report --order likeness
    """
    measured(
        context,
        lambda evaluator, options: evaluator.similarity(
            dataset, out=out, order=order, options=options, subsets=subsets
        ),
        Asked(cache=cache, quiet=quiet, json=json),
        pairs=pairs,
        model=model,
        detector=detector,
        metric=metric,
        seed=seed,
    )


@app.command()
def accuracy(
    context: typer.Context,
    dataset: Dataset,
    *,
    out: Out = "evaluation",
    pairs: Pairs = None,
    model: Model = None,
    detector: Detector = None,
    metric: Metric = "cosine",
    seed: Seed = 0,
    subsets: Subsets = None,
    cache: Cache = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Measure how well pairs of one person and of different people are told apart.

    Example: likeness evaluate accuracy ~/people -o ~/report --pairs 6000
    """
    measured(
        context,
        lambda evaluator, options: evaluator.accuracy(
            dataset, out=out, options=options, subsets=subsets
        ),
        Asked(cache=cache, quiet=quiet, json=json),
        pairs=pairs,
        model=model,
        detector=detector,
        metric=metric,
        seed=seed,
    )


@app.command()
def grid(
    context: typer.Context,
    dataset: Dataset,
    *,
    out: Out = "evaluation",
    pairs: Pairs = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="May be said again; else all models.", show_default=False
        ),
    ] = None,
    detector: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="May be said again; else all detectors.", show_default=False
        ),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="cosine, euclidean, euclidean_l2 or angular; may be said again; else all four.",
            show_default=False,
        ),
    ] = None,
    seed: Seed = 0,
    subsets: Subsets = None,
    cache: Cache = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Compare models, detectors and metrics on the same pairs, and say which is surely best.

    Example: likeness evaluate grid ~/people -o ~/report --model dlib --model dlib-one-view
    """
    measured(
        context,
        lambda evaluator, options: evaluator.grid(
            dataset,
            models=words(model),
            detectors=words(detector),
            metrics=words(metric),
            out=out,
            options=options,
            subsets=subsets,
        ),
        Asked(cache=cache, quiet=quiet, json=json),
        pairs=pairs,
        seed=seed,
    )


@app.command()
def grouping(
    context: typer.Context,
    dataset: Dataset,
    *,
    out: Out = "evaluation",
    model: Model = None,
    detector: Detector = None,
    seed: Seed = 0,
    subsets: Subsets = None,
    cache: Cache = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Measure how well faces are sorted into people, beside six other ways of doing so.

    Example: likeness evaluate grouping ~/people -o ~/report
    """
    measured(
        context,
        lambda evaluator, options: evaluator.grouping(
            dataset, out=out, options=options, subsets=subsets
        ),
        Asked(cache=cache, quiet=quiet, json=json),
        model=model,
        detector=detector,
        seed=seed,
    )


@app.command()
def identify(
    context: typer.Context,
    dataset: Dataset,
    *,
    out: Out = "evaluation",
    samples: Annotated[
        int, typer.Option(metavar="K", min=1, help="Photos that each person is enrolled with.")
    ] = 3,
    model: Model = None,
    detector: Detector = None,
    seed: Seed = 0,
    subsets: Subsets = None,
    cache: Cache = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Measure whether people are found from a few samples, and strangers are refused.

    Example: likeness evaluate identify ~/people -o ~/report --samples 5
    """
    measured(
        context,
        lambda evaluator, options: evaluator.identify(
            dataset, samples=samples, out=out, options=options, subsets=subsets
        ),
        Asked(cache=cache, quiet=quiet, json=json),
        model=model,
        detector=detector,
        seed=seed,
    )


@app.command("map")
def draw_map(
    context: typer.Context,
    dataset: Dataset,
    *,
    out: Out = "evaluation",
    model: Model = None,
    detector: Detector = None,
    seed: Seed = 0,
    subsets: Subsets = None,
    cache: Cache = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Draw all faces on a plane, those that look alike to the model close together.

    Example: likeness evaluate map ~/people -o ~/report
    """
    measured(
        context,
        lambda evaluator, options: evaluator.map(
            dataset, out=out, options=options, subsets=subsets
        ),
        Asked(cache=cache, quiet=quiet, json=json),
        model=model,
        detector=detector,
        seed=seed,
    )


@app.command()
def profile(
    context: typer.Context,
    dataset: Dataset,
    *,
    out: Out = "evaluation",
    person: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Whose faces; else of whom there are most.", show_default=False
        ),
    ] = None,
    numbers: Annotated[
        int, typer.Option(metavar="N", min=0, help="So many of the first numbers; 0: all.")
    ] = 50,
    model: Model = None,
    detector: Detector = None,
    seed: Seed = 0,
    subsets: Subsets = None,
    cache: Cache = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Draw the numbers of one person's embeddings, and of their mean, as bars.

    Example: likeness evaluate profile ~/people -o ~/report --person Anna
    """
    measured(
        context,
        lambda evaluator, options: evaluator.profile(
            dataset,
            person=person,
            numbers=numbers or None,
            out=out,
            options=options,
            subsets=subsets,
        ),
        Asked(cache=cache, quiet=quiet, json=json),
        model=model,
        detector=detector,
        seed=seed,
    )


@app.command()
def clear(cache: Cache = None, yes: Yes = False, json: Json = False) -> None:
    """Delete what evaluations have kept of the photos they saw: faces, crops, embeddings.

    Example: likeness evaluate clear
    """
    from likeness.evaluator import Evaluator

    with Evaluator.open(cache) as evaluator:
        if not confirmed(f"Delete everything in {evaluator.cache}?", yes=yes):
            print_message("Nothing was deleted.")
            return
        freed = evaluator.clear()
    if json:
        print_json({"bytes": freed})
    else:
        print_pairs([("freed", size(freed))])


def words(given: Sequence[Any] | None) -> tuple[Any, ...]:
    """Return what was said, split at commas too: `--model a,b` is `--model a --model b`."""
    return tuple(word for each in given or () for word in each.split(",") if word)

"""Similarity and accuracy of a data set, in the shape of older scripts over DeepFace.

    python -m likeness.compat.facesim similarity --i DATASET --o DIR --n PAIRS --model Dlib \
        --backend mtcnn --metric cosine

Writes `MODEL_BACKEND_similarity.png`, or `MODEL_BACKEND_accuracy.png` and `.csv`; see
docs/how-to/older-scripts.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.errors import EvaluationError, LikenessError, UsageError
from likeness.types import Evaluation, Progress

if TYPE_CHECKING:
    from likeness.types import EvaluationOptions
    from likeness.workflows.evaluate.output import Output

DONE, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

# Only where the file behind the name is the same: another training of the same architecture under
# an old name would quietly change everybody's results.
MODELS = {"Dlib": "dlib"}
BACKENDS = {"mtcnn": "mtcnn"}
METRICS = ("cosine", "euclidean", "euclidean_l2", "angular")

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")

Show = Callable[[Path], bool]


def main(argv: Sequence[str], *, show: Show | None = None) -> int:
    """Run one command line and return its exit status: 0, 1 for our errors, 2 for wrong use.

    Args:
        argv: The words after the program's name.
        show: Shows a picture and returns whether it could; None: the desktop's own viewer.
    """
    words = parser().parse_args(argv)
    try:
        for file in run(words, show or shown):
            sys.stdout.buffer.write(os.fsencode(file) + b"\n")
    except LikenessError as exc:
        say(f"Error: {exc}")
        return WRONG_USE if isinstance(exc, UsageError) else FAILED
    except KeyboardInterrupt:
        say("Stopped.")
        return INTERRUPTED
    return DONE


def parser() -> argparse.ArgumentParser:
    """Return what understands the command line; both sub-commands take all flags."""
    root = argparse.ArgumentParser(
        prog="python -m likeness.compat.facesim",
        description="Similarity and accuracy of a data set, as older scripts over DeepFace did it.",
        allow_abbrev=False,
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="similarity|accuracy")
    for name, text in (
        ("similarity", "draw how alike people are"),
        ("accuracy", "measure how well pairs are told apart"),
    ):
        command = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        command.add_argument("--i", required=True, metavar="DATASET", help="labelled photos")
        command.add_argument("--o", metavar="DIR", help="where the files go")
        command.add_argument("--n", type=positive, metavar="PAIRS", help="so many pairs; else all")
        command.add_argument("--model", default="Dlib", metavar="M", help=listed(MODELS))
        command.add_argument("--backend", default="mtcnn", metavar="B", help=listed(BACKENDS))
        command.add_argument("--metric", default="cosine", metavar="X", help=" ".join(METRICS))
    return root


def positive(word: str) -> int:
    """Return a number of pairs."""
    if not word.isdecimal() or int(word) < 2:
        raise argparse.ArgumentTypeError(f"a number of pairs, 2 or more, is needed, not {word!r}")
    return int(word)


def listed(names: dict[str, str]) -> str:
    """Return the names that are accepted."""
    return ", ".join(names)


def run(words: argparse.Namespace, show: Show) -> list[Path]:
    """Measure, and return the files that were written.

    Raises:
        UsageError: A model, backend or metric that is not accepted, or no labelled photos.
    """
    model, backend = named("model", words.model, MODELS), named("backend", words.backend, BACKENDS)
    if words.metric not in METRICS:
        raise UsageError(f"No metric {words.metric!r}. Accepted: {', '.join(METRICS)}.")
    from likeness.evaluator import Evaluator
    from likeness.types import EvaluationOptions

    options = EvaluationOptions(
        model=model,
        detector=backend,
        metric=words.metric,
        pairs=words.n,
        typed=f"python -m likeness.compat.facesim {words.command}",
        progress=Teller().tell,
    )
    output = None if words.o is None and can_show() else target(words)
    with tempfile.TemporaryDirectory(prefix="likeness-") as scratch, Evaluator.open() as evaluator:
        found = measured(evaluator.similarity, evaluator.accuracy, words, options, Path(scratch))
        for warning in found.warnings:
            say(f"Note: {warning}")
        picture = picture_of(found)
        if output is None and show(picture):
            return []
        return kept(found, picture, words, output or target(words))


def measured(
    similarity: Callable[..., Evaluation],
    accuracy: Callable[..., Evaluation],
    words: argparse.Namespace,
    options: EvaluationOptions,
    scratch: Path,
) -> Evaluation:
    """Return what the sub-command finds, written to *scratch*."""
    measure = similarity if words.command == "similarity" else accuracy
    return measure(words.i, out=scratch, options=options)


def named(what: str, name: str, known: dict[str, str]) -> str:
    """Return our name of a model that others call *name*. Raises `UsageError`."""
    if name not in known:
        raise UsageError(
            f"No {what} {name!r} with the same weights here. Accepted: {', '.join(known)}."
        )
    return known[name]


# ---------------------------------------------------------------- files


def picture_of(found: Evaluation) -> Path:
    """Return the main plot. Raises `EvaluationError` where there was nothing to draw."""
    for file in found.files:
        if file.endswith(f"_{found.command}.png"):
            return Path(file)
    raise EvaluationError("There is nothing to draw: too few photos with a face.")


def target(words: argparse.Namespace) -> Output:
    """Return where files go.

    Raises:
        UsageError: The folder lies inside the data set: the next run would take the plot for a
            photo, and the table for its labels.
        ExportError: The folder cannot be made.
    """
    from likeness.workflows.evaluate.dataset import read_dataset
    from likeness.workflows.evaluate.output import Output

    return Output(words.o or ".", dataset=read_dataset(words.i).root)


def kept(found: Evaluation, picture: Path, words: argparse.Namespace, output: Output) -> list[Path]:
    """Write what older scripts expect under their names, and return where it lies.

    Raises:
        ExportError: The folder cannot be written to.
    """
    base = f"{words.model}_{words.backend}_{words.command}"
    output.write(f"{base}.png", picture.read_bytes())
    if words.command == "accuracy":
        tables = [Path(file) for file in found.files if file.endswith("_accuracy.csv")]
        for table in tables:
            output.write(f"{base}.csv", table.read_bytes())
        if not tables:
            say("Note: there are too many pairs for a table of them; say how many with --n.")
    return output.files


def can_show() -> bool:
    """Return whether somebody sees what is shown: a display, and a terminal to wait at."""
    return any(os.environ.get(name) for name in DISPLAYS) and bool(shutil.which("xdg-open"))


def shown(picture: Path) -> bool:
    """Show a picture in the desktop's viewer; it is gone when this returns True and Enter came."""
    viewer = shutil.which("xdg-open")
    if viewer is None or subprocess.run([viewer, str(picture)], check=False).returncode:
        return False
    if sys.stdin.isatty():
        say("Press Enter when you have seen the picture.")
        sys.stdin.readline()
    return True


# ---------------------------------------------------------------- talking


class Teller:
    """Says what a run is doing, a line for each stage."""

    def __init__(self) -> None:
        self._stage = ""

    def tell(self, progress: Progress) -> None:
        """Say it when a stage begins."""
        if progress.stage != self._stage and progress.stage in STAGES:
            self._stage = progress.stage
            say(STAGES[progress.stage])


STAGES = {"analyse": "Finding faces ...", "evaluate": "Measuring ..."}


def say(text: str) -> None:
    """Say something beside the answer."""
    sys.stderr.write(text.encode("utf-8", "replace").decode() + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The album job on the command line: JSON in, JSON out."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from likeness.errors import LikenessError, UsageError
from likeness.types import Progress

DONE, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

Job = Callable[..., tuple[list[dict[str, list[Any]]], list[int], list[dict[str, Any]]]]

TEMPORARY = "The crops are removed now: name a folder with --crops to keep them."


def main(argv: Sequence[str], job: Job) -> int:
    """Run one command line and return its exit status: 0, 1 for our errors, 2 for wrong use.

    Args:
        argv: The words after the program's name.
        job: `run_face_recog`.
    """
    words = _parser().parse_args(argv)
    try:
        groups, positions, images = job(
            read_images(words.urls),
            crops=words.crops,
            allow_local=words.allow_local,
            allow_private=words.allow_private,
            progress=tell,
        )
        answer = {"groups": _plain(groups), "group_idx_list": positions, "images": images}
        _print(json.dumps(answer))
    except LikenessError as exc:
        say(f"Error: {exc}")
        return WRONG_USE if isinstance(exc, UsageError) else FAILED
    except KeyboardInterrupt:
        say("Stopped.")
        return INTERRUPTED
    if groups and words.crops is None:
        say(TEMPORARY)
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m likeness.compat.aftertrip",
        description="Find the faces on some pictures, and work out who is the same person.",
    )
    parser.add_argument(
        "urls",
        metavar="URLS.json",
        help='a list of {"id": ..., "url": "https://..."}; - reads it from standard input',
    )
    parser.add_argument("--crops", metavar="DIR", help="keep the pictures of faces in this folder")
    parser.add_argument("--allow-local", action="store_true", help="read files of this machine too")
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="fetch from this machine and its private networks too",
    )
    return parser


def read_images(name: str) -> Any:
    """Read the list of images from a file, or from standard input if *name* is "-".

    Raises:
        UsageError: It cannot be read or holds no JSON.
    """
    shown = "The standard input" if name == "-" else name
    try:
        if name == "-":
            data = sys.stdin.buffer.read()
        else:
            with open(name, "rb") as file:
                data = file.read()
        return json.loads(data, parse_constant=_no_number)
    except OSError as exc:
        raise UsageError(f"{shown} cannot be read: {exc.strerror}.") from exc
    except (ValueError, RecursionError) as exc:
        raise UsageError(f"{shown} holds no JSON: {exc}.") from exc


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _plain(groups: Sequence[dict[str, list[Any]]]) -> list[dict[str, list[Any]]]:
    """Return the groups with paths in the place of pictures."""
    return [{**group, "face_list": group["crop_path_list"]} for group in groups]


def tell(progress: Progress) -> None:
    """Say on stderr how far the job is."""
    say(f"{progress.done} of {progress.total} pictures, {progress.faces} faces")


def say(text: str) -> None:
    """Write one line to stderr, without anything that a terminal would obey."""
    sys.stderr.write("".join(c if c.isprintable() else repr(c)[1:-1] for c in text) + "\n")
    sys.stderr.flush()


def _print(text: str) -> None:
    """Write one line to stdout; a reader who left is no error of ours."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered would fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

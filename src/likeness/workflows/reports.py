"""The reports of evaluations that lie in one folder: which there are, and their files.

Every name here comes from a folder into which anybody may have put anything. So folders and files
are opened one step at a time, never through a link, and only files that a report says it wrote.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from likeness.errors import NotFoundError
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.report.model import Headline
from likeness.evaluation.report.words import in_words
from likeness.types import ReportFigure, ReportInfo
from likeness.workflows.evaluate.output import OURS
from likeness.workflows.parts import Parts

FOLDER = "reports"
"""In the library folder, unless `serve.reports` names another."""

IN = "~"
"""Between the folder that a report lies in and its command: "faces-2026~accuracy"."""

FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
COMMAND = re.compile(r"[a-z][a-z0-9-]{0,31}")

MOST = 500  # reports that are listed
MOST_ENTRIES = 5_000  # of a folder that are looked at
LARGEST_RECORD = 32 * 2**20  # bytes of what a report says of itself: that of a map takes some MB
LARGEST_FILE = 256 * 2**20  # bytes of a page: that of a map holds 5,000 faces, some 60 MB
MOST_FIGURES = 12
LONGEST = 500  # characters of a text that is listed

SAFELY = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
NOT_WAITING = os.O_NONBLOCK  # a pipe in the place of a file must not hold anybody up


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """One file of a report, open."""

    file: BinaryIO
    bytes: int
    tag: str  # changes with the file


def folder_of(parts: Parts) -> Path:
    """Return the folder of reports, which need not exist."""
    chosen = parts.settings.serve.reports
    return Path(os.path.expanduser(chosen)) if chosen else parts.folder / FOLDER


def reports(parts: Parts) -> list[ReportInfo]:
    """Return the reports that lie in the folder and in the folders in it, newest first."""
    found = [
        info
        for inner in ("", *_folders(folder_of(parts)))
        for info in _in_folder(folder_of(parts), inner)
    ]
    return sorted(found, key=lambda info: (info.made, info.report), reverse=True)[:MOST]


@contextmanager
def report_file(parts: Parts, report: str, name: str) -> Iterator[ReportFile]:
    """Open one file of a report.

    Raises:
        NotFoundError: There is no such report, it wrote no such file, or it is not there.
    """
    inner, _, command = report.rpartition(IN)
    missing = NotFoundError(f"There is no file {name} of a report {report}.")
    if (inner and not FOLDER_NAME.fullmatch(inner)) or not COMMAND.fullmatch(command):
        raise missing
    told = _told(folder_of(parts), inner, command)
    if told is None or name not in told.written:
        raise missing
    with _inside(folder_of(parts), inner) as folder:
        opened = None if folder is None else _opened(folder, name, LARGEST_FILE)
    if opened is None:
        raise missing
    file, about = opened
    with file:
        tag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
        yield ReportFile(file=file, bytes=about.st_size, tag=tag)


# ---------------------------------------------------------------- what lies there


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a report says of itself."""

    command: str
    title: str
    dataset: str
    made: str
    figures: tuple[ReportFigure, ...]
    written: frozenset[str]


def _folders(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            some = list(islice(entries, MOST_ENTRIES))
    except OSError:
        return []
    return sorted(
        entry.name
        for entry in some
        if FOLDER_NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
    )


def _in_folder(folder: Path, inner: str) -> Iterator[ReportInfo]:
    with _inside(folder, inner) as opened:
        try:
            names = [] if opened is None else sorted(os.listdir(opened))[:MOST_ENTRIES]
        except OSError:
            names = []
    for name in names:
        command, ending = os.path.splitext(name)
        if ending != ".json" or not COMMAND.fullmatch(command):
            continue
        told = _told(folder, inner, command)
        if told is not None and f"{command}.html" in told.written:
            yield ReportInfo(
                report=f"{inner}{IN}{command}" if inner else command,
                command=command,
                title=told.title,
                dataset=told.dataset,
                made=told.made,
                page=f"{command}.html",
                files=tuple(sorted(told.written)),
                figures=told.figures,
            )


@contextmanager
def _inside(folder: Path, inner: str) -> Iterator[int | None]:
    """Open a folder in the folder of reports, or that itself; None: it is not there."""
    opened: list[int] = []
    try:
        with suppress(OSError):
            opened.append(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            if inner:
                opened.append(os.open(inner, SAFELY | os.O_DIRECTORY, dir_fd=opened[0]))
        yield opened[-1] if len(opened) == 1 + bool(inner) else None
    finally:
        for descriptor in opened:
            os.close(descriptor)


def _opened(folder: int, name: str, most: int) -> tuple[BinaryIO, os.stat_result] | None:
    """Open a plain file in a folder; None: it is not there, something else, or too large."""
    try:
        file = os.fdopen(os.open(name, SAFELY | NOT_WAITING, dir_fd=folder), "rb")
    except OSError:
        return None
    about = os.fstat(file.fileno())
    if not stat.S_ISREG(about.st_mode) or about.st_size > most:
        file.close()
        return None
    return file, about


def _told(folder: Path, inner: str, command: str) -> _Told | None:
    with _inside(folder, inner) as place:
        opened = None if place is None else _opened(place, f"{command}.json", LARGEST_RECORD)
    if opened is None:
        return None
    file, about = opened
    with file:
        return _read(Record(file, (about.st_dev, about.st_ino, about.st_mtime_ns, about.st_size)))


class Record:
    """A report's record, known by which file it is: what was read of it once is not read again."""

    def __init__(self, file: BinaryIO, state: tuple[int, ...]) -> None:
        self.file = file
        self._state = state

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and other._state == self._state

    def __hash__(self) -> int:
        return hash(self._state)

    @property
    def made(self) -> str:
        """When it was written, ISO 8601, UTC."""
        return datetime.fromtimestamp(self._state[2] / 1e9, UTC).isoformat(timespec="seconds")


@lru_cache(maxsize=MOST)
def _read(record: Record) -> _Told | None:
    """Return what a report says of itself; None: nothing that can be used."""
    try:
        told: dict[str, Any] = json.loads(record.file.read(LARGEST_RECORD))
        written = [name for name in told["record"]["written"] if isinstance(name, str)]
        return _Told(
            command=str(told["command"])[:LONGEST],
            title=str(told["title"])[:LONGEST],
            dataset=str(told["dataset"])[:LONGEST],
            made=record.made,
            figures=tuple(_figure(each) for each in told["headlines"][:MOST_FIGURES]),
            written=frozenset(name for name in written if OURS.fullmatch(name)),
        )
    except (OSError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError):
        return None
    except RecursionError:
        return None


def _figure(told: Mapping[str, Any]) -> ReportFigure:
    value = told["value"]
    if isinstance(value, Mapping):
        value = Estimate(
            value=_number(value["value"]),
            low=_number(value.get("low")),
            high=_number(value.get("high")),
            note=str(value.get("note", "")),
        )
    elif not isinstance(value, str | int | float | None):
        raise TypeError("A figure is text, a number, or an estimate.")
    label, text = str(told["label"]), str(told.get("help", ""))
    headline = Headline(label=label, value=value, help=text, percent=told.get("percent") is True)
    words = in_words(headline)
    return ReportFigure(label=label[:LONGEST], words=words[:LONGEST], help=text[:LONGEST])


def _number(value: Any) -> float | None:
    return None if value is None else float(value)

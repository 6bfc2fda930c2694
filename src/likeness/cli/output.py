r"""The only place that prints.

Answers go to stdout, everything else to stderr. JSON is UTF-8 whatever the terminal speaks, one
object per line; a byte of a file name that is not UTF-8 is written as the escape `\udcXX`, XX
being the byte, which is what Python's `os.fsencode` turns back into that byte.
"""

from __future__ import annotations

import dataclasses
import json as jsonlib
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, TextIO, TypeVar

from likeness.cli.table import Column, commands, lines, pairs
from likeness.cli.text import broken, escaped
from likeness.errors import ExportError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

T = TypeVar("T")

SPLITTERS = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}
"""Legal inside a JSON string, but they steer terminals or end a line for some readers."""


class OutputClosedError(Exception):
    """Whoever read our output has seen enough, as `head` does."""


# ---------------------------------------------------------------- answers


def print_rows(
    rows: Iterable[T],
    columns: Sequence[Column[T]],
    *,
    json: bool,
    empty: str,
    section: Callable[[T], str] | None = None,
) -> None:
    """Print a table, or one JSON object per row.

    Args:
        rows: Frozen records.
        columns: Of the table.
        json: JSON lines instead of the table.
        empty: What to say, on stderr, when there are no rows.
        section: See `table.lines`.
    """
    if json:
        for row in rows:
            print_json(row)
        return
    found = list(rows)
    if not found:
        print_message(empty)
        return
    print_lines(lines(columns, found, section=section, width=width_of(sys.stdout)))


def print_json(record: object, **more: object) -> None:
    """Print one record as one line of JSON, with *more* keys after its own."""
    _write(sys.stdout, as_json({**fields_of(record), **more}) + "\n", encoding="utf-8")


def print_pairs(items: Sequence[tuple[str, str]]) -> None:
    """Print labels and values on stdout, aligned."""
    print_lines(pairs(items, width_of(sys.stdout)))


def print_line(text: str, style: str = "") -> None:
    """Print one line of an answer on stdout; *text* may hold anything."""
    from rich.text import Text

    print_lines([Text(broken(escaped(text), width_of(sys.stdout)), style=style)])


def print_lines(texts: Iterable[Text], *, beside: bool = False) -> None:
    """Print lines that are safe already on stdout, or, *beside* the answer, on stderr."""
    console = console_on(sys.stderr if beside else sys.stdout)
    for text in texts:
        console.print(text, soft_wrap=True)


# ---------------------------------------------------------------- everything else


def print_message(text: str) -> None:
    """Say something beside the answer, on stderr."""
    _write(sys.stderr, broken(escaped(text), width_of(sys.stderr)) + "\n")


def print_steps(steps: Sequence[tuple[str, str]]) -> None:
    """Print on stdout what can be done and the commands for it."""
    print_lines(commands(steps, width_of(sys.stdout)))


def print_next(steps: Sequence[tuple[str, str]]) -> None:
    """Say on stderr, after a blank line, which commands go on from here and what for."""
    if steps:
        print_message("")
        print_lines(commands(steps, width_of(sys.stderr)), beside=True)


def print_error(text: str) -> None:
    """Say on stderr, in one line, what went wrong."""
    from rich.text import Text

    line = Text(broken(f"Error: {escaped(text)}", width_of(sys.stderr)))
    line.stylize("bold red", 0, len("Error:"))
    print_lines([line], beside=True)


def print_question(text: str) -> None:
    """Ask on stderr; the cursor stays behind the question."""
    _write(sys.stderr, broken(escaped(text), width_of(sys.stderr)) + " ")
    _flush(sys.stderr)


def console_on(stream: TextIO | None) -> Console:
    """Return a rich console that never fails on a character and does not guess at markup."""
    from rich.console import Console

    return Console(
        file=Stream(stream),  # type: ignore[arg-type]  # the part of IO[str] that rich uses
        highlight=False,
        markup=False,
        emoji=False,
    )


def width_of(stream: TextIO | None) -> int | None:
    """Return the columns of the terminal at *stream*, None if it is none: lines stay whole."""
    return console_on(stream).width if is_terminal(stream) else None


def finish() -> None:
    """Hand everything over. Raises `OutputClosedError`, or `ExportError` when a disk is full."""
    _flush(sys.stdout)


def fall_silent() -> None:
    """Let nothing more reach stdout, whose reader is gone, not even at the interpreter's end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Stream:
    """stdout or stderr as rich writes to it."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:
        """What characters become; decides whether rich may draw with lines."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def write(self, text: str) -> int:
        _write(self._stream, text)
        return len(text)

    def flush(self) -> None:
        _flush(self._stream)

    def isatty(self) -> bool:
        return is_terminal(self._stream)

    def fileno(self) -> int:
        return self._stream.fileno() if self._stream is not None else -1


def is_terminal(stream: IO[str] | None) -> bool:
    """Return whether a human sits at *stream*; a closed one has nobody."""
    return stream is not None and not stream.closed and stream.isatty()


def _write(stream: TextIO | None, text: str, *, encoding: str | None = None) -> None:
    if stream is None:  # closed by whoever started us: nobody wants to hear it
        return
    if stream is sys.stderr:  # what was said first is read first, also where both are one terminal
        _flush(sys.stdout)
    encoding = encoding or getattr(stream, "encoding", None) or "utf-8"
    data = text.encode(encoding, "backslashreplace")
    with _Translated(stream):
        if hasattr(stream, "buffer"):
            stream.flush()
            stream.buffer.write(data)
        else:
            stream.write(data.decode(encoding))
        if stream is sys.stderr or is_terminal(stream):
            stream.flush()


def _flush(stream: TextIO | None) -> None:
    if stream is not None:
        with _Translated(stream):
            stream.flush()


class _Translated:
    """What a stream raises, in our words. stderr raises nothing: it must not end any work."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, OSError):
            return False
        if self._stream is sys.stderr:
            return True
        if isinstance(error, BrokenPipeError):
            raise OutputClosedError from error
        raise ExportError(f"The output cannot be written: {error.strerror}.") from error


# ---------------------------------------------------------------- JSON


def as_json(record: Mapping[str, object]) -> str:
    """Return *record* as JSON on one line; records inside it become objects."""
    text = jsonlib.dumps(record, ensure_ascii=False, allow_nan=False, default=fields_of)
    return text.translate(SPLITTERS)


def fields_of(record: Any) -> dict[str, object]:
    """Return a record, or a mapping, as a dictionary, without descending into its values."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    return dict(record)

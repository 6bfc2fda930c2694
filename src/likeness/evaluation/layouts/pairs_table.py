"""The table of pairs.csv: its columns, delimiter and lines."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from likeness.errors import UsageError
from likeness.evaluation.layouts.lines import lines

COLUMNS = ("file_x", "file_y", "decision")
DELIMITERS = (",", ";", "\t")
YES = frozenset({"yes", "y", "true", "t", "1", "1.0", "same"})
NO = frozenset({"no", "n", "false", "f", "0", "0.0", "different"})
DECISIONS = YES | NO

EXPECTED = "file_x, file_y, Decision, as in: anna1.jpg, anna2.jpg, Yes"
HEADER_WITHIN = 20  # lines; blank ones and Excel's "sep=;" may come first


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table."""

    line: int  # from 1; of its last line where a quoted cell goes over several
    left: str
    right: str
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a table is written."""

    delimiter: str
    columns: tuple[int, int, int]  # of file_x, file_y and Decision
    header: int  # line that it stands in, from 1


REPORT_COLUMNS = ("file_x", "file_y", "decision", "distance")
"""Of the tables that `evaluate accuracy` writes."""


def has_pair_columns(text: str) -> bool:
    """Return whether a text, or its beginning, is a table with the three columns."""
    return _form(text) is not None


def is_of_a_report(text: str) -> bool:
    """Return whether a table, or its beginning, is one that an evaluation wrote, not labels."""
    head = text.lstrip("\ufeff").partition("\n")[0]
    return [cell.strip().lower() for cell in head.split(",")] == list(REPORT_COLUMNS)


def rows(text: str, name: str) -> Iterator[Row | int]:
    """Yield the lines that are not blank; of a line that cannot be read, its number.

    Args:
        text: The table.
        name: What errors call it.

    Raises:
        UsageError: It has no such columns, too many lines, or a quotation mark that does not end.
    """
    form = _form(text)
    if form is None:
        raise UsageError(f"{name} has no columns file_x, file_y, Decision; expected: {EXPECTED}.")
    below = islice(lines(text, name), form.header, None)
    reader = csv.reader(below, delimiter=form.delimiter, skipinitialspace=True)
    try:
        for cells in reader:
            if any(cells):
                line = form.header + reader.line_num
                yield _row(line, cells, form) or line
    except csv.Error as exc:
        line = form.header + reader.line_num
        raise UsageError(
            f"{name} cannot be read as CSV beyond line {line:,} ({exc}): look for a quotation "
            "mark that is not closed."
        ) from exc


def _form(text: str) -> _Form | None:
    for number, line in enumerate(islice(lines(text, ""), HEADER_WITHIN), 1):
        if line.strip() and not line.lower().startswith("sep="):
            forms = (_form_of(line, number, delimiter) for delimiter in DELIMITERS)
            return next((form for form in forms if form), None)
    return None


def _form_of(line: str, number: int, delimiter: str) -> _Form | None:
    try:
        header = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return None
    titles = [title.strip().lower() for title in header]
    if not all(column in titles for column in COLUMNS):
        return None
    left, right, decision = (titles.index(column) for column in COLUMNS)
    return _Form(delimiter=delimiter, columns=(left, right, decision), header=number)


def _row(line: int, cells: list[str], form: _Form) -> Row | None:
    if len(cells) <= max(form.columns):
        return None
    left, right, word = (cells[column] for column in form.columns)
    word = word.strip().lower()
    if not left.strip() or not right.strip() or word not in DECISIONS:
        return None
    return Row(line=line, left=left, right=right, same=word in YES)

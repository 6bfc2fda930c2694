"""Tables for plain terminals: aligned columns, the last one as long as it needs to be.

Paths and ids are copied from here into the next command, so nothing is ever cut off or folded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Generic, TypeVar

from likeness.cli.text import escaped

if TYPE_CHECKING:
    from rich.text import Text

T = TypeVar("T")

GAP = "  "
HEAD = "bold"


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its head, what a row shows in it, and how that looks.

    A column that is empty in every row is left out.
    """

    head: str
    cell: Callable[[T], str]
    right: bool = False
    style: str | Callable[[T], str] = ""

    def style_of(self, row: T) -> str:
        """Return the rich style of this column's cell in *row*."""
        return self.style(row) if callable(self.style) else self.style


def lines(
    columns: Sequence[Column[T]],
    rows: Sequence[T],
    *,
    section: Callable[[T], str] | None = None,
) -> list[Text]:
    """Return the head line and a line per row.

    Args:
        columns: From left to right.
        rows: In the order they are shown.
        section: What a run of rows has in common; shown on a line of its own above them.
    """
    from rich.cells import cell_len

    cells = [[escaped(column.cell(row)) for column in columns] for row in rows]
    shown = [i for i in range(len(columns)) if any(line[i] for line in cells)]
    widths = [
        max(cell_len(text) for text in (columns[i].head, *(line[i] for line in cells)))
        for i in shown
    ]
    out = [_line([(columns[i].head, HEAD, columns[i].right) for i in shown], widths)]
    above: str | None = None
    for row, line in zip(rows, cells, strict=True):
        if section and section(row) != above:
            above = section(row)
            out.append(_heading(above))
        out.append(
            _line([(line[i], columns[i].style_of(row), columns[i].right) for i in shown], widths)
        )
    return out


def pairs(items: Sequence[tuple[str, str]], width: int | None = None) -> list[Text]:
    """Return labels and values, values aligned; at spaces they are broken to fit *width*."""
    if width is not None:
        indent = max((len(label) for label, _ in items), default=0) + len(GAP)
        items = [pair for item in items for pair in _broken(*item, max(width - indent, 20))]
    columns: list[Column[tuple[str, str]]] = [
        Column("", lambda item: item[0], style="dim"),
        Column("", lambda item: item[1]),
    ]
    return lines(columns, items)[1:]


def _broken(label: str, value: str, width: int) -> list[tuple[str, str]]:
    parts = wrap(value, width, break_long_words=False, break_on_hyphens=False) or [""]
    return [(label, parts[0]), *(("", part) for part in parts[1:])]


def _heading(text: str) -> Text:
    from rich.text import Text

    return Text(escaped(text), style="underline")


def _line(cells: Sequence[tuple[str, str, bool]], widths: Sequence[int]) -> Text:
    from rich.cells import cell_len
    from rich.text import Text

    line = Text()
    for number, ((text, style, right), width) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (width - cell_len(text))
        line.append(space if right else "")
        line.append(text, style=style)
        line.append("" if right else space)
        line.append(GAP if number < len(cells) - 1 else "")
    line.rstrip()
    return line

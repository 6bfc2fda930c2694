"""Tables for plain terminals: aligned columns, the last one as long as it needs to be.

Paths and ids are copied from here into the next command, so nothing is ever cut off, and only
columns of prose are folded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from likeness.cli.text import broken, escaped

if TYPE_CHECKING:
    from rich.text import Text

T = TypeVar("T")

GAP = "  "
HEAD = "bold"
NARROWEST = 20  # cells that prose is folded into, however little room there is


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its head, what a row shows in it, and how that looks.

    A column that is empty in every row is left out.
    """

    head: str
    cell: Callable[[T], str]
    right: bool = False
    style: str | Callable[[T], str] = ""
    prose: bool = False  # the last column may be folded at spaces

    def style_of(self, row: T) -> str:
        """Return the rich style of this column's cell in *row*."""
        return self.style(row) if callable(self.style) else self.style


def lines(
    columns: Sequence[Column[T]],
    rows: Sequence[T],
    *,
    section: Callable[[T], str] | None = None,
    width: int | None = None,
) -> list[Text]:
    """Return the head line and a line per row.

    Args:
        columns: From left to right.
        rows: In the order they are shown.
        section: What a run of rows has in common; shown on a line of its own above them.
        width: Columns of the terminal that a last column of prose is folded to; None: not folded.
    """
    from rich.cells import cell_len

    cells = [[escaped(column.cell(row)) for column in columns] for row in rows]
    shown = [i for i in range(len(columns)) if any(line[i] for line in cells)]
    widths = [
        max(cell_len(text) for text in (columns[i].head, *(line[i] for line in cells)))
        for i in shown
    ]
    room = None
    if width is not None and columns[shown[-1]].prose:
        room = max(width - sum(widths[:-1]) - len(GAP) * (len(widths) - 1), NARROWEST)
        widths[-1] = 0
    out = [_line([(columns[i].head, HEAD, columns[i].right) for i in shown], widths)]
    above: str | None = None
    for row, line in zip(rows, cells, strict=True):
        if section and section(row) != above:
            above = section(row)
            out.append(_heading(above))
        for part in _folded([line[i] for i in shown], room):
            styled = zip(part, (columns[i] for i in shown), strict=True)
            out.append(_line([(text, c.style_of(row), c.right) for text, c in styled], widths))
    return out


def pairs(items: Sequence[tuple[str, str]], width: int | None = None) -> list[Text]:
    """Return labels and values, values aligned; at spaces they are broken to fit *width*."""
    if width is not None:
        indent = max((len(label) for label, _ in items), default=0) + len(GAP)
        room = max(width - indent, NARROWEST)
        items = [(label, part) for item in items for label, part in _folded(item, room)]
    columns: list[Column[tuple[str, str]]] = [
        Column("", lambda item: item[0], style="dim"),
        Column("", lambda item: item[1]),
    ]
    return lines(columns, items)[1:]


def commands(steps: Sequence[tuple[str, str]], width: int | None = None) -> list[Text]:
    """Return purposes and commands beside each other; below where a command would not fit."""
    from rich.cells import cell_len
    from rich.text import Text

    aligned = pairs(steps)
    if width is None or all(cell_len(line.plain) <= width for line in aligned):
        return aligned
    out = []
    for purpose, command in steps:
        out += [Text(purpose, style="dim"), Text(GAP + escaped(command))]
    return out


def _folded(cells: Sequence[str], room: int | None) -> list[list[str]]:
    """Return the cells of one row as lines: the last cell folded to *room*, the others once."""
    *first, last = cells
    parts = broken(last, room).split("\n")
    return [[*first, parts[0]], *([""] * len(first) + [part] for part in parts[1:])]


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

"""The first three places of a round as a podium, for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from likeness.cli.text import escaped
from likeness.types import RankedEntry

if TYPE_CHECKING:
    from rich.text import Text

WIDTH = 24  # columns of a step; three of them and two gaps fit 80
GAP = "  "
ON_IT = 3  # who stand on it
ORDER = (1, 0, 2)  # from left to right: the second, the first, the third
HEIGHTS = (5, 3, 2)  # lines of the steps of the first, the second and the third
STYLES = ("bold yellow", "bold white", "bold red")

FINE = ("▁", "█")
PLAIN = ("_", "#")
"""What steps are drawn with: their upper edge, and below it. The other one is plain ASCII."""


def podium(entries: Sequence[RankedEntry], *, encoding: str) -> list[Text]:
    """Return the first three, who share places where they are equal; no lines for nobody.

    Args:
        entries: By place.
        encoding: Of what it is printed on.
    """
    from rich.text import Text

    shown = entries[:ON_IT]
    columns = [
        (_column(shown[n], HEIGHTS[n], _signs(encoding)), STYLES[min(shown[n].place, ON_IT) - 1])
        for n in ORDER
        if n < len(shown)
    ]
    height = max((len(lines) for lines, _ in columns), default=0)
    found = []
    for number in range(height):
        line = Text("  ")
        for lines, style in columns:
            above = height - len(lines)
            part = " " * WIDTH if number < above else lines[number - above]
            line.append(part, style=style)
            line.append(GAP)
        line.rstrip()
        found.append(line)
    return found


def label(entry: RankedEntry) -> str:
    """Return what an entry is called: its name, or its id."""
    return entry.name or entry.person or entry.entry


def fitted(text: str, width: int) -> str:
    """Return *text*, safe for terminals, cut to so many columns."""
    from rich.cells import cell_len, set_cell_size

    safe = escaped(text)
    if cell_len(safe) <= width:
        return safe
    return set_cell_size(safe, width - 3).rstrip() + "..."


def _column(entry: RankedEntry, height: int, signs: tuple[str, str]) -> list[str]:
    """Return the lines of one step, from the name on it down to the ground."""
    edge, block = signs
    lines = [_centred(label(entry)), _centred(f"{entry.similarity:.4f}"), edge * WIDTH]
    number = f" {entry.place} "
    middle = (height - 1) // 2
    step = [block * WIDTH] * height
    step[middle] = number.center(WIDTH, block)
    return lines + step


def _centred(text: str) -> str:
    from rich.cells import cell_len

    cut = fitted(text, WIDTH)
    room = WIDTH - cell_len(cut)
    return " " * (room // 2) + cut + " " * (room - room // 2)


def _signs(encoding: str) -> tuple[str, str]:
    try:
        "".join(FINE).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return PLAIN
    return FINE

"""Pictures in the terminal, on stderr beside a question: real ones where it can, else in cells.

What a terminal can is told by its environment, never by asking it: an answer that it types itself
could be taken for the human's. Inside tmux and screen, which do not hand pictures on, cells are
used.
"""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from likeness.cli.output import console_on, print_lines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.text import Text

Way = Literal["kitty", "iterm", "cells", "none"]

WIDEST = 100  # columns that a picture takes at most
LINES = 14  # of text that a picture takes at most: question and places stay in sight on 24
KITTY_CHUNK = 4096  # bytes of base64 in one escape sequence, by the protocol
UPPER_HALF = "▀"  # its foreground is the upper pixel of a cell, its background the lower one


def way(environment: Mapping[str, str], *, encoding: str) -> Way:
    """Return how a terminal in this environment shows pictures.

    Args:
        environment: Of the process.
        encoding: Of what is written to the terminal.
    """
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if term in {"", "dumb"} or environment.get("NO_COLOR"):
        return "none"
    if not (environment.get("TMUX") or term.startswith(("screen", "tmux"))):
        if environment.get("KITTY_WINDOW_ID") or term == "xterm-kitty" or program == "ghostty":
            return "kitty"
        if program in {"iTerm.app", "WezTerm"}:
            return "iterm"
    colours = environment.get("COLORTERM") in {"truecolor", "24bit"} or "256color" in term
    return "cells" if colours and encoding.lower().replace("-", "") == "utf8" else "none"


def show_picture(pixels: NDArray[np.uint8]) -> bool:
    """Show a picture on stderr; return whether this terminal could.

    Args:
        pixels: (h, w, 3) RGB.
    """
    console = console_on(sys.stderr)
    chosen = way(os.environ, encoding=console.encoding)
    # A cell is about twice as high as wide.
    columns = min(console.width - 1, WIDEST, round(2 * LINES * pixels.shape[1] / pixels.shape[0]))
    if chosen == "none":
        return False
    if chosen == "cells":
        print_lines(cells(pixels, columns), beside=True)
        return True
    console.print(Inline(_sequence(pixels, chosen, columns)))
    return True


def cells(pixels: NDArray[np.uint8], columns: int) -> list[Text]:
    """Return a picture as lines of half blocks, two pixels in a cell.

    Args:
        pixels: (h, w, 3) RGB.
        columns: Of the lines.
    """
    import cv2
    import numpy as np
    from rich.color import Color
    from rich.style import Style
    from rich.text import Text

    height, width = pixels.shape[:2]
    rows = max(2, round(height * columns / width / 2) * 2)
    small = cv2.resize(np.ascontiguousarray(pixels), (columns, rows), interpolation=cv2.INTER_AREA)
    lines = []
    for upper, lower in zip(small[::2].tolist(), small[1::2].tolist(), strict=True):
        line = Text()
        for above, below in zip(upper, lower, strict=True):
            style = Style(color=Color.from_rgb(*above), bgcolor=Color.from_rgb(*below))
            line.append(UPPER_HALF, style=style)
        lines.append(line)
    return lines


@dataclass(frozen=True)
class Inline:
    """A sequence that a terminal takes as a picture, as rich prints it."""

    sequence: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.segment import ControlType, Segment

        del console, options
        yield Segment(self.sequence, None, [(ControlType.BELL,)])  # written as it is
        yield Segment.line()


def _sequence(pixels: NDArray[np.uint8], chosen: Way, columns: int) -> str:
    from likeness.imaging.encode import encoded

    data = base64.standard_b64encode(encoded(pixels, ".png")).decode("ascii")
    return "".join(kitty(data, columns)) if chosen == "kitty" else iterm(data, columns)


def kitty(data: str, columns: int) -> Iterator[str]:
    """Yield the escape sequences of kitty's graphics protocol for a PNG file in base64.

    Source: sw.kovidgoyal.net/kitty/graphics-protocol, transmit and display, no answer wanted.
    """
    for start in range(0, len(data), KITTY_CHUNK):
        more = int(start + KITTY_CHUNK < len(data))
        keys = f"a=T,f=100,q=2,c={columns},m={more}" if start == 0 else f"m={more}"
        yield f"\x1b_G{keys};{data[start : start + KITTY_CHUNK]}\x1b\\"


def iterm(data: str, columns: int) -> str:
    """Return the escape sequence of iTerm2's inline images for a file in base64.

    Source: iterm2.com/documentation-images.html.
    """
    return f"\x1b]1337;File=inline=1;width={columns};preserveAspectRatio=1:{data}\x07"

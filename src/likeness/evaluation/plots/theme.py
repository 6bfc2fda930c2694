"""The look that all plots share: colours, sizes of letters, and measures in inches.

Colours: M. Okabe and K. Ito, "Color Universal Design", 2008 (https://jfly.uni-koeln.de/color/):
they stay apart for people with each kind of colour blindness. Its yellow and its light orange are
left out for lines, since they are too faint on white.
"""

from __future__ import annotations

INK = "#1b1f24"
GREY = "#59616b"  # 6.2 : 1 on white, above the 4.5 : 1 that WCAG 2.2 asks of text
FAINT = "#8a929c"  # marks that need no reading
HAIRLINE = "#e2e5e9"
PAPER = "#ffffff"
PANEL = "#f7f8f9"  # behind marks that have no grid
BLANK = "#f3f4f5"  # where there is no value
HATCH = "#d4d8dd"

SAME = "#0072b2"  # the same person
DIFFERENT = "#d55e00"  # different people
SERIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#b07d00", "#4d4d4d")
# Of people on maps, with shapes; page.js has the same, in the same order. All are at least 2.5 : 1
# against white and against the dark page.
PEOPLE = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#c96a9f",
    "#3a9fd8",
    "#b07d00",
    "#8c64c8",
    "#7a7f87",
)
SHAPES = ("o", "s", "^", "D")
DASHES: tuple[tuple[float, tuple[float, ...]], ...] = (
    (0, ()),
    (0, (5, 1.6)),
    (0, (1.4, 1.4)),
    (0, (6, 1.6, 1.4, 1.6)),
)

# Points. 100 pixels show an inch where the page shows a picture 720 pixels wide.
TITLE = 12.5
BODY = 9.0
SMALL = 8.0
TINY = 7.0

WIDTH = 7.2  # inches
MARGIN = 0.16
POINT = 1 / 72  # inches

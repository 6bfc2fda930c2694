"""Figures as people read them: with as many digits as say something, and their interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.report.model import Cell

DECIMALS = 3
"""Of a number between -10 and 10: what an interval of a few hundred pairs can tell apart."""

PERCENT_DECIMALS = 1
"""Of a percentage: the same digits, two places to the left."""

MORE = 3
"""Further decimals at most, for shares so near 0 or 1 that they would read as exactly that."""

UNKNOWN = "not known"

THIN = "\u202f"
"""Narrow no-break space, between a number and its percent sign."""

TIMES = "\u00d7"

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A cell in parts, each of which a page may set differently."""

    text: str  # "" when there is no figure
    interval: str = ""  # "0.951 to 0.988"
    note: str = ""  # why there is no figure, or what to know about it
    value: float | None = None  # to sort by; None for text


def shown(cell: Cell, *, percent: bool = False, size: float = 0) -> Shown:
    """Return *cell* as people read it.

    Args:
        cell: NaN counts as not known.
        percent: Numbers are shares and are shown as percentages.
        size: Of the largest number beside it; numbers from 10 on take decimals away, so that those
            of one column end at the same place.
    """
    if cell is None:
        return Shown(text="", note=UNKNOWN)
    if isinstance(cell, str):
        return Shown(text=cell)
    if isinstance(cell, Estimate):
        return _estimate(cell, percent=percent, size=size)
    return _plain(cell, percent=percent, size=size)


def size_of(cell: Cell) -> float:
    """Return how large the number in *cell* is, without its sign; 0 where there is none."""
    number = cell.value if isinstance(cell, Estimate) else cell
    if number is None or isinstance(number, str) or not math.isfinite(number):
        return 0.0
    return abs(float(number))


def _plain(number: float, *, percent: bool, size: float) -> Shown:
    if math.isnan(number):
        return Shown(text="", note=UNKNOWN)
    if isinstance(number, bool):
        text = "yes" if number else "no"
    elif isinstance(number, int) and not percent:
        text = _signed(f"{number:,}")
    else:
        text = _number(number, _decimals((number, size), percent), percent)
    return Shown(text=text, value=float(number))


def _estimate(estimate: Estimate, *, percent: bool, size: float) -> Shown:
    value, low, high = estimate.value, estimate.low, estimate.high
    if value is None or math.isnan(value):
        return Shown(text="", note=estimate.note or UNKNOWN)
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        text = _number(value, _decimals((value, size), percent), percent)
        return Shown(text=text, note=estimate.note, value=float(value))
    places = _decimals((value, low, high, size), percent)
    first, last = (_number(end, places, percent) for end in (low, high))
    unit = f"{THIN}%"
    if percent and first.endswith(unit) and last.endswith(unit):
        first = first.removesuffix(unit)
    return Shown(
        text=_number(value, places, percent),
        interval=f"{first} to {last}",
        note=estimate.note,
        value=float(value),
    )


def _decimals(values: tuple[float, ...], percent: bool) -> int:
    """Return how many decimals tell each of *values* from 0 and, for shares, from 1."""
    base = PERCENT_DECIMALS if percent else DECIMALS
    size = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if not percent and size >= 10:
        return max(0, base - int(math.log10(size)))
    scale = 100 if percent else 1
    for places in range(base, base + MORE + 1):
        if not any(_looks_whole(value * scale, scale, places) for value in values):
            return places
    return base


def _looks_whole(value: float, whole: int, places: int) -> bool:
    """Return whether *value* would be written as 0 or as *whole* although it is neither."""
    if not math.isfinite(value) or abs(value) < 10.0 ** -(PERCENT_DECIMALS + MORE):
        return False  # so small that it is written with a power of ten
    written = round(value, places)
    return (written == 0 and value != 0) or (written == whole and value != whole)


def _number(value: float, places: int, percent: bool) -> str:
    if math.isinf(value):
        return "\u2212∞" if value < 0 else "∞"
    scaled = value * 100 if percent else value
    unit = f"{THIN}%" if percent else ""
    if value != 0 and round(scaled, places) == 0:
        mantissa, _, exponent = f"{scaled:.1e}".partition("e")
        return f"{_signed(mantissa)} {TIMES} 10{str(int(exponent)).translate(RAISED)}{unit}"
    return _signed(f"{scaled:,.{places}f}") + unit


def _signed(number: str) -> str:
    """Return *number* with a true minus, as wide as a plus; none before zero."""
    if number.startswith("-"):
        bare = number[1:]
        return f"\u2212{bare}" if any(digit in "123456789" for digit in bare) else bare
    return number

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

MORE = 1
"""Further decimals at most, for what would read as exactly 0 or 1, or an interval as a point."""

SETTING_MORE = 3
"""The same for a plain number: it may be a setting, such as a FAR, which has to read exactly."""

UNKNOWN = "not known"

THIN = "\u202f"
"""Narrow no-break space, between a number and its percent sign."""

UNIT = f"{THIN}%"

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
    elif percent:
        text = _measured(number, _decimals((number, size), percent), percent) + UNIT
    else:
        text = _setting(number, size)
    return Shown(text=text, value=float(number))


def _estimate(estimate: Estimate, *, percent: bool, size: float) -> Shown:
    value, low, high = estimate.value, estimate.low, estimate.high
    if value is None or math.isnan(value):
        return Shown(text="", note=estimate.note or UNKNOWN)
    unit = UNIT if percent else ""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        text = _measured(value, _decimals((value, size), percent), percent) + unit
        return Shown(text=text, note=estimate.note, value=float(value))
    places = _decimals((value, low, high, size), percent, spread=(low, high))
    first, last = (_measured(end, places, percent) for end in (low, high))
    return Shown(
        text=_measured(value, places, percent) + unit,
        interval=f"{first} to {last}{unit}",
        note=estimate.note,
        value=float(value),
    )


def _decimals(
    values: tuple[float, ...], percent: bool, *, spread: tuple[float, float] | None = None
) -> int:
    """Return how many decimals *values* are written with, all of them with as many.

    One more than usual, where a value would read as 0 or as the whole although it is neither, or
    where both ends of *spread* would read alike.
    """
    usual = _usual(values, percent)
    scale = 100 if percent else 1
    if any(_clipped(value * scale, scale, usual) for value in values):
        return usual + MORE
    if spread and spread[0] != spread[1]:
        first, last = (_measured(end, usual, percent) for end in spread)
        return usual + MORE if first == last else usual
    return usual


def _usual(values: tuple[float, ...], percent: bool) -> int:
    if percent:
        return PERCENT_DECIMALS
    size = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return DECIMALS if size < 10 else max(0, DECIMALS - int(math.log10(size)))


def _clipped(scaled: float, whole: int, places: int) -> bool:
    """Return whether *scaled* would read as 0, or as *whole* from below, although it is not."""
    if not math.isfinite(scaled):
        return False
    written = round(scaled, places)
    return (written == 0 and scaled != 0) or (written == whole and scaled < whole)


def _measured(value: float, places: int, percent: bool) -> str:
    """Return what was measured, without its unit: "0.973"; "< 0.0001" rather than nothing."""
    if math.isinf(value):
        return "\u2212∞" if value < 0 else "∞"
    whole = 100 if percent else 1
    scaled = value * whole
    if not _clipped(scaled, whole, places):
        return _signed(f"{scaled:,.{places}f}")
    least = 10.0**-places
    if round(scaled, places):
        return f">{THIN}{whole - least:.{places}f}"
    return f"<{THIN}{least:.{places}f}" if value > 0 else f">{THIN}\u2212{least:.{places}f}"


def _setting(number: float, size: float) -> str:
    """Return a plain number so that it can be told from 0 and 1, with a power of ten if need be."""
    if math.isinf(number):
        return _measured(number, 0, percent=False)
    usual = _usual((number, size), percent=False)
    if usual < DECIMALS:
        return _signed(f"{number:,.{usual}f}")
    for places in range(usual, usual + SETTING_MORE + 1):
        if not _clipped(number, 1, places):
            return _signed(f"{number:,.{places}f}")
    if round(number, usual):
        return _signed(f"{number:.{usual}f}")
    mantissa, _, exponent = f"{number:.1e}".partition("e")
    return f"{_signed(mantissa)} {TIMES} 10{str(int(exponent)).translate(RAISED)}"


def _signed(number: str) -> str:
    """Return *number* with a true minus, as wide as a plus; none before zero."""
    if number.startswith("-"):
        bare = number[1:]
        return f"\u2212{bare}" if any(digit in "123456789" for digit in bare) else bare
    return number

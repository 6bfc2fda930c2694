"""Moments as years, to reckon with."""

from __future__ import annotations

import math
from datetime import datetime


def years(moment: datetime | None) -> float:
    """Return a moment in years on its own clock, 2019.5 for the middle of 2019; NaN for None."""
    if moment is None:
        return math.nan
    begin, end = (datetime(moment.year + n, 1, 1, tzinfo=moment.tzinfo) for n in (0, 1))
    return moment.year + (moment - begin) / (end - begin)

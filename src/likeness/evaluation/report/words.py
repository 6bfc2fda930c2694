"""Headlines in one line of text, for terminals."""

from __future__ import annotations

from likeness.evaluation.report.cells import UNKNOWN, shown
from likeness.evaluation.report.model import Headline


def in_words(headline: Headline) -> str:
    """Return a headline's value: "97.3 % (95.1 to 98.8 %)", or why there is none."""
    cell = shown(headline.value, percent=headline.percent)
    if not cell.text:
        return cell.note or UNKNOWN
    return f"{cell.text} ({cell.interval})" if cell.interval else cell.text

"""What an average is made of, in words and numbers."""

from __future__ import annotations

from likeness.cli.text import counted, duration, people
from likeness.types import AverageReport, MemberLikeness

LABEL = 24  # cells of a label: the values beside it fit on a line of 80


def shortened(text: str, cells: int) -> str:
    """Return *text*, with an ellipsis for its end where it is wider than so many cells."""
    from rich.cells import cell_len

    if cell_len(text) <= cells:
        return text
    while cell_len(text) >= cells:
        text = text[:-1]
    return text.rstrip() + "\u2026"


def named(near: MemberLikeness) -> str:
    """Return a face that is near to an average or far from it, with a name if it has one."""
    return f"{near.name} ({near.face})" if near.name else f"{near.face}"


def facts(report: AverageReport) -> list[tuple[str, str]]:
    """Return what an average is made of, as labels and values."""
    rows = [
        ("faces", f"{report.faces:,} of {people(report.people)}"),
        (
            "in the picture",
            f"{counted(report.shaped, 'face')} of {counted(report.voices, 'person', 'people')}",
        ),
        ("picture", f"{report.side} x {report.side} pixels"),
        ("quality", f"{report.quality:.2f} of 1, the median"),
        ("largest share", f"{report.dominant:.0%}, one person"),
    ]
    if report.faces == 1:
        return [*rows, ("time", duration(report.seconds))]
    low, middle, high = report.spread
    rows.append(("likeness", f"{middle:.2f} to the others ({low:.2f} to {high:.2f})"))
    if report.nearest and report.farthest:
        rows.append(("most typical", named(report.nearest[0])))
        rows.append(("least typical", named(report.farthest[0])))
    if report.differs:
        rows.append(("differs most", ", ".join(name for name, _ in report.differs[:3])))
    return [*rows, ("time", duration(report.seconds))]

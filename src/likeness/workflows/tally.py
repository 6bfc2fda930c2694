"""What an `add` met, counted by photo rather than by file."""

from __future__ import annotations

from dataclasses import dataclass, field

from likeness.types import AddReport, PhotoId


@dataclass
class Tally:
    """The photos of one run by what became of them."""

    present: set[PhotoId] = field(default_factory=set)
    new: set[PhotoId] = field(default_factory=set)
    moved: set[PhotoId] = field(default_factory=set)
    missing: set[PhotoId] = field(default_factory=set)
    failed: int = 0
    faces: int = 0

    def report(self, seconds: float) -> AddReport:
        """Return the counts; new, unchanged and moved add up to photos."""
        return AddReport(
            photos=len(self.present),
            new=len(self.new),
            unchanged=len(self.present - self.new - self.moved),
            moved=len(self.moved - self.new),
            missing=len(self.missing),
            failed=self.failed,
            faces=self.faces,
            seconds=round(seconds, 3),
        )

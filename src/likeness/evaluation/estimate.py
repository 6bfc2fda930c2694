"""An estimate: a figure with how sure it is, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One figure, with its 95 % interval.

    Without a figure *note* says why in a sentence, for example "Too few pairs for this FAR.".
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""

    @classmethod
    def missing(cls, note: str) -> Estimate:
        """Return the absence of a figure, with its reason."""
        return cls(value=None, note=note)

    def __str__(self) -> str:
        """As people read it: "0.973 (0.951 to 0.988)", or "not known"."""
        if self.value is None:
            return "not known"
        if self.low is None or self.high is None:
            return f"{self.value:.3f}"
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"

"""What a label file says that cannot be used, counted for its warnings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from likeness.evaluation.layouts.wording import counted, some


@dataclass(slots=True)
class Ledger:
    """Lines and names that were left out.

    Args:
        name: What warnings call the label file.
        unit: What its entries are.
    """

    name: str
    unit: str = "line"
    malformed: list[int] = field(default_factory=list)  # numbers of entries, from 1
    outside: dict[str, None] = field(default_factory=dict)  # paths as written
    missing: dict[str, None] = field(default_factory=dict)
    itself: int = 0  # pairs of a photo with itself
    repeated: int = 0  # pairs that stand there already
    conflicts: dict[str, None] = field(default_factory=dict)  # photos given to two people

    def warnings(self, expected: str) -> tuple[str, ...]:
        """Return a sentence for each kind of loss.

        Args:
            expected: How an entry should read, such as "Anna 1 2".
        """
        return (*self._unreadable(expected), *self._not_found(), *self._not_counted())

    def _unreadable(self, expected: str) -> Iterator[str]:
        if self.malformed:
            what = counted(
                len(self.malformed), f"{self.unit} that makes", f"{self.unit}s that make"
            )
            numbers = some([f"{number:,}" for number in self.malformed])
            yield (
                f"{self.name} has {what} no sense ({self.unit} {numbers}): left out; expected: "
                f"{expected}."
            )

    def _not_found(self) -> Iterator[str]:
        if self.outside:
            yield (
                f"{self.name} names {counted(len(self.outside), 'path')} outside of the data set "
                f"({some(self.outside)}): refused; write paths relative to the data set's folder."
            )
        if self.missing:
            files = counted(len(self.missing), "file that is", "files that are")
            yield f"{self.name} names {files} not there ({some(self.missing)}): left out."

    def _not_counted(self) -> Iterator[str]:
        if self.itself:
            yield f"{self.name}: {counted(self.itself, 'pair')} of a photo with itself left out."
        if self.repeated:
            yield f"{self.name}: {counted(self.repeated, 'repeated pair')} left out."
        if self.conflicts:
            photos = counted(len(self.conflicts), "photo")
            yield (
                f"{self.name} gives {photos} to more than one person ({some(self.conflicts)}): "
                "left out."
            )

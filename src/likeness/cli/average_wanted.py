"""What is to become of an average, and what can be seen to be wrong with it beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.cli.find import same_file
from likeness.errors import UsageError

if TYPE_CHECKING:
    from likeness.library import Library
    from likeness.workflows.average.periods import By

FILMS = (".gif", ".mp4")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to become of an average."""

    out: str | None
    on: str | None
    over: str | None
    build: str | None
    differs: str | None
    keep: str | None
    side: int | None
    both: bool  # women and men
    near: tuple[str, ...] = ()  # the samples that say who is in it

    def check(self) -> None:
        """Raise `UsageError` where options contradict each other, before hours are spent."""
        if not any((self.out, self.build, self.differs, self.keep is not None)):
            raise UsageError("Say where to: `-o average.png`, or `--keep TITLE`.")
        if self.over and any((self.on, self.build, self.differs, self.keep, self.both)):
            raise UsageError("--over makes a strip or a moving picture and nothing else.")
        if self.over and not self.out:
            raise UsageError("--over needs a file: `-o strip.png` or `-o years.gif`.")
        if self.over:
            period(self.over)
        if self.both and any((self.build, self.differs)):
            raise UsageError("--build and --differs show one average: ask for women or for men.")
        if self.on and not self.out:
            raise UsageError("--on needs a file for the picture: `-o poster.png`.")

    def check_files(self, library: Library) -> None:
        """See that everything can be written, before hours are spent.

        Raises:
            UsageError: A file is a sample, the template or another output, or the title is none.
            ExportError: A file cannot be written.
        """
        self._check_apart()
        films = [file for file in (self.build,) if file]
        pictures = [file for file in (self.out, self.differs) if file]
        if self.over and self.out and self.out.lower().endswith(FILMS):
            films, pictures = [self.out], []
        library.check_files(still=pictures, moving=films, titles=self._titles())

    def _titles(self) -> list[str]:
        if self.keep is None:
            return []
        return [self.keep, f"{self.keep}, women"] if self.both else [self.keep]

    def _check_apart(self) -> None:
        """Raise `UsageError` if one file would be written over another, or over what is given."""
        outputs = [file for file in (self.out, self.differs, self.build) if file]
        given = [("template", self.on)] if self.on else []
        given += [("sample", sample) for sample in self.near]
        for file in outputs:
            for what, name in given:
                if any(same_file(file, each) for each in (name, name.rpartition("#")[0] or name)):
                    raise UsageError(f"{file} is the {what}: choose another name for the output.")
        for one, other in combinations(outputs, 2):
            if same_file(one, other) or _place(one) == _place(other):
                raise UsageError(f"Two outputs go to {other}: choose another name for one.")


def period(word: str) -> By:
    """Return the period that an option means. Raises `UsageError`."""
    periods: tuple[By, ...] = ("month", "year", "collection")
    for each in periods:
        if word == each:
            return each
    raise UsageError(f"--over takes year, month or collection, not {word!r}.")


def _place(file: str) -> Path:
    """Return where a name leads, also to a file that is not there yet."""
    try:
        return Path(file).expanduser().resolve()
    except (OSError, RuntimeError, ValueError):
        return Path(file)

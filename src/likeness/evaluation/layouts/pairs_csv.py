"""Pairs as CSV: `file_x, file_y, Decision`, from which identities follow.

Photos that are the same person by a chain of Yes lines are one person, also where a photo of the
chain is missing. The person is called by the first of the photos (img2.jpg before img10.jpg). A
photo that stands in No lines only is a person of its own. A No between two photos of one person is
a contradiction and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from likeness.errors import UsageError
from likeness.evaluation.layouts.filenames import FileNames, cleaned, leads_outside
from likeness.evaluation.layouts.identities import identities
from likeness.evaluation.layouts.labels import LabelledPair, LabelledPhoto, Labels
from likeness.evaluation.layouts.ledger import Ledger
from likeness.evaluation.layouts.long_names import without_long_names
from likeness.evaluation.layouts.pairs_table import EXPECTED, Row, rows
from likeness.evaluation.layouts.wording import counted, shown, some

DIGITS = re.compile(r"([0-9]+)")

Pair = tuple[int, int, bool]  # two photos by number, and whether they show one person


def read_pairs_csv(text: str, files: FileNames, *, name: str = "pairs.csv") -> Labels:
    """Return the pairs, and the identities that follow from them.

    Columns may stand in any order, among others, in upper or lower case; separated by comma,
    semicolon or tab. Decisions: Yes or No, also y, true, t, 1, same and n, false, f, 0, different.
    A pair that is listed twice, in either order, counts once.

    Args:
        text: The table.
        files: What is there.
        name: What warnings and errors call the table.

    Raises:
        UsageError: It has no such columns, no line that can be used, or too many lines.
    """
    book = _Book(files=files, ledger=Ledger(name))
    for row in rows(text, name):
        if isinstance(row, Row):
            book.add(row)
        else:
            book.ledger.malformed.append(row)
    return _labels(book)


@dataclass(slots=True, kw_only=True)
class _Book:
    """The pairs while they are read. Photos are numbers, missing ones too: they tie others."""

    files: FileNames
    ledger: Ledger
    written: dict[str, int | None] = field(default_factory=dict)  # number of a cell's photo
    numbers: dict[tuple[str, bool], int] = field(default_factory=dict)  # of a path; is it there?
    pairs: dict[Pair, None] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take a line in, or note why not."""
        left, right = self._number(row.left), self._number(row.right)
        if left is None or right is None:
            return
        if left == right:
            self.ledger.itself += 1
        elif (left, right, row.same) in self.pairs or (right, left, row.same) in self.pairs:
            self.ledger.repeated += 1
        else:
            self.pairs[left, right, row.same] = None

    def _number(self, written: str) -> int | None:
        if written not in self.written:
            self.written[written] = self._new_number(written)
        return self.written[written]

    def _new_number(self, written: str) -> int | None:
        """Return the number of the photo that is meant, None where the path is refused."""
        if leads_outside(written):
            self.ledger.outside[written] = None
            return None
        path = self.files.find(written)
        key = (cleaned(written), False) if path is None else (path, True)
        if path is None:
            self.ledger.missing[key[0]] = None
        return self.numbers.setdefault(key, len(self.numbers))


def _labels(book: _Book) -> Labels:
    """Return what the lines amount to."""
    name = book.ledger.name
    paths = [path if is_there else None for path, is_there in book.numbers]
    people = identities(len(paths), ((a, b) for a, b, same in book.pairs if same))
    there = [pair for pair in book.pairs if paths[pair[0]] and paths[pair[1]]]
    wrong = [(a, b) for a, b, same in there if not same and people[a] == people[b]]
    kept = [(a, b, same) for a, b, same in there if same or people[a] != people[b]]
    photos = _photos(paths, people, {photo for a, b, _ in book.pairs for photo in (a, b)})
    warnings = (
        *book.ledger.warnings(EXPECTED),
        *_lost(len(book.pairs) - len(there), len(book.pairs), name),
        *_contradictions([(paths[a] or "", paths[b] or "") for a, b in wrong], name),
        *_unsaid(
            {(people[a], people[b]) for a, b, _ in kept}, len({p.person for p in photos}), name
        ),
    )
    if not kept:
        raise UsageError(
            f"{name} has no pair that can be used; expected: {EXPECTED}, with paths relative to "
            f"the data set's folder. {' '.join(warnings)}".rstrip()
        )
    pairs = (
        LabelledPair(left=paths[a] or "", right=paths[b] or "", same=same) for a, b, same in kept
    )
    labels = Labels(layout="pairs-csv", photos=photos, pairs=tuple(pairs), warnings=warnings)
    return without_long_names(labels, name)


def _photos(
    paths: list[str | None], people: list[int], used: set[int]
) -> tuple[LabelledPhoto, ...]:
    """Return the photos that are there and stand in a pair, with the names of their people."""
    there = [(path, people[number]) for number, path in enumerate(paths) if path and number in used]
    names: dict[int, str] = {}
    for path, person in sorted(there, key=lambda item: _natural(item[0])):
        names.setdefault(person, path)
    return tuple(LabelledPhoto(path=path, person=names[person]) for path, person in sorted(there))


def _natural(path: str) -> tuple[list[tuple[str, int, str]], str]:
    """Return a key that sorts img2.jpg before img10.jpg, and never two paths alike."""
    parts = DIGITS.split(path)
    numbers = [number.lstrip("0") for number in parts[1::2]]
    words = zip_longest(parts[::2], numbers, fillvalue="")
    return [(word, len(number), number) for word, number in words], path


def _lost(lost: int, total: int, name: str) -> tuple[str, ...]:
    if not lost:
        return ()
    return (f"{name}: {lost:,} of {counted(total, 'pair')} left out, because a file is missing.",)


def _contradictions(pairs: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    if not pairs:
        return ()
    are = "is" if len(pairs) == 1 else "are"
    named = some([f"{shown(left)} and {shown(right)}" for left, right in pairs], "; ")
    warning = (
        f"{name} contradicts itself: {counted(len(pairs), 'pair')} labelled No {are} the same "
        f"person by other lines ({named}); left out."
    )
    return (warning,)


def _unsaid(compared: set[tuple[int, int]], people: int, name: str) -> tuple[str, ...]:
    """Say for how many pairs of people no line says that they are different."""
    said = {(min(pair), max(pair)) for pair in compared if pair[0] != pair[1]}
    total = people * (people - 1) // 2
    if len(said) == total:
        return ()
    warning = (
        f"{name} does not say of {total - len(said):,} of {counted(total, 'pair')} of people that "
        f"they are different: its Yes lines make {counted(people, 'person', 'people')}, who are "
        "taken for different ones where photos are compared beyond these pairs."
    )
    return (warning,)

"""One person to each photo, from lines that may contradict each other."""

from __future__ import annotations

from collections.abc import Iterable

from likeness.evaluation.layouts.labels import LabelledPhoto
from likeness.evaluation.layouts.ledger import Ledger


def assigned(rows: Iterable[tuple[str, str]], ledger: Ledger) -> tuple[LabelledPhoto, ...]:
    """Return the photos with their people, sorted by path.

    A photo that is given to two people goes to neither.

    Args:
        rows: Path and person, as the file gives them.
        ledger: Told of repetitions and contradictions.
    """
    people: dict[str, str] = {}
    for path, person in rows:
        known = people.setdefault(path, person)
        if known != person:
            ledger.conflicts[path] = None
    return tuple(
        LabelledPhoto(path=path, person=people[path])
        for path in sorted(people)
        if path not in ledger.conflicts
    )

"""people.json: an object of paths and the person on each, `{"a.jpg": "Anna", "b.jpg": "Ben"}`.

Where a photo shows several people, the label is that of the largest face.
"""

from __future__ import annotations

import json

from likeness.errors import UsageError
from likeness.evaluation.layouts.assignment import assigned
from likeness.evaluation.layouts.filenames import FileNames, leads_outside
from likeness.evaluation.layouts.labels import Labels
from likeness.evaluation.layouts.ledger import Ledger
from likeness.evaluation.layouts.lines import MAX_LINES
from likeness.evaluation.layouts.long_names import without_long_names

MAX_SIZE = 32 * 10**6  # characters: read JSON takes several times its size

EXPECTED = '{"photos/1.jpg": "Anna", "photos/2.jpg": "Ben"}'


def read_people_json(text: str, files: FileNames, *, name: str = "people.json") -> Labels:
    """Return the photos with their people; numbers as people are taken as text.

    Args:
        text: The JSON.
        files: What is there.
        name: What warnings and errors call the file.

    Raises:
        UsageError: It is no JSON, no object of paths and people, names no file that is
            there, or is too large.
    """
    ledger = Ledger(name, "item")
    rows: list[tuple[str, str]] = []
    for number, (written, label) in enumerate(_items(text, name), 1):
        person = _person(label)
        if person is None or not _is_name(written):
            ledger.malformed.append(number)
        elif leads_outside(written):
            ledger.outside[written] = None
        elif (path := files.find(written)) is None:
            ledger.missing[written] = None
        else:
            rows.append((path, person))
    photos = assigned(rows, ledger)
    warnings = ledger.warnings(EXPECTED)
    if not photos:
        raise UsageError(
            f"{name} labels no photo that is there; expected: {EXPECTED}, with paths relative to "
            f"the data set's folder. {' '.join(warnings)}".rstrip()
        )
    labels = Labels(layout="people-json", photos=photos, pairs=None, warnings=warnings)
    return without_long_names(labels, name)


class _Items(list[tuple[str, object]]):
    """An object of JSON with all its keys, also repeated ones."""


def _items(text: str, name: str) -> _Items:
    if len(text) > MAX_SIZE:
        raise UsageError(
            f"{name} is larger than {MAX_SIZE // 10**6} MB: split the photos into several sets."
        )
    if text.count("{") + text.count("[") > MAX_LINES:  # each would take memory of its own
        raise UsageError(f"{name} is no list of paths and people; expected: {EXPECTED}.")
    try:
        found: object = json.loads(text, object_pairs_hook=_Items)
    except (ValueError, RecursionError) as exc:
        raise UsageError(f"{name} is not valid JSON ({exc}); expected: {EXPECTED}.") from exc
    if isinstance(found, _Items) and len(found) > MAX_LINES:
        raise UsageError(f"{name} has more than {MAX_LINES:,} items: split it.")
    if not isinstance(found, _Items):
        raise UsageError(f"{name} is no JSON object; expected: {EXPECTED}.")
    return found


def _person(label: object) -> str | None:
    if isinstance(label, bool) or not isinstance(label, str | int):
        return None
    text = str(label)
    return text if text.strip() and _is_name(text) else None


def _is_name(text: str) -> bool:
    """Return whether a file could be called so: no NUL, no half of a surrogate pair."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return "\0" not in text

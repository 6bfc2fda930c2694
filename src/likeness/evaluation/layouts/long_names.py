"""Names of people that no page or table has room for."""

from __future__ import annotations

from dataclasses import replace

from likeness.errors import UsageError
from likeness.evaluation.layouts.labels import Labels
from likeness.evaluation.layouts.wording import counted, some

LONGEST_NAME = 1_000  # characters


def without_long_names(labels: Labels, name: str) -> Labels:
    """Return the labels without people whose names are too long, and a warning if there are some.

    Args:
        labels: As they were read.
        name: What warnings and errors call their source.

    Raises:
        UsageError: Nobody is left.
    """
    long = [photo for photo in labels.photos if len(photo.person) > LONGEST_NAME]
    if not long:
        return labels
    gone = {photo.path for photo in long}
    photos = tuple(photo for photo in labels.photos if photo.path not in gone)
    said = (
        f"{name}: {counted(len(gone), 'photo')} left out, because the name of the person is "
        f"longer than {LONGEST_NAME:,} characters ({some([photo.path for photo in long])})."
    )
    if not photos:
        raise UsageError(f"{said} Nobody is left: shorten the names.")
    pairs = labels.pairs
    if pairs is not None:
        pairs = tuple(pair for pair in pairs if not {pair.left, pair.right} & gone)
    return replace(labels, photos=photos, pairs=pairs, warnings=(*labels.warnings, said))

"""CelebA's identity_CelebA.txt ("000001.jpg 2880") beside its photos, img_align_celeba/.

Source: Liu et al., "Deep Learning Face Attributes in the Wild", ICCV 2015, and the README of the
data set, https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html. The PNG edition has the same list.
"""

from __future__ import annotations

from collections.abc import Iterable

from likeness.errors import UsageError
from likeness.evaluation.layouts.assignment import assigned
from likeness.evaluation.layouts.filenames import leads_outside
from likeness.evaluation.layouts.images import is_image
from likeness.evaluation.layouts.labels import Labels
from likeness.evaluation.layouts.ledger import Ledger
from likeness.evaluation.layouts.lines import lines
from likeness.evaluation.layouts.long_names import without_long_names
from likeness.evaluation.layouts.place import located

EXPECTED = '"000001.jpg 2880", a photo and the number of the person'
FOLDERS = ("img_align_celeba", "img_align_celeba_png", "img_celeba", "")


def is_celeba_line(line: str) -> bool:
    """Return whether a line could stand in identity_CelebA.txt."""
    fields = line.split()
    return len(fields) == 2 and is_image(fields[0]) and fields[1].isdecimal()


def read_celeba(text: str, files: Iterable[str], *, name: str = "identity_CelebA.txt") -> Labels:
    """Return the photos with their people, who are numbers.

    Args:
        text: The list.
        files: Paths below the data set.
        name: What warnings and errors call the list.

    Raises:
        UsageError: It names no photo that is there, or has too many lines.
    """
    ledger = Ledger(name)
    listed = list(_parsed(text, ledger))
    place = located({stem for stem, _ in listed}, files, depth=0, preferred=FOLDERS)
    rows: list[tuple[str, str]] = []
    for stem, person in listed:
        path = place.photos.get(stem) if place else None
        if path is None:
            ledger.missing[stem] = None
        else:
            rows.append((path, person))
    photos = assigned(rows, ledger)
    warnings = ledger.warnings(EXPECTED)
    if place is None or not photos:
        raise UsageError(
            f"{name} labels no photo that is there; expected: {EXPECTED}, beside "
            f"img_align_celeba/000001.jpg. {' '.join(warnings)}".rstrip()
        )
    warnings += place.warnings()
    labels = Labels(layout="celeba", photos=photos, pairs=None, warnings=warnings)
    return without_long_names(labels, name)


def _parsed(text: str, ledger: Ledger) -> Iterable[tuple[str, str]]:
    """Yield names without ending, and people."""
    for number, line in enumerate(lines(text, ledger.name), 1):
        fields = line.split()
        if not fields:
            continue
        if leads_outside(fields[0]):
            ledger.outside[fields[0]] = None
        elif not is_celeba_line(line) or "/" in fields[0]:
            ledger.malformed.append(number)
        else:
            yield fields[0].rpartition(".")[0], fields[1]

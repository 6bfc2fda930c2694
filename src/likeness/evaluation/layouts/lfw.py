"""LFW's pairs.txt beside its photos, `Name/Name_0001.jpg`, in lfw/, lfw_funneled/ or the like.

Source: "Labeled Faces in the Wild", README, https://vis-www.cs.umass.edu/lfw/README.txt. The first
line holds the number of sets and of pairs of each kind in a set ("10<tab>300"), or that number
alone (pairsDevTrain.txt: "1100"). Then "Name<tab>1<tab>2": photos 1 and 2 of Name;
"Name<tab>1<tab>Other<tab>2": photos of two people.
"""

from __future__ import annotations

from collections.abc import Iterable

from likeness.errors import UsageError
from likeness.evaluation.layouts.labels import LabelledPair, LabelledPhoto, Labels
from likeness.evaluation.layouts.ledger import Ledger
from likeness.evaluation.layouts.lines import lines
from likeness.evaluation.layouts.long_names import without_long_names
from likeness.evaluation.layouts.place import Place, located
from likeness.evaluation.layouts.wording import counted

EXPECTED = '"Anna 1 2" for two photos of Anna, "Anna 1 Ben 3" for photos of two people'
FOLDERS = ("", "lfw_funneled", "lfw", "lfw-deepfunneled")
MAX_DIGITS = 9

Pair = tuple[str, str, bool]


def is_lfw_line(line: str) -> bool:
    """Return whether a line could stand in a pairs.txt, the first line included."""
    fields = _fields(line)
    if len(fields) in {3, 4}:
        return _pair(fields) is not None
    return len(fields) in {1, 2} and all(_is_number(item) for item in fields)


def read_lfw_pairs(text: str, files: Iterable[str], *, name: str = "pairs.txt") -> Labels:
    """Return the pairs, and all photos beside them with the people that their folders name.

    Args:
        text: The list.
        files: Paths below the data set.
        name: What warnings and errors call the list.

    Raises:
        UsageError: None of its lines can be used, or there are too many.
    """
    ledger = Ledger(name)
    listed, announced = _parsed(text, ledger)
    wanted = dict.fromkeys(photo for left, right, _ in listed for photo in (left, right))
    place = located(wanted, files, depth=1, preferred=FOLDERS)
    pairs = _found(listed, place, ledger) if place else ()
    warnings = (
        *ledger.warnings(EXPECTED),
        *_lost(len(listed) - len(pairs), len(listed), name),
        *_cut_off(announced, ledger, len(listed)),
    )
    if place is None or not pairs:
        raise UsageError(
            f"{name} has no pair of which both photos are there; expected: {EXPECTED}, beside the "
            f"photos lfw/Anna/Anna_0001.jpg or Anna/Anna_0001.jpg. {' '.join(warnings)}".rstrip()
        )
    labels = Labels(
        layout="lfw-pairs",
        photos=tuple(
            LabelledPhoto(path=path, person=key.partition("/")[0])
            for key, path in sorted(place.photos.items(), key=lambda item: item[1])
        ),
        pairs=pairs,
        warnings=(*warnings, *place.warnings()),
    )
    return without_long_names(labels, name)


def _lost(lost: int, total: int, name: str) -> tuple[str, ...]:
    if not lost:
        return ()
    return (f"{name}: {lost:,} of {counted(total, 'pair')} left out, because a file is missing.",)


def _cut_off(announced: int | None, ledger: Ledger, listed: int) -> tuple[str, ...]:
    """Say where the first line announces other pairs than there are."""
    total = listed + ledger.itself + ledger.repeated + len(ledger.malformed)
    if announced is None or announced == total:
        return ()
    return (
        f"{ledger.name} announces {counted(announced, 'pair')} and lists {total:,}: is it whole?",
    )


def _parsed(text: str, ledger: Ledger) -> tuple[list[Pair], int | None]:
    """Return the pairs without repetitions, and how many the first line announces."""
    announced: int | None = None
    pairs: dict[Pair, None] = {}
    begun = False
    for number, line in enumerate(lines(text, ledger.name), 1):
        fields = _fields(line)
        if not fields:
            continue
        if not begun and len(fields) < 3 and all(map(_is_number, fields)):
            sets, each = fields if len(fields) == 2 else ("1", fields[0])
            announced = 2 * int(sets) * int(each)
        else:
            _take(fields, number, pairs, ledger)
        begun = True
    return list(pairs), announced


def _take(fields: list[str], number: int, pairs: dict[Pair, None], ledger: Ledger) -> None:
    pair = _pair(fields)
    if pair is None:
        ledger.malformed.append(number)
    elif pair[0] == pair[1]:
        ledger.itself += 1
    elif pair in pairs or (pair[1], pair[0], pair[2]) in pairs:
        ledger.repeated += 1
    else:
        pairs[pair] = None


def _fields(line: str) -> list[str]:
    """Return the fields of a line: names with spaces are possible where tabs part them."""
    line = line.strip()
    if "\t" in line:
        return [item.strip() for item in line.split("\t")]
    return line.split()


def _pair(fields: list[str]) -> Pair | None:
    if len(fields) == 3:
        left, right = _photo(fields[0], fields[1]), _photo(fields[0], fields[2])
    elif len(fields) == 4 and fields[0] != fields[2]:
        left, right = _photo(fields[0], fields[1]), _photo(fields[2], fields[3])
    else:
        return None
    return None if left is None or right is None else (left, right, len(fields) == 3)


def _photo(person: str, number: str) -> str | None:
    if not person or "/" in person or not _is_number(number):
        return None
    return f"{person}/{person}_{int(number):04d}"


def _is_number(item: str) -> bool:
    return item.isascii() and item.isdecimal() and len(item) <= MAX_DIGITS


def _found(listed: list[Pair], place: Place, ledger: Ledger) -> tuple[LabelledPair, ...]:
    pairs: list[LabelledPair] = []
    for left, right, same in listed:
        x, y = place.photos.get(left), place.photos.get(right)
        if x is not None and y is not None:
            pairs.append(LabelledPair(left=x, right=y, same=same))
            continue
        for photo, path in ((left, x), (right, y)):
            if path is None:
                ledger.missing[photo] = None
    return tuple(pairs)

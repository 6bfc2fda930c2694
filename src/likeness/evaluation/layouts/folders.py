"""A folder per person: whose photos lie where, and which level of folders is a label.

One level of folders is the person: `Anna/1.jpg`. Of two levels, one is the person and the other a
label that people share, such as makeup/ or rotation/; `Anna/makeup/1.jpg` and `makeup/Anna/1.jpg`
are both in use. Which one it is, is decided for the whole data set, by the first that applies:

1. What the caller says: the "inner" or the "outer" of the upper two levels are the labels.
2. Words: most names of one level, and of that level only, are words for conditions (see
   `subset_words`). Dates are such words.
3. A single outer folder with several folders in it holds the data set: it is neither, and what
   lies below it is looked at alone.
4. Photos lie directly in outer folders, too: these are the people, inner folders the labels.
5. At least half of the inner folders have names that recur under several outer folders: labels are
   shared, so the inner ones are labels. (People recur as well, where each is under each label:
   the form of the tree does not tell, and this is the commoner one.)
6. There are two to FEW_LABELS outer folders and more inner names than outer ones: the inner
   folders are people, each under one label.
7. Otherwise the outer folders are the people.

Rules 3 to 7 are guesses, and a warning says what was decided and how to have it the other way.
Deeper folders join the label: `Anna/makeup/day/1.jpg` has the label "makeup/day", and with outer
labels `train/Anna/makeup/1.jpg` has the label "train/makeup".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from likeness.evaluation.layouts.images import is_image
from likeness.evaluation.layouts.labels import LabelledPhoto, Labels
from likeness.evaluation.layouts.long_names import without_long_names
from likeness.evaluation.layouts.subset_words import is_subset_name
from likeness.evaluation.layouts.wording import counted, shown, some

Level = Literal["inner", "outer"]

# More outer folders than this are people rather than labels, where nothing else tells.
FEW_LABELS = 12

Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    """Which folders are labels, below how many folders that hold the data set."""

    level: Level
    skipped: int = 0
    warnings: tuple[str, ...] = ()


def read_folders(files: Iterable[str], *, subsets: Level | None = None) -> Labels:
    """Return the photos that lie in folders of people; others have no label.

    Args:
        files: Paths below the data set; what is no photo by its ending is ignored.
        subsets: Which of two levels of folders are labels; None: decided as above.
    """
    below = sorted(tuple(path.split("/")) for path in files if "/" in path and is_image(path))
    decision = _decided(below, subsets)
    photos: list[LabelledPhoto] = []
    unlabelled: list[str] = []
    for parts in below:
        photo = _labelled(parts, decision)
        if photo is None:
            unlabelled.append("/".join(parts))
        else:
            photos.append(photo)
    warnings = decision.warnings
    if unlabelled:
        lie = counted(len(unlabelled), "photo lies", "photos lie")
        stray = (
            f"{lie} directly in the folder of a label, not in that of a person "
            f"({some(unlabelled)}): left without a label."
        )
        warnings = (*warnings, stray)
    photos.sort(key=lambda photo: photo.path)
    labels = Labels(layout="folders", photos=tuple(photos), pairs=None, warnings=warnings)
    return without_long_names(labels, "The folders")


def _labelled(parts: Parts, decision: _Decision) -> LabelledPhoto | None:
    """Return who is on a photo; None where its folders do not say."""
    folders = parts[decision.skipped : -1]
    path = "/".join(parts)
    if decision.level == "inner":
        return LabelledPhoto(path=path, person=folders[0], subset="/".join(folders[1:]))
    if len(folders) > 1:
        label = "/".join((folders[0], *folders[2:]))
        return LabelledPhoto(path=path, person=folders[1], subset=label)
    return None


def _decided(below: Sequence[Parts], subsets: Level | None) -> _Decision:
    """Apply the rules."""
    if subsets is not None:
        return _Decision(level=subsets)
    tree, skipped = _Tree(below), 0
    while (level := tree.level_by_words()) is None and tree.is_wrapped():
        skipped += 1
        tree = _Tree([parts[skipped:] for parts in below])
    warnings: tuple[str, ...] = ()
    if skipped:
        holder = shown("/".join(below[0][:skipped]))
        wrapped = (
            f"All labelled photos lie in {holder}/, which was taken for the data set, not for a "
            "person: if it is a person, say that the inner folders are the subsets."
        )
        warnings = (wrapped,)
    if level is None:
        level, guess = tree.guess()
        warnings += guess
    return _Decision(level=level, skipped=skipped, warnings=warnings)


class _Tree:
    """The two upper levels of folders.

    Args:
        below: Parts of each path, at least a folder and a file name.
    """

    def __init__(self, below: Sequence[Parts]) -> None:
        self._direct = {parts[0] for parts in below if len(parts) == 2}
        self._edges = {parts[:2] for parts in below if len(parts) > 2}
        self._outer = {parts[0] for parts in below}
        self._inner = Counter(inner for _, inner in self._edges)

    def level_by_words(self) -> Level | None:
        """Return the level that is called by words for labels, None if none or both are."""
        inner, outer = _mostly_words(self._inner), _mostly_words(self._outer)
        if not self._inner or inner == outer:
            return None
        return "inner" if inner else "outer"

    def is_wrapped(self) -> bool:
        """Return whether everything lies in one folder that holds several folders."""
        return len(self._outer) == 1 and len(self._inner) > 1 and not self._direct

    def guess(self) -> tuple[Level, tuple[str, ...]]:
        """Decide by the form of the tree, and say so where it could be otherwise."""
        if not self._inner:
            return "inner", ()
        level = self._level_by_form()
        outer, inner = some(sorted(self._outer)), some(sorted(self._inner))
        people, labels = (outer, inner) if level == "inner" else (inner, outer)
        other = "outer" if level == "inner" else "inner"
        warning = (
            f"There are two levels of folders: {people} were taken for people, {labels} for "
            "labels that they share. If it is the other way round, say that the "
            f"{other} folders are the subsets."
        )
        return level, (warning,)

    def _level_by_form(self) -> Level:
        recurring = sum(times for times in self._inner.values() if times > 1)
        if self._direct or recurring * 2 >= len(self._edges):
            return "inner"
        if 1 < len(self._outer) <= FEW_LABELS and len(self._inner) > len(self._outer):
            return "outer"
        return "inner"


def _mostly_words(names: Collection[str]) -> bool:
    """Return whether more than half of the names are words for labels."""
    return sum(map(is_subset_name, names)) * 2 > len(names)

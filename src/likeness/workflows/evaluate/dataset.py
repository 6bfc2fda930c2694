"""dataset: a folder of labelled photos, in whichever layout it comes."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path

from likeness.errors import UsageError
from likeness.evaluation.layouts.celeba import read_celeba
from likeness.evaluation.layouts.encoding import beginning, decoded
from likeness.evaluation.layouts.filenames import FileNames
from likeness.evaluation.layouts.folders import Level, read_folders
from likeness.evaluation.layouts.images import is_image
from likeness.evaluation.layouts.labels import Labels, Layout, shortcomings
from likeness.evaluation.layouts.lfw import read_lfw_pairs
from likeness.evaluation.layouts.pairs_csv import read_pairs_csv
from likeness.evaluation.layouts.pairs_table import has_pair_columns, is_of_a_report
from likeness.evaluation.layouts.people_json import read_people_json
from likeness.evaluation.layouts.recognise import KNOWN, TABLES, by_content, by_name
from likeness.evaluation.layouts.wording import counted, shown, some
from likeness.workflows.evaluate.label_file import read_bytes, read_head
from likeness.workflows.evaluate.tree import Tree, walked

LOOK_LIKE_PEOPLE = 2  # folders with photos

# CelebA's archive keeps lists and photos in folders beside each other.
ANNOTATIONS = "anno"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Photos of which it is known who is on them, and the unlabelled ones beside them."""

    root: Path  # absolute; all paths are below it
    name: str  # of the root folder, as it is: escaped where it is shown
    labels: Labels
    files: tuple[str, ...]  # sorted paths of all photos, also of those without a label

    @property
    def unlabelled(self) -> tuple[str, ...]:
        """Photos that no label speaks of: strangers or anybody, to be found as distractors."""
        labelled = {photo.path for photo in self.labels.photos}
        return tuple(path for path in self.files if path not in labelled)


def read_dataset(path: str | Path, *, subsets: Level | None = None) -> Dataset:
    """Return the labelled photos of a folder, or those that a label file speaks of.

    In a folder, the first of these says who is on its photos: people.json, pairs.csv, another CSV
    with the columns file_x, file_y, Decision, LFW's pairs.txt, identity_CelebA.txt (also in
    Anno/); else there is a folder per person (`evaluation.layouts.folders` says how nested ones
    are understood). To use another label file, name that file itself.

    Args:
        path: The folder, or a label file beside or above its photos.
        subsets: Which of two levels of folders is a label rather than a person. Where it is
            given, folders are looked at even if there is a label file.

    Raises:
        UsageError: There is nothing labelled there; the sentence shows what was expected.
    """
    absolute = os.path.abspath(os.path.expanduser(path))
    if not stat.S_ISDIR(_mode(absolute)):
        return _from_file(absolute, subsets)
    tree = walked(absolute)
    found = [] if subsets else _label_files(absolute, tree.files)
    if found:
        file, layout = found[0]
        said = (*_choice(absolute, found), *_overruled(tree, file, layout))
        return _labelled(absolute, tree, file, layout, said)
    return _foldered(absolute, tree, subsets)


def _mode(path: str) -> int:
    """Return what kind of thing lies there."""
    try:
        return os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise UsageError(
            f"{shown(path)} does not exist: name a folder of labelled photos, or its label file."
        ) from exc
    except (OSError, ValueError) as exc:  # ValueError: a NUL in the path
        reason = exc.strerror if isinstance(exc, OSError) else "no possible path"
        raise UsageError(f"{shown(path)} cannot be looked at: {reason}.") from exc


def _from_file(path: str, subsets: Level | None) -> Dataset:
    folder, file = os.path.split(path)
    if subsets:
        raise UsageError(
            f"{shown(path)} is a file: which folders are subsets can only be said of a folder."
        )
    layout = None if is_image(file) else by_content(file, beginning(read_head(path)))
    if layout is None:
        raise UsageError(
            f"{shown(path)} is neither a folder nor a list of labels: expected a folder of "
            f"labelled photos, or one of {', '.join(KNOWN)}."
        )
    if layout == "celeba" and os.path.basename(folder).lower() == ANNOTATIONS:
        folder, above = os.path.split(folder)
        file = f"{above}/{file}"
    return _labelled(folder, walked(folder), file, layout, ())


def _label_files(root: str, files: list[str]) -> list[tuple[str, Layout]]:
    """Return the label files of a folder, best first."""
    order = list(KNOWN.values())
    found: list[tuple[int, bool, str, Layout]] = []
    for path in files:
        folder, _, name = path.rpartition("/")
        layout = by_name(name)
        if folder and not (layout == "celeba" and folder.lower() == ANNOTATIONS):
            continue
        if layout is not None:
            found.append((order.index(layout), False, path, layout))
        elif name.lower().endswith(TABLES) and _is_table_of_pairs(root, path):
            found.append((order.index("pairs-csv"), True, path, "pairs-csv"))
    return [(path, layout) for _, _, path, layout in sorted(found)]


def _is_table_of_pairs(root: str, path: str) -> bool:
    head = beginning(read_head(os.path.join(root, path)))
    return has_pair_columns(head) and not is_of_a_report(head)


def _overruled(tree: Tree, file: str, layout: Layout) -> tuple[str, ...]:
    """Say that folders which look like people are not taken for people, as a table was found."""
    folders = {path.partition("/")[0] for path in tree.files if "/" in path and is_image(path)}
    if layout != "pairs-csv" or by_name(file) is not None or len(folders) < LOOK_LIKE_PEOPLE:
        return ()
    warning = (
        f"{shown(file)} says who is on the photos, not the {len(folders):,} folders with photos. "
        "To take the folders for people, move the file elsewhere."
    )
    return (warning,)


def _choice(root: str, found: list[tuple[str, Layout]]) -> tuple[str, ...]:
    """Say which of several label files is used."""
    if len(found) < 2:
        return ()
    others = [path for path, _ in found[1:]]
    warning = (
        f"{shown(found[0][0])} says who is on the photos; not used: {some(others)}. To use "
        f"another, name the file itself: {shown(os.path.join(root, others[0]))}."
    )
    return (warning,)


def _labelled(
    root: str, tree: Tree, file: str, layout: Layout, warnings: tuple[str, ...]
) -> Dataset:
    """Return the data set that a label file describes."""
    text, guessed = decoded(read_bytes(os.path.join(root, file)), shown(file))
    labels = _read(layout, text, tree.files, shown(file))
    return _dataset(root, tree, labels, (*warnings, *guessed))


def _read(layout: Layout, text: str, files: list[str], name: str) -> Labels:
    if layout == "people-json":
        return read_people_json(text, FileNames(files), name=name)
    if layout == "pairs-csv":
        return read_pairs_csv(text, FileNames(files), name=name)
    if layout == "lfw-pairs":
        return read_lfw_pairs(text, files, name=name)
    return read_celeba(text, files, name=name)


def _foldered(root: str, tree: Tree, subsets: Level | None) -> Dataset:
    """Return the data set that its folders describe."""
    labels = read_folders(tree.files, subsets=subsets)
    if not labels.photos:
        raise UsageError(_wrong_layout(root, tree, labels))
    direct = [path for path in tree.files if "/" not in path and is_image(path)]
    if not direct:
        return _dataset(root, tree, labels, ())
    lie = counted(len(direct), "photo lies", "photos lie")
    warning = (
        f"{lie} directly in {shown(root)} ({some(direct)}), not in a person's folder: left "
        "without a label."
    )
    return _dataset(root, tree, labels, (warning,))


def _wrong_layout(root: str, tree: Tree, labels: Labels) -> str:
    """Say why there is nothing labelled in a folder, and show what was expected."""
    where = shown(root)
    expected = (
        f"expected one folder per person ({where}/Anna/1.jpg, {where}/Ben/2.jpg), or pairs.csv "
        "with the columns file_x, file_y, Decision."
    )
    photos = sum(map(is_image, tree.files))
    if not tree.files:
        what = f"{where} is empty"
    elif not photos:
        what = f"No photos in {where}, by the endings of its {counted(len(tree.files), 'file')}"
    elif not labels.warnings:
        lie = counted(photos, "photo lies", "photos lie")
        what = f"{lie} directly in {where}, without a folder that says who it is"
    else:
        what = f"No labelled photos in {where}"
    return " ".join((f"{what}: {expected}", *labels.warnings, *tree.warnings()))


def _dataset(root: str, tree: Tree, labels: Labels, warnings: tuple[str, ...]) -> Dataset:
    labelled = {photo.path for photo in labels.photos}
    files = tuple(path for path in tree.files if is_image(path) or path in labelled)
    return Dataset(
        root=Path(root),
        name=os.path.basename(root) or root,
        labels=replace(
            labels,
            warnings=(
                *warnings,
                *labels.warnings,
                *tree.warnings(),
                *shortcomings(labels.photos, labels.pairs),
            ),
        ),
        files=files,
    )

"""Which layout a label file has, by its name and its first lines."""

from __future__ import annotations

from likeness.evaluation.layouts.celeba import is_celeba_line
from likeness.evaluation.layouts.labels import Layout
from likeness.evaluation.layouts.lfw import is_lfw_line
from likeness.evaluation.layouts.pairs_table import has_pair_columns

# Names that label files have where a folder is given, best first.
KNOWN: dict[str, Layout] = {
    "people.json": "people-json",
    "pairs.csv": "pairs-csv",
    "pairs.txt": "lfw-pairs",
    "identity_CelebA.txt": "celeba",
}
LOWER = {name.lower(): layout for name, layout in KNOWN.items()}
TABLES = (".csv", ".tsv")


def by_name(name: str) -> Layout | None:
    """Return the layout of a label file that is called like the published ones."""
    return LOWER.get(name.lower())


def by_content(name: str, head: str) -> Layout | None:
    """Return the layout of any label file, None where it is none that is known.

    Args:
        name: Of the file, for its ending.
        head: Its beginning, some lines at least.
    """
    if has_pair_columns(head) or name.lower().endswith(TABLES):
        return "pairs-csv"
    first = next((line for line in head.split("\n") if line.strip()), "")
    if name.lower().endswith(".json") or first.lstrip().startswith("{"):
        return "people-json"
    if is_celeba_line(first):
        return "celeba"
    if is_lfw_line(first):
        return "lfw-pairs"
    return by_name(name)  # its reader says what is wrong with it

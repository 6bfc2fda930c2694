"""Every file below a folder, by its path in it; nothing that leads out of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from likeness.errors import UsageError
from likeness.evaluation.layouts.wording import counted, shown, some

# What systems leave behind: Synology, macOS archives, Windows, ext4.
JUNK = frozenset({"@eaDir", "__MACOSX", "Thumbs.db", "desktop.ini", "lost+found"})
MAX_FILES = 5_000_000


@dataclass(slots=True)
class Tree:
    """What lies below a folder."""

    files: list[str] = field(default_factory=list)  # sorted paths, with "/" between parts
    links: list[str] = field(default_factory=list)  # that were not followed
    closed: list[str] = field(default_factory=list)  # folders that could not be looked into

    def warnings(self) -> tuple[str, ...]:
        """Return a sentence about each kind of thing that was left out."""
        sentences: list[str] = []
        if self.links:
            sentences.append(
                f"{counted(len(self.links), 'symbolic link')} ({some(self.links)}) not followed: "
                "only links to files inside of the data set are."
            )
        if self.closed:
            sentences.append(
                f"{counted(len(self.closed), 'folder')} ({some(self.closed)}) could not be looked "
                "into: allow reading them to have their photos counted."
            )
        return tuple(sentences)


def walked(root: str) -> Tree:
    """Return the regular files below *root*, sorted by path.

    Hidden files and folders (names that begin with ".") and what systems leave behind are left
    out. Links are followed where they lead to a file inside of *root*; links to folders never
    are, since their photos would count twice or come from elsewhere.

    Args:
        root: An absolute path; it may itself be a link.

    Raises:
        UsageError: It cannot be looked into, or holds more than MAX_FILES files.
    """
    tree = Tree()
    inside = os.path.join(os.path.realpath(root), "")
    stack = [""]
    while stack:
        folder = stack.pop()
        try:
            with os.scandir(os.path.join(root, folder)) as entries:
                for entry in entries:
                    if not entry.name.startswith(".") and entry.name not in JUNK:
                        _take(entry, folder + entry.name, inside, tree, stack)
        except OSError as exc:
            if not folder:
                raise UsageError(f"{shown(root)} cannot be looked into: {exc.strerror}.") from exc
            tree.closed.append(folder.rstrip("/"))
        if len(tree.files) > MAX_FILES:
            raise UsageError(
                f"{shown(root)} holds more than {MAX_FILES:,} files: name a smaller folder."
            )
    for paths in (tree.files, tree.links, tree.closed):
        paths.sort()
    return tree


def _take(entry: os.DirEntry[str], path: str, inside: str, tree: Tree, stack: list[str]) -> None:
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if target.startswith(inside) and os.path.isfile(target):
            tree.files.append(path)
        else:
            tree.links.append(path)
    elif entry.is_dir(follow_symlinks=False):
        stack.append(path + "/")
    elif entry.is_file(follow_symlinks=False):
        tree.files.append(path)

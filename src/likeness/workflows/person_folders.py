"""A folder per person with their photos, kept up to date by later exports."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from likeness.catalog.base import PhotoFilter
from likeness.types import ExportReport, Person, Photo, PhotoId, Progress
from likeness.workflows.files import os_errors_as_ours, remove_partials
from likeness.workflows.manifest import (
    MANIFEST,
    ExportedFile,
    ExportedPerson,
    Link,
    Manifest,
    printable,
    sha256_of,
)
from likeness.workflows.names import Namer, safe_name
from likeness.workflows.originals import file_name, place, tags
from likeness.workflows.parts import Parts
from likeness.workflows.targets import export_folder

SHORT_ID = 8
PROGRESS_SECONDS = 0.2

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A file that the export is to hold."""

    entry: ExportedFile
    photo: Photo
    origins: tuple[str, ...]  # where its content may lie, best first


def people(parts: Parts, folder: Path, *, link: Link, progress: OnProgress | None) -> ExportReport:
    """Make *folder* hold a folder per person with their photos, and `manifest.json`.

    What an earlier export wrote there is updated: files that are right already are left alone,
    files that no longer belong are removed if nobody changed them. Other files are never touched,
    nor is the last copy of a photo removed.

    Args:
        parts: The open library.
        folder: New, empty, or made by an earlier export.
        link: How photos get there.
        progress: Told how far the export is.

    Raises:
        ExportError: The folder cannot be used or written.
    """
    root = export_folder(parts, folder)
    with os_errors_as_ours(root):
        root.mkdir(parents=True, exist_ok=True)
        remove_partials(root)
        earlier = Manifest.read(root)
        persons, wanted = _plan(parts, root, earlier, link)
        _announce(root, earlier, persons, wanted)
        placed, changed = _place_all(parts, root, earlier, wanted, progress)
        kept, removed = _clear(parts, root, earlier, placed)
        entries = sorted([*placed, *kept], key=lambda entry: entry.path)
        used = {entry.path.split("/")[0] for entry in placed}
        shown = tuple(person for person in persons if person.folder in used)
        if changed:
            os.sync()  # The manifest is believed about sizes and times, so it comes last.
        Manifest(people=shown, files=tuple(entries)).write(root)
    photos = {entry.sha256 for entry in placed}
    return ExportReport(
        people=len(shown),
        photos=len(photos),
        bytes=sum(entry.bytes or 0 for entry in placed),
        files=len(placed),
        written=changed,
        removed=removed,
        missing=len({want.photo.sha256 for want in wanted} - photos),
    )


def _plan(
    parts: Parts, root: Path, earlier: Manifest, link: Link
) -> tuple[list[ExportedPerson], list[_Wanted]]:
    """Return who gets a folder and what it is to hold, in the order that settles clashes."""
    by_path, by_photo = earlier.by_path(), earlier.by_photo()
    folders = Namer()
    folders.name(MANIFEST, ())
    persons: list[ExportedPerson] = []
    wanted: list[_Wanted] = []
    for person in sorted(parts.catalog.people(), key=lambda person: person.person):
        name = _folder(root, person, folders)
        persons.append(ExportedPerson(person=person.person, name=person.name, folder=name))
        files, usable = Namer(), _usable(root, name, by_path)
        for photo in parts.catalog.photos(PhotoFilter(with_people=(person.person,))):
            copies = [str(root / own.path) for own in by_photo.get(photo.sha256, ())]
            origins = (*photo.paths, *copies)
            entry = ExportedFile(
                path=f"{name}/{files.name(file_name(photo, origins), tags(photo), usable)}",
                sha256=photo.sha256,
                origin=printable(origins[0] if origins else photo.photo),
                link=link,
                person=person.person,
            )
            wanted.append(_Wanted(entry=entry, photo=photo, origins=origins))
    return persons, wanted


def _usable(
    root: Path, folder: str, by_path: dict[str, list[ExportedFile]]
) -> Callable[[str], bool]:
    """Return a test for names in *folder*: nothing lies there, or something of ours."""

    def is_free(name: str) -> bool:
        if not os.path.lexists(root / folder / name):
            return True
        return any(entry.is_ours(root) for entry in by_path.get(f"{folder}/{name}", ()))

    return is_free


def _announce(
    root: Path, earlier: Manifest, persons: list[ExportedPerson], wanted: list[_Wanted]
) -> None:
    """Write down what is about to be written: after a kill, it is known to be ours."""
    known = {_identity(entry) for entry in earlier.files}
    new = [want.entry for want in wanted if _identity(want.entry) not in known]
    if new:
        Manifest(people=tuple(persons), files=(*earlier.files, *new)).write(root)


def _identity(entry: ExportedFile) -> tuple[str, ...]:
    """Return what `is_ours` goes by."""
    return (entry.path, entry.sha256, entry.link, entry.origin if entry.link == "soft" else "")


def _place_all(
    parts: Parts, root: Path, earlier: Manifest, wanted: list[_Wanted], progress: OnProgress | None
) -> tuple[list[ExportedFile], int]:
    """Return the entries of all files that are in place now, and how many were written."""
    by_path = earlier.by_path()
    placed: list[ExportedFile] = []
    changed = 0
    for folder in dict.fromkeys(want.entry.path.split("/")[0] for want in wanted):
        if (root / folder).is_dir():
            remove_partials(root / folder)
    for want in _with_progress(wanted, progress):
        entry = _in_place(root, want, by_path.get(want.entry.path, []))
        if entry is None:
            entry = _placed(parts, root, want)
            changed += entry is not None
        if entry is not None:
            placed.append(entry)
    return placed, changed


def _in_place(root: Path, want: _Wanted, entries: list[ExportedFile]) -> ExportedFile | None:
    """Return the entry of the file if it is there already as it should be."""
    target = root / want.entry.path
    for entry in entries:
        same = (entry.sha256, entry.link) == (want.entry.sha256, want.entry.link)
        if same and target.exists() and entry.is_ours(root):
            moved = want.photo.paths and entry.link != "soft"
            origin = want.entry.origin if moved else entry.origin
            return _described(target, replace(want.entry, origin=origin), want.photo)
    return None


def _placed(parts: Parts, root: Path, want: _Wanted) -> ExportedFile | None:
    target = root / want.entry.path
    # A link to an earlier copy would keep alive what the user may want to be gone.
    origins = want.origins if want.entry.link == "copy" else want.photo.paths
    target.parent.mkdir(exist_ok=True)
    origin = place(parts, want.photo, tuple(origins), target, want.entry.link)
    if origin is None:
        with suppress(OSError):  # Not empty: it holds other photos.
            target.parent.rmdir()
        return None
    return _described(target, replace(want.entry, origin=printable(origin)), want.photo)


def _described(target: Path, entry: ExportedFile, photo: Photo) -> ExportedFile:
    if entry.link == "soft":
        return replace(entry, bytes=photo.bytes)
    found = target.lstat()
    return replace(entry, bytes=found.st_size, mtime_ns=found.st_mtime_ns)


def _clear(
    parts: Parts, root: Path, earlier: Manifest, placed: Sequence[ExportedFile]
) -> tuple[list[ExportedFile], int]:
    """Remove what no longer belongs. Return what had to stay, and how many files went."""
    current = {entry.path for entry in placed}
    copies: dict[str, list[str]] = {}
    for entry in placed:
        if entry.link != "soft":
            copies.setdefault(entry.sha256, []).append(str(root / entry.path))
    stale = [entry for entry in earlier.files if entry.path not in current]
    kept: list[ExportedFile] = []
    removed = 0
    for entry in stale:
        if not entry.is_ours(root):
            continue
        if entry.link == "soft" or (
            _is_surely(root / entry.path, entry.sha256)
            and _is_elsewhere(parts, root, entry, copies.get(entry.sha256, []))
        ):
            (root / entry.path).unlink()
            removed += 1
        else:
            kept.append(entry)
    for folder in {(root / entry.path).parent for entry in stale}:
        with suppress(OSError):  # Not empty: it holds other files.
            folder.rmdir()
    return kept, removed


def _is_elsewhere(parts: Parts, root: Path, entry: ExportedFile, copies: Sequence[str]) -> bool:
    """Return whether the photo of a stale file lies in another file too.

    Neither manifest nor catalog is believed: what is removed cannot be had back.
    """
    catalog = parts.catalog
    photos = catalog.photos(PhotoFilter(ids=(PhotoId(entry.sha256),)))
    paths = [*copies, entry.origin, *(path for photo in photos for path in photo.paths)]
    stale = os.path.realpath(root / entry.path)
    return any(
        os.path.realpath(path) != stale and _is_surely(Path(path), entry.sha256) for path in paths
    )


def _is_surely(path: Path, sha256: str) -> bool:
    """Return whether a regular file with exactly this content lies at *path*."""
    try:
        return path.is_file() and sha256_of(path) == sha256
    except OSError:
        return False


def _folder(root: Path, person: Person, folders: Namer) -> str:
    """Return the name of a person's folder, by which a person without a name can be found."""

    def is_free(name: str) -> bool:
        path = root / name
        # A link to a folder leads out of the export.
        return not os.path.lexists(path) or (path.is_dir() and not path.is_symlink())

    short = person.person[:SHORT_ID]
    unnamed = f"person-{short}"
    wanted = safe_name(person.name, fallback=unnamed) if person.name else unnamed
    return folders.name(wanted, (short, person.person), is_free)


def _with_progress(wanted: list[_Wanted], progress: OnProgress | None) -> Iterator[_Wanted]:
    last = -PROGRESS_SECONDS
    for done, want in enumerate(wanted):
        if progress and time.monotonic() - last >= PROGRESS_SECONDS:
            last = time.monotonic()
            progress(Progress(stage="export", done=done, total=len(wanted)))
        yield want
    if progress:
        progress(Progress(stage="export", done=len(wanted), total=len(wanted)))

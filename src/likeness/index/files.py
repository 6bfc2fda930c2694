"""The files of one exact index: a manifest, and three files of rows that it vouches for.

`manifest.json` names a generation and says how many rows of it count. The row files are
`<generation>.vectors` (float32), `<generation>.codes` (int8) and `<generation>.rows` (`ROW`).
A new generation is written beside the old one, more rows are written behind those that count;
both become valid in one step, when the manifest is replaced. Whatever no manifest vouches for is
waste, removed by the next writer. Who has the old generation open keeps it.

`<generation>.tags`, where there is one, holds the tags of that generation (`tags.encoded`). It is
replaced whole and carries its own checksum: it may be missing or damaged while the rows are sound.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from likeness.errors import StoreUnavailableError
from likeness.index.codes import LONGEST, Codes, centre_of, encode

if TYPE_CHECKING:
    from numpy.typing import NDArray

MANIFEST = "manifest.json"
FORMAT = 1  # of the files; another number means: build the index again
FOLDER_MODE = 0o700
FILE_MODE = 0o600
PARTS = ("vectors", "codes", "rows")
TAGS = "tags"
ROW = np.dtype([("id", "<u8"), ("scale", "<f4"), ("rest", "<f4")])
GENERATION = re.compile(r"[0-9a-f]{16}")
MAX_DIMENSIONS = 2**16
MAX_REVISION = 2**63 - 1
MAX_COUNT = 2**40  # times MAX_DIMENSIONS times four bytes is still a number of 64 bits
MAX_CHECKSUM = 2**32 - 1
CHECKED_AT_ONCE = 2**20  # bytes
CHUNK = 65_536  # rows encoded and written at a time

# Between reading the manifest and opening its files a writer may replace both.
OPENING_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What counts in an index folder."""

    contract: str
    dimensions: int
    revision: int
    generation: str
    centre: tuple[float, ...]  # that the codes are counted from
    count: int  # rows
    checksums: dict[str, int]  # CRC-32 of the rows that count, for each of `PARTS`


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a manifest vouches for, mapped into memory."""

    manifest: Manifest
    vectors: NDArray[np.float32]  # (n, d)
    codes: Codes
    ids: NDArray[np.uint64]  # (n,); of equal ids the last row counts


def read(folder: Path, contract: str) -> Rows | None:
    """Map the rows of *folder*; None where there are none that can be relied on."""
    for _ in range(OPENING_ATTEMPTS):
        manifest = _read_manifest(folder)
        if manifest is None or manifest.contract != contract:
            return None
        try:
            return _map(folder, manifest)
        except FileNotFoundError:
            continue
        except OSError:
            return None
    return None


def write(
    folder: Path,
    contract: str,
    ids: NDArray[np.uint64],
    vectors: NDArray[np.float32],
    revision: int,
    *,
    tags: bytes | None = None,
) -> None:
    """Make these rows, and the file of their *tags*, the content of *folder*, or change nothing."""
    manifest = Manifest(
        contract=contract,
        dimensions=vectors.shape[1],
        revision=revision,
        generation=secrets.token_hex(8),
        centre=tuple(centre_of(vectors).tolist()),
        count=0,
        checksums=dict.fromkeys(PARTS, 0),
    )
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    try:
        grown = _add_rows(folder, manifest, ids, vectors)
        if tags is not None:
            write_tags(folder, manifest.generation, tags)
        _commit(folder, grown)
    finally:
        remove_waste(folder)


def append(
    folder: Path,
    manifest: Manifest,
    ids: NDArray[np.uint64],
    vectors: NDArray[np.float32],
    revision: int,
) -> None:
    """Add rows to those of *manifest*, whole or not at all."""
    _commit(folder, replace(_add_rows(folder, manifest, ids, vectors), revision=revision))


def remove_waste(folder: Path) -> None:
    """Delete what the manifest does not vouch for. For writers that hold the lock."""
    manifest = _read_manifest(folder)
    parts = (*PARTS, TAGS)
    kept = {_part(folder, manifest.generation, part) for part in parts} if manifest else set()
    for part in parts:
        for path in folder.glob(f"*.{part}"):
            if path not in kept:
                path.unlink(missing_ok=True)
    for path in (folder / f"{MANIFEST}.new", *folder.glob(f"*.{TAGS}.new")):
        path.unlink(missing_ok=True)


def read_tags(folder: Path, generation: str) -> bytes | None:
    """Return the file of tags of one generation; None where there is none to be read."""
    path = _part(folder, generation, TAGS)
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def write_tags(folder: Path, generation: str, data: bytes) -> None:
    """Replace the file of tags of one generation."""
    replace_file(_part(folder, generation, TAGS), data)


def erase(folder: Path) -> None:
    """Delete all of our files. For writers that hold the lock."""
    (folder / MANIFEST).unlink(missing_ok=True)
    sync_folder(folder)
    remove_waste(folder)


def tags_stamp(folder: Path, generation: str) -> tuple[int, int] | None:
    """Return something that changes when the tags are replaced; None where there are none."""
    return _stamp(_part(folder, generation, TAGS))


def stamp(folder: Path) -> tuple[int, int] | None:
    """Return something that changes when the manifest is replaced; None without a manifest."""
    return _stamp(folder / MANIFEST)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


@contextmanager
def errors_as_ours(folder: Path) -> Iterator[None]:
    """Let no `OSError` out of a writer: translate it and keep it as the cause."""
    try:
        yield
    except OSError as exc:
        reason = exc.strerror or type(exc).__name__
        raise StoreUnavailableError(
            f"The index in {folder} could not be written: {reason}. "
            "Check free space and permissions there; the index can be made again at any time."
        ) from exc


def _part(folder: Path, generation: str, part: str) -> Path:
    return folder / f"{generation}.{part}"


def _read_manifest(folder: Path) -> Manifest | None:
    """Return what the manifest says, None if it is missing, damaged, or none that we write."""
    path = folder / MANIFEST
    try:
        if not path.is_file():  # opening a named pipe would wait for its writer
            return None
        content: dict[str, Any] = json.loads(path.read_bytes())
        own = content.pop("checksum")
        if content.pop("format") != FORMAT or own != _checksum(content):
            return None
        return Manifest(**content) if _is_sound(content) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _is_sound(content: dict[str, Any]) -> bool:
    """Return whether every value is of its kind: a library may come from anybody."""
    generation, centre, sums = content["generation"], content["centre"], content["checksums"]
    return (
        isinstance(content["contract"], str)
        and isinstance(generation, str)
        and GENERATION.fullmatch(generation) is not None  # it becomes part of a path
        and _is_whole(content["dimensions"], MAX_DIMENSIONS)
        and _is_whole(content["revision"], MAX_REVISION)
        and _is_whole(content["count"], MAX_COUNT)
        and isinstance(centre, list)
        and len(centre) == content["dimensions"]
        and all(type(value) is float and abs(value) <= LONGEST for value in centre)
        and isinstance(sums, dict)
        and sums.keys() == set(PARTS)
        and all(_is_whole(value, MAX_CHECKSUM) for value in sums.values())
    )


def _is_whole(value: object, most: int) -> bool:
    return type(value) is int and 0 <= value <= most


def _checksum(content: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(content, sort_keys=True).encode())


def _commit(folder: Path, manifest: Manifest) -> None:
    content = asdict(manifest)
    whole = {**content, "format": FORMAT, "checksum": _checksum(content)}
    replace_file(folder / MANIFEST, json.dumps(whole).encode())


def replace_file(path: Path, data: bytes) -> None:
    """Replace the file at *path*, whole or not at all; it is on the disk afterwards."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with _opened(draft, os.O_CREAT | os.O_EXCL) as file:
        file.write(data)
    draft.replace(path)
    sync_folder(path.parent)


def _add_rows(
    folder: Path, manifest: Manifest, ids: NDArray[np.uint64], vectors: NDArray[np.float32]
) -> Manifest:
    """Write rows behind those that count; return the manifest that would make them count."""
    d, sums = manifest.dimensions, dict(manifest.checksums)
    centre = np.array(manifest.centre, np.float32)
    widths = {"vectors": 4 * d, "codes": d, "rows": ROW.itemsize}
    with ExitStack() as stack:
        opened = {}
        for part in PARTS:
            path = _part(folder, manifest.generation, part)
            opened[part] = stack.enter_context(_opened(path, os.O_CREAT))
            opened[part].seek(manifest.count * widths[part])
        for start in range(0, len(ids), CHUNK):
            chunk = slice(start, start + CHUNK)
            for part, data in _encoded(ids[chunk], vectors[chunk], centre).items():
                opened[part].write(data)
                sums[part] = zlib.crc32(data, sums[part])
        for file in opened.values():
            file.truncate()
    return replace(manifest, count=manifest.count + len(ids), checksums=sums)


def _encoded(
    ids: NDArray[np.uint64], vectors: NDArray[np.float32], centre: NDArray[np.float32]
) -> dict[str, bytes]:
    """Return what the three files hold for these rows."""
    codes = encode(vectors, centre)
    rows = np.empty(len(ids), ROW)
    rows["id"], rows["scale"], rows["rest"] = ids, codes.scales, codes.rests
    parts = (vectors.astype("<f4").tobytes(), codes.codes.tobytes(), rows.tobytes())
    return dict(zip(PARTS, parts, strict=True))


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[Any]:
    """Open a file for writing, never through a link; on leaving, its content is on the disk."""
    flags |= os.O_WRONLY | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, FILE_MODE), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names in *folder* on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _map(folder: Path, manifest: Manifest) -> Rows | None:
    n, d = manifest.count, manifest.dimensions
    vectors = _mapped(_part(folder, manifest.generation, "vectors"), np.dtype("<f4"), (n, d))
    codes = _mapped(_part(folder, manifest.generation, "codes"), np.dtype("i1"), (n, d))
    rows = _mapped(_part(folder, manifest.generation, "rows"), ROW, (n,))
    if vectors is None or codes is None or rows is None:
        return None
    parts = dict(zip(PARTS, (vectors, codes, rows), strict=True))
    for name, part in parts.items():
        file = _part(folder, manifest.generation, name)
        if _read_checksum(file, part.nbytes) != manifest.checksums[name]:
            return None
    coded = Codes(
        codes,
        np.array(rows["scale"], np.float32),
        np.array(rows["rest"], np.float32),
        np.array(manifest.centre, np.float32),
    )
    return Rows(manifest, vectors, coded, np.array(rows["id"], np.uint64))


def _read_checksum(path: Path, size: int) -> int:
    """Return the checksum of the first bytes of a file, read and not mapped.

    What is read through a map stays in the memory of the process.
    """
    total = 0
    with path.open("rb") as file:
        while size and (block := file.read(min(size, CHECKED_AT_ONCE))):
            total = zlib.crc32(block, total)
            size -= len(block)
    return total


def _mapped(path: Path, dtype: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any] | None:
    """Map the first rows of a file read-only; None where the file is too short for them."""
    size = dtype.itemsize * int(np.prod(shape))
    if path.stat().st_size < size:
        return None
    if size == 0:
        return np.empty(shape, dtype)
    return np.asarray(np.memmap(path, dtype, "r", shape=shape))

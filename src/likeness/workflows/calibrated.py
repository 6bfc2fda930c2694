"""What scores mean in a library, computed when its faces and people changed.

Of a small library from everybody, of a large one from some who are drawn (`voters`).
Kept in memory and as a small file in the library folder. The file holds scores and nothing else:
no ids, no vectors. It names the state that it belongs to, so that it counts for no other, and the
next one is written over it.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from likeness.catalog.base import Catalog
from likeness.grouping.strangers import Calibration, Known, calibrate
from likeness.grouping.strangers.base import Usual
from likeness.grouping.strangers.calibration import calibration_from
from likeness.grouping.strangers.votes import CLASSES
from likeness.index.base import Index
from likeness.types import Contract, Progress
from likeness.workflows import index as indexing
from likeness.workflows.voters import draw, votes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.workflows.parts import Parts

# Faces that are read at once, 26 MB of vectors; of more people some are drawn.
WHOLE = 50_000

FORMAT = 3  # of the file, and of what is computed: another number means to compute it again
SUFFIX = ".scores.json"
MOST_BYTES = 2_000_000  # 2,000 votes of three classes, and as many scores, take a fifth of it
FILE_MODE = 0o600


# A large library is learned anew when it grew or shrank by this share: an edit moves some of its
# faces, which says nothing about how its strangers look, and learning takes a minute.
GROWN = 0.02


def calibration_of(parts: Parts, progress: Callable[[Progress], None] | None = None) -> Calibration:
    """Return the calibration of the library as it is now, and keep it.

    Args:
        parts: The library.
        progress: Told how many of those drawn from a large library are done, of how many; never
            called if nothing has to be computed, or that is quick.
    """
    contract = parts.contract
    state = state_of(parts, contract)
    if parts.calibration is None or parts.calibration[0] != state:
        file = file_of(parts, contract)
        kept = read(file, state)
        if kept is None:
            kept = computed(parts, contract, partial(_learned, progress))
            with suppress(OSError):  # a library that may not be written to is searched all the same
                write(file, state, kept)
        parts.calibration = (state, kept)
    return parts.calibration[1]


def forget(parts: Parts) -> None:
    """Delete what is kept: the scores of somebody forgotten are in it."""
    parts.calibration = None
    for file in (parts.folder / "index").glob(f"*{SUFFIX}*"):
        file.unlink(missing_ok=True)


def state_of(parts: Parts, contract: Contract) -> str:
    """Return what changes whenever a face or its person does; in large libraries, many of them."""
    catalog = parts.catalog
    faces = len(indexing.refresh(parts, contract))
    numbers = f"{catalog.revision(contract)} {catalog.tag_revision()}"
    if faces > WHOLE:
        numbers = f"about {1 + GROWN}^{int(math.log(faces) / math.log(1 + GROWN))} faces"
    return f"{FORMAT} {catalog.library_id()} {contract} {numbers}"


def _learned(progress: Callable[[Progress], None] | None, done: int, total: int) -> None:
    if progress is not None:
        progress(Progress(stage="learn", done=done, total=total))


def file_of(parts: Parts, contract: Contract) -> Path:
    """Return where the calibration is kept: beside the index, which can be made again as well."""
    return parts.folder / "index" / f"{contract}{SUFFIX}"


def computed(
    parts: Parts, contract: Contract, progress: Callable[[int, int], None] | None = None
) -> Calibration:
    """Search the library, which has faces, for its own."""
    index = indexing.refresh(parts, contract)
    if len(index) <= WHOLE:
        return from_all(parts.catalog, contract)
    return from_drawn(parts.catalog, contract, index, progress)


def from_all(catalog: Catalog, contract: Contract) -> Calibration:
    """Compute it from everybody."""
    every = catalog.grouping_faces(contract)
    return calibrate(
        Known.of(
            every.vectors, every.quality, numbered(every.persons), taken=every.taken, age=every.age
        )
    )


def from_drawn(
    catalog: Catalog,
    contract: Contract,
    index: Index,
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Compute it from some who are drawn, and what the index finds near them."""
    drawn = draw(catalog.entries(contract))
    votes = votes_of(catalog, contract, index, drawn, progress)
    return calibration_from(votes, entries=drawn.entries, alone=drawn.unassigned)


def numbered(people: tuple[object, ...]) -> NDArray[np.intp]:
    """Return a number from 0 for each of *people* (n,), -1 for nobody."""
    numbers: dict[object, int] = {}
    return np.array(
        [-1 if each is None else numbers.setdefault(each, len(numbers)) for each in people], np.intp
    )


# ---------------------------------------------------------------- the file


def write(file: Path, state: str, calibration: Calibration) -> None:
    """Replace the file, whole or not at all. Raises `OSError`."""
    content = {
        "state": state,
        "entries": calibration.entries,
        "alone": calibration.alone,
        "pooled": calibration.pooled.tolist(),
        "classes": [each.tolist() for each in calibration.classes],
        "own": [each.tolist() for each in calibration.own],
        "level": calibration.usual.level,
        "scale": calibration.usual.scale,
        "twice": calibration.twice,
        "shortfall": calibration.shortfall,
        "logits": calibration.logits.tolist(),
    }
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(draft, flags, FILE_MODE), "w") as opened:
        json.dump(content, opened)
    draft.replace(file)


def read(file: Path, state: str) -> Calibration | None:
    """Return what the file says of this state; None: nothing, or nothing to be relied on."""
    try:
        if not file.is_file() or file.stat().st_size > MOST_BYTES:
            return None
        content: dict[str, Any] = json.loads(file.read_bytes())
        if content["state"] != state:
            return None
        kept = Calibration(
            entries=int(content["entries"]),
            alone=int(content["alone"]),
            pooled=_scores(content["pooled"]),
            classes=tuple(_scores(each) for each in content["classes"]),
            own=tuple(_scores(each) for each in content["own"]),
            usual=Usual(level=float(content["level"]), scale=float(content["scale"])),
            twice=int(content["twice"]),
            shortfall=float(content["shortfall"]),
            logits=_numbers(content["logits"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    sound = len(kept.classes) == len(kept.own) == CLASSES and kept.logits.shape == (4,)
    finite = np.isfinite([kept.usual.level, kept.usual.scale, kept.shortfall]).all()
    return kept if sound and finite and kept.usual.scale > 0 else None


def _numbers(values: list[float]) -> NDArray[np.float64]:
    numbers = np.array(values, np.float64)
    if numbers.ndim != 1 or not np.isfinite(numbers).all():
        raise ValueError("Not a list of numbers.")
    return numbers


def _scores(values: list[float]) -> NDArray[np.float64]:
    numbers = _numbers(values)
    if (np.diff(numbers) < 0).any():
        raise ValueError("Not sorted.")
    return numbers

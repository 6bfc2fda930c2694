"""Networks as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.network.export.export import FORMATS, written
from likeness.types import Network, Progress
from likeness.workflows.files import os_errors_as_ours
from likeness.workflows.files import written as whole
from likeness.workflows.network.portraits import portraits_of
from likeness.workflows.targets import export_file

if TYPE_CHECKING:
    from likeness.workflows.parts import Parts

ENDINGS = tuple(f".{name}" for name in FORMATS)

OnProgress = Callable[[Progress], None]
Stop = Callable[[], bool]


def target(parts: Parts, file: Path) -> Path:
    """Return *file* resolved, where a network may be written.

    Raises:
        ExportError: Another ending, or a place where nothing of the user's may be replaced.
    """
    return export_file(parts, file, ENDINGS)


def bytes_of(
    parts: Parts,
    network: Network,
    name: str,
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> bytes:
    """Return a network as a file of the format *name*, a key of `FORMATS`, with portraits.

    Raises:
        UsageError: There is no such format.
        ExportError: This network cannot be written so.
        InterruptedRunError: *stop* said so.
    """
    shows = name in FORMATS and FORMATS[name].portraits
    portraits = portraits_of(parts, network, progress=progress, stop=stop) if shows else {}
    return written(network, name, portraits)


def save(parts: Parts, network: Network, file: Path, *, progress: OnProgress, stop: Stop) -> None:
    """Write a network; see `Library.save_network`."""
    place = target(parts, file)
    name = place.suffix.lower().removeprefix(".")
    data = bytes_of(parts, network, name, progress=progress, stop=stop)
    with os_errors_as_ours(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        with whole(place) as out:
            out.write(data)

"""Networks in graph databases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from likeness.errors import InterruptedRunError
from likeness.network.target import push_to
from likeness.workflows.network.build import build
from likeness.workflows.targets import export_file

if TYPE_CHECKING:
    from likeness.network.graph_store import Pushed
    from likeness.types import Network, NodeKind
    from likeness.workflows.network.level import OnProgress, Stop
    from likeness.workflows.parts import Parts

URL = "://"


def push(
    parts: Parts,
    target: str,
    network: Network | None,
    *,
    of: NodeKind,
    progress: OnProgress,
    stop: Stop,
) -> Pushed:
    """Bring a graph database level with a network; see `Library.push_network`."""
    place = target if URL in target else str(_file(parts, Path(target)))
    if network is None:
        network = build(parts, of=of, progress=progress, stop=stop)
    if stop():
        raise InterruptedRunError("Stopped: nothing was written.")
    return push_to(network, place)


def _file(parts: Parts, file: Path) -> Path:
    """Return *file* resolved, where a database may be. Raises `ExportError`."""
    return export_file(parts, file, (file.suffix.lower(),))

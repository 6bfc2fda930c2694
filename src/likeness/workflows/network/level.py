"""Bring the edges that are kept level with the catalog.

They are brought level when somebody asks for them, not by `add` and `group`: whoever never looks at
a network pays nothing for it, and who does waits for what is new only. Meanwhile nothing that is
kept is wrong: what changes a face takes the edges of that face along (see `NetworkStore`).
"""

from __future__ import annotations

from collections.abc import Callable

from likeness.catalog.base import Catalog
from likeness.errors import InterruptedRunError
from likeness.types import Contract, NodeKind, Progress
from likeness.workflows.network.changes import Changes, changes
from likeness.workflows.network.nodes import nodes_of

UNDISTURBED = 2
"""How often edges are worked out while others may write: a third time they wait for it."""

MOST = 200_000
"""Faces, or people, whose neighbours are kept. Comparing so many takes minutes, and four times as
many sixteen times as long: of more the nearest are worked out among those that are shown."""

OnProgress = Callable[[Progress], None]
Stop = Callable[[], bool]


def level(
    catalog: Catalog,
    contract: Contract,
    kind: NodeKind,
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> bool:
    """Bring the neighbours of all faces, or of all people, level with the catalog.

    They are those that comparing all with all would give: by cosine in float64, rounded to 6
    decimals, ties by id.

    Args:
        catalog: The truth.
        contract: Whose vectors.
        kind: Faces that count, or people by the mean of theirs.
        progress: Told how many are compared.
        stop: Asked again and again whether to end.

    Returns:
        Whether neighbours are kept: not where there are more than `MOST`.

    Raises:
        InterruptedRunError: *stop* said so; nothing was changed.
        LibraryBusyError: Somebody else is writing.
    """
    work = _Work(catalog, contract, kind, progress, stop)
    for _ in range(UNDISTURBED):
        seen = _state(catalog, contract)  # before the faces: what comes in between is a change
        if catalog.network.mirrored(contract, kind) == seen:
            return True
        found = work.done()
        with catalog.writing("network"):
            if _state(catalog, contract) == seen:
                return work.write(found, seen)
    with catalog.writing("network"):
        return work.write(work.done(), _state(catalog, contract))


class _Work:
    """What has to be done about one kind of nodes."""

    def __init__(
        self,
        catalog: Catalog,
        contract: Contract,
        kind: NodeKind,
        progress: OnProgress,
        stop: Stop,
    ) -> None:
        self._catalog = catalog
        self._contract = contract
        self._kind = kind
        self._progress = progress
        self._stop = stop

    def done(self) -> Changes | None:
        """Work out what has to be written; None: there are too many nodes."""
        nodes = nodes_of(self._catalog.grouping_faces(self._contract), self._kind)
        if len(nodes.ids) > MOST:
            return None
        return changes(nodes, self._catalog.network, self._contract, self._kind, self._tell)

    def write(self, found: Changes | None, state: tuple[int, int]) -> bool:
        """Write what was worked out of this state; return whether there was something."""
        if found is None:
            return False
        revision, tagged = state
        self._catalog.network.write_neighbours(
            self._contract,
            self._kind,
            replaced=found.replaced,
            gone=found.gone,
            revision=revision,
            tagged=tagged,
        )
        return True

    def _tell(self, done: int, total: int) -> None:
        self._progress(Progress(stage="network", done=done, total=total))
        if self._stop():
            raise InterruptedRunError("Stopped: no likenesses were worked out anew.")


def _state(catalog: Catalog, contract: Contract) -> tuple[int, int]:
    """Return what grows with whatever neighbours are worked out of."""
    return catalog.revision(contract), catalog.tag_revision()

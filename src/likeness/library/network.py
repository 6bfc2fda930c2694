"""Networks of who resembles whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.library.door import Door, OnProgress, told
from likeness.types import (
    Alike,
    Bridge,
    Network,
    NodeKind,
    PersonId,
    ResemblancePath,
)

if TYPE_CHECKING:
    from likeness.network.graph_store import Pushed
    from likeness.workflows.network.kept import Columns
    from likeness.workflows.network.queries import Queries

SOME = 20


class Networks(Door):
    """Networks of who resembles whom."""

    def network(
        self,
        of: NodeKind = "people",
        *,
        minimum: float | None = None,
        nearest: int = 8,
        collection: str | None = None,
        people: Iterable[str] = (),
        seed: int = 0,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Network:
        """Lay out who resembles whom, and keep it: it takes the place of the one before.

        There is an edge between two who are alike enough, between each one and those nearest to
        it, and between people who are on a photo together. Of more than 20,000 nodes those with
        most faces come into it, and `left_out` says how many did not. Hidden people and those who
        opted out never do.

        Args:
            of: What the nodes are, people or faces.
            minimum: How alike two have to be, a cosine; None: as in `Network.scale`.
            nearest: So many neighbours of each are in it, however alike, 0 to 16.
            collection: Only who is on its photos; None: the whole library.
            people: Only these, by id or name, or their faces; none: everybody.
            seed: The same seed draws the same library the same.
            progress: Told how far it is.
            stop: Asked now and then; True ends it.

        Raises:
            UsageError: There is nobody, or a number is out of its range.
            UnknownPersonError, UnknownCollectionError: No such thing.
            InterruptedRunError: *stop* said so; the network before stays.
        """
        from likeness.workflows.network import kept
        from likeness.workflows.network.build import build
        from likeness.workflows.people import person_id

        ids: list[PersonId] = sorted({person_id(self._parts, key) for key in people})
        made = build(
            self._parts,
            of=of,
            minimum=minimum,
            nearest=nearest,
            collection=collection,
            people=ids,
            seed=seed,
            **told(progress, stop),
        )
        kept.keep(self._parts, made)
        return made

    def kept_network(self, of: NodeKind = "people") -> Network | None:
        """Return the network that was made last, with who is in it by now; None: none was.

        Whoever was forgotten, hidden or opted out since is not in it.
        """
        from likeness.workflows.network import kept

        return kept.newest(self._parts, of)

    def network_columns(self, of: NodeKind = "people") -> Columns | None:
        """Return the network that was made last as columns, which is what a page takes."""
        from likeness.workflows.network import kept

        return kept.columns(self._parts, of)

    def network_file(
        self,
        network: Network,
        ending: str,
        *,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> bytes:
        """Return a network as a file; see `save_network`.

        Args:
            network: As `network` or `kept_network` returned it.
            ending: ".html", ".json", ".graphml", ".png", ".svg" or ".cypher".
            progress: Told how many portraits are ready.
            stop: Asked now and then; True ends it.
        """
        from likeness.workflows.network import files

        name = ending.removeprefix(".")
        return files.bytes_of(self._parts, network, name, **told(progress, stop))

    def check_network_file(self, file: str | Path) -> None:
        """See that a network can be written to *file*, before it is built; see `save_network`."""
        from likeness.workflows.network import files

        files.target(self._parts, Path(file))

    def save_network(
        self,
        network: Network,
        file: str | Path,
        *,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> None:
        """Write a network to *file*: a page, a picture, or data for other programs.

        Pages and pictures show portraits of at most 1,000 nodes, those of most faces. A file that
        is there is replaced, unless it is a photo or lies in a source.

        Args:
            network: As `network` or `kept_network` returned it.
            file: .html (a page that needs nothing else), .json, .graphml, .png, .svg or .cypher.
            progress: Told how many portraits are ready.
            stop: Asked now and then; True ends it.

        Raises:
            ExportError: Another ending, or the file cannot be written.
            InterruptedRunError: *stop* said so.
        """
        from likeness.workflows.network import files

        files.save(self._parts, network, Path(file), **told(progress, stop))

    def resemblance_path(
        self, one: str, other: str, *further: str, of: NodeKind = "people"
    ) -> ResemblancePath | None:
        """Return how one leads to another, each step as alike as can be; None: nothing joins them.

        The least alike step counts: no other path has a better one, and of those as good this one
        has fewest steps. Everybody is asked, not only who is in a network that was drawn.

        Args:
            one: A person by id or name; of faces the id, with or without "face:".
            other: Likewise.
            further: Where it leads on to from there, in this order.
            of: What the nodes are.

        Raises:
            UnknownPersonError, UnknownFaceError: No such person or face.
            UsageError: Two are the same, one is hidden or opted out, or there are too many faces.
        """
        return self._network_queries().path((one, other, *further), of)

    def longest_chain(self) -> ResemblancePath | None:
        """Return the longest chain of look-alikes without a shortcut; None: no two look alike.

        Between its ends there is no shorter chain: nobody else is so many look-alikes apart.
        """
        return self._network_queries().longest_chain()

    def long_lost(self, limit: int = SOME) -> list[Alike]:
        """Return people who look alike and are never on a photo together, most alike first.

        Only that they look alike is said: nothing about who is whose relative.

        Args:
            limit: So many pairs at most.
        """
        return self._network_queries().relatives(limit)

    def look_alikes(self, limit: int = SOME) -> list[Alike]:
        """Return people who look alike, most alike first.

        Args:
            limit: So many pairs at most.
        """
        return self._network_queries().alike(limit)

    def bridges(self, limit: int = SOME) -> list[Bridge]:
        """Return people through whom groups hang together, the most important first.

        Two people are joined who are alike enough, or on a photo together. The groups are those
        of the network that was made last; without one everybody is grouped for this.

        Args:
            limit: So many at most, and never more than 1,000.
        """
        return self._network_queries().bridges(limit)

    def push_network(
        self,
        target: str,
        network: Network | None = None,
        *,
        of: NodeKind = "people",
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Pushed:
        """Bring a graph database level with a network; a second time it changes nothing.

        What is in the database besides stays. Forgetting somebody here does not reach it: push
        again.

        Args:
            target: A Neo4j, such as neo4j+s://USER:PASSWORD@HOST, or the path of a LadybugDB file.
                Credentials may come from NEO4J_USERNAME and NEO4J_PASSWORD, too.
            network: What it shall hold; None: the whole library as it is now.
            of: What the nodes are, where no network is given.
            progress: Told how far it is.
            stop: Asked now and then; True ends it, before anything is written.

        Returns:
            How large the network is, and what was written and removed.

        Raises:
            SettingsError: The target or the credentials are refused, or a package is missing.
            ExportError: The file lies in the library, or it is a photo.
            StoreUnavailableError: The database cannot be reached or written; it is as it was.
        """
        from likeness.workflows.network import pushing

        return pushing.push(self._parts, target, network, of=of, **told(progress, stop))

    def _network_queries(self) -> Queries:
        from likeness.workflows.network.queries import Queries

        parts = self._parts
        with self._making:
            if self._queries is None:
                self._queries = Queries(parts)
            return self._queries

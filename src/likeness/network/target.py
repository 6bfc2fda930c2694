"""To which graph database a network is pushed: what its target says."""

from __future__ import annotations

from contextlib import closing

from likeness.network.graph_store import GraphStore, Pushed
from likeness.network.pushing import push
from likeness.types.network import Network


def push_to(network: Network, target: str) -> Pushed:
    """Bring a graph database level with a network.

    Args:
        network: What it shall hold.
        target: A URL as Neo4j has them, such as neo4j+s://USER:PASSWORD@HOST/DATABASE, or the
            path of a LadybugDB file, which is made where there is none.

    Raises:
        SettingsError: The target or the credentials make no sense or are refused, or the package
            that it needs is not installed.
        LibraryBusyError: Another process has the file open.
        StoreUnavailableError: The database cannot be reached or written; it is as it was.
    """
    with closing(_opened(target)) as store:
        return push(network, store)


def _opened(target: str) -> GraphStore:
    if "://" in target:
        from likeness.network.neo4j_store import Neo4jStore

        return Neo4jStore(target)
    from likeness.network.ladybug_store import LadybugStore

    return LadybugStore(target)

"""Neo4j over Bolt. Only this file imports the driver.

Credentials come from the URL or from NEO4J_USERNAME and NEO4J_PASSWORD, as Neo4j's own tools have
them; no message ever holds the password.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from likeness.errors import LikenessError, SettingsError, StoreUnavailableError
from likeness.network.graph_store import Row
from likeness.network.schema import constraints
from likeness.objects.access import is_private

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

PLAIN = ("bolt", "neo4j")
SCHEMES = (*PLAIN, "bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc")
PORT = 7687
USER, PASSWORD, DATABASE = "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"  # environment
USUAL_USER = "neo4j"
PATIENCE = 15.0  # seconds for a connection
MOST_TOLD = 200  # characters of what the server says
EXPECTED = (
    "Expected bolt://HOST, neo4j://HOST or, encrypted, neo4j+s://HOST, with USER:PASSWORD@ before "
    f"the host or in {USER} and {PASSWORD}, and perhaps /DATABASE after it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a Neo4j is, and who we are there."""

    url: str  # scheme, host and port
    user: str | None  # None: it asks for no credentials
    password: str | None = field(repr=False)
    database: str | None  # None: the one that is usual there


def parse(url: str) -> Server:
    """Return what a URL says, and the environment where the URL does not.

    Raises:
        SettingsError: It is malformed, or would send a password in the clear over the internet.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise SettingsError(f"That is no address of a Neo4j. {EXPECTED}") from None
    inside = parts.path.strip("/")
    if (
        parts.scheme not in SCHEMES
        or not host
        or parts.netloc.count("@") > 1
        or any(mark in url for mark in " \t\n\r\\?#")
        or "/" in inside
    ):
        raise SettingsError(f"That is no address of a Neo4j. {EXPECTED}")
    password = unquote(parts.password or "") or os.environ.get(PASSWORD) or None
    user = unquote(parts.username or "") or os.environ.get(USER) or USUAL_USER
    name = f"[{host}]" if ":" in host else host
    if password and parts.scheme in PLAIN and not is_private(host):
        raise SettingsError(
            f"{parts.scheme}://{name} would send the password, and who resembles whom, in the "
            f"clear over the internet. Use {parts.scheme}+s://."
        )
    return Server(
        url=f"{parts.scheme}://{name}:{port or PORT}",
        user=user if password else None,
        password=password,
        database=unquote(inside) or os.environ.get(DATABASE) or None,
    )


class Neo4jStore:
    """A `GraphStore` on a server, which is first asked when something is.

    Args:
        url: As `parse` takes it.

    Raises:
        SettingsError: The package is not installed, or the URL is refused.
    """

    def __init__(self, url: str) -> None:
        self._server = server = parse(url)
        neo4j = _neo4j()
        with self._as_ours():
            self._driver: Driver = neo4j.GraphDatabase.driver(
                server.url,
                auth=(server.user, server.password) if server.password else None,
                connection_timeout=PATIENCE,
                connection_acquisition_timeout=2 * PATIENCE,
                max_transaction_retry_time=PATIENCE,
                # What a server advises on slow queries is not for our user's eyes.
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )

    def prepare(self) -> None:
        with self._session() as session:
            for constraint in constraints():
                session.run(constraint).consume()

    def read(self, query: str) -> list[tuple[Any, ...]]:
        with self._session() as session:
            answer = session.run(query)
            return [tuple(record.values()) for record in answer]

    def write(self, changes: Sequence[tuple[str, Sequence[Row]]]) -> None:
        if not changes:
            return

        def run_all(transaction: ManagedTransaction, /) -> None:
            for statement, rows in changes:
                parameters = {"rows": [dict(row) for row in rows]}
                transaction.run(statement, parameters).consume()

        with self._session() as session:
            session.execute_write(run_all)

    def close(self) -> None:
        self._driver.close()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with self._as_ours(), self._driver.session(database=self._server.database) as session:
            yield session

    @contextmanager
    def _as_ours(self) -> Iterator[None]:
        """Let no foreign exception out."""
        try:
            yield
        except LikenessError:
            raise
        except Exception as exc:
            raise _translated(self._server, exc) from exc


def _neo4j() -> Any:
    try:
        import neo4j
    except ImportError:
        raise SettingsError(
            "Neo4j needs its driver, the package neo4j: pip install 'likeness[neo4j]'."
        ) from None
    return neo4j


def _translated(server: Server, exc: Exception) -> LikenessError:
    """Return our error for one of the driver, which knows them by class."""
    from neo4j import exceptions

    if isinstance(exc, exceptions.AuthError):
        who = f"user {server.user} or the password" if server.password else "us without a password"
        return SettingsError(
            f"The Neo4j server {server.url} refuses {who}. Give them in the URL, or in {USER} and "
            f"{PASSWORD}."
        )
    if isinstance(exc, exceptions.ClientError) and "DatabaseNotFound" in (exc.code or ""):
        return SettingsError(f"The Neo4j server {server.url} has no database {server.database}.")
    if isinstance(exc, exceptions.ClientError) and "Security" in (exc.code or ""):
        return SettingsError(
            f"User {server.user} may not do that on the Neo4j server {server.url}: "
            f"{_told(exc, server)}"
        )
    # A name that cannot be resolved is a ValueError to the driver.
    if isinstance(exc, (exceptions.ServiceUnavailable, OSError, ValueError)):
        return StoreUnavailableError(
            f"The Neo4j server {server.url} gives no answer. See that it runs, that the port is "
            "the one of Bolt, and whether it wants encryption (bolt+s://)."
        )
    return StoreUnavailableError(f"The Neo4j server {server.url} failed: {_told(exc, server)}")


def _told(exc: Exception, server: Server) -> str:
    """Return what the server says, on one line, short and without the password."""
    text = str(getattr(exc, "message", None) or exc)
    if server.password:
        text = text.replace(server.password, "***")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MOST_TOLD]

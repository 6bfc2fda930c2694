"""Runs the application: where it listens, who may come in, how it ends."""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

import uvicorn

from likeness.errors import LikenessError, SettingsError, UsageError
from likeness.rest.app import create_app
from likeness.rest.door import shut
from likeness.rest.events import Events
from likeness.rest.limits import Limits
from likeness.rest.link import OneTimeLinks
from likeness.rest.memory import share_arenas
from likeness.rest.metrics import Metrics
from likeness.rest.protocol import PatientProtocol
from likeness.rest.routers.session import entrance_path
from likeness.rest.state import Server
from likeness.web.certificate import self_signed

if TYPE_CHECKING:
    from likeness.library import Library
    from likeness.settings import ServeSettings

log = logging.getLogger("likeness.rest")

DRAIN_SECONDS = 2.0
"""After it was asked to end, a server behind a proxy still answers for so long, and closes each
connection behind the answer: the proxy goes elsewhere before the door is shut."""

LAST_SECONDS = 3.0
"""How long it then waits for connections to be closed by those who opened them."""

LOOK_SECONDS = 0.02

TICK_SECONDS = 5.0
"""How often the server looks whether a round of the game has to close."""

GRACE_SECONDS = 60.0
"""So long such a round waits for the worker to add photos that were just sent."""

FINISH_SECONDS = 20
"""What requests have to come to an end."""

BACKLOG = 512

TLS_FOLDER = "tls"
"""Below the library folder: certificates of our own making."""

ANY = frozenset({"0.0.0.0", "::"})  # noqa: S104 - only compared with
"""Every address of this machine: none that a browser could be told."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a server listens."""

    url: str  # "http://127.0.0.1:8420", with the path below which a proxy shows it
    entrance: str | None  # a one-time link for whoever started it; None: there are accounts
    fingerprint: str | None = None  # of a certificate of our own making: SHA-256, `AB:CD:...`


def make_server(library: Library, *, who: str) -> Server:
    """Return the state of a server for *library*.

    Raises:
        UsageError: Its settings would let in strangers.
    """
    settings = library.settings.serve
    accounts = library.access.has_accounts()
    require_safe(settings, accounts=accounts)
    events = Events(library, most=settings.listeners)
    return Server(
        library=library,
        settings=settings,
        local=not accounts,
        who=who,
        limits=Limits(
            logins_per_minute=settings.logins_per_minute,
            finds_per_minute=settings.finds_per_minute,
        ),
        links=OneTimeLinks(),
        events=events,
        metrics=Metrics(library, events),
    )


def require_safe(settings: ServeSettings, *, accounts: bool) -> None:
    """Refuse to let anybody in unasked.

    Raises:
        UsageError: Without accounts, others could reach the server, or a proxy forwards to it.
    """
    if accounts:
        return
    make_one = "Make an account first: `likeness users create NAME --role owner`."
    if not is_loopback(settings.host):
        raise UsageError(
            f"Listening at {settings.host} lets everybody in your network knock, and nobody has "
            f"an account yet. {make_one}"
        )
    if settings.proxies or settings.root_path:
        raise UsageError(
            "A proxy in front of this server (serve.proxies, serve.root_path) lets others knock, "
            f"and nobody has an account yet. {make_one}"
        )


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach *host*."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def serve(
    library: Library,
    *,
    who: str,
    ready: Callable[[Address], None] = lambda _: None,
) -> None:
    """Serve *library* until somebody ends it with a signal.

    Args:
        library: Open; its settings say where to listen.
        who: Who starts it, for the history.
        ready: Told where, as soon as it listens.

    Raises:
        UsageError: It would let in strangers, or the address cannot be listened at.
        SettingsError: The certificate cannot be used.
    """
    share_arenas()
    server = make_server(library, who=who)
    settings = server.settings
    with listening(settings) as sockets:
        port = sockets.getsockname()[1]
        tls = certificate(library.folder, settings)
        config = configuration(server, tls)
        scheme = "https" if tls else "http"
        base = f"{scheme}://{_shown(settings.host)}:{port}{settings.root_path}"
        print_of = fingerprint(library.folder, settings)
        link = entrance_path(server.links.make()) if server.local else None
        with Ending() as ending, working(library), playing(library):
            warming = threading.Thread(target=_warm, args=(library,), name="warm", daemon=True)
            warming.start()
            entrance = base + link if link else None
            ready(Address(url=base, entrance=entrance, fingerprint=print_of))
            Draining(config, server, ending).run([sockets])
            warming.join(FINISH_SECONDS)  # models that load while Python ends abort the process


def configuration(
    server: Server,
    tls: Mapping[str, Any],
    *,
    protocol: type[PatientProtocol] = PatientProtocol,
) -> uvicorn.Config:
    """Return how uvicorn runs a server.

    Args:
        server: Its state.
        tls: What `certificate` returned.
        protocol: Speaks HTTP; one with less patience makes a test shorter.
    """
    settings = server.settings
    return uvicorn.Config(
        create_app(server),
        http=protocol,
        ws="none",
        loop="auto",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        limit_concurrency=settings.requests,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=FINISH_SECONDS,
        **tls,
    )


def _warm(library: Library) -> None:
    """Tidy up, and let nobody's first search wait; what is wrong, a search says."""
    try:
        library.uploads.give_up_old()
        library.warm()
        gc.collect()
        gc.freeze()  # what is loaded stays: no collection has to look through it again
    except LikenessError as error:
        log.warning("Searches will not work yet: %s", type(error).__name__)


@contextmanager
def working(library: Library) -> Iterator[None]:
    """Keep a worker process for a library in a file; workers of other libraries run elsewhere."""
    worker = library.worker_process()
    if worker is None:
        yield
        return
    worker.start()
    try:
        yield
    finally:
        worker.stop()


@contextmanager
def playing(library: Library, every: float = TICK_SECONDS) -> Iterator[None]:
    """Close rounds of the game when they are due, as long as the block lasts."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(every):
            try:
                library.tick_rounds(grace_seconds=GRACE_SECONDS)
            except LikenessError as error:
                log.warning("Rounds cannot be looked at now: %s", type(error).__name__)

    thread = threading.Thread(target=look, name="rounds", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(FINISH_SECONDS)


@contextmanager
def listening(settings: ServeSettings) -> Iterator[socket.socket]:
    """Yield a socket that listens where the settings say.

    Raises:
        UsageError: Somebody else listens there, or it is no address of this machine.
    """
    host = settings.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Told that it is TCP, asyncio sends each part of an answer at once. Else the kernel holds the
    # body back until the headers are acknowledged, which takes browsers 40 ms.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, settings.port))
        made.listen(BACKLOG)
    except OSError as exc:
        made.close()
        raise UsageError(
            f"Cannot listen at {settings.host}:{settings.port}: {exc.strerror}. "
            "Is a server running already? Choose another with --port."
        ) from exc
    try:
        yield made
    finally:
        made.close()


def certificate(folder: Path, settings: ServeSettings) -> dict[str, Any]:
    """Return uvicorn's arguments for TLS, none without.

    Raises:
        SettingsError: One file is given without the other, or cannot be used.
    """
    if bool(settings.tls_certificate) != bool(settings.tls_key):
        raise SettingsError("serve.tls_certificate and serve.tls_key belong together: set both.")
    if settings.tls_certificate:
        files = (Path(settings.tls_certificate), Path(settings.tls_key))
        for file in files:
            if not file.expanduser().is_file():
                raise SettingsError(f"There is no file {file} for TLS: look at serve.tls_*.")
        cert, key = (str(file.expanduser()) for file in files)
    elif settings.tls == "self-signed":
        made = self_signed(folder / TLS_FOLDER, [settings.host, *settings.hosts])
        cert, key = str(made.certificate), str(made.key)
    else:
        return {}
    return {"ssl_certfile": cert, "ssl_keyfile": key}


def fingerprint(folder: Path, settings: ServeSettings) -> str | None:
    """Return what a browser's warning about our own certificate can be compared with."""
    if settings.tls != "self-signed" or settings.tls_certificate:
        return None
    return self_signed(folder / TLS_FOLDER, [settings.host, *settings.hosts]).fingerprint


def _shown(host: str) -> str:
    """Return how others in the network may call *host*."""
    bare = host.strip("[]")
    if bare in ANY:
        bare = socket.gethostname()
    return f"[{bare}]" if ":" in bare else bare


class Ending:
    """Lets SIGTERM end the server, not the process: uvicorn raises it again when it has ended.

    Outside the main thread: no effect.
    """

    def __init__(self) -> None:
        self.is_asked = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGTERM, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGTERM, self._before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.is_asked = True


class Draining(uvicorn.Server):
    """Ends in order: says that it stops, answers on, shuts the door, and finishes what is inside.

    What listens to events is let go at once; requests have `FINISH_SECONDS`.
    """

    def __init__(
        self, config: uvicorn.Config, server: Server, ending: Ending | None = None
    ) -> None:
        super().__init__(config)
        self._served = server
        self._ending = ending or Ending()
        self._timer: threading.Timer | None = None
        self._is_drained = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, except if somebody has asked for the end already."""
        await super().startup(sockets)
        self.should_exit |= self._ending.is_asked

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let listeners go, then wait for the requests that are under way."""
        self._served.stopping.set()
        if self._is_drained:
            for each in sockets or ():
                await shut(each)
            for listening in self.servers:
                listening.close()
        self._served.events.stop()
        if self._is_drained:
            await self._wait_for_last()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain at the first signal, end at the second."""
        again = self._served.stopping.is_set()
        self._served.stopping.set()
        self._is_drained = False
        if again or sig == signal.SIGINT or not self._served.settings.proxies:
            super().handle_exit(sig, frame)
            return
        self._is_drained = True
        self._timer = threading.Timer(DRAIN_SECONDS, super().handle_exit, (sig, frame))
        self._timer.daemon = True
        self._timer.start()

    async def _wait_for_last(self) -> None:
        """Wait until no connection is left: who has one may be sending on it at this moment.

        After each answer it is closed; proxies close those that rest.
        """
        deadline = time.monotonic() + LAST_SECONDS
        while self.server_state.connections and time.monotonic() < deadline:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(LOOK_SECONDS)

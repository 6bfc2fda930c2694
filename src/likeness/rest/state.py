"""What the routes share: one library, and what the server keeps in memory about its visitors."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request

from likeness.rest.boards import Boards
from likeness.rest.doors.announced import Announced
from likeness.rest.downloads import Downloads
from likeness.rest.events import Events
from likeness.rest.gate import Gate
from likeness.rest.limits import Limits
from likeness.rest.link import OneTimeLinks
from likeness.rest.metrics import Metrics
from likeness.rest.samples import Samples
from likeness.rest.static_files import StaticFiles
from likeness.rest.tickets import Tickets

if TYPE_CHECKING:
    from likeness.library import Library
    from likeness.settings import ServeSettings


@dataclass
class Server:
    """One running server."""

    library: Library
    settings: ServeSettings
    local: bool  # it listens on this machine only and has no accounts
    who: str  # of whoever started it, for the history
    limits: Limits
    links: OneTimeLinks
    events: Events
    metrics: Metrics
    reviewing: threading.Lock = field(default_factory=threading.Lock)  # questions are of all
    samples: Samples = field(default_factory=Samples)
    gate: Gate = field(default_factory=Gate)
    downloads: Downloads = field(default_factory=Downloads)
    tickets: Tickets = field(default_factory=Tickets)
    static: StaticFiles = field(default_factory=StaticFiles)
    announced: Announced = field(default_factory=Announced)
    boards: Boards = field(default_factory=Boards)
    stopping: threading.Event = field(default_factory=threading.Event)


async def server_of(request: Request) -> Server:
    """Return the server that a request came to."""
    return cast("Server", request.app.state.server)


Served = Annotated[Server, Depends(server_of)]

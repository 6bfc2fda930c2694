"""/events: news as they happen, as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from likeness.errors import LikenessError
from likeness.rest.events import Changed, News
from likeness.rest.routers.answers import problems
from likeness.rest.routers.jobs import shown
from likeness.rest.schemas.jobs import ChangedOut
from likeness.rest.state import Served
from likeness.rest.visitor import READ, Visit, visitor_by_now
from likeness.types import Visitor

router = APIRouter(prefix="/events", tags=["events"])

LIVES_SECONDS = 600
"""A stream ends then, and the browser asks again: no connection lasts for ever."""

RECONNECT_MILLISECONDS = 2000


async def heard(served: Served, visitor: Visit) -> AsyncIterator[AsyncIterator[News]]:
    """Yield the news for a visitor; refused before the stream begins."""
    async with served.events.listening(visitor.principal) as news:
        yield news


Heard = Annotated[AsyncIterator[News], Depends(heard)]


@router.get(
    "",
    operation_id="listen",
    response_class=EventSourceResponse,
    dependencies=[Depends(READ)],
    responses=problems(429),
)
async def listen(request: Request, news: Heard) -> AsyncIterable[ServerSentEvent]:
    """Stream news: `hello` at first, then `job` (as /jobs has it) and `library` (what changed).

    Ends after ten minutes; browsers come back by themselves. Look at everything anew at `hello`.
    Who is shut out hears nothing more.
    """
    yield ServerSentEvent(event="hello", data={}, retry=RECONNECT_MILLISECONDS)
    try:
        async with asyncio.timeout(LIVES_SECONDS):
            async for item in news:
                visitor = await _reader(request)
                if visitor is None:
                    return
                yield _event(item, visitor)
    except TimeoutError:
        return


async def _reader(request: Request) -> Visitor | None:
    """Return who listens, with the rights of now; None: nobody any more."""
    try:
        return await visitor_by_now(request)  # whoever is anybody may read
    except LikenessError:
        return None  # the catalog does not answer: who comes back is asked again


def _event(item: News, visitor: Visitor) -> ServerSentEvent:
    if isinstance(item, Changed):
        return ServerSentEvent(event="library", data=ChangedOut.model_validate(item))
    return ServerSentEvent(event="job", data=shown(item, visitor))

"""Answers what broke inside, with the headers of every other answer, and without a word of why."""

from __future__ import annotations

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from likeness.errors import LikenessError
from likeness.rest import problems


class BrokenGuard:
    """Turns errors that nobody expected into problems (500).

    The frameworks would answer them outside of all guards, and log the error with its words: a path
    or a name may be among them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = False

        async def noted(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:  # whoever asked is gone: nobody is left to answer
            return
        except LikenessError as error:  # of a guard: the catalog does not answer, say
            answer = problems.of(error)
        except Exception as error:
            answer = await problems.unexpected(Request(scope), error)
        else:
            return
        if not began:  # else the connection is closed in the middle of the answer
            await answer(scope, receive, send)

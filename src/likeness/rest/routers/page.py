"""/: the web page, and the files that it consists of."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256
from html import escape

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from likeness.rest.binary import ASK_AGAIN, has_already
from likeness.rest.guards.headers import WORKER_POLICY, page_policy
from likeness.rest.problems import ProblemError
from likeness.rest.state import Served, Server
from likeness.rest.static_files import SERVED
from likeness.rest.visitor import PUBLIC

router = APIRouter(include_in_schema=False, dependencies=[Depends(PUBLIC)])

PLACES = frozenset(
    {
        *("", "welcome", "photos", "people", "find", "review", "upload", "averages", "map"),
        *("jobs", "trust", "reports", "history", "settings", "network", "rounds"),
        *("join", "screen"),  # for everybody who has the link: nobody logs in
    }
)
"""How addresses of the page begin, as `frontend/src/app/router.tsx` has them."""

WORKER = "worker.js"
LASTING = "public, max-age=31536000, immutable"
NONCE_BYTES = 18
LOOKS_LIKE_FILE = re.compile(r"\.[A-Za-z0-9]{1,11}$")

MISSING = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Likeness</title></head>
<body>
<h1>Likeness</h1>
<p>This copy was installed without the web page. The API works:
<a href="{root}/docs">its documentation</a>.</p>
</body>
</html>
"""


@router.api_route("/{path:path}", methods=["GET", "HEAD"])
def page(request: Request, served: Served, path: str) -> Response:
    """Return a file of the page; for all other addresses the page, which knows what they mean."""
    known = served.static.files.get(path)
    if known is None:
        if LOOKS_LIKE_FILE.search(path):
            raise _missing()
        is_place = path == "" or path.partition("/")[0] in PLACES - {""}
        return _page(request, served, status=200 if is_place else 404)  # it says so in words
    packed = known.packed and "gzip" in request.headers.get("accept-encoding", "")
    try:
        content = known.content(packed=packed)
    except FileNotFoundError as error:  # a build replaces it at this moment
        raise _missing() from error
    headers = {
        "Cache-Control": LASTING if known.lasting else ASK_AGAIN,
        "ETag": f'"{sha256(content).hexdigest()[:32]}"',
        "Vary": "Accept-Encoding",
    }
    if path == WORKER:
        headers["Content-Security-Policy"] = WORKER_POLICY
    if has_already(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type=known.media_type, headers=headers)


def _missing() -> ProblemError:
    return ProblemError(404, "not-found", "Not found", "There is no such file.")


def _page(request: Request, served: Server, *, status: int) -> HTMLResponse:
    """Return the page with what only the server knows.

    That is where the pages live, how one comes in, and the number that allows styles which its
    scripts make: another one for each answer.
    """
    root = escape(request.scope.get("root_path", ""))
    text = served.static.page
    if text is None:
        return HTMLResponse(MISSING.format(root=root), status)
    nonce = secrets.token_urlsafe(NONCE_BYTES)
    told = (
        f'<base href="{root}/">'
        f'<meta name="likeness-nonce" content="{nonce}">'
        f'<meta name="likeness-entrance" content="{"link" if served.local else "password"}">'
    )
    headers = {"Content-Security-Policy": page_policy(nonce)}
    return HTMLResponse(text.replace(SERVED, told, 1), status, headers=headers)

"""The problems that routes may answer with, for the specification."""

from __future__ import annotations

from typing import Any

from likeness.rest.problems import MEDIA_TYPE, Problem

WORDS = {
    400: "The request cannot be read",
    401: "Nobody that the server knows",
    403: "Known, but not allowed",
    404: "No such thing",
    408: "The request stopped in the middle",
    409: "It contradicts what is known or was decided",
    413: "Too large",
    416: "No such range",
    421: "Not a name of this server",
    422: "The request makes no sense",
    429: "Too many requests",
    502: "An address did not answer",
    503: "Busy or stopping: try again soon",
}

ALWAYS = (400, 401, 403, 408, 413, 421, 422, 503)
"""What any route may answer."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return `responses` for a route: what any may answer, and *statuses*."""
    return {
        status: {
            "model": Problem,
            "description": WORDS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({*ALWAYS, *statuses})
    }

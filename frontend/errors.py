"""What goes wrong while the web page is built."""

from __future__ import annotations


class FrontendError(Exception):
    """The page cannot be built; the message says why in one sentence, and what to do."""

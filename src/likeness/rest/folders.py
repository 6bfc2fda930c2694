"""Folders of the server's machine that owners may choose from afar."""

from __future__ import annotations

from likeness.rest.state import Server
from likeness.workflows.folder_choice import FolderChoice


def folder_choice(served: Server) -> FolderChoice:
    """Return the folders that owners may choose."""
    return FolderChoice(served.settings.roots, avoid=[served.library.folder])

"""/library, /sources, /folders, /settings, /models: the library as a whole."""

from __future__ import annotations

import os
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from likeness.rest.folders import folder_choice
from likeness.rest.routers.answers import problems
from likeness.rest.routers.jobs import shown
from likeness.rest.schemas.jobs import JobOut
from likeness.rest.schemas.library import (
    FoldersOut,
    LibraryOut,
    ModelOut,
    SettingOut,
    SourceOrder,
    SourceOut,
)
from likeness.rest.state import Served
from likeness.rest.visitor import ADMIN, READ, WRITE, Visit
from likeness.types import Source, Visitor
from likeness.version import __version__
from likeness.workflows.access.scopes import allows
from likeness.workflows.masking import shown_settings

router = APIRouter(tags=["library"])

SourcePath = Annotated[int, Path(ge=1, le=2**31 - 1, description="number of the source")]


@router.get(
    "/library", operation_id="getLibrary", dependencies=[Depends(READ)], responses=problems()
)
def get_library(served: Served) -> LibraryOut:
    """Say what is in the library."""
    found, settings = served.library.overview(), served.library.settings
    return LibraryOut(
        version=__version__,
        library=served.library.id,
        photos=found.photos,
        faces=found.faces,
        people=found.people,
        named=found.named,
        hidden=found.hidden,
        unassigned=found.unassigned,
        failures=found.failures,
        collections=found.collections,
        detector=settings.detect.model,
        embedder=settings.embed.model,
    )


# ---------------------------------------------------------------- sources


@router.get(
    "/sources", operation_id="listSources", dependencies=[Depends(READ)], responses=problems()
)
def list_sources(served: Served, visitor: Visit) -> list[SourceOut]:
    """List where photos come from."""
    return [_source(row, visitor) for row in served.library.sources()]


@router.post(
    "/sources",
    operation_id="addSource",
    status_code=202,
    dependencies=[Depends(ADMIN)],
    responses=problems(),
)
def add_source(served: Served, visitor: Visit, order: SourceOrder) -> JobOut:
    """Let a worker add the photos of a folder on the server's machine, and watch it from then on.

    It has to lie below one of `serve.roots`, and no part of it may be hidden.
    """
    path = folder_choice(served).require(order.path)
    wanted = {"paths": [path], "folders_as_collections": order.folders_as_collections}
    return shown(served.library.jobs.ask("add", wanted, who=visitor.who), visitor)


@router.post(
    "/sources/scan",
    operation_id="scanSources",
    status_code=202,
    dependencies=[Depends(WRITE)],
    responses=problems(),
)
def scan_sources(served: Served, visitor: Visit) -> JobOut:
    """Let a worker look into all sources for what is new, moved or gone."""
    return shown(served.library.jobs.ask("add", {}, who=visitor.who), visitor)


@router.delete(
    "/sources/{source}",
    operation_id="removeSource",
    status_code=204,
    dependencies=[Depends(ADMIN)],
    responses=problems(404),
)
def remove_source(served: Served, source: SourcePath) -> None:
    """Do not look there any more: photos and people stay known."""
    served.library.remove_source(str(source))


@router.get(
    "/folders", operation_id="listFolders", dependencies=[Depends(ADMIN)], responses=problems()
)
def list_folders(
    served: Served,
    path: Annotated[
        str, Query(max_length=4096, description="a folder as listed; empty: where to begin")
    ] = "",
) -> FoldersOut:
    """List the folders on the server's machine that may become sources."""
    return FoldersOut.model_validate(folder_choice(served).look(path))


def _source(row: Source, visitor: Visitor) -> SourceOut:
    own = allows(visitor.scope, "admin")
    uri = row.source if own else os.path.basename(row.source.rstrip("/"))
    return SourceOut(
        source=row.id, uri=uri, photos=row.photos, missing=row.missing, mounted=row.mounted
    )


# ---------------------------------------------------------------- settings and models


@router.get(
    "/settings", operation_id="listSettings", dependencies=[Depends(ADMIN)], responses=problems()
)
def list_settings(served: Served) -> list[SettingOut]:
    """List the settings that hold; passwords and keys are masked."""
    return [
        SettingOut(setting=name, value=value)
        for name, value in shown_settings(served.library.settings)
    ]


@router.get(
    "/models", operation_id="listModels", dependencies=[Depends(READ)], responses=problems()
)
def list_models(served: Served) -> list[ModelOut]:
    """List the models that are known, with their licences and whether they are here."""
    return [ModelOut.model_validate(model) for model in served.library.models()]

"""/collections: named sets of photos."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from likeness.rest.routers.answers import problems
from likeness.rest.schemas.collections import CollectionChange, CollectionOrder, CollectionOut
from likeness.rest.state import Served
from likeness.rest.visitor import READ, WRITE

router = APIRouter(prefix="/collections", tags=["collections"])

NamePath = Annotated[
    str,
    Path(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00]+$",
        description="its name; a slash in it may stand as it is",
    ),
]


@router.get("", operation_id="listCollections", dependencies=[Depends(READ)], responses=problems())
def list_collections(served: Served) -> list[CollectionOut]:
    """List all collections by name."""
    return [CollectionOut.model_validate(row) for row in served.library.collections()]


@router.post(
    "",
    operation_id="createCollection",
    status_code=201,
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def create_collection(served: Served, order: CollectionOrder) -> CollectionOut:
    """Make a collection; its name must be new."""
    made = served.library.change_collection(order.name, add=order.photos, new=True)
    return CollectionOut.model_validate(made)


@router.get(
    "/{name:path}",
    operation_id="getCollection",
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def get_collection(served: Served, name: NamePath) -> CollectionOut:
    """Return one collection; `GET /photos?collection=` lists its photos."""
    return CollectionOut.model_validate(served.library.collection(name))


@router.patch(
    "/{name:path}",
    operation_id="changeCollection",
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def change_collection(served: Served, name: NamePath, change: CollectionChange) -> CollectionOut:
    """Put photos in and take others out; what is in it already, or not in it, is passed over."""
    changed = served.library.change_collection(name, add=change.add, remove=change.remove)
    return CollectionOut.model_validate(changed)


@router.delete(
    "/{name:path}",
    operation_id="deleteCollection",
    status_code=204,
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def delete_collection(served: Served, name: NamePath) -> None:
    """Delete a collection; its photos stay."""
    served.library.delete_collection(name)

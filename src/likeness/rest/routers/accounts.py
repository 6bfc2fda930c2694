"""/accounts and /keys: who may come in, and what programs come in with."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from likeness.errors import AccessRefusedError, UnknownKeyError
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.accounts import (
    AccountChange,
    AccountOrder,
    AccountOut,
    KeyMade,
    KeyOrder,
    KeyOut,
)
from likeness.rest.state import Served
from likeness.rest.visitor import ADMIN, READ, Visit
from likeness.types import ApiKey, Visitor
from likeness.workflows.access.scopes import allows

router = APIRouter()

AccountPath = Annotated[str, Path(pattern=r"^a[0-9a-f]{16}$", description="id of the account")]
KeyPath = Annotated[str, Path(pattern=r"^k[0-9a-f]{8}$", description="id of the key")]


# ---------------------------------------------------------------- accounts


@router.get(
    "/accounts",
    operation_id="listAccounts",
    tags=["accounts"],
    dependencies=[Depends(ADMIN)],
    responses=problems(),
)
def list_accounts(served: Served) -> list[AccountOut]:
    """List who may log in."""
    return [AccountOut.model_validate(row) for row in served.library.access.accounts()]


@router.post(
    "/accounts",
    operation_id="createAccount",
    tags=["accounts"],
    status_code=201,
    dependencies=[Depends(ADMIN)],
    responses=problems(),
)
def create_account(served: Served, order: AccountOrder) -> AccountOut:
    """Let somebody in from now on: viewers look, editors decide, owners may do everything."""
    made = served.library.access.create_account(order.name, order.password, order.role)
    return AccountOut.model_validate(made)


@router.patch(
    "/accounts/{account}",
    operation_id="changeAccount",
    tags=["accounts"],
    dependencies=[Depends(ADMIN)],
    responses=problems(404),
)
def change_account(served: Served, account: AccountPath, change: AccountChange) -> AccountOut:
    """Change role or password, shut somebody out or let them in again; their sessions end."""
    changed = served.library.access.change_account(
        account, role=change.role, disabled=change.disabled, password=change.password
    )
    return AccountOut.model_validate(changed)


@router.delete(
    "/accounts/{account}",
    operation_id="removeAccount",
    tags=["accounts"],
    status_code=204,
    dependencies=[Depends(ADMIN)],
    responses=problems(404),
)
def remove_account(served: Served, account: AccountPath) -> None:
    """Remove an account with its sessions and keys; what it decided stays in the log."""
    served.library.access.remove_account(account)


# ---------------------------------------------------------------- keys


@router.get(
    "/keys",
    operation_id="listKeys",
    tags=["keys"],
    dependencies=[Depends(READ)],
    responses=problems(),
)
def list_keys(served: Served, visitor: Visit) -> list[KeyOut]:
    """List one's own keys; owners see all."""
    keys = served.library.access.keys()
    return [KeyOut.model_validate(key) for key in keys if _is_theirs(key, visitor)]


@router.post(
    "/keys",
    operation_id="createKey",
    tags=["keys"],
    status_code=201,
    dependencies=[Depends(READ)],
    responses=problems(),
)
def create_key(served: Served, visitor: Visit, order: KeyOrder) -> KeyMade:
    """Make a key that may do no more than oneself; its secret is shown this once."""
    if visitor.key is not None:
        raise AccessRefusedError("A key makes no keys: log in, or use `likeness keys create`.")
    if not allows(visitor.scope, order.scope):
        raise AccessRefusedError(f"You may not {order.scope}, so no key of yours may.")
    key, secret = served.library.access.create_key(
        order.name, order.scope, account=visitor.account, days=order.days
    )
    return KeyMade(key=KeyOut.model_validate(key), secret=secret)


@router.delete(
    "/keys/{key}",
    operation_id="revokeKey",
    tags=["keys"],
    status_code=204,
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def revoke_key(served: Served, visitor: Visit, key: KeyPath) -> None:
    """Revoke a key of one's own, or any as an owner: it opens nothing from now on."""
    every = served.library.access.keys()
    theirs = {row.key for row in every if _is_theirs(row, visitor)}
    if key not in theirs:
        raise UnknownKeyError(f"No key {key} of yours.")
    served.library.access.revoke_key(key)


def _is_theirs(key: ApiKey, visitor: Visitor) -> bool:
    if allows(visitor.scope, "admin"):
        return True
    return visitor.account is not None and key.account == visitor.account

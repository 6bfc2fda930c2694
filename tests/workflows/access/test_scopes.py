"""What a role, or a key, may do."""

from __future__ import annotations

from typing import get_args

from likeness.types import Role, Scope
from likeness.workflows.access.scopes import SCOPE_OF, allows, lower

IN_ORDER: tuple[Scope, ...] = get_args(Scope)


def test_every_scope_holds_itself_and_those_before_it_only() -> None:
    for have, mine in enumerate(IN_ORDER):
        for need, asked in enumerate(IN_ORDER):
            assert allows(mine, asked) == (need <= have)
            assert lower(mine, asked) == IN_ORDER[min(have, need)]


def test_every_role_has_a_scope() -> None:
    assert set(SCOPE_OF) == set(get_args(Role))
    assert (SCOPE_OF["viewer"], SCOPE_OF["editor"], SCOPE_OF["owner"]) == IN_ORDER

"""A kind of long work: what it takes, and what does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from likeness.types import Progress, Scope
from likeness.workflows.parts import Parts

OnProgress = Callable[[Progress], None]

Stop = Callable[[], bool]
"""Asked between batches; True: keep what is done, and raise `InterruptedRunError`."""


class Arguments(BaseModel):
    """What a kind of work takes: plain values, with ids rather than names."""

    model_config = ConfigDict(extra="forbid", frozen=True)


A = TypeVar("A", bound=Arguments)


def as_given(parts: Parts, arguments: A) -> A:
    """Return arguments as they are."""
    del parts
    return arguments


@dataclass(frozen=True, kw_only=True)
class JobKind(Generic[A]):
    """One kind of work. A file in `kinds` that has a `KIND` is all that it takes to add one.

    A run may end at any moment, with its process: the next worker then runs it from the start,
    with the same arguments. So it keeps what is done as it goes, and does not do it twice.
    """

    name: str  # as it is asked for
    arguments: type[A]
    run: Callable[[Parts, A, OnProgress, Stop], Mapping[str, Any]]  # answers plain values
    beside: bool = True  # whether it is worth running again when an equal one is running already
    scope: Scope = "write"  # what somebody must be allowed to do who asks over the network
    settle: Callable[[Parts, A], A] = field(
        default=as_given
    )  # names into ids, when it is asked for


def plain(record: Any) -> dict[str, Any]:
    """Return a record, with the records in it, as plain values."""
    return asdict(record)

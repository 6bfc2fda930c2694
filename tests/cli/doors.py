"""The command line on a library of which only the ways in are real."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from likeness.workflows.access.access import Access
from tests.cli.fake import FakeLibrary


class GuardedLibrary(FakeLibrary):
    """A library that nobody asks for anything but who may come in."""

    def __init__(self, access: Access) -> None:
        super().__init__()
        self.access = access


@dataclass
class Doors:
    """The command line, and what lets people in."""

    call: Callable[..., Any]  # an `Outcome`
    access: Access

"""Likeness: a self-hosted face engine for photo collections.

Only `Library`, `Evaluator` and what their methods return and raise are public; they are imported on
first use, so that `import likeness` stays light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from likeness import errors, types
from likeness.version import __version__

if TYPE_CHECKING:
    from likeness.evaluator import Evaluator
    from likeness.library import Library

__all__ = ["Evaluator", "Library", "__version__", "errors", "types"]


def __getattr__(name: str) -> Any:
    if name == "Library":
        from likeness.library import Library

        return Library
    if name == "Evaluator":
        from likeness.evaluator import Evaluator

        return Evaluator
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""What a model runner asks of an inference session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from numpy.typing import NDArray


class Session(Protocol):
    """**Protocol:** one loaded model, safe to share between threads."""

    def run(self, feeds: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Run the model on named inputs and return all its outputs in the model's order.

        Raises:
            ModelRunError: The model refused the inputs or failed.
        """

"""How good the groups are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from likeness.library.door import Door
from likeness.types import (
    TrustQuestion,
    TrustReport,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Trust(Door):
    """How good the groups are."""

    def trust(self, answers: Mapping[str, Sequence[int] | None] | None = None) -> TrustReport:
        """Return how good the groups are, without labels: precision, recall, what they rest on.

        Args:
            answers: To questions of `trust_questions`, by their names: the numbers, from 1, of the
                choices that are somebody else (where `together`) or are this person, too (where
                not); empty: none; None: not sure. They are not kept.

        Raises:
            UsageError: There are no faces; or a question is not one about the library as it is now.
        """
        from likeness.workflows import trust

        return trust.trust(self._parts, answers)

    def trust_questions(self, count: int = 30) -> list[TrustQuestion]:
        """Return the questions whose answers tell most about how good the groups are.

        Args:
            count: How many at most, 1 to 100. With 30 answers the intervals become narrower.

        Raises:
            UsageError: There are no faces, or the number is not usable.
        """
        from likeness.workflows import trust

        return trust.trust_questions(self._parts, count)

    def draw_trust_question(self, question: TrustQuestion) -> NDArray[np.uint8]:
        """Return the person, and one face of each choice in their order, as (h, w, 3) RGB."""
        from likeness.workflows import trust

        return trust.draw_trust_question(self._parts, question)

"""How questions are called: so that an answer can come later, and from another process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from likeness.errors import UsageError
from likeness.types import QuestionKind, Side

SIDES: dict[str, tuple[QuestionKind, int]] = {
    "same": ("same", 2),
    "who": ("who", 1),
    "face": ("face", 1),
}
"""Each kind by how it is written, and how many sides it has."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the name of a question says: its kind, its sides, and a face that each must hold."""

    kind: QuestionKind
    keys: tuple[str, ...]
    witnesses: tuple[str, ...]


def question_id(kind: QuestionKind, sides: Sequence[Side]) -> str:
    """Return the name of a question: kind, sides, and of each person a face that it must hold.

    It stays the same while nothing changed, and holds as long as these faces stay where they are.
    """
    return ".".join([kind, *(_with_witness(side) for side in sides)])


def parse(question: str) -> Parsed:
    """Return what the name of a question says. Raises `UsageError`."""
    kind, *sides = question.split(".")
    if kind not in SIDES or len(sides) != SIDES[kind][1] or not all(sides):
        raise UsageError(
            f"{question} is not the name of a question. `likeness review --json` lists them."
        )
    keys = tuple(side.partition("-")[0] for side in sides)
    witnesses = tuple(side.partition("-")[2] or side[1:] for side in sides)
    return Parsed(SIDES[kind][0], keys, witnesses)


def _with_witness(side: Side) -> str:
    return side.id if side.id.startswith("f") else f"{side.id}-{side.best[0].face[1:9]}"

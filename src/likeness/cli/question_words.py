"""Questions and how far a library is named, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from likeness.cli.text import counted, escaped
from likeness.errors import UsageError
from likeness.types import Question, ReviewState, Side

if TYPE_CHECKING:
    from rich.text import Text

PLACES = 2  # photos named of each side


def percent(share: float | None) -> str:
    """Return a share as "85 %", "" for none; never 0 % or 100 % of what is not nothing or all."""
    if share is None:
        return ""
    if 0 < share < 0.005:
        return "< 1 %"
    return f"{min(round(100 * share), 99) if share < 1 else 100} %"


def asked(question: Question) -> str:
    """Return a question in words."""
    if question.kind == "who":
        return f"Who is this? {counted(question.faces, 'face')}."
    if question.kind == "face" or question.other is None:
        return "Is this a face, of somebody who matters?"
    chance = f" Probability {percent(question.probability)}."
    if question.other.name is not None:
        return f"Is this {question.other.name}?{chance}"
    return f"Are both one person?{chance}"


def share_of(text: str) -> float:
    """Return "90%", "90" or "0.9" as a share. Raises `UsageError`."""
    try:
        value = float(text.rstrip("% "))
    except ValueError:
        value = -1.0
    share = value if value <= 1 and not text.endswith("%") else value / 100
    if not 0 <= share <= 1:
        raise UsageError(f"--until takes a share such as 90%, got {text}.")
    return share


def share_named(state: ReviewState) -> float:
    """Return which share of the faces is named; all where there are none."""
    return state.named / state.counted if state.counted else 1.0


def left_in_words(state: ReviewState) -> str:
    """Return about how many questions are left."""
    goal = percent(state.until)
    if state.left is None:
        return f"{goal} is out of reach with the {counted(state.questions, 'question')} left"
    if state.left == 0:
        return f"nothing: {goal} is reached"
    return f"about {counted(state.left, 'question')} to {goal}"


def how_far(state: ReviewState) -> str:
    """Return how far a library is named and how much is left, as a sentence."""
    named = f"{percent(share_named(state))} of {counted(state.counted, 'face')} named"
    return f"{named}; {left_in_words(state)}."


def sides_of(question: Question) -> Sequence[tuple[Side, str]]:
    """Return the sides with where they stand in the picture."""
    if question.other is None:
        return [(question.one, "")]
    return [(question.one, "left"), (question.other, "right")]


def described(side: Side, label: str) -> Sequence[Text]:
    """Return the lines that say who a side is and where its photos are."""
    from rich.text import Text

    called = side.name or ("no name yet" if side.id.startswith("p") else "belongs to nobody")
    head = Text(f"{label:<6}" if label else "", style="dim")
    head.append(escaped(called), style="bold" if side.name else "")
    head.append(f", {counted(side.faces, 'face')}  ")
    head.append(side.id, style="cyan")
    places = [
        Text(f"{'':<6}" if label else "  ").append(
            f"{(shown.taken or 'no date')[:10]:<10}  {escaped(shown.photo)}", style="dim"
        )
        for shown in side.best[:PLACES]
    ]
    return [head, *places]


def sentence_of(what: str) -> str:
    """Return an entry of the log as a sentence; ids and names stay as they are."""
    first = what.partition(" ")[0]
    return f"{what[:1].upper()}{what[1:]}." if first.isalpha() else f"{what}."

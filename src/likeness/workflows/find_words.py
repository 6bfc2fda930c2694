"""The answer of a search in words."""

from __future__ import annotations

from collections.abc import Sequence

from likeness.types import Candidate, FindAnswer

HALF = 0.5
MOST_PERCENT = 99
UNSURE_NAMED = 3


def in_words(answer: FindAnswer, samples: Sequence[str]) -> str:
    """Return the answer as a sentence.

    Args:
        answer: Of the search.
        samples: As they were given.
    """
    given = " and ".join(samples)
    if answer.answer == "no_face":
        return f"No face on {given}."
    if answer.answer == "unrecognisable":
        return f"The face on {given} cannot be recognised: too small, blurred or turned away."
    if answer.answer == "absent":
        known = all(sample.startswith("face:") for sample in samples)
        return "No other photo of them in this library." if known else "Not in this library."
    if answer.answer == "unsure":
        people = [name_of(candidate) for candidate in answer.candidates[:UNSURE_NAMED]]
        return f"Not sure: {' or '.join(people)}." if people else "Not sure."
    twins = [each for each in answer.candidates if each.person in answer.twins]
    found = " and ".join(name_of(each) for each in twins or answer.candidates[:1])
    found = found or "somebody who belongs to no person yet"
    count = len(answer.photos)
    return f"Found: {found}, in {count:,} {'photo' if count == 1 else 'photos'}."


def name_of(candidate: Candidate) -> str:
    """Return the name, else that there is none, with the id to go on with."""
    return candidate.name or f"somebody without a name ({candidate.person})"


def how_sure(answer: FindAnswer) -> list[str]:
    """Return how sure the answer is, and where that comes from, in lines."""
    if answer.p_value is None or answer.probability is None:
        return []
    said = []
    if answer.answer in {"found", "unsure"}:
        said.append(f"{percent(answer.probability)} sure. {chance_of_a_stranger(answer)}")
    elif answer.answer == "absent" and answer.candidates:
        said.append(f"Nearest is {name_of(answer.candidates[0])}.")
        said.append(chance_of_a_stranger(answer))
    if answer.method == "extrapolated":
        said.append("Extrapolated: too few people here to count strangers; estimates only.")
    return said


def chance_of_a_stranger(answer: FindAnswer) -> str:
    """Return the p-value as a sentence."""
    least = 0.0001
    value = answer.p_value or 0.0
    if value < least:
        return "Fewer than 1 stranger in 10,000 would look as much like them."
    if value > HALF:
        return "Most strangers would look as much like them."
    return f"About 1 stranger in {round(1 / value):,} would look as much like them."


def percent(probability: float) -> str:
    """Return a probability as whole per cent, never a round certainty: "Over 99 %"."""
    return percent_of(probability).replace(">", "Over ").replace("<", "Under ")


def percent_of(probability: float) -> str:
    """Return a probability for a column: "97 %", ">99 %"."""
    whole = round(100 * probability)
    return f">{MOST_PERCENT} %" if whole > MOST_PERCENT else "<1 %" if whole < 1 else f"{whole} %"

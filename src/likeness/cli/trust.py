"""likeness trust: how good the groups are, without labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.context import Session
from likeness.cli.options import Json
from likeness.cli.output import (
    print_json,
    print_line,
    print_message,
    print_next,
    print_pairs,
)
from likeness.cli.pictures import show_picture
from likeness.cli.questions import ask as put
from likeness.cli.questions import can_ask
from likeness.cli.text import counted
from likeness.errors import UsageError
from likeness.types import (
    TrustEstimate,
    TrustEvidence,
    TrustModel,
    TrustQuestion,
    TrustReport,
    TrustWeak,
)

if TYPE_CHECKING:
    from likeness.library import Library

SIGNS = {
    "same_photo": ("strangers of a photo who pass for one", "pair"),
    "copies": ("copies of a face that are together", "pair"),
    "stricter": ("still together, grouped 10 % stricter", "face"),
    "looser": ("no more together, grouped 10 % looser", "face"),
    "mirror": ("would stay, seen in the mirror only", "face"),
}
REASONS = {
    "rejected": "somebody said who they are not",
    "low_quality": "too poor to tell",
    "between_people": "between two people",
    "unsure": "like somebody, but not surely",
    "few_photos": "like nobody else: too few photos",
}
KINDS = {
    "grey": "without colour",
    "tiny": "smaller than 60 pixels",
    "profile": "in profile",
    "child": "children, by their looks",
}
QUIT = "q"
UNSURE = "?"


def trust(
    context: typer.Context,
    *,
    ask: Annotated[
        int,
        typer.Option(
            "--ask",
            metavar="N",
            min=0,
            max=100,
            help="Answer up to N questions first; 30 make the answer surer.",
            show_default=False,
        ),
    ] = 0,
    json: Json = False,
) -> None:
    """Say how good the groups are, though nobody knows the truth, and where they are weak.

    Example: likeness trust --ask 30
    """
    session = Session.of(context)
    if ask and not can_ask():
        raise UsageError(
            "Nobody is there to answer: --ask needs a terminal. From Python, see trust_questions."
        )
    with session.open() as library:
        answers = _ask_all(library, ask) if ask else {}
        report = library.trust(answers)
    if json:
        print_json(report)
    else:
        _print(report)
        steps = [("Settle what is doubtful", session.command("review"))]
        if report.questions < 30:
            steps.append(("Make this answer surer", session.command("trust", "--ask", "30")))
        if len(report.models) < 2:
            steps.append(("See what another model would say", session.command("models")))
        print_next(steps)


# ---------------------------------------------------------------- asked


def _ask_all(library: Library, count: int) -> dict[str, list[int] | None]:
    answers: dict[str, list[int] | None] = {}
    questions = library.trust_questions(count)
    for number, question in enumerate(questions, 1):
        if not show_picture(library.draw_trust_question(question)):
            _print_faces(question)
        reply = _ask_one(question, f"{number}/{len(questions)}")
        if reply == QUIT:
            break
        answers[question.question] = None if reply == UNSURE else _numbers(reply)
    return answers


def _ask_one(question: TrustQuestion, place: str) -> str:
    """Return an answer that can be used: "q", "?", or numbers."""
    last = len(question.choices)
    among = f"1 to {last}, from left to right" if last > 1 else "1"
    words = (
        f"Left: one person. Who on the right ({among}) is NOT that person?"
        if question.together
        else f"Left: one person. Who on the right ({among}) IS that person, too?"
    )
    while True:
        reply = put(f"{place}  {words} [numbers, Enter: none, ?: not sure, q: stop]")
        if reply is None or reply.lower() == QUIT:
            return QUIT
        if reply == UNSURE:
            return UNSURE
        numbers = _numbers(reply)
        if numbers is not None and all(1 <= number <= last for number in numbers):
            return reply
        print_message(f"Type numbers from 1 to {last} with spaces between them, or nothing.")


def _numbers(reply: str) -> list[int] | None:
    words = reply.replace(",", " ").split()
    return [int(word) for word in words] if all(word.isdecimal() for word in words) else None


def _print_faces(question: TrustQuestion) -> None:
    """Name the faces where the terminal shows no pictures."""
    print_message("")
    print_message(f"Left: {', '.join(question.faces)}")
    for number, choice in enumerate(question.choices, 1):
        print_message(f"{number}: {choice[0]}")


# ---------------------------------------------------------------- said


def _print(report: TrustReport) -> None:
    print_line(
        f"Of 100 faces in its group, about {_hundred(report.precision)} belong to the same person."
    )
    print_line(f"Of 100 faces of one person, about {_hundred(report.recall)} are in one group.")
    print_line("")
    if report.outside:
        print_line(
            "This library is unlike those that the estimate was made for "
            f"({', '.join(report.outside)}): the ranges are wider, and less sure."
        )
        print_line("")
    print_pairs(
        [
            ("faces", f"{report.faces:,}"),
            ("people", f"{report.people:,}"),
            ("with nobody", f"{report.unassigned:,}"),
            ("questions answered", f"{report.questions:,}"),
        ]
    )
    print_line("")
    print_line("What this rests on", "bold")
    print_pairs([_evidence(sign) for sign in report.evidence])
    if report.alone:
        print_line("")
        print_line("Why faces are with nobody", "bold")
        print_pairs([(REASONS[one.reason], f"{one.faces:,}") for one in report.alone])
    print_line("")
    print_line("Where the model is weak", "bold")
    print_pairs([(KINDS[kind.kind], _weak(kind)) for kind in report.weak])
    print_line("")
    print_line("Models on these photos", "bold")
    print_pairs([(model.model, _model(model)) for model in report.models])
    if len(report.models) < 2:
        print_line("Only one: embed the photos with another one to compare both.")


def _hundred(share: TrustEstimate) -> str:
    low, value, high = (round(100 * part) for part in (share.low, share.value, share.high))
    return f"{value} ({low} to {high})"


def _evidence(sign: TrustEvidence) -> tuple[str, str]:
    label, noun = SIGNS[sign.sign]
    if sign.share is None:
        return label, "nothing to look at"
    share = 1 - sign.share if sign.sign == "looser" else sign.share
    return label, f"{100 * share:.1f} % of {counted(sign.of, noun)}"


def _weak(kind: TrustWeak) -> str:
    if kind.share is None:
        return "not known"
    told = f"{100 * kind.share:.0f} % of the faces"
    if kind.precision is None:
        return told
    return f"{told}, about {round(100 * kind.precision)} of 100 with the right person"


def _model(model: TrustModel) -> str:
    if model.precision is None or model.recall is None:
        return f"{counted(model.faces, 'face')}: too many to compare here"
    told = f"{_hundred(model.precision)} right, {_hundred(model.recall)} together"
    if model.agreement is None or model.agreement == 1:
        return told
    return f"{told}; {round(100 * model.agreement)} of 100 as here"

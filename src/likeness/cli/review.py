"""likeness review: the question whose answer settles most faces, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.asking import Loop
from likeness.cli.context import Session, who
from likeness.cli.options import Json, flag
from likeness.cli.output import print_json, print_line, print_message, print_next, print_rows
from likeness.cli.question_words import asked, how_far, sentence_of, share_of
from likeness.cli.questions import can_ask
from likeness.cli.table import Column
from likeness.errors import UsageError
from likeness.types import Answered, Question, Reply

if TYPE_CHECKING:
    from likeness.library import Library

LISTED = 10  # questions that are listed where nobody can be asked

WORDS: dict[str, Reply] = {
    "yes": "yes",
    "no": "no",
    "unsure": "unsure",
    "skip": "skip",
    "not-a-face": "not_a_face",
    "ignore": "ignore",
}
"""Answers as `--answer` takes them."""


def review(
    context: typer.Context,
    *,
    reply: Annotated[
        str | None,
        typer.Argument(
            metavar="REPLY",
            help="With --answer: yes, no, unsure, skip, not-a-face or ignore.",
            show_default=False,
        ),
    ] = None,
    until: Annotated[
        str, typer.Option(metavar="SHARE", help="Stop when this share of faces is named.")
    ] = "95%",
    answer: Annotated[
        str | None,
        typer.Option(metavar="QUESTION", help="Answer one question, as --json names it, and end."),
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="With --answer: who it is.")
    ] = None,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help="How many questions --json lists.")
    ] = LISTED,
    show: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Draw each question to this .jpg, .png or .webp."),
    ] = None,
    plain: Annotated[bool, flag("--plain", text="Show no pictures in the terminal.")] = False,
    json: Json = False,
) -> None:
    """Answer questions about faces: the one that settles most comes first.

    Every answer can be taken back, with u while you are asked and with `undo` later.

    Example: likeness review --until 90%
    """
    session = Session.of(context)
    share = share_of(until)
    if answer is None and (reply is not None or name is not None):
        raise UsageError("REPLY and --name need --answer QUESTION: say which question.")
    with session.open() as library:
        if answer is not None:
            print_answered(session, answer_one(library, answer, reply, name), json=json)
        elif json or not can_ask():
            print_questions(session, library, share, limit=limit, show=show, json=json)
        else:
            Loop(session, library, share, show=show, plain=plain).run()


# ---------------------------------------------------------------- for scripts


def answer_one(library: Library, question: str, reply: str | None, name: str | None) -> Answered:
    """Carry out one answer. Raises `UsageError`, `EditRefusedError`."""
    if (reply is None) == (name is None):
        raise UsageError(f"Say either --name NAME or one of {', '.join(WORDS)}.")
    if reply is None:
        return library.answer(question, "name", name=name, who=who())
    if reply not in WORDS:
        raise UsageError(f"No such answer: {reply}. Say one of {', '.join(WORDS)}, or --name NAME.")
    return library.answer(question, WORDS[reply], who=who())


def print_answered(session: Session, answered: Answered, *, json: bool) -> None:
    """Print what an answer decided, and how to take it back."""
    if json:
        print_json(answered)
        return
    print_line(sentence_of(answered.what))
    for edit in reversed(answered.edits):
        print_message(f"Take it back with: {session.command('undo', str(edit))}")


def print_questions(
    session: Session, library: Library, share: float, *, limit: int, show: str | None, json: bool
) -> None:
    """Print the next questions, and draw the first."""
    found = library.questions(limit)
    if show is not None and found:
        library.save_picture(library.draw_question(found[0]), show)
    if json:
        for question in found:
            print_json(question, text=asked(question))
        return
    state = library.review_state(share)
    print_rows(found, COLUMNS, json=False, empty="Nothing to ask.")
    print_message("")
    print_message(how_far(state))
    if found:
        first = found[0].question
        words = ("--name", "NAME") if found[0].kind == "who" else ("yes",)
        print_next([("Answer one", session.command("review", "--answer", first, *words))])


COLUMNS: list[Column[Question]] = [
    Column("asks", asked),
    Column("question", lambda question: question.question, style="cyan"),
]

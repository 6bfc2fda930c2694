"""Asking at a terminal, one question after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from likeness.cli.context import Session, who
from likeness.cli.output import print_error, print_lines, print_message, print_next, print_pairs
from likeness.cli.pictures import show_picture
from likeness.cli.question_words import (
    asked,
    described,
    how_far,
    left_in_words,
    percent,
    sentence_of,
    share_named,
    sides_of,
)
from likeness.cli.questions import ask
from likeness.cli.text import counted, escaped
from likeness.errors import EditRefusedError
from likeness.types import Answered, Question, Reply, ReviewState

if TYPE_CHECKING:
    from likeness.library import Library

KEYS: dict[str, Reply] = {
    "y": "yes",
    "yes": "yes",
    "n": "no",
    "no": "no",
    "?": "unsure",
    "": "skip",
    "d": "ignore",
    "x": "not_a_face",
}
UNDO, QUIT = "u", "q"


@dataclass
class Loop:
    """Asking at a terminal until enough is named or the human has had enough."""

    session: Session
    library: Library
    share: float
    show: str | None
    plain: bool
    answers: list[Answered] = field(default_factory=list)
    knows_keys: bool = False

    def run(self) -> None:
        """Ask. Every answer is kept at once: Ctrl-C loses none."""
        try:
            while self.ask_next():
                pass
        except KeyboardInterrupt:
            self.sum_up()
            raise
        self.sum_up()

    def ask_next(self) -> bool:
        """Ask one question; return whether to go on."""
        state = self.library.review_state(self.share)
        if state.left == 0:
            print_message(f"{percent(self.share)} of the faces of people are named.")
            return False
        question = self.library.next_question()
        if question is None:
            print_message("Nothing left to ask.")
            return False
        self.show_question(question, state)
        while True:
            typed = ask(">")
            if typed is None or typed == QUIT:
                return False
            if typed == UNDO:
                self.undo()
                return True
            if self.reply(question, typed):
                return True

    def show_question(self, question: Question, state: ReviewState) -> None:
        """Show who is asked about, where the photos are, and how to answer."""
        from rich.text import Text

        print_message("")
        done = f"{counted(len(self.answers), 'answer')} so far. " if self.answers else ""
        print_lines([Text(done + how_far(state), style="dim")], beside=True)
        if not self.plain or self.show is not None:
            pixels = self.library.draw_question(question)
            if self.show is not None:
                self.library.save_picture(pixels, self.show)
                print_message(f"Drawn to {self.show}.")
            if not self.plain and not show_picture(pixels) and not self.knows_keys:
                print_message("This terminal shows no pictures: add --show FILE to see the faces.")
        for side, label in sides_of(question):
            print_lines(described(side, label), beside=True)
        print_lines([Text(escaped(asked(question)), style="bold")], beside=True)
        if not self.knows_keys:
            self.say_keys(question)

    def say_keys(self, question: Question) -> None:
        """Say which keys answer."""
        self.knows_keys = True
        who_left = "the left one is" if question.other is not None else "it is"
        yes = "" if question.kind == "who" else "y yes   n no   "
        print_message(f"{yes}? not sure   NAME: who {who_left}   Enter later")
        print_message("d do not care   x not a face   u undo   q quit   h these keys")

    def reply(self, question: Question, typed: str) -> bool:
        """Carry out what was typed; return whether the question is done with."""
        key = typed.lower()
        name = typed if key not in KEYS and len(typed) > 1 else None
        if name is None and key not in KEYS:
            self.say_keys(question)
            return False
        if name is None and question.kind == "who" and KEYS[key] in {"yes", "no"}:
            print_message("Type who it is; ? if you do not know, d if they do not matter.")
            return False
        if name is not None and not self.is_meant(question, name):
            return False
        try:
            reply: Reply = "name" if name is not None else KEYS[key]
            answered = self.library.answer(question, reply, name=name, who=who())
        except EditRefusedError as exc:
            print_error(str(exc))
            return True
        self.answers.append(answered)
        print_message(sentence_of(answered.what))
        return True

    def is_meant(self, question: Question, name: str) -> bool:
        """Return whether a name that is known means that person."""
        known = [row for row in self.library.people(hidden=True) if row.name == name]
        if not known or (question.other is not None and question.other.id == known[0].person):
            return True
        faces = counted(known[0].faces, "face")
        typed = ask(f"{name} is known already, with {faces}. The same person? [Y/n]")
        if typed is not None and typed.lower() in {"", "y", "yes"}:
            return True
        print_message("Then tell the names apart, such as with a family name.")
        return False

    def undo(self) -> None:
        """Take back the last answer that decided something."""
        while self.answers:
            answered = self.answers.pop()
            if answered.edits:
                for edit in reversed(answered.edits):
                    self.library.undo(edit, who=who())
                print_message(f"Taken back: {answered.what}.")
                return
        print_message("Nothing to take back. Earlier decisions: likeness history")

    def sum_up(self) -> None:
        """Say what was done and how to go on."""
        state = self.library.review_state(self.share)
        edits = sum(len(answered.edits) for answered in self.answers)
        print_message("")
        print_pairs(
            [
                ("answers", f"{len(self.answers):,}"),
                ("decisions", f"{edits:,}"),
                ("named", f"{percent(share_named(state))} of {counted(state.counted, 'face')}"),
                ("left", left_in_words(state)),
            ]
        )
        print_next(
            [
                ("See who is there", self.session.command("people")),
                ("What was decided", self.session.command("history")),
            ]
        )

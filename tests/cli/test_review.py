"""Asking: at a terminal, and as lines for scripts."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from likeness.cli import asking, review
from likeness.cli.question_words import left_in_words, percent, share_of
from likeness.errors import EditRefusedError
from likeness.types import Answered, EditId, FaceId, Question, ReviewState, ShownFace, Side
from tests.cli.conftest import Cli
from tests.cli.fake import ANNA, BOB, edit, person
from tests.cli.terminal import terminal

SAME = f"same.{BOB}-00000001.{ANNA}-00000002"


def side(key: str, name: str | None = None, faces: int = 4) -> Side:
    shown = ShownFace(face=FaceId("f" + "1" * 16), photo="/photos/a.jpg", taken="2024-05-06T07:08")
    return Side(id=key, name=name, faces=faces, best=(shown,))


def same(**changed: Any) -> Question:
    facts: dict[str, Any] = {
        "question": SAME,
        "kind": "same",
        "one": side(BOB),
        "other": side(ANNA, "Anna", 12),
        "probability": 0.847,
        "faces": 4,
    }
    return Question(**{**facts, **changed})


def who(**changed: Any) -> Question:
    return same(question=f"who.{BOB}-00000001", kind="who", other=None, probability=None, **changed)


def state(left: int | None = 8, **changed: Any) -> ReviewState:
    facts: dict[str, Any] = {
        "named": 62,
        "counted": 100,
        "alone": 3,
        "questions": 20,
        "until": 0.95,
    }
    return ReviewState(left=left, **{**facts, **changed})


def answered(reply: Any = "yes", *edits: int) -> Answered:
    return Answered(
        question=SAME,
        reply=reply,
        what=f"{BOB} merged into Anna" if edits else "not sure: not asked again",
        edits=tuple(EditId(number) for number in edits),
    )


Typed = Callable[..., None]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Sit a human at the terminal who types these lines; None is Ctrl-D."""

    def type_(*lines: str | type[BaseException] | None) -> None:
        waiting: Iterator[str | type[BaseException] | None] = iter(lines)

        def ask(question: str) -> str | None:
            line = next(waiting)
            if isinstance(line, type):
                raise line
            return line

        monkeypatch.setattr(review, "can_ask", lambda: True)
        monkeypatch.setattr(asking, "ask", ask)

    return type_


def answers_of(outcome: Any) -> list[tuple[Any, ...]]:
    """What was answered: question, reply and name."""
    return [
        (call[1][0], call[1][1], call[2].get("name"))
        for call in outcome.library.calls
        if call[0] == "answer"
    ]


ASKING: dict[str, Any] = {
    "review_state": state(),
    "next_question": same(),
    "draw_question": np.zeros((256, 512, 3), np.uint8),
    "answer": answered("yes", 7),
    "people": [],
    "undo": edit(8),
}


# ---------------------------------------------------------------- for scripts


def test_questions_are_listed_with_their_names_as_json_lines(cli: Cli) -> None:
    outcome = cli("review", "--json", "--limit", "2", questions=[same(), who()])

    first, second = outcome.rows
    assert first["question"] == SAME
    assert first["one"]["best"][0]["photo"] == "/photos/a.jpg"
    assert first["text"] == "Is this Anna? Probability 85 %."
    assert second["other"] is None
    assert outcome.library.calls[0][1] == (2,)


def test_where_nobody_can_be_asked_the_questions_are_listed_and_how_to_answer(cli: Cli) -> None:
    outcome = cli("review", questions=[same()], review_state=state())

    assert SAME in outcome.out
    assert "62 % of 100 faces named; about 8 questions to 95 %." in outcome.err
    assert f"review --answer {SAME} yes" in outcome.err


@pytest.mark.parametrize(
    ("words", "reply", "name"),
    [
        (["yes"], "yes", None),
        (["not-a-face"], "not_a_face", None),
        (["ignore"], "ignore", None),
        (["--name", "Anna Smith"], "name", "Anna Smith"),
    ],
)
def test_one_question_is_answered_by_its_name(
    cli: Cli, words: list[str], reply: str, name: str | None
) -> None:
    outcome = cli("review", "--answer", SAME, *words, answer=answered("yes", 7))

    assert answers_of(outcome) == [(SAME, reply, name)]
    assert "Take it back with: likeness undo 7" in outcome.err


def test_an_answer_as_json_says_which_edits_it_made(cli: Cli) -> None:
    outcome = cli("review", "--answer", SAME, "no", "--json", answer=answered("no", 7, 8))

    assert outcome.rows[0]["edits"] == [7, 8]


@pytest.mark.parametrize(
    "words",
    [
        ["--answer", SAME],
        ["--answer", SAME, "yes", "--name", "Anna"],
        ["--answer", SAME, "perhaps"],
        ["yes"],
        ["--name", "Anna"],
        ["--until", "120%"],
        ["--until", "much"],
    ],
)
def test_calls_that_make_no_sense_are_refused_before_anything_is_decided(
    cli: Cli, words: list[str]
) -> None:
    outcome = cli("review", *words, answer=answered())

    assert outcome.status == 2
    assert answers_of(outcome) == []


def test_an_answer_that_came_too_late_is_refused_in_one_line(cli: Cli) -> None:
    outcome = cli("review", "--answer", SAME, "yes", answer=EditRefusedError("It no longer holds."))

    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err == "Error: It no longer holds.\n"


# ---------------------------------------------------------------- at a terminal


@pytest.mark.parametrize(
    ("key", "reply", "name"),
    [
        ("y", "yes", None),
        ("N", "no", None),
        ("?", "unsure", None),
        ("", "skip", None),
        ("d", "ignore", None),
        ("x", "not_a_face", None),
        ("Bob Smith", "name", "Bob Smith"),
    ],
)
def test_each_key_is_an_answer(
    cli: Cli, typed: Typed, key: str, reply: str, name: str | None
) -> None:
    typed(key, "q")
    outcome = cli("review", "--plain", **ASKING)

    assert [row[1:] for row in answers_of(outcome)] == [(reply, name)]
    assert outcome.status == 0


def test_a_question_shows_both_sides_where_they_are_and_how_to_answer(
    cli: Cli, typed: Typed
) -> None:
    typed("q")
    outcome = cli("review", "--plain", **ASKING)

    assert "62 % of 100 faces named; about 8 questions to 95 %." in outcome.err
    assert f"left  no name yet, 4 faces  {BOB}" in outcome.err
    assert f"right Anna, 12 faces  {ANNA}" in outcome.err
    assert "2024-05-06  /photos/a.jpg" in outcome.err
    assert "Is this Anna? Probability 85 %." in outcome.err
    assert "y yes" in outcome.err
    assert max(len(line) for line in outcome.err.splitlines()) <= 80


def test_keys_that_mean_nothing_show_the_keys_and_ask_again(cli: Cli, typed: Typed) -> None:
    typed("h", "y", "q")
    outcome = cli("review", "--plain", **ASKING)

    assert outcome.err.count("y yes") == 2
    assert len(answers_of(outcome)) == 1


def test_who_somebody_is_cannot_be_answered_with_yes(cli: Cli, typed: Typed) -> None:
    typed("y", "Anna", None)
    outcome = cli("review", "--plain", **{**ASKING, "next_question": who()})

    assert "Type who it is" in outcome.err
    assert [row[1:] for row in answers_of(outcome)] == [("name", "Anna")]


def test_a_known_name_is_only_taken_for_that_person_when_it_is_meant(
    cli: Cli, typed: Typed
) -> None:
    typed("Anna", "n", "Anna", "", "q")
    outcome = cli(
        "review",
        "--plain",
        **{**ASKING, "next_question": who(), "people": [person(ANNA, "Anna")]},
    )

    assert "tell the names apart" in outcome.err
    assert len(answers_of(outcome)) == 1


def test_undo_takes_back_all_edits_of_the_last_answer_newest_first(cli: Cli, typed: Typed) -> None:
    typed("y", "u", "u", "q")
    outcome = cli("review", "--plain", **{**ASKING, "answer": answered("no", 7, 8)})

    assert [call[1] for call in outcome.library.calls if call[0] == "undo"] == [(8,), (7,)]
    assert "Taken back" in outcome.err
    assert "Nothing to take back" in outcome.err


def test_a_question_that_no_longer_holds_is_said_and_the_next_is_asked(
    cli: Cli, typed: Typed
) -> None:
    typed("y", "q")
    outcome = cli("review", "--plain", **{**ASKING, "answer": EditRefusedError("Too late.")})

    assert "Error: Too late." in outcome.err
    assert outcome.status == 0


def test_reaching_the_share_ends_with_a_summary(cli: Cli, typed: Typed) -> None:
    typed()
    outcome = cli("review", "--until", "60", **{**ASKING, "review_state": state(0, until=0.6)})

    assert "60 % of the faces of people are named." in outcome.err
    assert "named      62 % of 100 faces" in outcome.out
    assert outcome.library.calls[0][1] == (0.6,)


def test_ctrl_c_keeps_what_was_answered_and_says_so(cli: Cli, typed: Typed) -> None:
    typed("y", KeyboardInterrupt)
    outcome = cli("review", "--plain", **ASKING)

    assert outcome.status == 130
    assert "answers    1" in outcome.out


def test_a_picture_is_drawn_to_a_file_where_the_terminal_shows_none(
    cli: Cli, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    typed("q")
    bare = cli("review", **ASKING)
    typed("q")
    drawn = cli("review", "--show", "faces.png", **ASKING, save_picture=None)

    assert "add --show FILE" in bare.err
    assert "Drawn to faces.png." in drawn.err
    assert drawn.library.calls[-2][0] != "answer"
    assert "save_picture" in [call[0] for call in drawn.library.calls]


@pytest.mark.parametrize(
    ("text", "share"), [("90%", 0.9), ("90", 0.9), ("0.9", 0.9), ("1", 1.0), ("100 %", 1.0)]
)
def test_shares_are_read_as_people_write_them(text: str, share: float) -> None:
    assert share_of(text) == pytest.approx(share)


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    assert [percent(value) for value in (0.0, 0.001, 0.5, 0.999, 1.0)] == [
        "0 %",
        "< 1 %",
        "50 %",
        "99 %",
        "100 %",
    ]


def test_a_share_out_of_reach_is_said_so() -> None:
    assert left_in_words(state(None)) == "95 % is out of reach with the 20 questions left"


ASKING_SCRIPT = """
import sys
from likeness.cli.app import run
from tests.cli.fake import FakeLibrary
from tests.cli.test_review import ASKING

library = FakeLibrary(**ASKING)
sys.exit(run(["review"], opener=library.open))
"""


def test_at_a_real_terminal_the_picture_stands_above_the_question_and_ctrl_c_ends_cleanly() -> None:
    with terminal(ASKING_SCRIPT) as screen:
        shown = screen.wait_for("\n> ")
        screen.signal(signal.SIGINT)
        status, after = screen.finish()

    lines = shown.split("\n")
    picture = [line for line in lines if "▀" in line]
    assert 2 < len(picture) <= 14
    assert max(map(len, lines)) <= 80
    assert lines.index(picture[-1]) < next(i for i, line in enumerate(lines) if "left" in line[:4])
    assert status == 130
    assert "answers    0" in after

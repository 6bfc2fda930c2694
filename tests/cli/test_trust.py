"""likeness trust"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from likeness.types import (
    Contract,
    FaceId,
    TrustAlone,
    TrustEstimate,
    TrustEvidence,
    TrustModel,
    TrustQuestion,
    TrustReport,
    TrustWeak,
)
from tests.cli.conftest import Cli

PRECISION = TrustEstimate(value=0.982, low=0.961, high=0.991)
RECALL = TrustEstimate(value=0.9, low=0.84, high=0.95)
REPORT = TrustReport(
    faces=1200,
    people=34,
    unassigned=56,
    precision=PRECISION,
    recall=RECALL,
    questions=0,
    outside=(),
    evidence=(
        TrustEvidence(sign="same_photo", share=0.02, of=50),
        TrustEvidence(sign="copies", share=None, of=0),
        TrustEvidence(sign="looser", share=0.9, of=1200),
    ),
    alone=(TrustAlone(reason="few_photos", faces=56),),
    weak=(
        TrustWeak(kind="tiny", share=0.21, precision=0.904),
        TrustWeak(kind="grey", share=None, precision=None),
    ),
    models=(
        TrustModel(
            model=Contract("dlib"), faces=1200, precision=PRECISION, recall=RECALL, agreement=1.0
        ),
    ),
)


def test_both_numbers_come_first_in_plain_words(cli: Cli) -> None:
    done = cli("trust", trust=REPORT)

    assert done.lines[:2] == [
        "Of 100 faces in its group, about 98 (96 to 99) belong to the same person.",
        "Of 100 faces of one person, about 90 (84 to 95) are in one group.",
    ]
    assert all(len(line) <= 80 for line in done.lines)


def test_evidence_reasons_and_weaknesses_are_said(cli: Cli) -> None:
    text = cli("trust", trust=REPORT).out

    assert "2.0 % of 50 pairs" in text
    assert "nothing to look at" in text
    assert "10.0 % of 1,200 faces" in text
    assert "like nobody else: too few photos  56" in text
    assert "21 % of the faces, about 90 of 100 with the right person" in text


def test_what_to_do_next_is_said(cli: Cli) -> None:
    done = cli("trust", trust=REPORT)

    assert "likeness review" in done.err
    assert "likeness trust --ask 30" in done.err
    assert "likeness models" in done.err


def test_a_library_unlike_the_fitted_ones_is_said_to_be(cli: Cli) -> None:
    assert "unlike those" in cli("trust", trust=replace(REPORT, outside=("faces",))).out


def test_two_models_are_compared(cli: Cli) -> None:
    other = TrustModel(
        model=Contract("new"), faces=9, precision=PRECISION, recall=RECALL, agreement=0.93
    )
    large = TrustModel(
        model=Contract("big"), faces=9000, precision=None, recall=None, agreement=None
    )
    done = cli("trust", trust=replace(REPORT, models=(*REPORT.models, other, large)))

    assert "93 of 100 as here" in done.out
    assert "too many to compare" in done.out
    assert "likeness models" not in done.err


def test_scripts_get_one_object(cli: Cli) -> None:
    (row,) = cli("trust", "--json", trust=REPORT).rows

    assert row["precision"] == {"value": 0.982, "low": 0.961, "high": 0.991}
    assert row["people"] == 34


def test_nobody_is_asked_where_nobody_is(cli: Cli) -> None:
    done = cli("trust", "--ask", "3", trust=REPORT)

    assert done.status == 2
    assert "needs a terminal" in done.err


QUESTION = TrustQuestion(
    question="t1", together=True, faces=(FaceId("fa"),), choices=((FaceId("fb"),), (FaceId("fc"),)),
    weight=0.1,
)  # fmt: skip


def test_answers_are_taken_as_numbers_until_somebody_stops(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nonsense is asked again; "?" is not sure; Enter names nobody; "q" ends the asking."""
    typed = iter(["7", "x", "1, 2", "?", "", "q"])
    monkeypatch.setattr("likeness.cli.trust.can_ask", lambda: True)
    monkeypatch.setattr("likeness.cli.trust.put", lambda _: next(typed))
    questions = [replace(QUESTION, question=f"t{number}") for number in range(1, 6)]

    done = cli(
        "trust", "--ask", "5", trust=replace(REPORT, questions=30), trust_questions=questions,
        draw_trust_question=np.zeros((4, 8, 3), np.uint8),
    )  # fmt: skip

    handed_on = next(args for name, args, _ in done.library.calls if name == "trust")
    assert handed_on == ({"t1": [1, 2], "t2": None, "t3": []},)
    assert "Type numbers from 1 to 2" in done.err
    assert "1: fb" in done.err
    assert "--ask" not in done.err

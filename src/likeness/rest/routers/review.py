"""/review: one question at a time, the one whose answer settles most faces first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from likeness.errors import EditRefusedError
from likeness.rest.pictures import WEBP, webp
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.review import AnsweredOut, AnswerOrder, QuestionOut, ReviewStateOut
from likeness.rest.state import Served
from likeness.rest.visitor import READ, WRITE, Visit

router = APIRouter(prefix="/review", tags=["review"])


@router.get(
    "/questions",
    operation_id="listQuestions",
    dependencies=[Depends(WRITE)],
    responses=problems(),
)
def list_questions(
    served: Served,
    limit: Annotated[int, Query(ge=1, le=100, description="questions at most")] = 10,
) -> list[QuestionOut]:
    """List what to ask a human next."""
    with served.reviewing:
        found = served.library.questions(limit)
    return [QuestionOut.model_validate(question) for question in found]


@router.get(
    "/questions/{question}/picture",
    operation_id="getQuestionPicture",
    dependencies=[Depends(WRITE)],
    response_class=Response,
    responses=problems(404, 409) | WEBP,
)
def get_question_picture(served: Served, question: str) -> Response:
    """Return the faces of a question, both sides beside each other."""
    with served.gate.passed():
        with served.reviewing:
            open_now = {row.question: row for row in served.library.questions(100)}
        if question not in open_now:
            raise EditRefusedError("This question is not among the next hundred any more.")
        return webp(served.library.draw_question(open_now[question]))


@router.post(
    "/answers",
    operation_id="answerQuestion",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def answer_question(served: Served, visitor: Visit, order: AnswerOrder) -> AnsweredOut:
    """Answer a question; what it decides is in the log and can be undone."""
    with served.reviewing:
        done = served.library.answer(order.question, order.reply, name=order.name, who=visitor.who)
    return AnsweredOut.model_validate(done)


@router.get(
    "/state", operation_id="getReviewState", dependencies=[Depends(READ)], responses=problems()
)
def get_review_state(
    served: Served,
    until: Annotated[
        float, Query(ge=0, le=1, description="share of the faces that should be named")
    ] = 0.95,
) -> ReviewStateOut:
    """Say how far the library is named, and how much is left to ask."""
    with served.reviewing:
        return ReviewStateOut.model_validate(served.library.review_state(until))

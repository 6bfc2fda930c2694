"""What the specification says of each operation."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from likeness.rest.specification import sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Return a photo.", ("Return a photo", "")),
        ("Return a photo. Nothing else.", ("Return a photo", "Nothing else.")),
        (
            "Return a photo:\nas JPEG.\n\nNothing else.",
            ("Return a photo: as JPEG", "Nothing else."),
        ),
        ("Return one. Or two.\n\nAnd more.", ("Return one", "Or two.\n\nAnd more.")),
        (
            "Return at most 2.5 s of file.jpg, e.g. one.",
            ("Return at most 2.5 s of file.jpg, e.g. one", ""),
        ),
        ("No full stop", ("No full stop", "")),
        ("", ("", "")),
    ],
)
def test_the_first_sentence_stands_alone(text: str, said: tuple[str, str]) -> None:
    assert sentences(text) == said


def test_every_operation_says_in_a_sentence_what_it_does(app: FastAPI) -> None:
    operations = [
        operation for path in app.openapi()["paths"].values() for operation in path.values()
    ]
    assert len(operations) > 50
    for operation in operations:
        summary = operation["summary"]
        assert summary.count(" ") >= 1, summary
        assert not summary.endswith("."), summary
        assert summary != operation["operationId"]
        assert not operation.get("description", "x").startswith(summary)
        assert operation.get("description") != ""


def test_the_summary_is_what_the_route_says_of_itself(app: FastAPI) -> None:
    assert app.openapi()["paths"]["/api/v1/session"]["post"]["summary"] == (
        "Log in with a name and its password: the browser gets a cookie"
    )

"""Explaining a face or a person, for people and for programs."""

from __future__ import annotations

from typing import Any

from likeness.types import (
    DoubtfulFace,
    FaceId,
    FaceReasons,
    Likeness,
    PersonLikeness,
    PersonReasons,
)
from tests.cli.conftest import Cli
from tests.cli.fake import ANNA, BOB, edit

FACE = FaceId("f" + "1" * 16)


def near(probability: float = 0.8) -> Likeness:
    return Likeness(
        face=FaceId("f" + "2" * 16), photo="/photos/b.jpg", distance=0.3214, probability=probability
    )


def rival(**changed: Any) -> PersonLikeness:
    facts: dict[str, Any] = {
        "person": BOB,
        "name": "Bob",
        "faces": 9,
        "probability": 0.25,
        "evidence": (near(),),
    }
    return PersonLikeness(**{**facts, **changed})


def face(**changed: Any) -> FaceReasons:
    facts: dict[str, Any] = {
        "face": FACE,
        "photo": "/photos/a.jpg",
        "taken": "2024-05-06T07:08:09+02:00",
        "quality": 0.71,
        "person": ANNA,
        "name": "Anna",
        "decided_by": "run",
        "edits": (),
        "probability": 0.97,
        "sureness": 0.9,
        "evidence": (near(),),
        "others": (rival(),),
        "rejected": (),
        "reasons": ("A run put it with Anna, because it is nearest to them.",),
        "change": (),
    }
    return FaceReasons(**{**facts, **changed})


def person(**changed: Any) -> PersonReasons:
    facts: dict[str, Any] = {
        "person": ANNA,
        "name": "Anna",
        "faces": 12,
        "photos": 11,
        "confirmed": 2,
        "purity": 0.964,
        "purity_from": "how far each of the 12 faces is from the others",
        "doubtful": (
            DoubtfulFace(face=FACE, photo="/photos/a.jpg", probability=0.41, sureness=None),
        ),
        "merges": (rival(evidence=()),),
        "apart": (rival(probability=None, reason="same_photo", photos=3, evidence=()),),
        "edits": (edit(7),),
    }
    return PersonReasons(**{**facts, **changed})


def test_a_face_says_who_it_is_how_surely_and_why(cli: Cli) -> None:
    outcome = cli("why", FACE, why=face())

    assert outcome.lines[0] == f"{FACE} is Anna"
    assert "probability  97 %" in outcome.out
    assert "sureness     90 %" in outcome.out
    assert "because      A run put it with Anna" in outcome.out
    assert "0.321        80 %" in outcome.out
    assert "Bob: 25 %, nearest faces" in outcome.out
    assert f"faces reject {FACE}" in outcome.err
    assert f"faces confirm {FACE}" in outcome.err


def test_what_was_not_measured_is_left_out(cli: Cli) -> None:
    outcome = cli("why", FACE, why=face(sureness=None, probability=None, taken=None))

    assert "sureness" not in outcome.out
    assert "probability" not in outcome.out
    assert "taken" not in outcome.out


def test_the_edit_that_decided_is_named_with_when_and_who(cli: Cli) -> None:
    decision = edit(7, f'face {FACE} confirmed as "Anna"')
    outcome = cli("why", FACE, why=face(decided_by="human", edits=(decision,)))

    assert "2024-05-06" in outcome.out
    assert "(edit 7)" in outcome.out
    assert "faces confirm" not in outcome.err


def test_a_face_of_nobody_is_offered_to_whom_it_looks_like(cli: Cli) -> None:
    nobodys = {"person": None, "name": None, "decided_by": "nobody", "evidence": ()}
    likely = cli("why", FACE, why=face(**nobodys))
    unlikely = cli("why", FACE, why=face(**nobodys, others=(rival(probability=0.01),)))

    assert likely.lines[0] == f"{FACE} is nobody's"
    assert f"faces assign {FACE} --to Bob" in likely.err
    assert f"faces assign {FACE} --new NAME" in unlikely.err


def test_a_person_says_how_pure_it_is_and_what_is_in_doubt(cli: Cli) -> None:
    outcome = cli("why", "Anna", why=person())

    assert outcome.lines[0] == "Anna: 12 faces on 11 photos"
    assert "about 96 %, by how far each of the 12 faces is from the others" in outcome.out
    assert "Faces in doubt" in outcome.out
    assert "May be the same person" in outcome.out
    assert "both are on 3 photos" in outcome.out
    assert f"why {FACE}" in outcome.err
    assert "people merge Anna Bob" in outcome.err


def test_nothing_in_doubt_is_nothing_said(cli: Cli) -> None:
    outcome = cli("why", "Anna", why=person(doubtful=(), merges=(), apart=(), edits=()))

    assert "doubt" not in outcome.out
    assert "same person" not in outcome.out
    assert "known to be others" not in outcome.out


def test_both_are_one_object_as_json(cli: Cli) -> None:
    (of_face,) = cli("why", FACE, "--json", why=face()).rows
    (of_person,) = cli("why", "Anna", "--json", why=person()).rows

    assert of_face["evidence"][0]["distance"] == 0.3214
    assert of_face["others"][0]["person"] == BOB
    assert of_person["doubtful"][0]["face"] == FACE
    assert of_person["apart"][0]["reason"] == "same_photo"

"""trust: how good the groups of a library are, without labels."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from likeness.errors import UsageError
from likeness.grouping import trust as trusting
from likeness.grouping import trust_signs as signs
from likeness.grouping.communities import USUAL
from likeness.grouping.trust_alone import reasons
from likeness.grouping.trust_doubts import Doubts, doubts
from likeness.grouping.trust_groups import Grouped, sampled, some
from likeness.types import (
    Contract,
    FaceId,
    GroupingFaces,
    Labelings,
    Question,
    ShownFace,
    Side,
    TrustAlone,
    TrustEstimate,
    TrustEvidence,
    TrustModel,
    TrustQuestion,
    TrustReport,
)
from likeness.workflows.parts import Parts
from likeness.workflows.trust_weak import weak

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.trust_estimate import Estimate

MOST_QUESTIONS = 100
MOST_COMPARED = 5_000  # faces that another model groups for the report: some seconds
SHOWN = 4  # faces of a person or choice that a question names

Answers = Mapping[str, Sequence[int] | None]
"""By the name of a question: the numbers, from 1, of the choices that are somebody else (together)
or this person, too (not together); None: not sure."""


def trust(parts: Parts, answers: Answers | None = None) -> TrustReport:
    """Return how good the groups are; see `Library.trust`."""
    read = _read(parts)
    settled, asked = _settled(read, answers or {})
    found = trusting.estimate(read.library, read.found, settled, asked)
    judges = sampled(len(read.faces.ids))
    wrong = trusting.wrong(read.found, settled, len(read.faces.ids))
    own = TrustModel(
        model=parts.contract,
        faces=len(read.faces.ids),
        precision=_told(found.precision),
        recall=_told(found.recall),
        agreement=1.0,
    )
    persons = read.faces.persons
    return TrustReport(
        faces=len(persons),
        people=len({person for person in persons if person is not None}),
        unassigned=sum(person is None for person in persons),
        precision=_told(found.precision),
        recall=_told(found.recall),
        questions=asked,
        outside=found.outside,
        evidence=_evidence(read, judges),
        alone=_alone(read),
        weak=weak(parts, read.faces, judges, wrong),
        models=(own, *_others(parts, read)),
    )


def trust_questions(parts: Parts, count: int) -> list[TrustQuestion]:
    """Return what to ask; see `Library.trust_questions`."""
    if not 1 <= count <= MOST_QUESTIONS:
        raise UsageError(f"Between 1 and {MOST_QUESTIONS} questions can be asked, not {count}.")
    return [question for question, _ in _questions(_read(parts), count)]


def draw_trust_question(parts: Parts, question: TrustQuestion) -> NDArray[np.uint8]:
    """Return the person on the left and the first face of each choice on the right."""
    from likeness.workflows.question_picture import draw_question

    def side(faces: Sequence[FaceId]) -> Side:
        best = tuple(ShownFace(face=face, photo="", taken=None) for face in faces)
        return Side(id=faces[0], name=None, faces=len(faces), best=best)

    return draw_question(
        parts,
        Question(
            question=question.question,
            kind="same",
            one=side(question.faces),
            other=side([choice[0] for choice in question.choices]),
            probability=None,
            faces=0,
        ),
    )


# ---------------------------------------------------------------- what is read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    faces: GroupingFaces
    labelings: Labelings | None
    library: Grouped
    found: Doubts


def _read(parts: Parts) -> _Read:
    faces = parts.catalog.grouping_faces(parts.contract)
    if not faces.ids:
        raise UsageError("No face of this library takes part in grouping. Add photos first.")
    labelings = parts.catalog.labelings(parts.contract)
    library = grouped(faces, labelings)
    return _Read(faces=faces, labelings=labelings, library=library, found=doubts(library))


def grouped(faces: GroupingFaces, labelings: Labelings | None) -> Grouped:
    """Return a library as it is grouped now, with the strictnesses of its last run.

    Args:
        faces: All of one contract.
        labelings: None: there are none, and nothing is known of other strictnesses.
    """
    names = [
        face if person is None else person
        for face, person in zip(faces.ids, faces.persons, strict=True)
    ]
    groups = np.unique(np.array(names, np.str_), return_inverse=True)[1]
    photos = np.unique(np.array(faces.photos, np.str_), return_inverse=True)[1]
    rungs, ladder = np.empty((0, len(names)), np.intp), np.empty(0)
    strictness = faces.strictness or USUAL
    if labelings is not None:
        rungs, ladder = _rungs(faces, labelings, groups), labelings.strictness
        strictness = float(ladder[labelings.chosen])
    return Grouped(
        vectors=faces.vectors,
        quality=np.nan_to_num(faces.quality, nan=1.0),
        photos=photos,
        groups=groups,
        rungs=rungs,
        ladder=ladder,
        strictness=strictness,
        pinned=np.array(faces.pinned, np.bool_),
    )


def _rungs(
    faces: GroupingFaces, labelings: Labelings, groups: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return (r, n) the groups at every strictness; who came later goes with its group."""
    ids, known = np.array(faces.ids, np.str_), np.array(labelings.faces, np.str_)
    at = np.searchsorted(known, ids).clip(0, max(len(known) - 1, 0))
    there = known[at] == ids if len(known) else np.zeros(len(ids), np.bool_)
    companion = np.full(int(groups.max(initial=0)) + 1, -1, np.intp)
    companion[groups[there]] = at[there]
    at = np.where(there, at, companion[groups])
    alone = len(known) + np.arange(len(ids))
    return np.where(at >= 0, labelings.groups[:, np.maximum(at, 0)].astype(np.intp), alone)


# ---------------------------------------------------------------- questions


def _questions(read: _Read, count: int) -> list[tuple[TrustQuestion, tuple[int, ...]]]:
    """Return questions, and the doubts that stand behind the choices of each."""
    result = []
    for asked in trusting.questions(read.found, count):
        choices = [
            _side(read.found, row, asked.group, together=asked.together) for row in asked.doubts
        ]
        rows = np.flatnonzero(read.library.groups == asked.group)
        rest = np.setdiff1d(rows, np.concatenate(choices))
        shown = some(rest if len(rest) else rows)[:SHOWN]
        told = tuple(read.faces.ids[row] for row in shown.tolist())
        offered = tuple(
            tuple(read.faces.ids[row] for row in some(choice)[:SHOWN].tolist())
            for choice in choices
        )
        question = TrustQuestion(
            question=_key(told, offered, together=asked.together),
            together=asked.together,
            faces=told,
            choices=offered,
            weight=round(float(read.found.loss[list(asked.doubts)].sum()), 6),
        )
        result.append((question, asked.doubts))
    return result


def _side(found: Doubts, row: int, group: int, *, together: bool) -> NDArray[np.intp]:
    """Return the faces of the side of a doubt that is offered as a choice."""
    if together or found.groups[row, 0] == group:
        return found.smaller[row]
    return found.larger[row]


def _key(faces: Sequence[FaceId], choices: Sequence[Sequence[FaceId]], *, together: bool) -> str:
    told = repr((together, faces, choices)).encode()
    return f"t{hashlib.sha256(told).hexdigest()[:12]}"


def _settled(read: _Read, answers: Answers) -> tuple[dict[int, bool], int]:
    """Return the doubts that answers settle, and how many questions were answered."""
    if not answers:
        return {}, 0
    asked = {
        question.question: (question, rows) for question, rows in _questions(read, MOST_QUESTIONS)
    }
    settled: dict[int, bool] = {}
    count = 0
    for name, numbers in answers.items():
        if name not in asked:
            raise UsageError(
                f"No question {name!r} is asked of the library as it is now. Ask again."
            )
        question, rows = asked[name]
        if numbers is None:
            continue
        if not all(1 <= number <= len(rows) for number in numbers):
            raise UsageError(f"The choices of question {name} are 1 to {len(rows)}.")
        count += 1
        settled |= _proved(read.found, rows, set(numbers), together=question.together)
    return settled, count


def _proved(
    found: Doubts, rows: Sequence[int], numbers: set[int], *, together: bool
) -> dict[int, bool]:
    """Return which doubts are right, by the numbers of the choices that were named."""
    named = {row: at + 1 in numbers for at, row in enumerate(rows)}
    if not together:
        return named
    # A part is compared with its nearest part, which may be somebody else, too: then both are taken
    # as the same somebody.
    strangers = [found.smaller[row] for row, is_named in named.items() if is_named]
    foreign = set(np.concatenate(strangers).tolist()) if strangers else set()
    result = {}
    for row, is_named in named.items():
        beside = np.mean([face in foreign for face in found.larger[row].tolist()]) > 0.5
        result[row] = is_named != bool(beside)
    return result


# ---------------------------------------------------------------- evidence


def _evidence(read: _Read, judges: NDArray[np.intp]) -> tuple[TrustEvidence, ...]:
    leaks = signs.leaks(read.library)
    copies = signs.copies(read.library, judges)
    stays = signs.mirrored(read.library, read.faces.mirror, judges)
    known = len(read.faces.ids) if len(read.library.rungs) > 1 else 0
    precision, recall = signs.agreement(read.library)
    return (
        TrustEvidence(sign="same_photo", share=leaks.share, of=leaks.of),
        TrustEvidence(sign="copies", share=copies.share, of=copies.of),
        TrustEvidence(sign="stricter", share=precision if known else None, of=known),
        TrustEvidence(sign="looser", share=recall if known else None, of=known),
        TrustEvidence(sign="mirror", share=stays.share, of=stays.of),
    )


def _alone(read: _Read) -> tuple[TrustAlone, ...]:
    """Return why faces are with nobody, counted on a sample where there are many."""
    alone = np.array([i for i, person in enumerate(read.faces.persons) if person is None], np.intp)
    taken = alone[sampled(len(alone))] if len(alone) else alone
    rejected_faces = {face for face, _ in read.faces.rejections}
    rejected = np.array([face in rejected_faces for face in read.faces.ids], np.bool_)
    counts = Counter(reasons(read.library, taken, rejected))
    scale = len(alone) / max(len(taken), 1)
    return tuple(
        TrustAlone(reason=reason, faces=round(count * scale))
        for reason, count in counts.most_common()
    )


def _others(parts: Parts, read: _Read) -> list[TrustModel]:
    """Return the other models whose embeddings the library holds, on its photos."""
    rows = {
        face: person or face
        for face, person in zip(read.faces.ids, read.faces.persons, strict=True)
    }
    return [
        _other(parts, contract, rows)
        for contract in parts.catalog.contracts()
        if contract != parts.contract
    ]


def _other(parts: Parts, contract: Contract, own: Mapping[FaceId, str]) -> TrustModel:
    from likeness.grouping.clustering import group

    faces = parts.catalog.grouping_faces(contract)
    if not 0 < len(faces.ids) <= MOST_COMPARED:
        return TrustModel(
            model=contract, faces=len(faces.ids), precision=None, recall=None, agreement=None
        )
    bare = replace(
        faces,
        persons=(None,) * len(faces.ids),
        pinned=(False,) * len(faces.ids),
        rejections=frozenset(),
        decided=frozenset(),
    )
    decided = group(bare, again=True)
    persons = tuple(decided.assignments.get(face) for face in faces.ids)
    library = grouped(replace(bare, persons=persons), decided.labelings)
    found = trusting.estimate(library, doubts(library), {})
    shared = [
        (own[face], person or face)
        for face, person in zip(faces.ids, persons, strict=True)
        if face in own
    ]
    return TrustModel(
        model=contract,
        faces=len(faces.ids),
        precision=_told(found.precision),
        recall=_told(found.recall),
        agreement=trusting.both(*zip(*shared, strict=True)) if shared else None,
    )


def _told(estimate: Estimate) -> TrustEstimate:
    return TrustEstimate(
        value=round(estimate.value, 4), low=round(estimate.low, 4), high=round(estimate.high, 4)
    )

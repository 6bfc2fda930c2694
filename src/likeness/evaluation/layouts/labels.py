"""Labels: who is on which photo, and which pairs of photos are to be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Layout = Literal["folders", "pairs-csv", "lfw-pairs", "people-json", "celeba"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPhoto:
    """A photo of which it is known who is on it."""

    path: str  # below the data set, with "/" between parts, as `os.fsdecode` gives it
    person: str
    subset: str = ""  # label of the sub-folder, such as "makeup"; "" for none


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPair:
    """Two photos that a label file wants compared."""

    left: str  # path below the data set
    right: str
    same: bool  # whether they show the same person


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a data set says about its photos."""

    layout: Layout
    photos: tuple[LabelledPhoto, ...]  # sorted by path, each path once
    pairs: tuple[LabelledPair, ...] | None  # in the order of the file; None: it names no pairs
    warnings: tuple[str, ...]  # a sentence each: what could not be used, or was decided


def shortcomings(
    photos: Sequence[LabelledPhoto], pairs: Sequence[LabelledPair] | None
) -> tuple[str, ...]:
    """Return what cannot be computed from these labels, a sentence each."""
    if pairs is not None:
        return _of_pairs(pairs)
    per_person = Counter(photo.person for photo in photos)
    sentences: list[str] = []
    if len(per_person) == 1:
        sentences.append(
            "All labelled photos show one person: there are no different people to compare, so "
            "accuracy, error rates and identification cannot be computed; the likeness of the "
            "photos to each other can."
        )
    if per_person and max(per_person.values()) == 1:
        sentences.append(
            "No person has a second photo: there are no pairs of the same person, so accuracy, "
            "error rates and identification cannot be computed; the likeness between people can."
        )
    return tuple(sentences)


def _of_pairs(pairs: Sequence[LabelledPair]) -> tuple[str, ...]:
    if not any(pair.same for pair in pairs):
        return ("No pair shows the same person: accuracy and error rates cannot be computed.",)
    if all(pair.same for pair in pairs):
        return ("No pair shows different people: accuracy and error rates cannot be computed.",)
    return ()

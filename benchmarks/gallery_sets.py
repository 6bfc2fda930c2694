"""The sets of faces that the gallery shows, as they are asked for in a library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from likeness import Library
from likeness.types import AverageOf, Face

FOLDERS = {"renders": ("digiface",), "photographs": ("pairs", "scenes", "trip", "drama")}
SEVERAL = 3  # photos from which a person has a picture of its own


@dataclass(frozen=True)
class Set:
    """Some faces of a library."""

    name: str  # of its file
    title: str
    library: str  # key of FOLDERS
    of: AverageOf


def sets_of(name: str, library: Library, root: Path) -> Iterator[Set]:
    """Yield the sets of one library whose photos lie below *root*."""
    faces = [(Path(face.photo).relative_to(root.resolve()), face) for face in library.faces()]
    yield from renders(faces) if name == "renders" else photographs(faces)


def renders(faces: list[tuple[Path, Face]]) -> Iterator[Set]:
    """Yield each rendered person, as far as grouping finds it, and all of them."""
    for identity in sorted({path.parts[1] for path, _ in faces}):
        there = [face.person for path, face in faces if path.parts[1] == identity and face.person]
        for person, _ in Counter(there).most_common(1):
            title = f"digiface {identity}"
            yield Set(f"digiface-{identity}", title, "renders", AverageOf(people=(person,)))
    yield Set("digiface", "digiface, six people", "renders", AverageOf())


def photographs(faces: list[tuple[Path, Face]]) -> Iterator[Set]:
    """Yield people, groups and mixtures of the photographs."""
    where = "photographs"
    pairs = [(path, face) for path, face in faces if path.parts[0] == "pairs"]
    photos = Counter(face.person for _, face in pairs if face.person is not None)
    several = sorted(person for person, count in photos.items() if count >= SEVERAL)
    for number, person in enumerate(several, 1):
        chosen = AverageOf(faces=tuple(face.face for _, face in pairs if face.person == person))
        yield Set(f"pairs-{number}", f"pairs, person {number}", where, chosen)
    yield Set("pairs", "pairs, everybody", where, those(faces, lambda p: p.parts[0] == "pairs"))
    scenes = those(faces, lambda p: p.parts[0] == "scenes" and p.stem.endswith("_A"))
    yield Set("scenes-a", "scenes 001_A to 006_A", where, scenes)
    yield Set("t1", "t1, six people", where, those(faces, lambda p: p.name == "t1.jpg"))
    yield Set("women", "mixture, women as perceived", where, AverageOf(gender="female"))
    yield Set("men", "mixture, men as perceived", where, AverageOf(gender="male"))
    yield Set("everybody", "mixture, everybody", where, AverageOf())


def those(faces: list[tuple[Path, Face]], fits: Callable[[Path], bool]) -> AverageOf:
    """Return the faces on the photos that fit."""
    return AverageOf(faces=tuple(face.face for path, face in faces if fits(path)))

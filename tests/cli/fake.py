"""A library that answers what a test tells it to, and records what was made of it."""

from __future__ import annotations

from typing import Any

from likeness.settings import LibrarySettings
from likeness.types import Edit, EditId, Face, FaceId, Person, PersonId, Photo, PhotoId

ANNA = PersonId("p00000000000000aa")
BOB = PersonId("p00000000000000bb")


class FakeLibrary:
    """Every method answers with the value, the function's value, or the error of its name."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self.opened: list[tuple[str | None, bool]] = []
        self.closed = 0
        self.settings = LibrarySettings.model_construct()

    def open(self, folder: str | None, *, on_wait: Any, create: bool) -> Any:
        self.opened.append((folder, create))
        self.on_wait = on_wait
        if "open" in self.answers:
            raise self.answers["open"]
        return self

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed += 1

    def __getattr__(self, name: str) -> Any:
        if name not in self.answers:
            raise AttributeError(name)

        def method(*args: Any, **kwargs: Any) -> Any:
            self.calls.append((name, args, kwargs))
            answer = self.answers[name]
            if isinstance(answer, BaseException):
                raise answer
            return answer(*args, **kwargs) if callable(answer) else answer

        return method


def person(key: str = ANNA, name: str | None = "Anna", **kwargs: Any) -> Person:
    return Person(person=PersonId(key), name=name, faces=3, photos=2, **kwargs)


def photo(path: str = "/photos/a.jpg", **kwargs: Any) -> Photo:
    facts: dict[str, Any] = {
        "photo": path,
        "sha256": PhotoId("ab" * 32),
        "paths": (path,),
        "width": 640,
        "height": 480,
        "taken": "2024-05-06T07:08:09+02:00",
        "faces": 2,
        "status": "ok",
    }
    return Photo(**{**facts, **kwargs})


def face(key: str = "f1", path: str = "/photos/a.jpg", **kwargs: Any) -> Face:
    facts: dict[str, Any] = {
        "face": FaceId(key),
        "photo": path,
        "box": (10.0, 20.0, 30.0, 50.0),
        "points": ((1.0, 2.0),) * 5,
        "score": 0.987,
        "status": "ok",
        "quality": 0.71,
        "person": ANNA,
        "age": 31.4,
        "gender": "female",
        "gender_probability": 0.9,
        "pose": (1.0, 2.0, 3.0),
        "sha256": PhotoId("ab" * 32),
        "name": "Anna",
    }
    return Face(**{**facts, **kwargs})


def edit(number: int = 7, what: str = f"{ANNA} is Anna", **kwargs: Any) -> Edit:
    facts: dict[str, Any] = {"when": "2024-05-06T07:08:09Z", "who": "root", "kind": "name"}
    return Edit(edit=EditId(number), what=what, **{**facts, **kwargs})

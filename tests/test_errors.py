"""The tree of errors in the docstring is the tree in the code."""

from __future__ import annotations

import re

import pytest

from likeness import errors


def classes() -> list[type[Exception]]:
    return [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]


def drawn() -> dict[str, str | None]:
    """Read the parent of every class out of the drawing in the docstring."""
    parents: dict[str, str | None] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"^    ([│├└─ ]*)(\w+Error)\b", line)
        if match:
            depth = len(match[1]) // 4
            path = [*path[:depth], match[2]]
            parents[match[2]] = path[depth - 1] if depth else None
    return parents


def test_every_error_stands_in_the_drawing() -> None:
    assert set(drawn()) == {cls.__name__ for cls in classes()}


@pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)
def test_every_error_hangs_where_the_drawing_says(cls: type[Exception]) -> None:
    base = cls.__bases__[0].__name__

    assert drawn()[cls.__name__] == (None if base == "Exception" else base)


@pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)
def test_every_error_says_what_it_means(cls: type[Exception]) -> None:
    assert (cls.__doc__ or "").strip().split("\n")[0].endswith(".")


def test_a_photo_error_carries_its_reason_and_reads_as_its_detail() -> None:
    error = errors.PhotoError("empty", "The file holds no bytes.")

    assert (error.reason, error.detail, str(error)) == (
        "empty",
        "The file holds no bytes.",
        "The file holds no bytes.",
    )
    assert error.reason in errors.REASONS

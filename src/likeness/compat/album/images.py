"""The pictures of an album as a caller lists them, and what is said of each in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from likeness.errors import UsageError

ALONE = -1
NO_FACE = -2
EXPECTED = 'Expected a list of {"id": ..., "url": "https://..."}.'

Image = dict[str, Any]


def copied_images(images: object) -> list[Image]:
    """Return copies of the caller's dictionaries, without what an earlier job said of them.

    Raises:
        UsageError: They are no list of dictionaries with an id and the text of a URL.
    """
    if not isinstance(images, (list, tuple)):
        raise UsageError(f"The images are {_a(images)}. {EXPECTED}")
    return [_copied(number, image) for number, image in enumerate(images)]


def _copied(number: int, image: object) -> Image:
    if not isinstance(image, dict):
        raise UsageError(f"Image {number} is {_a(image)}. {EXPECTED}")
    for key in ("id", "url"):
        if key not in image:
            raise UsageError(f'Image {number} has no "{key}". {EXPECTED}')
    if not isinstance(image["url"], str):
        raise UsageError(f'The "url" of image {number} is {_a(image["url"])}. {EXPECTED}')
    return {key: value for key, value in image.items() if key not in {"group_idx", "error"}}


def mark(
    images: Sequence[Image], groups: Sequence[Sequence[int]], errors: Mapping[int, str]
) -> None:
    """Write "group_idx" into every image, and "error" into those that could not be read.

    Args:
        images: In the caller's order; changed.
        groups: For each group, of each of its faces, the position of the image that shows it.
        errors: By position.
    """
    found: list[set[int]] = [set() for _ in images]
    for position, group in enumerate(groups):
        for number in group:
            found[number].add(position if len(group) > 1 else ALONE)
    for number, image in enumerate(images):
        shared, alone = found[number] - {ALONE}, found[number] & {ALONE}
        image["group_idx"] = [*sorted(shared), *alone] or [NO_FACE]
        if number in errors:
            image["error"] = errors[number]


def _a(value: object) -> str:
    return "nothing" if value is None else f"of type {type(value).__name__}"

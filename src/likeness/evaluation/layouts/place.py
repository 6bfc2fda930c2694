"""The folder that the photos of a published data set were unpacked to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from likeness.evaluation.layouts.images import is_image
from likeness.evaluation.layouts.wording import shown, some


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder and the photos in it."""

    prefix: str  # path of the folder, "" for the data set's own
    photos: dict[str, str]  # path below the folder, without its ending, and path of the file
    others: tuple[str, ...]  # folders that hold photos of the same names

    def warnings(self) -> tuple[str, ...]:
        """Say which folder was taken where there are several."""
        if not self.others:
            return ()
        used, others = f"{shown(self.prefix or '.')}/", some([f"{p or '.'}/" for p in self.others])
        return (f"Photos of the same names lie in several folders: {used} is used, not {others}.",)


def located(
    wanted: Collection[str], files: Iterable[str], *, depth: int, preferred: Sequence[str]
) -> Place | None:
    """Return the folder in which most of the wanted photos lie, None if none does.

    Args:
        wanted: Names without ending, such as "Name/Name_0001".
        files: Paths below the data set.
        depth: How many folders a wanted name goes through.
        preferred: Names of folders that win a tie, best first; then the first by name does.
    """
    places: dict[str, dict[str, str]] = {}
    for path in sorted(filter(is_image, files)):
        parts = path.rsplit("/", depth + 1)
        if len(parts) > depth:
            prefix = parts[0] if len(parts) == depth + 2 else ""
            name = "/".join(parts[-depth - 1 :]).rpartition(".")[0]
            places.setdefault(prefix, {}).setdefault(name, path)
    hits = {prefix: sum(name in photos for name in wanted) for prefix, photos in places.items()}
    ranked = sorted(
        (prefix for prefix in places if hits[prefix]),
        key=lambda prefix: (-hits[prefix], _rank(prefix, preferred), prefix),
    )
    if not ranked:
        return None
    return Place(prefix=ranked[0], photos=places[ranked[0]], others=tuple(ranked[1:]))


def _rank(prefix: str, preferred: Sequence[str]) -> int:
    folder = prefix.rpartition("/")[2]
    return preferred.index(folder) if folder in preferred else len(preferred)

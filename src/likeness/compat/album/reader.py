"""Files of an album into faces: decoded in processes of their own, analysed in batches."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from likeness.compat.album.faces import AlbumFace, FinerParts, square
from likeness.compat.album.files import NoFile, PictureFile
from likeness.imaging.outcomes import Decoded, Known, Refused
from likeness.imaging.pool import DecodePool
from likeness.models.analyser import AnalysedPhoto, Analyser, PhotoPixels
from likeness.models.sightings import Picture
from likeness.types import PhotoId
from likeness.workflows.finer import finer

CUT_SHORT = "The picture is cut short: only a part of it came from the server."


@dataclass(slots=True)
class Album:
    """What was found on the pictures that were read."""

    faces: list[AlbumFace] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)  # by position in the caller's list
    done: int = 0  # pictures


class AlbumReader:
    """Reads one album. Pictures of the same content are analysed once.

    Args:
        pool: Decodes.
        open_analyser: Loads the models, when the first picture is there.
        batch: Pictures analysed together.
        progress: Told the album so far after each batch.
    """

    def __init__(
        self,
        *,
        pool: DecodePool,
        open_analyser: Callable[[], Analyser],
        batch: int,
        progress: Callable[[Album], None],
    ) -> None:
        self._pool = pool
        self._open_analyser = open_analyser
        self._analyser: Analyser | None = None
        self._batch = batch
        self._progress = progress
        self._album = Album()
        self._files: deque[PictureFile] = deque()  # on their way through the pool
        self._found: dict[PhotoId, list[AlbumFace]] = {}  # by content, of analysed pictures
        self._broken: set[PhotoId] = set()  # of pictures that are cut short

    def read(self, files: Iterable[PictureFile | NoFile]) -> Album:
        """Return the faces of all files, ordered by picture and then as one reads.

        Raises:
            ModelError: A model is missing or failed.
            LikenessError: No decoding process can be started.
        """
        waiting: list[tuple[PictureFile, Decoded | Known]] = []
        try:
            outcomes = self._pool.decode(self._paths(files), self._is_known)
            with contextlib.closing(outcomes):
                for outcome in outcomes:
                    file = self._files.popleft()
                    if isinstance(outcome, Refused):
                        self._refuse(file, outcome.detail)
                    else:
                        waiting.append((file, outcome))
                    if len(waiting) >= self._batch:
                        self._finish(waiting)
                        waiting = []
            self._finish(waiting)
        finally:
            if self._analyser is not None:
                self._analyser.close()
        self._album.faces.sort(key=lambda face: (face.image, face.position))
        return self._album

    def _paths(self, files: Iterable[PictureFile | NoFile]) -> Iterator[Path]:
        for file in files:
            if isinstance(file, NoFile):
                self._album.errors[file.image] = file.error
                self._album.done += 1
            else:
                self._files.append(file)
                yield file.path

    def _is_known(self, photo: PhotoId) -> bool:
        return photo in self._found

    def _refuse(self, file: PictureFile, error: str) -> None:
        self._album.errors[file.image] = error
        self._release(file)

    def _release(self, file: PictureFile) -> None:
        self._album.done += 1
        if file.ours:
            file.path.unlink(missing_ok=True)

    def _finish(self, waiting: Sequence[tuple[PictureFile, Decoded | Known]]) -> None:
        """Analyse what is new of a batch, and take down the faces of each of its pictures."""
        new: dict[PhotoId, Decoded] = {}
        for _, outcome in waiting:
            if isinstance(outcome, Decoded) and outcome.facts.id not in self._found:
                new.setdefault(outcome.facts.id, outcome)
        self._analyse(list(new.values()))
        for file, outcome in waiting:
            photo = outcome.facts.id if isinstance(outcome, Decoded) else outcome.photo
            if file.ours and photo in self._broken:
                self._refuse(file, CUT_SHORT)
                continue
            faces = self._found[photo]
            if new.get(photo) is not outcome:  # a copy of a picture: nothing of it is shared
                faces = [replace(face, square=face.square.copy()) for face in faces]
            self._album.faces += [replace(face, image=file.image) for face in faces]
            self._release(file)
        self._progress(self._album)

    def _analyse(self, photos: Sequence[Decoded]) -> None:
        if not photos:
            return
        if self._analyser is None:
            self._analyser = self._open_analyser()
        files = {photo.facts.id: photo.path for photo in photos}
        parts = FinerParts(finer(self._pool, files))
        analysed = self._analyser.analyse([_pixels(photo) for photo in photos], finer=parts)
        for photo, result in zip(photos, analysed, strict=True):
            self._found[photo.facts.id] = _faces(photo, result, parts)
            if photo.facts.status == "partial":
                self._broken.add(photo.facts.id)


def _pixels(photo: Decoded) -> PhotoPixels:
    return PhotoPixels(
        id=photo.facts.id,
        pixels=photo.pixels,
        scale=photo.scale,
        width=photo.facts.width,
        height=photo.facts.height,
    )


def _faces(photo: Decoded, analysed: AnalysedPhoto, parts: FinerParts) -> list[AlbumFace]:
    """Return the faces of one picture that count."""
    size = photo.facts.width, photo.facts.height
    height, width = photo.pixels.shape[:2]
    whole = Picture(photo.pixels, (width / size[0], height / size[1]))
    return [
        AlbumFace(
            image=-1,
            position=facts.position,
            id=facts.id,
            photo=facts.photo,
            box=facts.box,
            quality=facts.quality or 0.0,
            vector=facts.embedding,
            square=square(facts, whole, parts.of(facts.photo), size),
        )
        for facts in analysed.faces
        if facts.status == "ok" and facts.embedding is not None
    ]

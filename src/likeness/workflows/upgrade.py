"""upgrade: place the landmarks of older versions again, from the photos."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from likeness.catalog.base import FaceFilter, PhotoFilter
from likeness.errors import InterruptedRunError, StoreUnavailableError
from likeness.imaging.outcomes import Decoded, Outcome
from likeness.models.analyser import KnownFaces, PhotoPixels
from likeness.sources.base import FoundFile
from likeness.types import PhotoId, Progress, UpgradeReport
from likeness.workflows.finer import finer
from likeness.workflows.incoming import reading, remove_leftovers
from likeness.workflows.parts import Parts

OnProgress = Callable[[Progress], None]


def upgrade(
    parts: Parts,
    *,
    progress: OnProgress | None = None,
    stop: Callable[[], bool] | None = None,
) -> UpgradeReport:
    """Place outdated landmarks again; see `Library.upgrade`."""
    started = time.monotonic()
    with parts.catalog.running("upgrade"):
        remove_leftovers(parts)
        run = Upgrade(parts, progress or (lambda _: None), stop or (lambda: False))
        run.upgrade()
    return UpgradeReport(
        faces=run.faces,
        photos=run.total - len(run.outdated),
        missing=len(run.outdated),
        seconds=round(time.monotonic() - started, 3),
    )


class Upgrade:
    """One run: what is still outdated is all that it has to remember.

    A batch is written whole or not at all, so that a kill loses at most the batch that was being
    computed, and the next run goes on with the rest. Photos may be forgotten and sources removed
    meanwhile: such photos are left out.
    """

    def __init__(self, parts: Parts, progress: OnProgress, stop: Callable[[], bool]) -> None:
        self.parts = parts
        self.progress = progress
        self.stop = stop
        self.outdated = parts.catalog.outdated_landmarks(parts.analyser.landmarker_contract)
        self.total = len(self.outdated)
        self.faces = 0

    def upgrade(self) -> None:
        """Read every photo at the first of its places that still has it."""
        self._tell()
        places = self.parts.catalog.locations_of(self.outdated)
        uris = {row.id: row.uri for row in self.parts.catalog.sources()}
        for turn in range(max(map(len, places.values()), default=0)):
            here: dict[int, dict[str, PhotoId]] = {}
            for photo, at in places.items():
                if photo in self.outdated and turn < len(at):
                    source, path = at[turn]
                    here.setdefault(source, {})[path] = photo
            for source, wanted in here.items():
                if source in uris:
                    self._read(uris[source], wanted)

    def _read(self, uri: str, wanted: dict[str, PhotoId]) -> None:
        """Go through photos of one source, by path."""
        photos = self.parts.catalog.photos(PhotoFilter(ids=tuple(wanted.values())))
        sizes = {photo.sha256: photo.bytes for photo in photos}
        for photo in set(wanted.values()) - sizes.keys():  # forgotten
            del self.outdated[photo]
        files = [
            FoundFile(path, sizes[photo], 0) for path, photo in wanted.items() if photo in sizes
        ]
        with reading(self.parts, uri) as run:
            for batch in self._batches(run.outcomes(files, lambda _: False)):
                self._place(
                    [
                        outcome
                        for path, outcome in batch
                        if isinstance(outcome, Decoded) and outcome.facts.id == wanted[path]
                    ]
                )
                run.release([path for path, _ in batch])
                self._tell()
                self._check_stop()

    def _batches(
        self, outcomes: Iterable[tuple[FoundFile, Outcome]]
    ) -> Iterator[list[tuple[str, Outcome]]]:
        """Yield what was read in batches, until the source does not answer any more."""
        batch: list[tuple[str, Outcome]] = []
        with suppress(StoreUnavailableError):
            for file, outcome in outcomes:
                batch.append((file.path, outcome))
                if len(batch) >= self.parts.settings.runtime.batch:
                    yield batch
                    batch = []
        if batch:
            yield batch

    def _place(self, photos: Sequence[Decoded]) -> None:
        """Place and write the landmarks of one batch of photos."""
        known = [found for photo in photos if (found := self._known(photo)).faces]
        files = {photo.facts.id: photo.path for photo in photos}
        again = self.parts.analyser.landmarks_again
        rows = again(known, finer=finer(self.parts.pool, files)) if known else []
        wanted = {face for photo in files for face in self.outdated[photo]}
        with self.parts.catalog.writing("upgrade"):
            self.faces += self.parts.catalog.write_landmarks([r for r in rows if r.face in wanted])
        for photo in files:
            del self.outdated[photo]

    def _known(self, photo: Decoded) -> KnownFaces:
        """Return a photo with all of its faces that were described when it was added."""
        facts = photo.facts
        faces = self.parts.catalog.faces(FaceFilter(photo=facts.id, every=True))
        return KnownFaces(
            photo=PhotoPixels(
                id=facts.id,
                pixels=photo.pixels,
                scale=photo.scale,
                width=facts.width,
                height=facts.height,
            ),
            faces=tuple(face for face in faces if face.status == "ok"),
        )

    def _tell(self) -> None:
        done = self.total - len(self.outdated)
        self.progress(Progress(stage="upgrade", done=done, total=self.total, faces=self.faces))

    def _check_stop(self) -> None:
        if self.stop():
            raise InterruptedRunError(
                f"Stopped: the landmarks of {self.faces} faces are new. "
                "Run the same command again to go on."
            )

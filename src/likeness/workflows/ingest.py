"""add: read what is new, find its faces, remember it, and notice what moved or is gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Collection as AnyOf
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from likeness.blobs.base import crop_key, thumbnail_key
from likeness.errors import InterruptedRunError, UnknownSourceError, UsageError
from likeness.imaging.outcomes import Decoded, Outcome, Refused
from likeness.models.analyser import AnalysedPhoto, PhotoPixels
from likeness.sources.base import FoundFile, Obstacle
from likeness.sources.open import is_bucket
from likeness.types import (
    AddReport,
    Box,
    FailureFacts,
    IngestBatch,
    Location,
    PhotoId,
    Progress,
)
from likeness.workflows import collections
from likeness.workflows import group as grouping
from likeness.workflows import index as indexing
from likeness.workflows.claim import claim_blobs
from likeness.workflows.finer import finer
from likeness.workflows.incoming import reading, remove_leftovers
from likeness.workflows.known import KnownPhotos
from likeness.workflows.parts import Parts
from likeness.workflows.places import (
    Place,
    absolute,
    is_gone,
    is_mounted,
    known_places,
    place_of,
    relative,
)
from likeness.workflows.plan import Plan, is_unchanged
from likeness.workflows.tally import Tally
from likeness.workflows.targets import is_within
from likeness.workflows.uploads.folder import UploadsFolder

OnProgress = Callable[[Progress], None]

LIGHT_PER_BATCH = 256  # locations and failures written together when nothing is analysed


def add(
    parts: Parts,
    paths: Sequence[str | Path],
    *,
    group: bool = True,
    folders_as_collections: bool = False,
    progress: OnProgress | None = None,
    stop: Callable[[], bool] | None = None,
) -> AddReport:
    """Index *paths*, or all known sources; see `Library.add`."""
    started = time.monotonic()
    for path in paths:
        _refuse_library(parts, path)
    with parts.catalog.running("add"):
        if paths:
            places = [place_of(parts, path) for path in paths]
        else:
            places = [p for p in known_places(parts) if is_mounted(parts, p.source)]
        remove_leftovers(parts)
        claim_blobs(parts)
        parts.index(parts.contract)  # settings that make no sense are refused now, not in the end
        run = Ingestion(parts, progress or (lambda _: None), stop or (lambda: False))
        run.add(places)
        if folders_as_collections:
            collections.from_folders(parts, places)
        if group and parts.catalog.is_grouping_due(parts.contract):
            grouping.group(parts, progress=progress)
        if run.tally.new:
            indexing.refresh(parts, parts.contract)
    return run.tally.report(time.monotonic() - started)


def _refuse_library(parts: Parts, path: str | Path) -> None:
    """Keep the library's own pictures out of it: they show faces too."""
    wanted = absolute(path)
    if is_bucket(wanted):
        within = bool(own := own_bucket(parts)) and relative(wanted, own) is not None
    else:
        within = is_within(Path(wanted), parts.folder)
        within = within and not uploads_of(parts).holds(Path(wanted))
    if within:
        raise UsageError(f"{path} lies in the library itself. Say where your photos are.")


def uploads_of(parts: Parts) -> UploadsFolder:
    """Return where photos lie that were sent: the one place of ours that holds photos."""
    return UploadsFolder(parts.folder, parts.settings.serve)


def own_bucket(parts: Parts) -> str:
    """Return the address of the library's thumbnails and crops, "" if they lie in its folder."""
    return absolute(parts.settings.blobs.url) if parts.settings.blobs.url else ""


@dataclass
class Pending:
    """What was read and is not written yet."""

    decoded: list[Decoded] = field(default_factory=list)
    locations: list[Location] = field(default_factory=list)
    failures: list[FailureFacts] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """Every path that was read for this batch."""
        return [at.path for at in self.locations] + [at.path for at in self.failures]

    def __len__(self) -> int:
        return len(self.decoded) + len(self.locations) + len(self.failures)


class Ingestion:
    """One run of `add`: holds the tally and commits batch by batch.

    A batch is whole photos with all that belongs to them, so that a kill at any moment loses at
    most the batch that was being computed.

    Only who holds the right to run adds photos or sources; but people may forget photos and remove
    sources at any time. So each batch is held against the catalog again before it is written, with
    the right to write, and its pictures are stored only then.
    """

    def __init__(self, parts: Parts, progress: OnProgress, stop: Callable[[], bool]) -> None:
        self.parts = parts
        self.progress = progress
        self.stop = stop
        self.tally = Tally()
        self.done = 0
        self.total = 0

    def add(self, places: Sequence[Place]) -> None:
        """Look at all places, then read what is new, place by place."""
        plans = [self._plan(place) for place in places]
        self.total = sum(len(plan.files) for plan in plans)
        known = KnownPhotos(self.parts.catalog, self.total)
        for plan in plans:
            self._check_stop()
            self._read(plan, known)
        for plan in plans:
            self._mark_missing(plan)

    # -- what is there

    def _plan(self, place: Place) -> Plan:
        known = self.parts.catalog.locations(place.source.id, place.prefix)
        plan = Plan(place, known)
        for count, item in enumerate(self._found(place)):
            if count % 256 == 0:
                self._tell("scan", count, None)
                self._check_stop()
            if isinstance(item, Obstacle):
                self._note_obstacle(plan, item)
            else:
                self._note_file(plan, item)
        return plan

    def _found(self, place: Place) -> Iterator[FoundFile | Obstacle]:
        """Return what the place holds, without what the library itself put there."""
        avoid = frozenset({str(self.parts.folder), own_bucket(self.parts)}) - {""}
        source = self.parts.source(place.source.uri)
        yield from source.walk(place.prefix, avoid=avoid)
        sent = uploads_of(self.parts).below(place.source.uri, place.prefix)
        if sent is not None:
            yield from source.walk(sent)

    def _note_obstacle(self, plan: Plan, item: Obstacle) -> None:
        self.tally.failed += 1
        plan.found.add(item.path)
        if item.folder:
            plan.closed.append("" if item.path == "." else item.path + "/")
        plan.obstacles.append(
            FailureFacts(
                path=item.path,
                size=item.size,
                mtime_ns=item.mtime_ns,
                reason=item.reason,
                detail=item.detail,
            )
        )

    def _note_file(self, plan: Plan, item: FoundFile) -> None:
        plan.found.add(item.path)
        before = plan.known.get(item.path)
        if before is None or not is_unchanged(before, item):
            plan.files.append(item)
        elif before.photo is None:
            self.tally.failed += 1
        else:
            self.tally.present.add(before.photo)

    # -- reading

    def _read(self, plan: Plan, known: KnownPhotos) -> None:
        batch = Pending(failures=list(plan.obstacles))
        with reading(self.parts, plan.place.source.uri) as run:
            for file, outcome in run.outcomes(plan.files, known.__contains__):
                self._sort(batch, file, outcome, known)
                if len(batch.decoded) >= self.parts.settings.runtime.batch or (
                    len(batch) >= LIGHT_PER_BATCH
                ):
                    self._commit(plan, batch)
                    run.release(batch.paths)
                    batch = Pending()
                    self._check_stop()
            if len(batch):
                self._commit(plan, batch)
        self._tell("analyse", self.done, self.total)

    def _sort(self, batch: Pending, file: FoundFile, outcome: Outcome, known: KnownPhotos) -> None:
        if isinstance(outcome, Refused):
            self.tally.failed += 1
            batch.failures.append(
                FailureFacts(
                    path=file.path,
                    size=outcome.size,
                    mtime_ns=outcome.mtime_ns,
                    reason=outcome.reason,
                    detail=outcome.detail,
                    etag=file.etag,
                )
            )
            return
        photo = outcome.facts.id if isinstance(outcome, Decoded) else outcome.photo
        if isinstance(outcome, Decoded) and known.note(photo):
            self.tally.new.add(photo)
            batch.decoded.append(outcome)
        batch.locations.append(
            Location(
                path=file.path,
                size=outcome.size,
                mtime_ns=outcome.mtime_ns,
                photo=photo,
                etag=file.etag,
            )
        )

    def _commit(self, plan: Plan, batch: Pending) -> None:
        """Analyse one batch and write it."""
        returning = {at.photo for at in batch.locations if at.photo} - self.tally.new
        left = self._moved_from(plan, returning)
        ids = [photo.facts.id for photo in batch.decoded]
        written = False
        while not written:
            boxes = self._forgotten_faces(ids)
            analysed = self._analyse(batch.decoded, boxes)
            with self.parts.catalog.writing("add"):
                if self._forgotten_faces(ids) == boxes:
                    self._mark_as_moved(left)
                    self._write(plan, batch, analysed)
                    written = True
        self.done += len(batch.locations) + len(batch.failures)
        self._tell("analyse", min(self.done, self.total), self.total)

    def _write(self, plan: Plan, batch: Pending, analysed: Sequence[AnalysedPhoto]) -> None:
        """Write one batch: blobs first, so that a row never points at nothing.

        Raises:
            UnknownSourceError: The source was removed; nothing was written.
        """
        catalog = self.parts.catalog
        self._require_source(plan)
        forgotten = catalog.skipped({at.photo for at in batch.locations if at.photo})
        photos = [photo for photo in batch.decoded if photo.facts.id not in forgotten]
        kept = [result for result in analysed if result.id not in forgotten]
        locations = tuple(at for at in batch.locations if at.photo not in forgotten)
        pictures = {thumbnail_key(photo.facts.id): photo.thumbnail for photo in photos}
        for result in kept:
            pictures.update((crop_key(face), crop) for face, crop in result.crops.items())
        self.parts.blobs.put_all(pictures)
        faces = tuple(face for result in kept for face in result.faces)
        catalog.write(
            IngestBatch(
                source=plan.place.source.id,
                photos=tuple(photo.facts for photo in photos),
                faces=faces,
                locations=locations,
                failures=tuple(batch.failures),
            )
        )
        self.tally.present.update(at.photo for at in locations if at.photo)
        self.tally.faces += sum(face.status == "ok" for face in faces)

    def _require_source(self, plan: Plan) -> None:
        try:
            self.parts.catalog.require_source(plan.place.source.id)
        except UnknownSourceError as exc:
            raise UnknownSourceError(
                f"{plan.place.source.uri} was removed from the sources while its photos were "
                f"being added. {len(self.tally.present)} photos are kept; run `likeness add` again "
                "for other sources."
            ) from exc

    def _forgotten_faces(self, photos: Sequence[PhotoId]) -> Mapping[PhotoId, Sequence[Box]]:
        return self.parts.catalog.skipped_boxes(photos) if photos else {}

    def _analyse(
        self, photos: Sequence[Decoded], boxes: Mapping[PhotoId, Sequence[Box]]
    ) -> Sequence[AnalysedPhoto]:
        if not photos:
            return []
        files = {photo.facts.id: photo.path for photo in photos}
        return self.parts.analyser.analyse(
            [
                PhotoPixels(
                    id=photo.facts.id,
                    pixels=photo.pixels,
                    scale=photo.scale,
                    width=photo.facts.width,
                    height=photo.facts.height,
                    skipped=tuple(boxes.get(photo.facts.id, ())),
                )
                for photo in photos
            ],
            finer=finer(self.parts.pool, files),
        )

    def _moved_from(self, plan: Plan, known: AnyOf[PhotoId]) -> Mapping[int, Sequence[str]]:
        """Return the paths, by source, that known photos at new paths have left.

        A photo has moved if none of its earlier paths is there any more. Those paths are gone even
        where their whole folder is away: the photo is not.
        """
        left: dict[int, list[str]] = {}
        if not known:
            return left
        for photo, places in self.parts.catalog.locations_of(known).items():
            if not all(self._is_gone(plan, source, path) for source, path in places):
                continue
            self.tally.moved.add(photo)
            for source, path in places:
                left.setdefault(source, []).append(path)
        return left

    def _mark_as_moved(self, left: Mapping[int, Sequence[str]]) -> None:
        for source, paths in left.items():
            self.parts.catalog.mark_missing(source, paths)

    def _is_gone(self, plan: Plan, source: int, path: str) -> bool:
        """Whether nothing lies at *path* any more; what was just listed need not be asked for."""
        if source == plan.place.source.id and path in plan.found:
            return False
        return is_gone(self.parts, self._roots[source], path)

    @cached_property
    def _roots(self) -> dict[int, str]:
        """Where each source lies: nobody else makes one while we hold the right to run."""
        return {source.id: source.uri for source in self.parts.catalog.sources(counted=False)}

    # -- what is gone

    def _mark_missing(self, plan: Plan) -> None:
        if not is_mounted(self.parts, plan.place.source):
            return
        gone = {
            path: at.photo
            for path, at in plan.known.items()
            if path not in plan.found and not at.missing and not path.startswith(tuple(plan.closed))
        }
        if not gone:
            return
        self.parts.catalog.mark_missing(plan.place.source.id, gone.keys())
        photos = {photo for photo in gone.values() if photo}
        self.tally.missing |= photos - self.parts.catalog.locations_of(photos).keys()

    # -- talking

    def _tell(self, stage: str, done: int, total: int | None) -> None:
        self.progress(
            Progress(
                stage=stage,  # type: ignore[arg-type]
                done=done,
                total=total,
                faces=self.tally.faces,
                failed=self.tally.failed,
            )
        )

    def _check_stop(self) -> None:
        if self.stop():
            raise InterruptedRunError(
                f"Stopped: {len(self.tally.new)} new photos are kept. "
                "Run the same command again to go on."
            )

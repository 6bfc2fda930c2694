"""models, doctor and forget: what keeps a library sound and its owner in charge."""

from __future__ import annotations

import shlex
import stat
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

from likeness.blobs.base import (
    PORTRAIT_SIDES,
    PREVIEW_SIDES,
    BlobKey,
    average_key,
    average_picture_key,
    crop_key,
    portrait_key,
    preview_key,
    thumbnail_key,
)
from likeness.catalog.base import Catalog, FaceFilter, SourceRow
from likeness.errors import LikenessError, ModelFileError
from likeness.models.spec import ModelSpec
from likeness.types import AverageId, Check, Contract, FaceId, ForgetReport, ModelInfo, PhotoId
from likeness.workflows import calibrated, face_map
from likeness.workflows import index as indexing
from likeness.workflows import mend as mending
from likeness.workflows.claim import claim_blobs
from likeness.workflows.incoming import remove_leftovers
from likeness.workflows.network import kept as network
from likeness.workflows.parts import Parts
from likeness.workflows.people import person_id, photo_id
from likeness.workflows.places import is_mounted, require_answer
from likeness.workflows.uploads import settling

KEYS_AT_ONCE = 1000


def models(parts: Parts) -> list[ModelInfo]:
    """Return the models that the registry knows."""
    return [describe(parts, spec) for spec in parts.registry.specs.values()]


def describe(parts: Parts, spec: ModelSpec) -> ModelInfo:
    """Say what a model is, under which terms, and whether it is here."""
    try:
        files = list(parts.artifacts.get(spec).values())
    except ModelFileError:
        files = []
    return ModelInfo(
        model=spec.name,
        task=spec.task,
        installed=bool(files),
        bytes=sum(file.path.stat().st_size for file in files),
        weights_licence=spec.weights_licence,
        data_licence=spec.data_licence,
        source=spec.source,
        sha256=",".join(file.sha256 for file in files),
    )


def verify_models(parts: Parts) -> list[Check]:
    """Check the hash of every model file that is here."""
    checks = []
    for spec in parts.registry.specs.values():
        try:
            parts.artifacts.get(spec)
        except ModelFileError as exc:
            checks.append(Check(check=f"model {spec.name}", ok=False, detail=str(exc)))
        else:
            checks.append(Check(check=f"model {spec.name}", ok=True, detail="hash is right"))
    return checks


def doctor(parts: Parts) -> list[Check]:
    """Check everything, repair the index; see `Library.doctor`."""
    return [
        check_folder(parts),
        *check_sources(parts),
        *verify_models(parts),
        check_catalog(parts),
        check_landmarks(parts),
        check_index(parts),
        check_blobs(parts),
    ]


def check_folder(parts: Parts) -> Check:
    """Whether others may write to the library folder, and so plant or remove what they like."""
    mode = parts.folder.stat().st_mode
    advice = f"run: chmod 700 {shlex.quote(str(parts.folder))}"
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        return Check(check="folder", ok=False, detail=f"others may write to it; {advice}")
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Check(check="folder", ok=True, detail=f"others may enter it; {advice}")
    return Check(check="folder", ok=True, detail="yours alone")


def check_sources(parts: Parts) -> list[Check]:
    """Whether the folders and buckets that photos come from are there."""
    return [check_source(parts, row) for row in parts.catalog.sources()]


def check_source(parts: Parts, row: SourceRow) -> Check:
    """Whether one source is there, and if it is a bucket that does not answer, why."""
    detail = "not there now: mount it, or `sources remove` it"
    try:
        require_answer(parts, row)
        if is_mounted(parts, row):
            return Check(check=f"source {row.uri}", ok=True, detail=f"{row.photos} photos")
    except LikenessError as exc:
        detail = str(exc)
    return Check(check=f"source {row.uri}", ok=False, detail=detail)


def check_catalog(parts: Parts) -> Check:
    """Whether the catalog is sound inside."""
    wrong = parts.catalog.check()
    return Check(check="catalog", ok=not wrong, detail="; ".join(wrong) or "sound")


def check_landmarks(parts: Parts) -> Check:
    """Whether the landmarks of all faces are those that this version places."""
    old = parts.catalog.outdated_landmarks(parts.analyser.landmarker_contract)
    if not old:
        return Check(check="landmarks", ok=True, detail="placed by this version")
    detail = f"those of {len(old)} photos are of an older version; run: likeness upgrade"
    return Check(check="landmarks", ok=True, detail=detail)


def check_index(parts: Parts) -> Check:
    """Whether the index mirrors the catalog, after bringing it level."""
    try:
        contract = parts.contract
        behind = parts.index(contract).revision != parts.catalog.revision(contract)
        faces = len(indexing.refresh(parts, contract))
    except LikenessError as exc:
        return Check(check="index", ok=False, detail=str(exc))
    state = "was behind, made again" if behind else "level with the catalog"
    return Check(check="index", ok=True, detail=f"{faces} faces, {state}")


def compare_indexes(parts: Parts) -> list[Check]:
    """Compare every index with the catalog, vector by vector, and repair what differs."""
    contracts = parts.catalog.contracts() or [parts.contract]
    return [compare_index(parts, contract) for contract in contracts]


def compare_index(parts: Parts, contract: Contract) -> Check:
    """Hold one index against the catalog; where they differ, make it anew."""
    try:
        with parts.catalog.writing("compare"):
            index = indexing.refresh(parts, contract, tags=True)
            found = indexing.differences(parts.catalog, contract, index)
            if not found:
                return Check(check="index", ok=True, detail=f"{len(index)} faces, all as they are")
            with parts.catalog.indexing():
                ids, vectors = parts.catalog.vectors(contract)
                index.replace(ids, vectors, parts.catalog.revision(contract))
            index = indexing.refresh(parts, contract, tags=True)
            left = indexing.differences(parts.catalog, contract, index)
    except LikenessError as exc:
        return Check(check="index", ok=False, detail=str(exc))
    if left:
        return Check(check="index", ok=False, detail=f"made again, yet it has {left.in_words()}")
    return Check(check="index", ok=True, detail=f"had {found.in_words()}; made again")


def check_blobs(parts: Parts) -> Check:
    """Whether every photo and face has its small picture and nothing else has; mends both."""
    kept = set(parts.blobs.keys())
    if any(True for _ in spare_blobs(parts.catalog, kept)):
        remove_spare_blobs(parts)
        kept = set(parts.blobs.keys())  # it may have waited for who adds photos
    lost = mending.lost(parts, kept)
    if not lost:
        return Check(check="blobs", ok=True, detail="every photo and face has its small picture")
    with parts.catalog.running("mend"):
        claim_blobs(parts)
        failed = mending.mend(parts, lost)
    if failed:
        detail = f"{failed} photos lack small pictures, and their files are not there to make them"
        return Check(check="blobs", ok=False, detail=detail)
    return Check(check="blobs", ok=True, detail=f"made those of {len(lost)} photos again")


def remove_spare_blobs(parts: Parts) -> None:
    """Delete pictures that belong to nothing: killed runs leave some.

    Waits for the right to write: who adds photos stores their pictures first.
    """
    with parts.catalog.writing("clean"):
        claim_blobs(parts)
        parts.blobs.discard_unfinished()
        parts.blobs.delete_all(list(spare_blobs(parts.catalog, parts.blobs.keys())))


def spare_blobs(catalog: Catalog, keys: Iterable[BlobKey]) -> Iterator[BlobKey]:
    """Yield those of *keys* that are of photos and faces that *catalog* does not know."""
    for some in batched(keys):
        yield from _spare_photos(catalog, some)
        crops = {key for key in some if key.startswith("crops/")}
        ids = tuple(FaceId(PurePosixPath(key).stem) for key in crops)
        faces = catalog.faces(FaceFilter(ids=ids, every=True))
        yield from crops - {crop_key(row.face) for row in faces}
        yield from _spare_portraits(catalog, some)
        yield from _spare_averages(catalog, some)


def _spare_photos(catalog: Catalog, keys: Iterable[BlobKey]) -> Iterator[BlobKey]:
    """Yield the thumbnails and previews of photos that *catalog* does not know."""
    kept = {key: _photo_of(key) for key in keys if key.startswith(("thumbs/", "previews/"))}
    for photo in catalog.analysed(set(kept.values())):
        kept.pop(thumbnail_key(photo), None)
        for side in PREVIEW_SIDES:
            kept.pop(preview_key(photo, side), None)
    yield from kept


def _photo_of(key: BlobKey) -> PhotoId:
    return PhotoId(PurePosixPath(key).stem.partition("_")[0])


def _spare_portraits(catalog: Catalog, keys: Iterable[BlobKey]) -> Iterator[BlobKey]:
    """Yield the portraits of faces that *catalog* does not know."""
    portraits = {key: _face_of(key) for key in keys if key.startswith("portraits/")}
    wanted = FaceFilter(ids=tuple(set(portraits.values())), every=True)
    known = {row.face for row in catalog.faces(wanted)} if portraits else set()
    yield from (key for key, face in portraits.items() if face not in known)


def _face_of(portrait: BlobKey) -> FaceId:
    return FaceId(PurePosixPath(portrait).stem.partition("_")[0])


def _spare_averages(catalog: Catalog, keys: Iterable[BlobKey]) -> Iterator[BlobKey]:
    """Yield what is kept of averages that the catalog does not know, or that do not hold."""
    averages = {key for key in keys if key.startswith("averages/")}
    if averages:
        known = {average_key(row.id) for row in catalog.averages() if row.made is not None}
        pictures = {average_picture_key(row.id) for row in catalog.average_pictures()}
        yield from averages - known - pictures


def batched(keys: Iterable[BlobKey]) -> Iterator[set[BlobKey]]:
    """Yield *keys* in sets of at most `KEYS_AT_ONCE`."""
    remaining = iter(keys)
    while part := set(islice(remaining, KEYS_AT_ONCE)):
        yield part


def photos_of(
    parts: Parts, *, photo: str | Path | None = None, person: str | None = None
) -> frozenset[PhotoId]:
    """Return which photos `forget_photo` or `forget_person` would take something away from."""
    if photo is not None:
        return frozenset({photo_id(parts, photo)})
    if person is None:
        return frozenset()
    wanted = FaceFilter(person=person_id(parts, person), every=True)
    return frozenset(face.sha256 for face in parts.catalog.faces(wanted))


def forget_photo(parts: Parts, photo: str | Path, *, who: str) -> ForgetReport:
    """Remove a photo and all that came from it; see `Library.forget_photo`."""
    wanted = photo_id(parts, photo)
    settling.forget_unfinished(parts, wanted)  # first: the file is written anew afterwards
    with parts.catalog.writing("forget"):
        report = parts.catalog.forget_photos([wanted], who=who)
        finish_forgetting(parts)
    return report


def forget_person(parts: Parts, person: str, *, who: str) -> ForgetReport:
    """Remove a person and all that came from them; see `Library.forget_person`."""
    with parts.catalog.writing("forget"):
        report = parts.catalog.forget_person(person_id(parts, person), who=who)
        finish_forgetting(parts)
    return report


def finish_forgetting(parts: Parts) -> None:
    """Delete blobs and index entries of what was forgotten; also after a crash in between."""
    catalog = parts.catalog
    with catalog.writing("forget"):
        pending = catalog.pending_deletions()
        if not any(pending.values()):
            return
        claim_blobs(parts)
        settling.forget_files(parts, map(PhotoId, pending.get("photos", ())))
        parts.blobs.delete_all(
            [
                *(thumbnail_key(PhotoId(photo)) for photo in pending.get("photos", ())),
                *(
                    preview_key(PhotoId(photo), side)
                    for photo in pending.get("photos", ())
                    for side in PREVIEW_SIDES
                ),
                *(crop_key(FaceId(face)) for face in pending.get("faces", ())),
                *(
                    portrait_key(FaceId(face), side)
                    for face in pending.get("faces", ())
                    for side in PORTRAIT_SIDES
                ),
                *(
                    key(AverageId(id_))
                    for id_ in pending.get("averages", ())
                    for key in (average_key, average_picture_key)
                ),
            ]
        )
        face_map.forget(parts, map(FaceId, pending.get("faces", ())))
        network.forget(parts)
        for contract in catalog.contracts():
            with catalog.indexing():
                ids, vectors = catalog.vectors(contract)
                parts.index(contract).replace(ids, vectors, catalog.revision(contract))
        calibrated.forget(parts)
        remove_leftovers(parts)  # a backup that was killed leaves a whole catalog
        remove_spare_blobs(parts)
        catalog.deletions_done()

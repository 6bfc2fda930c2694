"""Facts to write into a catalog, made from small numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from likeness.types import (
    Account,
    AccountId,
    ApiKey,
    Contract,
    FaceFacts,
    FaceId,
    IngestBatch,
    KeyId,
    Labelings,
    Location,
    PhotoFacts,
    PhotoId,
)

CONTRACT = Contract("test-128-v1")
DETECTOR = Contract("test-detector-v1")


def photo_id(number: int) -> PhotoId:
    return PhotoId(hashlib.sha256(f"photo {number}".encode()).hexdigest())


def face_id(photo: int, position: int = 0) -> FaceId:
    digest = hashlib.sha256(f"{photo_id(photo)} {position}".encode()).hexdigest()
    return FaceId("f" + digest[:16])


def unit_vector(seed: int, length: int = 128) -> np.ndarray:
    vector = np.random.default_rng(seed).standard_normal(length).astype(np.float32)
    return vector / np.linalg.norm(vector)


def photo(number: int, **changed: object) -> PhotoFacts:
    facts = {
        "id": photo_id(number),
        "size": 1000 + number,
        "width": 640,
        "height": 480,
        "format": "JPEG",
        "status": "ok",
        "taken": datetime.fromisoformat("2020-01-01") + timedelta(hours=12, seconds=number),
        "taken_offset": 120,
        "taken_from": "exif",
        "camera": "Maker Model",
        "phash": (number * 0x9E3779B97F4A7C15) % 2**64,
        "thumbhash": bytes(range(25)),
    }
    return PhotoFacts(**(facts | changed))  # type: ignore[arg-type]


def face(photo: int, position: int = 0, **changed: object) -> FaceFacts:
    left = 10.0 + 100 * position
    facts = {
        "id": face_id(photo, position),
        "photo": photo_id(photo),
        "position": position,
        "detector": DETECTOR,
        "box": (left, 20.0, left + 80, 110.5),
        "points": tuple((left + 10 * i, 30.0 + i) for i in range(5)),
        "score": 0.99,
        "status": "ok",
        "quality": 0.5,
        "landmarks": np.full((68, 2), left, np.float32),
        "pose": (1.0, -2.0, 3.5),
        "age": 33.0,
        "gender": "female",
        "gender_probability": 0.9,
        "contract": CONTRACT,
        "embedding": unit_vector(1000 * photo + position),
        "norm": 1.4,
        "mirror_distance": 0.2,
    }
    return FaceFacts(**(facts | changed))  # type: ignore[arg-type]


def labelings(*rungs: Sequence[Sequence[int]], chosen: int = 0, photos: int) -> Labelings:
    """Groups of photos (one face on each), one list of groups for each strictness."""
    faces = sorted(face_id(n) for n in range(photos))
    row = {face: n for n, face in enumerate(faces)}
    groups = np.tile(np.arange(photos, dtype=np.int32), (len(rungs), 1))
    for number, rung in enumerate(rungs):
        for members in rung:
            rows = [row[face_id(n)] for n in members]
            groups[number, rows] = min(rows)
    return Labelings(
        faces=tuple(faces),
        strictness=np.linspace(0.8, 1.2, len(rungs)),
        groups=groups,
        chosen=chosen,
        sureness=np.linspace(0, 1, photos, dtype=np.float32),
    )


def location(path: str, photo: int, **changed: object) -> Location:
    facts = {"path": path, "size": 1000 + photo, "mtime_ns": photo, "photo": photo_id(photo)}
    return Location(**(facts | changed))  # type: ignore[arg-type]


def batch(source: int, numbers: Sequence[int], faces: int = 1) -> IngestBatch:
    """Photos *numbers*, each with as many *faces*, at the path "<number>.jpg"."""
    return IngestBatch(
        source=source,
        photos=tuple(photo(n) for n in numbers),
        faces=tuple(face(n, k) for n in numbers for k in range(faces)),
        locations=tuple(location(f"{n}.jpg", n) for n in numbers),
    )


def account(number: int, name: str, **changed: object) -> Account:
    facts = {
        "account": AccountId(f"a{number:016x}"),
        "name": name,
        "role": "owner",
        "disabled": False,
        "created": "2026-01-02T03:04:05+00:00",
        "seen": None,
    }
    return Account(**(facts | changed))  # type: ignore[arg-type]


def key(number: int, **changed: object) -> ApiKey:
    facts = {
        "key": KeyId(f"k{number:08x}"),
        "name": f"key {number}",
        "scope": "read",
        "account": None,
        "created": "2026-01-02T03:04:05+00:00",
        "used": None,
        "expires": None,
    }
    return ApiKey(**(facts | changed))  # type: ignore[arg-type]

"""The pinned versions and hashes: `pins.toml` as a value, and the check against it."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from weights.errors import WeightsError

PINS_FILE = Path(__file__).with_name("pins.toml")


@dataclass(frozen=True, slots=True)
class Package:
    """One published package and those of its files that are used."""

    name: str
    version: str
    files: Mapping[str, str]  # path inside the package -> SHA-256, lower-case hex


@dataclass(frozen=True, slots=True)
class Pins:
    """Everything that the built-in models are made of, and what they come out as."""

    requires: tuple[str, ...]  # requirements of the conversion, for pip
    mtcnn: Package
    face_api: Package
    models: Mapping[str, str]  # model -> SHA-256 of its ONNX file, lower-case hex


def load_pins(path: Path = PINS_FILE) -> Pins:
    """Read the pins."""
    data = tomllib.loads(path.read_text("utf-8"))
    return Pins(
        requires=tuple(data["requires"]),
        mtcnn=Package("mtcnn", **data["mtcnn"]),
        face_api=Package("@vladmandic/face-api", **data["face-api"]),
        models=data["models"],
    )


def read_checked(folder: Path, package: Package) -> dict[str, bytes]:
    """Return the contents of the package's files, each compared with its pin.

    Args:
        folder: Where the package's paths begin.
        package: What to read.

    Raises:
        WeightsError: A file is missing or has another hash.
    """
    return {path: _read_one(folder / path, package, pin) for path, pin in package.files.items()}


def _read_one(file: Path, package: Package, pin: str) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as exc:
        raise WeightsError(
            f"{file.name} of {package.name} {package.version} is missing or unreadable "
            f"({exc.strerror}): {file}."
        ) from exc
    found = hashlib.sha256(content).hexdigest()
    if found != pin:
        raise WeightsError(
            f"{file.name} is not the file that {package.name} {package.version} was published "
            f"with: its SHA-256 is {found}, expected {pin}; it was not used."
        )
    return content

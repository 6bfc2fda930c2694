"""`manifest.json` beside the built models: what they are, and whether they are still current."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weights.pins import Pins

MANIFEST = "manifest.json"
SOURCES = Path(__file__).parent
RECIPE_SUFFIXES = {".py", ".toml", ".json"}


def recipe_hash(folder: Path = SOURCES) -> str:
    """Return the SHA-256 over the names and contents of everything that decides the result."""
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.suffix in RECIPE_SUFFIXES:
            content = file.read_bytes()
            digest.update(f"{file.name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def manifest_text(pins: Pins, models: Mapping[str, bytes]) -> str:
    """Describe *models*, ONNX files by name, in JSON. Holds no time and no path."""
    document = {
        "recipe": recipe_hash(),
        "sources": {package.name: package.version for package in (pins.mtcnn, pins.face_api)},
        "models": {
            name: {
                "file": f"{name}.onnx",
                "sha256": hashlib.sha256(content).hexdigest(),
                "bytes": len(content),
                "source": _source(pins, name),
            }
            for name, content in models.items()
        },
    }
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def is_current(folder: Path) -> bool:
    """Say whether *folder* holds, unharmed, what today's recipe gives."""
    try:
        document = json.loads((folder / MANIFEST).read_text("utf-8"))
        return document["recipe"] == recipe_hash() and all(
            _is_intact(folder, entry) for entry in document["models"].values()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _is_intact(folder: Path, entry: Mapping[str, Any]) -> bool:
    content = (folder / entry["file"]).read_bytes()
    return bool(hashlib.sha256(content).hexdigest() == entry["sha256"])


def _source(pins: Pins, model: str) -> str:
    return pins.mtcnn.name if model.startswith("mtcnn_") else pins.face_api.name

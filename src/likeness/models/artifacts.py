"""The model files on disk: where they are, and whether they are what was published."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from likeness.errors import ModelFileError
from likeness.models.spec import ModelFile, ModelSpec

BUILTIN_FOLDER = Path(__file__).parent / "builtin"
MANIFEST = "manifest.json"
BLOCK = 2**20  # bytes read at once
REINSTALL = "Install Likeness again (in a checkout: `pip install -e .`)."


@dataclass(frozen=True, slots=True)
class Artifact:
    """One model file whose content was found to be the published one."""

    path: Path
    sha256: str  # lower-case hex


class Artifacts:
    """The model files of one folder.

    Args:
        folder: Holds the model files and `manifest.json`; by default the package's own.
    """

    def __init__(self, folder: Path = BUILTIN_FOLDER) -> None:
        self.folder = folder

    def get(self, spec: ModelSpec) -> dict[str, Artifact]:
        """Return the files of a model by part, after comparing their hashes (about 1 ms per MB).

        Raises:
            ModelFileError: A file is missing, unreadable or another one than was published; the
                message says what to do.
        """
        return {file.part: self._checked(spec, file) for file in spec.files}

    def _checked(self, spec: ModelSpec, file: ModelFile) -> Artifact:
        path = self.folder / file.name
        expected = file.sha256 or self._published(file.name)
        try:
            found = _sha256(path)
        except OSError as exc:
            reason = exc.strerror or type(exc).__name__
            raise ModelFileError(
                f"File {path} of model {spec.name} cannot be read: {reason}. {REINSTALL}"
            ) from exc
        if found != expected:
            raise ModelFileError(
                f"File {path} of model {spec.name} is not the published one: its SHA-256 is "
                f"{found}, expected {expected}. {REINSTALL}"
            )
        return Artifact(path, found)

    def _published(self, name: str) -> str:
        path = self.folder / MANIFEST
        try:
            models = json.loads(path.read_bytes())["models"]
            hashes = {entry["file"]: str(entry["sha256"]) for entry in models.values()}
        except OSError as exc:
            reason = exc.strerror or type(exc).__name__
            raise ModelFileError(
                f"The list of model files {path} cannot be read: {reason}. {REINSTALL}"
            ) from exc
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise ModelFileError(
                f"The list of model files {path} is damaged ({exc!r}). {REINSTALL}"
            ) from exc
        if name not in hashes:
            raise ModelFileError(f"{path} does not list {name}. {REINSTALL}")
        return hashes[name]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()

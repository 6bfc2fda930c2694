"""Build the built-in models into the source tree, unless they are there already."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from weights.errors import WeightsError
from weights.fetch import face_api_files, mtcnn_files
from weights.manifest import MANIFEST, is_current, manifest_text
from weights.pins import Pins, load_pins

OUTPUT = Path(__file__).parents[1] / "src" / "likeness" / "models" / "builtin"
FORCE = "LIKENESS_REBUILD_WEIGHTS"


def needs_build(output: Path = OUTPUT) -> bool:
    """Say whether the models are missing, harmed, outdated, or to be rebuilt by the user's will."""
    return os.environ.get(FORCE, "0") not in {"", "0"} or not is_current(output)


def requirements() -> list[str]:
    """Return what pip has to install before `build_models`; nothing if it has nothing to do."""
    return list(load_pins().requires) if needs_build() else []


def build_models(output: Path = OUTPUT) -> bool:
    """Write the models and their manifest into *output*; say whether there was anything to do.

    The manifest is written last, so a build that was cut off counts as none.

    Raises:
        WeightsError: A source is unreachable, missing or not what was pinned, or a result is not
            what was pinned, or *output* cannot be written.
    """
    if not needs_build(output):
        return False
    pins = load_pins()
    models = convert(pins)
    check_results(pins, models)
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, content in models.items():
            _write(output / f"{name}.onnx", content)
        _write(output / MANIFEST, manifest_text(pins, models).encode())
    except OSError as exc:
        raise WeightsError(f"The models cannot be written to {output}: {exc.strerror}.") from exc
    return True


def convert(pins: Pins) -> dict[str, bytes]:
    """Return every built-in model as an ONNX file.

    Raises:
        WeightsError: A source is unreachable, missing or not what was pinned, or a package that
            the conversion needs is not installed.
    """
    try:
        from weights.convert import convert_face_api, convert_mtcnn
    except ImportError as exc:
        raise WeightsError(
            f"The conversion needs the package {exc.name}: "
            "let pip build in isolation, or install the packages in weights/pins.toml."
        ) from exc
    return {
        **convert_mtcnn(mtcnn_files(pins.mtcnn)),
        **convert_face_api(face_api_files(pins.face_api)),
    }


def check_results(pins: Pins, models: Mapping[str, bytes]) -> None:
    """Compare the built files with their pins.

    Raises:
        WeightsError: One has another hash.
    """
    found = {name: hashlib.sha256(content).hexdigest() for name, content in models.items()}
    if found != pins.models:
        changed = ", ".join(
            f'{name} = "{sha256}"'
            for name, sha256 in sorted(found.items())
            if sha256 != pins.models.get(name)
        )
        raise WeightsError(
            "The conversion gave other models than weights/pins.toml promises; "
            f"if its code was changed on purpose, write down: {changed or 'fewer models'}."
        )


def _write(file: Path, content: bytes) -> None:
    """Replace *file* whole or not at all."""
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    partial.write_bytes(content)
    partial.replace(file)

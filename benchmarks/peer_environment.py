"""Make the environment that `face_recognition` runs in: prints the path of its Python.

    python benchmarks/peer_environment.py

The published packages need help: `dlib` has no wheels (dlib-bin has), the models' package needs
pkg_resources (which setuptools 81 dropped), and face_recognition asks for `dlib` by name.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / ".peer"
STAMP = FOLDER / "complete"
PACKAGES = (
    "dlib-bin==20.0.1.post1",
    "face_recognition_models==0.3.0",
    "setuptools<81",
    "click",
    "numpy",
    "pillow",
)
WITHOUT_DEPENDENCIES = ("face_recognition==1.3.0",)


def peer_python() -> Path:
    """Return the Python of the peer's environment, making that on the first call.

    Raises:
        subprocess.CalledProcessError: pip could not install the packages.
    """
    python = FOLDER / "bin" / "python"
    if not STAMP.exists():
        venv.create(FOLDER, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, *PACKAGES], check=True, stdout=sys.stderr)
        subprocess.run([*pip, "--no-deps", *WITHOUT_DEPENDENCIES], check=True, stdout=sys.stderr)
        STAMP.touch()
    return python


if __name__ == "__main__":
    print(peer_python())

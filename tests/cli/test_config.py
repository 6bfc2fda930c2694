"""likeness config show"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from likeness.settings import user_config_file
from likeness.workflows.masking import masked
from tests.cli.conftest import Cli


def shown(cli: Cli, folder: Path) -> dict[str, dict[str, Any]]:
    done = cli("--library", str(folder), "config", "show", "--json")

    assert (done.status, done.err, done.library.opened) == (0, "", [])
    return {row["setting"]: row for row in done.rows}


def test_every_setting_is_shown_with_its_default(cli: Cli, tmp_path: Path) -> None:
    rows = shown(cli, tmp_path / "none")

    assert rows["detect.min_score"] == {
        "setting": "detect.min_score",
        "value": 0.75,
        "origin": "default",
    }
    assert {"embed.model", "decode.max_pixels", "catalog.url", "log_level"} <= rows.keys()
    assert not (tmp_path / "none").exists()


def test_each_value_says_where_it_comes_from(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, library = user_config_file(), tmp_path / "faces" / "config.toml"
    user.parent.mkdir(parents=True)
    library.parent.mkdir()
    user.write_text("[detect]\nlong_side = 960\nmin_score = 0.6\nmin_face = 0.1\n")
    library.write_text("[detect]\nmin_score = 0.9\nmin_face = 0.2\n")
    monkeypatch.setenv("LIKENESS_DETECT__MIN_FACE", "0.3")
    monkeypatch.setenv("LIKENESS_RUNTIME", '{"batch": 4}')
    monkeypatch.setenv("LIKENESS_EMBED__MODEL", "dlib")

    rows = shown(cli, tmp_path / "faces")

    assert {
        key: (rows[key]["value"], rows[key]["origin"])
        for key in (
            "detect.long_side",
            "detect.min_score",
            "detect.min_face",
            "runtime.batch",
            "embed.model",
        )
    } == {
        "detect.long_side": (960, str(user)),
        "detect.min_score": (0.9, str(library)),
        "detect.min_face": (0.3, "LIKENESS_DETECT__MIN_FACE"),
        "runtime.batch": (4, "LIKENESS_RUNTIME"),
        "embed.model": ("dlib", "LIKENESS_EMBED__MODEL"),
    }
    assert rows["detect.model"]["origin"] == "default"


def test_humans_see_a_table_and_the_files(cli: Cli, tmp_path: Path) -> None:
    done = cli("--library", str(tmp_path), "config", "show")

    assert done.lines[0].split() == ["setting", "from", "value"]
    assert f"Library: {tmp_path}" in done.err
    assert str(tmp_path / "config.toml") in done.err


def test_a_setting_that_is_wrong_is_named(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKENESS_DETECT__MIN_SCORE", "2")

    done = cli("--library", str(tmp_path), "config", "show")

    assert done.status == 1
    assert "detect.min_score" in done.err


@pytest.mark.parametrize(
    ("key", "value", "safe"),
    [
        ("catalog.url", "postgresql://me:hush@host/db", "postgresql://me:***@host/db"),
        ("catalog.url", "postgresql://me@host/db", "postgresql://me@host/db"),
        ("catalog.url", "postgresql://h/db?user=a&password=hush&x=1", None),
        ("catalog.url", "s3://bucket?secret_access_key=hush", None),
        ("catalog.url", "postgresql://me:hu:s@sh@host/db", None),
        ("catalog.url", "postgresql://me:hu/hush@host/db", "postgresql://me:***@host/db"),
        ("catalog.url", "postgresql://me:hu#hush?@host/db", "postgresql://me:***@host/db"),
        ("server.secret", "hush", "***"),
        ("server.api_token", "hush", "***"),
        ("server.secret", "", ""),
        ("detect.model", "mtcnn", "mtcnn"),
        ("runtime.batch", 8, 8),
    ],
)
def test_passwords_are_masked(key: str, value: object, safe: object) -> None:
    masked_value = masked(key, value)

    assert "hush" not in str(masked_value)
    assert "sh@" not in str(masked_value)
    if safe is not None:
        assert masked_value == safe


def test_a_file_that_is_no_toml_is_one_line(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("detect[")

    done = cli("--library", str(tmp_path), "config", "show")

    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("Error: A configuration file is not valid TOML")
    assert done.err.count("\n") == 1

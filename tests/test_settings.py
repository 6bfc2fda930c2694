"""Settings come from arguments, environment and files, in that order, and complain by name."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from likeness.errors import SettingsError
from likeness.settings import default_library, load_settings, user_config_file


@pytest.fixture(autouse=True)
def nobody_elses_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("LIKENESS_LIBRARY", raising=False)


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)

    assert settings.detect.min_score == 0.75
    assert settings.attributes.age_gender


def test_a_file_in_the_library_changes_one_value_and_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[detect]\nmin_score = 0.9\n")

    settings = load_settings(tmp_path)

    assert settings.detect.min_score == 0.9
    assert settings.detect.long_side == 1280


def test_the_users_file_holds_where_the_library_says_nothing(tmp_path: Path) -> None:
    user = user_config_file()
    user.parent.mkdir(parents=True)
    user.write_text("[detect]\nmin_score = 0.6\nlong_side = 960\n")
    (tmp_path / "config.toml").write_text("[detect]\nmin_score = 0.9\n")

    settings = load_settings(tmp_path)

    assert (settings.detect.min_score, settings.detect.long_side) == (0.9, 960)


def test_the_environment_wins_over_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text("[detect]\nmin_score = 0.9\n")
    monkeypatch.setenv("LIKENESS_DETECT__MIN_SCORE", "0.8")

    assert load_settings(tmp_path).detect.min_score == 0.8


def test_arguments_win_over_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKENESS_DETECT__MIN_SCORE", "0.8")

    assert load_settings(tmp_path, detect={"min_score": 0.55}).detect.min_score == 0.55


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[detect]\nmin_score = 2\n", "detect.min_score"),
        ("[detect]\nmin_skore = 0.5\n", "detect.min_skore"),
        ("[runtime]\nbatch = 'many'\n", "runtime.batch"),
    ],
)
def test_a_wrong_value_is_named_with_the_files_to_look_in(
    tmp_path: Path, text: str, named: str
) -> None:
    (tmp_path / "config.toml").write_text(text)

    with pytest.raises(SettingsError, match=named) as caught:
        load_settings(tmp_path)

    assert str(tmp_path / "config.toml") in str(caught.value)


def test_a_file_that_is_no_toml_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("detect: nonsense")

    with pytest.raises(SettingsError, match="not valid TOML"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"a = " + b"[" * 10_000, b"detect = 1\n", b"\0" * 100]
)
def test_a_file_that_wants_to_do_harm_is_an_error_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.toml").write_bytes(content)

    with pytest.raises(SettingsError, match=r"config\.toml"):
        load_settings(tmp_path)


def test_a_file_that_cannot_be_read_is_an_error_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").touch()

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / "config.toml"))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SettingsError, match=r"config\.toml cannot be read: Permission denied"):
        load_settings(tmp_path)


def test_the_library_lies_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKENESS_LIBRARY", str(tmp_path / "faces"))

    assert default_library() == tmp_path / "faces"


def test_otherwise_it_lies_in_the_users_data_folder(tmp_path: Path) -> None:
    assert default_library() == tmp_path / "data" / "likeness"


def test_an_unknown_key_is_said_to_be_unknown(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[detect]\nmin_scor = 0.9\n")

    with pytest.raises(SettingsError, match=r"detect\.min_scor .*no setting of that name"):
        load_settings(tmp_path)


def test_a_file_that_cannot_be_looked_at_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: File name too long"):
        load_settings(tmp_path / ("x" * 300))


def test_no_secret_is_shown_by_an_error_or_a_repr(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[s3]\nsecret_key = 1234567\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert "1234567" not in "".join(traceback.format_exception(caught.value))

    settings = load_settings(
        tmp_path / "none",
        catalog={"url": "postgresql://me:1234567@host/db"},
        index={"url": "https://1234567@host", "api_key": "1234567"},
        s3={"access_key": "1234567", "secret_key": "1234567"},
    )
    assert "1234567" not in repr(settings)


def test_a_section_that_there_is_not_is_said_to_be_unknown(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[catalogue]\nurl = "x"\n')

    with pytest.raises(SettingsError, match=r"Setting catalogue .*no setting of that name"):
        load_settings(tmp_path)


def test_so_is_a_variable_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKENESS_CATALOGUE__URL", "secret")

    with pytest.raises(SettingsError, match="LIKENESS_CATALOGUE__URL sets nothing") as refused:
        load_settings(tmp_path)
    assert "secret" not in str(refused.value)

"""A configuration file says where the library lies, and keeps all else that it said."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness.errors import SettingsError, StoreUnavailableError
from likeness.settings import LibrarySettings, load_settings
from likeness.workflows.configuration import write_urls
from likeness.workflows.destinations import destination

POSTGRES = "postgresql+psycopg://me:secret@db/faces"


def test_a_new_file_holds_the_url_and_is_its_owners_alone(tmp_path: Path) -> None:
    write_urls(tmp_path, destination(tmp_path, LibrarySettings(), [POSTGRES]))

    assert load_settings(tmp_path).catalog.url == POSTGRES
    assert (tmp_path / "config.toml").stat().st_mode & 0o777 == 0o600


def test_comments_and_other_settings_stay(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("# mine\n[detect]\nmin_score = 0.8  # careful\n\n[catalog]\nwait_seconds = 5\n")
    file.chmod(0o644)

    write_urls(
        tmp_path, destination(tmp_path, load_settings(tmp_path), [POSTGRES, "exact:", "s3://b"])
    )

    text = file.read_text()
    assert text.startswith("# mine\n[detect]\nmin_score = 0.8  # careful\n")
    settings = load_settings(tmp_path)
    assert (settings.catalog.url, settings.catalog.wait_seconds) == (POSTGRES, 5)
    assert settings.blobs.url == "s3://b"
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_way_back_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'[catalog]\nurl = "{POSTGRES}"\n\n[detect]\nmin_score = 0.8\n')

    write_urls(tmp_path, destination(tmp_path, load_settings(tmp_path), ["sqlite:"]))

    assert file.read_text() == "[detect]\nmin_score = 0.8\n"


def test_a_whole_copy_takes_its_settings_along_without_the_urls(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    before = f'[catalog]\nurl = "{POSTGRES}"\n[detect]\nmin_score = 0.8\n'
    (old / "config.toml").write_text(before)

    write_urls(old, destination(old, load_settings(old), [str(new)]))

    assert (old / "config.toml").read_text() == before
    settings = load_settings(new)
    assert (settings.catalog.url, settings.detect.min_score) == ("", 0.8)


def test_a_whole_copy_takes_along_a_file_that_names_no_urls(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    (old / "config.toml").write_text("[detect]\nmin_score = 0.8\n")

    write_urls(old, destination(old, load_settings(old), [str(new)]))

    assert load_settings(new).detect.min_score == 0.8


def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[detect]\nmin_score = 0.8\n")
    (tmp_path / "config.toml").symlink_to("mine.toml")

    write_urls(tmp_path, destination(tmp_path, load_settings(tmp_path), [POSTGRES]))

    assert (tmp_path / "mine.toml").read_text() == "[detect]\nmin_score = 0.8\n"
    assert load_settings(tmp_path).catalog.url == POSTGRES


def test_a_variable_that_wins_over_the_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = destination(tmp_path, LibrarySettings(), [POSTGRES])
    monkeypatch.setenv("LIKENESS_CATALOG__URL", "sqlite:////elsewhere.db")

    assert write_urls(tmp_path, where) == ["catalog.url"]


def test_a_file_that_is_no_toml_is_not_replaced(tmp_path: Path) -> None:
    where = destination(tmp_path, LibrarySettings(), [POSTGRES])
    (tmp_path / "config.toml").write_text("no toml at all")

    with pytest.raises(SettingsError, match="not valid TOML"):
        write_urls(tmp_path, where)

    assert (tmp_path / "config.toml").read_text() == "no toml at all"


def test_a_folder_in_the_place_of_the_file_is_our_error(tmp_path: Path) -> None:
    where = destination(tmp_path, LibrarySettings(), [POSTGRES])
    (tmp_path / "config.toml").mkdir()

    with pytest.raises(StoreUnavailableError, match="run the same command again"):
        write_urls(tmp_path, where)

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from likeness.errors import SettingsError, UsageError
from likeness.settings import S3Settings
from likeness.sources.folder import FolderSource
from likeness.sources.open import is_bucket, normal_address, open_source
from tests.stores.s3 import s3_settings


def test_a_path_is_a_folder_and_an_address_is_a_bucket(tmp_path: Path) -> None:
    folder = open_source(str(tmp_path), S3Settings())
    assert isinstance(folder, FolderSource)
    assert folder.uri == str(tmp_path)

    bucket = open_source("s3://photos/2024/", s3_settings("http://127.0.0.1:1"))
    assert bucket.uri == "s3://photos/2024"
    assert bucket.local("a.jpg") is None


def test_an_address_has_one_normal_form() -> None:
    assert normal_address("S3://photos//2024/") == "s3://photos/2024"
    assert is_bucket("S3://photos")
    assert not is_bucket("/photos")


def test_a_malformed_address_is_a_mistake_of_the_call() -> None:
    with pytest.raises(UsageError, match="no name of a bucket"):
        open_source("s3://My_Photos", s3_settings("http://127.0.0.1:1"))


def test_missing_keys_are_a_mistake_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    with pytest.raises(SettingsError, match=r"s3\.access_key"):
        open_source("s3://photos", S3Settings())


def test_without_obstore_the_line_that_installs_it_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(SettingsError, match=r"pip install 'likeness\[s3\]'"):
        open_source("s3://photos", s3_settings("http://127.0.0.1:1"))


def test_variables_of_aws_do_not_win_over_settings(
    monkeypatch: pytest.MonkeyPatch, s3: object, bucket: str
) -> None:
    from tests.stores.s3 import S3Server

    assert isinstance(s3, S3Server)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of-others")
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    s3.put(bucket, "a.jpg", b"x")
    source = open_source(f"s3://{bucket}", s3.settings())
    assert [source.look(item.path) for item in source.walk()] == list(source.walk())

import os

import pytest

from likeness.rest.static_files import StaticFiles


@pytest.fixture
def folder(tmp_path):
    for name in ("index.html", "assets/index-1.js", "assets/index-1.js.gz", "icon.svg", ".built"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_files_are_known_by_their_path(folder):
    assert set(StaticFiles(folder).files) == {"assets/index-1.js", "icon.svg"}


def test_scripts_are_scripts_whatever_the_machine_believes(folder, monkeypatch):
    monkeypatch.setattr("mimetypes.guess_type", lambda name: ("text/plain", None))

    assert StaticFiles(folder).files["assets/index-1.js"].media_type.startswith("text/javascript")


def test_only_what_carries_its_fingerprint_lasts(folder):
    files = StaticFiles(folder).files

    assert files["assets/index-1.js"].lasting
    assert not files["icon.svg"].lasting


def test_a_packed_copy_is_used_where_there_is_one(folder):
    files = StaticFiles(folder).files

    assert files["assets/index-1.js"].content(packed=True) == b"assets/index-1.js.gz"
    assert not files["icon.svg"].packed


def test_a_package_without_the_page_has_none(tmp_path):
    assert StaticFiles(tmp_path / "absent").page is None
    assert StaticFiles(tmp_path / "absent").files == {}


def test_a_build_that_replaces_them_is_noticed(folder):
    files = StaticFiles(folder)
    assert "icon.svg" in files.files

    (folder / "icon.svg").unlink()
    (folder / "assets" / "index-2.js").write_text("newer")
    (folder / "index.html").write_text("a newer page")
    os.utime(folder / "index.html", ns=(0, 1))

    assert files.page == "a newer page"
    assert set(files.files) == {"assets/index-1.js", "assets/index-2.js"}

import shutil

import pytest

from frontend.sources import FILES, FOLDER, SPECIFICATION, STAMP, fingerprint, is_current, sources


@pytest.fixture
def folder(tmp_path):
    """A page with one source of each kind."""
    for name in FILES:
        (tmp_path / "page" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "page" / name).write_text(name)
    for name in ("public/icon.svg", "src/main.tsx", "src/app/App.tsx", "src/client/sdk.gen.ts"):
        path = tmp_path / "page" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "page"


@pytest.fixture
def specification(tmp_path):
    return shutil.copy2(SPECIFICATION, tmp_path / "openapi.json")


@pytest.mark.parametrize(
    "changed", ["package-lock.json", "public/icon.svg", "src/main.tsx", "src/app/App.tsx"]
)
def test_another_source_is_another_fingerprint(folder, specification, changed):
    before = fingerprint(folder, specification)

    (folder / changed).write_text("changed")

    assert fingerprint(folder, specification) != before


def test_another_specification_is_another_fingerprint(folder, specification):
    before = fingerprint(folder, specification)

    specification.write_text("{}")

    assert fingerprint(folder, specification) != before


def test_a_renamed_source_is_another_fingerprint(folder, specification):
    before = fingerprint(folder, specification)

    (folder / "src/app/App.tsx").rename(folder / "src/app/Other.tsx")

    assert fingerprint(folder, specification) != before


@pytest.mark.parametrize("left_out", ["src/client/sdk.gen.ts", "src/app/App.test.tsx"])
def test_the_generated_client_and_tests_do_not_count(folder, specification, left_out):
    before = fingerprint(folder, specification)

    (folder / left_out).write_text("changed")

    assert fingerprint(folder, specification) == before


def test_a_page_is_current_as_long_as_its_sources_are_what_it_was_built_of(
    folder, specification, tmp_path
):
    assert not is_current(tmp_path, folder, specification)
    (tmp_path / STAMP).write_text(fingerprint(folder, specification))
    assert is_current(tmp_path, folder, specification)

    (folder / "src/main.tsx").write_text("changed")

    assert not is_current(tmp_path, folder, specification)


def test_every_source_of_ours_is_found():
    found = {path.relative_to(FOLDER).as_posix() for path in sources(FOLDER)}

    assert {*FILES, "public/icon.svg", "src/main.tsx", "src/worker.ts"} <= found
    assert len([name for name in found if name.startswith("src/pages/")]) > 100
    assert not [name for name in found if name.startswith("src/client/") or ".test." in name]

"""Names, file names and texts of photos that are attacks wherever they are shown."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.guards.headers import BARE

SCRIPT = "<script>alert(1)</script>"
FORMULAS = ('=cmd|"/C calc"!A0', "+1+1", "-1+1", "@SUM(1)", "\t=1+1")


@pytest.fixture
def person(library: Library, editor: TestClient) -> str:
    """The id of somebody with several faces."""
    return max(library.people(), key=lambda one: one.photos).person


def test_a_name_that_is_a_script_goes_out_as_json_text(editor: TestClient, person: str) -> None:
    answer = editor.patch(f"/api/v1/people/{person}", json={"name": SCRIPT})
    assert answer.status_code == 200, answer.text
    for path in ("/api/v1/people", f"/api/v1/people/{person}", "/api/v1/edits"):
        shown = editor.get(path)
        assert shown.status_code == 200
        assert shown.headers["content-type"] == "application/json"
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert shown.headers["content-security-policy"] == BARE
    assert SCRIPT in editor.get(f"/api/v1/people/{person}").json()["name"]


def test_a_problem_that_repeats_a_script_is_no_page(reader: TestClient) -> None:
    answer = reader.get(f"/api/v1/collections/{SCRIPT.replace('/', '%2f')}")
    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-security-policy"] == BARE


def test_what_a_photo_says_of_itself_goes_out_as_json_text(
    library: Library, reader: TestClient, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x010E] = SCRIPT, SCRIPT, SCRIPT
    Image.new("RGB", (64, 64)).save(tmp_path / "said.jpg", exif=exif)
    library.add(tmp_path / "said.jpg")
    said = next(photo for photo in library.photos() if photo.photo.endswith("said.jpg"))
    answer = reader.get(f"/api/v1/photos/{said.sha256}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-security-policy"] == BARE


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_name_is_a_formula_in_a_table(editor: TestClient, person: str, formula: str) -> None:
    named = editor.patch(f"/api/v1/people/{person}", json={"name": formula})
    if named.status_code == 422:
        return  # such a name is refused
    answer = editor.get("/api/v1/exports/faces.csv")
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
    dangerous = [cell for cell in cells if cell.lstrip()[:1] in {"=", "+", "@"}]
    assert not dangerous
    assert formula not in cells

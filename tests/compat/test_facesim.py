"""python -m likeness.compat.facesim"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from PIL import Image

from likeness.compat import facesim

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def shared_cache(evaluation_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKENESS_CACHE", str(evaluation_cache))
    for name in facesim.DISPLAYS:
        monkeypatch.delenv(name, raising=False)


def all_flags(dataset: Path, folder: Path) -> list[str]:
    return [
        "--i", str(dataset), "--o", str(folder), "--n", "40", "--model", "Dlib",
        "--backend", "mtcnn", "--metric", "euclidean_l2",
    ]  # fmt: skip


def width(picture: Path) -> int:
    with Image.open(picture) as opened:
        return opened.width


def test_similarity_writes_one_picture_under_the_old_name(
    people_folder: Path, tmp_path: Path, capsys: Said
) -> None:
    assert facesim.main(["similarity", *all_flags(people_folder, tmp_path / "out")]) == 0

    assert [file.name for file in (tmp_path / "out").iterdir()] == ["Dlib_mtcnn_similarity.png"]
    assert capsys.readouterr().out.split() == [str(tmp_path / "out" / "Dlib_mtcnn_similarity.png")]
    assert width(tmp_path / "out" / "Dlib_mtcnn_similarity.png") > 600


def test_accuracy_writes_a_picture_and_the_pairs(people_folder: Path, tmp_path: Path) -> None:
    assert facesim.main(["accuracy", *all_flags(people_folder, tmp_path)]) == 0

    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "Dlib_mtcnn_accuracy.csv",
        "Dlib_mtcnn_accuracy.png",
    ]
    with (tmp_path / "Dlib_mtcnn_accuracy.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["file_x", "file_y", "Decision", "distance"]
    assert [row["Decision"] for row in rows].count("Yes") == 20
    assert len(rows) == 40
    assert all((people_folder / row["file_x"]).is_file() for row in rows)


def test_without_a_folder_and_a_display_it_goes_to_the_current_one(
    people_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.chdir(tmp_path)

    assert facesim.main(["similarity", "--i", str(people_folder)]) == 0

    assert capsys.readouterr().out.split() == [str(tmp_path / "Dlib_mtcnn_similarity.png")]
    assert (tmp_path / "Dlib_mtcnn_similarity.png").is_file()


def test_with_a_display_it_is_shown_and_not_kept(
    people_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    seen: list[int] = []

    def show(picture: Path) -> bool:
        seen.append(width(picture))
        return True

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(facesim, "can_show", lambda: True)

    assert facesim.main(["accuracy", "--i", str(people_folder)], show=show) == 0
    assert len(seen) == 1
    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_shown_is_written(
    people_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(facesim, "can_show", lambda: True)

    assert facesim.main(["accuracy", "--i", str(people_folder)], show=lambda _: False) == 0
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("command", ["similarity", "accuracy"])
@pytest.mark.parametrize(
    ("flag", "name", "accepted"),
    [
        ("--model", "VGG-Face", "Accepted: Dlib."),
        ("--model", "dlib", "Accepted: Dlib."),
        ("--backend", "retinaface", "Accepted: mtcnn."),
        ("--metric", "manhattan", "Accepted: cosine, euclidean, euclidean_l2, angular."),
    ],
)
def test_other_names_end_with_2_and_the_list(
    people_folder: Path, capsys: Said, command: str, flag: str, name: str, accepted: str
) -> None:
    assert facesim.main([command, "--i", str(people_folder), flag, name]) == 2

    assert accepted in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [[], ["similarity"], ["accuracy", "--i", "x", "--n", "1"], ["grid", "--i", "x"]]
)
def test_wrong_words_end_with_2(words: list[str], capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        facesim.main(words)

    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_data_set_that_is_none_ends_with_2(tmp_path: Path, capsys: Said) -> None:
    assert facesim.main(["accuracy", "--i", str(tmp_path / "none")]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_too_few_photos_to_draw_anything_is_told(
    people_folder: Path, tmp_path: Path, capsys: Said
) -> None:
    (tmp_path / "set" / "a").mkdir(parents=True)
    shutil.copy2(people_folder / "4000/makeup/1.png", tmp_path / "set" / "a")

    status = facesim.main(["accuracy", "--i", str(tmp_path / "set"), "--o", str(tmp_path / "out")])

    assert status == 1
    assert "nothing to draw" in capsys.readouterr().err


@pytest.mark.parametrize("inside", [".", "4000", "new"])
def test_nothing_is_ever_written_into_the_data_set(
    people_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said, inside: str
) -> None:
    before = sorted(people_folder.rglob("*"))
    words = ["accuracy", "--i", str(people_folder)]

    assert facesim.main([*words, "--o", str(people_folder / inside)]) == 2
    monkeypatch.chdir(people_folder)
    assert facesim.main(words) == 2

    assert "lies inside the data set" in capsys.readouterr().err
    assert sorted(people_folder.rglob("*")) == before


def test_a_link_in_the_folder_is_replaced_not_followed(people_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "out" / "Dlib_mtcnn_accuracy.csv").symlink_to(tmp_path / "precious")

    assert facesim.main(["accuracy", *all_flags(people_folder, tmp_path / "out")]) == 0

    assert (tmp_path / "precious").read_text() == "mine"

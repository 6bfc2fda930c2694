"""Data sets on disk: layouts, hostile trees and label files, errors that show the way."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import UsageError
from likeness.workflows.evaluate import label_file, tree
from likeness.workflows.evaluate.dataset import Dataset, read_dataset

TABLE = "file_x,file_y,Decision\na.jpg,b.jpg,Yes\na.jpg,c.jpg,No\nb.jpg,c.jpg,No\n"


def fill(root: Path, *paths: str, **texts: str | bytes) -> Path:
    """Make empty photos, and label files by their name with "_" for "."."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else text.encode()
        (root / name.replace("_", ".")).write_bytes(data)
    return root


def people(dataset: Dataset) -> dict[str, str]:
    return {photo.path: photo.person for photo in dataset.labels.photos}


def test_folders_of_people_are_read(tmp_path: Path) -> None:
    fill(tmp_path, "Anna/1.jpg", "Anna/2.jpg", "Ben/x/3.png", "Ben/notes.txt", "Ben/4.jpg")

    dataset = read_dataset(str(tmp_path), subsets="inner")

    assert people(dataset) == {
        "Anna/1.jpg": "Anna",
        "Anna/2.jpg": "Anna",
        "Ben/4.jpg": "Ben",
        "Ben/x/3.png": "Ben",
    }
    assert dataset.root == tmp_path
    assert dataset.name == tmp_path.name
    assert dataset.files == tuple(people(dataset))
    assert dataset.unlabelled == ()
    assert dataset.labels.warnings == ()


def test_photos_beside_the_folders_are_distractors(tmp_path: Path) -> None:
    fill(tmp_path, "Anna/1.jpg", "Anna/2.jpg", "Ben/3.png", "group.jpg")

    dataset = read_dataset(tmp_path)

    assert dataset.unlabelled == ("group.jpg",)
    assert dataset.labels.warnings == (
        (
            f"1 photo lies directly in {tmp_path} (group.jpg), not in a person's folder: left "
            "without a label."
        ),
    )


@pytest.mark.parametrize("name", ["pairs.csv", "Pairs.CSV", "my list.csv", "labels.tsv"])
@pytest.mark.parametrize("named", [False, True])
def test_a_table_of_pairs_is_recognised(tmp_path: Path, name: str, named: bool) -> None:
    fill(tmp_path, "a.jpg", "b.jpg", "c.jpg", "d.jpg", "readme.csv")
    (tmp_path / name).write_text(TABLE)

    dataset = read_dataset(tmp_path / name if named else tmp_path)

    assert dataset.labels.layout == "pairs-csv"
    assert people(dataset) == {"a.jpg": "a.jpg", "b.jpg": "a.jpg", "c.jpg": "c.jpg"}
    assert dataset.unlabelled == ("d.jpg",)
    assert dataset.root == tmp_path
    assert dataset.labels.warnings == ()


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_table_in_any_encoding_is_read(tmp_path: Path, encoding: str, named: bool) -> None:
    data = TABLE.replace("a.", "é.").encode(encoding)
    fill(tmp_path, "é.jpg", "b.jpg", "c.jpg", pairs_csv=data)

    dataset = read_dataset(tmp_path / "pairs.csv" if named else tmp_path)

    assert set(people(dataset)) == {"é.jpg", "b.jpg", "c.jpg"}
    guessed = "pairs.csv is not UTF-8 and was read as Windows-1252: "
    assert [w.startswith(guessed) for w in dataset.labels.warnings] == (
        [True] if encoding == "cp1252" else []
    )


def test_people_json_labels_photos_anywhere_below(tmp_path: Path) -> None:
    fill(
        tmp_path,
        "x/a.jpg",
        "x/y/b.jpg",
        "raw",
        people_json=json.dumps({"x/a.jpg": "A", "raw": "B"}),
    )

    dataset = read_dataset(tmp_path)

    assert people(dataset) == {"raw": "B", "x/a.jpg": "A"}
    assert dataset.files == ("raw", "x/a.jpg", "x/y/b.jpg")
    assert dataset.labels.warnings[0].startswith("No person has a second photo")


@pytest.mark.parametrize("named", [False, True])
def test_lfw_is_recognised(tmp_path: Path, named: bool) -> None:
    fill(tmp_path, "lfw/A/A_0001.jpg", "lfw/A/A_0002.jpg", "lfw/B/B_0001.jpg")
    fill(tmp_path, pairs_txt="1\t1\nA\t1\t2\nA\t1\tB\t1\n")

    dataset = read_dataset(tmp_path / "pairs.txt" if named else tmp_path)

    assert dataset.labels.layout == "lfw-pairs"
    assert sorted(set(people(dataset).values())) == ["A", "B"]
    assert dataset.labels.warnings == ()


@pytest.mark.parametrize("folders", [("", "img_align_celeba"), ("Anno", "Img/img_align_celeba")])
@pytest.mark.parametrize("named", [False, True])
def test_celeba_is_recognised(tmp_path: Path, folders: tuple[str, str], named: bool) -> None:
    fill(tmp_path, *(f"{folders[1]}/00000{number}.jpg" for number in (1, 2, 3)))
    file = tmp_path / folders[0] / "identity_CelebA.txt"
    file.parent.mkdir(exist_ok=True)
    file.write_text("000001.jpg 5\n000002.jpg 6\n000003.jpg 5\n")

    dataset = read_dataset(file if named else tmp_path)

    assert dataset.root == tmp_path
    assert dataset.labels.layout == "celeba"
    assert list(people(dataset).values()) == ["5", "6", "5"]


def test_of_two_label_files_one_is_taken_and_the_way_to_the_other_told(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", "b.jpg", "c.jpg", pairs_csv=TABLE, people_json='{"a.jpg": "Anna"}')

    dataset = read_dataset(tmp_path)

    assert dataset.labels.layout == "people-json"
    assert dataset.labels.warnings[0] == (
        "people.json says who is on the photos; not used: pairs.csv. To use another, name the "
        f"file itself: {tmp_path}/pairs.csv."
    )
    assert read_dataset(tmp_path / "pairs.csv").labels.layout == "pairs-csv"


def test_folders_can_be_asked_for_beside_a_label_file(tmp_path: Path) -> None:
    fill(tmp_path, "A/a.jpg", "B/b.jpg", people_json='{"A/a.jpg": "Anna"}')

    assert read_dataset(tmp_path, subsets="inner").labels.layout == "folders"
    with pytest.raises(UsageError, match="can only be said of a folder"):
        read_dataset(tmp_path / "people.json", subsets="inner")


def test_what_systems_leave_behind_is_no_person(tmp_path: Path) -> None:
    fill(tmp_path, "Anna/1.jpg", "Anna/.2.jpg", ".git/1.jpg", "@eaDir/1.jpg", "__MACOSX/A/1.jpg")
    fill(tmp_path, "Anna/@eaDir/1.jpg", "Anna/Thumbs.db", "Ben/1.jpg", "lost+found/1.jpg")

    assert read_dataset(tmp_path).files == ("Anna/1.jpg", "Ben/1.jpg")


def test_links_that_lead_out_are_not_followed(tmp_path: Path) -> None:
    outside = fill(tmp_path / "outside", "Eve/1.jpg", people_json='{"Anna/1.jpg": "Eve"}')
    root = fill(tmp_path / "root", "Anna/1.jpg", "Ben/1.jpg")
    (root / "Anna" / "inside.jpg").symlink_to("../Ben/1.jpg")
    (root / "Anna" / "out.jpg").symlink_to(outside / "Eve" / "1.jpg")
    (root / "Eve").symlink_to(outside / "Eve")
    (root / "Again").symlink_to("Anna")
    (root / "loop").symlink_to("loop")
    (root / "people.json").symlink_to(outside / "people.json")

    dataset = read_dataset(root)

    assert list(people(dataset)) == ["Anna/1.jpg", "Anna/inside.jpg", "Ben/1.jpg"]
    assert dataset.labels.warnings == (
        (
            "5 symbolic links (Again, Anna/out.jpg, Eve and 2 more) not followed: only links to "
            "files inside of the data set are."
        ),
    )


def test_the_data_set_itself_may_be_a_link(tmp_path: Path) -> None:
    fill(tmp_path / "real", "Anna/1.jpg", "Ben/1.jpg")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real" / "Anna" / "2.jpg").symlink_to("1.jpg")

    dataset = read_dataset(tmp_path / "link")

    assert dataset.files == ("Anna/1.jpg", "Anna/2.jpg", "Ben/1.jpg")
    assert dataset.name == "link"


def test_a_label_file_cannot_reach_outside(tmp_path: Path) -> None:
    fill(tmp_path, "secret.jpg", "root/a.jpg")
    table = f"file_x,file_y,Decision\na.jpg,../secret.jpg,Yes\n{tmp_path}/secret.jpg,a.jpg,No\n"
    fill(tmp_path / "root", pairs_csv=table)

    with pytest.raises(UsageError, match="names 2 paths outside of the data set"):
        read_dataset(tmp_path / "root")


def test_names_of_any_bytes_and_with_html_stay_as_they_are(tmp_path: Path) -> None:
    hostile = ["<script>alert(1)<", os.fsdecode(b"\xff\xfe"), "a\nb\x1b[2J", "'; DROP", "毛利"]
    fill(tmp_path, *(f"{name}/1.jpg" for name in hostile))

    dataset = read_dataset(tmp_path)

    assert sorted(people(dataset).values()) == sorted(hostile)
    assert all((dataset.root / path).is_file() for path in dataset.files)


def test_control_characters_of_names_do_not_get_into_messages(tmp_path: Path) -> None:
    root = fill(tmp_path / "a\x1b[2J\nb\udcff", "1.jpg")

    with pytest.raises(UsageError) as caught:
        read_dataset(root)

    assert "a?[2J?b?" in str(caught.value)
    assert str(caught.value).isprintable()


def test_wrong_layouts_are_told_the_right_one(tmp_path: Path) -> None:
    expected = (
        f"expected one folder per person ({tmp_path}/Anna/1.jpg, {tmp_path}/Ben/2.jpg), or "
        "pairs.csv with the columns file_x, file_y, Decision."
    )

    assert refusal(tmp_path) == f"{tmp_path} is empty: {expected}"
    fill(tmp_path, "notes.txt")
    assert refusal(tmp_path) == f"No photos in {tmp_path}, by the endings of its 1 file: {expected}"
    fill(tmp_path, "1.jpg", "2.jpg")
    assert refusal(tmp_path) == (
        f"2 photos lie directly in {tmp_path}, without a folder that says who it is: {expected}"
    )
    fill(tmp_path, "makeup/1.jpg")
    assert read_dataset(tmp_path).labels.photos
    with pytest.raises(UsageError, match=r"No labelled photos in .* expected one folder per "):
        read_dataset(tmp_path, subsets="outer")


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as caught:
        read_dataset(path)
    return str(caught.value)


def test_what_is_no_data_set_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", x_md="# Hello\n", list_csv="a,b\n1,2\n")
    os.mkfifo(tmp_path / "pipe.csv")

    assert " does not exist: name a folder of labelled photos" in refusal(tmp_path / "nope")
    assert " does not exist: " in refusal(tmp_path / "a.jpg" / "b")
    assert " is neither a folder nor a list of labels: " in refusal(tmp_path / "a.jpg")
    assert " is neither a folder nor a list of labels: " in refusal(tmp_path / "x.md")
    assert "list.csv has no columns file_x, file_y, Decision; " in refusal(tmp_path / "list.csv")
    assert " is no regular file." in refusal(tmp_path / "pipe.csv")
    assert "no possible path" in refusal(Path("a\0b"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    fill(tmp_path, "Anna/1.jpg", "Ben/1.jpg", "Carl/1.jpg", pairs_csv=TABLE)
    (tmp_path / "pairs.csv").chmod(0)
    (tmp_path / "Ben").chmod(0)
    try:
        assert "pairs.csv cannot be read: Permission denied." in refusal(tmp_path)
        assert "Ben cannot be looked into: Permission denied." in refusal(tmp_path / "Ben")
        (tmp_path / "pairs.csv").unlink()
        warnings = read_dataset(tmp_path).labels.warnings
        assert warnings[0].startswith("1 folder (Ben) could not be looked into: ")
    finally:
        (tmp_path / "Ben").chmod(0o755)


def test_a_folder_that_cannot_be_listed_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "Anna/1.jpg", "Anna/2.jpg", "Ben/1.jpg", "Carl/1.jpg")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if path.endswith("Ben/"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)

    dataset = read_dataset(tmp_path)

    assert set(people(dataset).values()) == {"Anna", "Carl"}
    assert dataset.labels.warnings == (
        "1 folder (Ben) could not be looked into: allow reading them to have their photos counted.",
    )


def test_endless_lists_and_trees_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "a.jpg", "b.jpg", "c.jpg", pairs_csv=TABLE)
    monkeypatch.setattr(label_file, "MAX_BYTES", len(TABLE))
    assert read_dataset(tmp_path).labels.pairs
    monkeypatch.setattr(label_file, "MAX_BYTES", len(TABLE) - 1)
    assert "too large for a list of labels" in refusal(tmp_path)
    monkeypatch.setattr(tree, "MAX_FILES", 3)
    assert "holds more than 3 files: name a smaller folder" in refusal(tmp_path)


names = st.text("abÄ é.<&", min_size=1, max_size=5).filter(lambda name: name.strip(". ") != "")


@settings(max_examples=25, deadline=None)
@given(trees=st.dictionaries(names.filter(lambda n: n[0] != "."), st.integers(1, 3), min_size=1))
def test_random_trees_come_back(
    tmp_path_factory: pytest.TempPathFactory, trees: dict[str, int]
) -> None:
    root = tmp_path_factory.mktemp("tree")
    paths = [f"{name}/{i}.jpg" for name, count in trees.items() for i in range(count)]

    dataset = read_dataset(fill(root, *paths))

    assert people(dataset) == {path: path.split("/")[0] for path in paths}
    assert dataset.files == tuple(sorted(paths))


def test_one_person_is_delivered_with_a_warning(tmp_path: Path) -> None:
    dataset = read_dataset(fill(tmp_path, "Anna/1.jpg", "Anna/2.jpg"))

    assert len(dataset.labels.photos) == 2
    assert dataset.labels.warnings[0].startswith("All labelled photos show one person: ")


def test_twenty_thousand_photos_are_read_in_seconds(tmp_path: Path) -> None:
    for person in range(200):
        folder = tmp_path / f"{person:03}"
        folder.mkdir()
        for photo in range(100):
            os.close(os.open(folder / f"{photo}.jpg", os.O_CREAT))

    start = time.perf_counter()
    dataset = read_dataset(tmp_path)

    assert len(dataset.labels.photos) == 20_000
    assert time.perf_counter() - start < 5


def test_the_shared_pairs_have_nine_people_and_no_contradiction(photos: Path) -> None:
    dataset = read_dataset(photos / "pairs")

    assert len(dataset.labels.pairs or ()) == 300
    assert sum(pair.same for pair in dataset.labels.pairs or ()) == 38
    assert len(dataset.labels.photos) == 25
    assert len(set(people(dataset).values())) == 9
    assert len(dataset.unlabelled) == 37
    assert dataset.labels.warnings == ()


def test_the_shared_people_agree_with_the_shared_pairs(photos: Path) -> None:
    by_label = people(read_dataset(photos))
    by_pairs = people(read_dataset(photos / "pairs" / "pairs.csv"))

    both = {by_label[f"pairs/{path}"]: person for path, person in by_pairs.items()}
    assert len(both) == len(set(both.values())) == 9
    assert all(both[by_label[f"pairs/{path}"]] == person for path, person in by_pairs.items())


def test_digiface_has_six_people_of_seventy_two_photos(photos: Path) -> None:
    dataset = read_dataset(photos / "digiface")

    found = list(people(dataset).values())
    assert {person: found.count(person) for person in found} == dict.fromkeys(
        ("4000", "4001", "4002", "4003", "4004", "4005"), 72
    )
    assert dataset.labels.warnings == ()


def test_a_table_that_an_evaluation_wrote_is_no_list_of_labels(tmp_path: Path) -> None:
    for person in ("a", "b"):
        (tmp_path / person).mkdir()
        (tmp_path / person / "1.jpg").touch()
    table = tmp_path / "Dlib_mtcnn_accuracy.csv"
    table.write_text("file_x,file_y,Decision,distance\na/1.jpg,b/1.jpg,No,0.1\n")

    assert read_dataset(tmp_path).labels.layout == "folders"

    table.write_text("file_x,file_y,Decision\na/1.jpg,b/1.jpg,No\n")
    overruled = read_dataset(tmp_path).labels
    assert overruled.layout == "pairs-csv"
    assert any("not the 2 folders with photos" in said for said in overruled.warnings)

import gzip

from frontend.packing import SMALLEST, pack


def test_texts_get_a_packed_copy(tmp_path):
    text = "body { margin: 0 }\n" * 200
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index.css").write_text(text)

    pack(tmp_path)

    packed = (tmp_path / "assets" / "index.css.gz").read_bytes()
    assert gzip.decompress(packed).decode() == text


def test_the_same_text_is_packed_to_the_same_bytes(tmp_path):
    copies = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.js").write_text("const a = 1;\n" * 200)
        pack(tmp_path / name)
        copies.append((tmp_path / name / "index.js.gz").read_bytes())

    assert copies[0] == copies[1]


def test_small_files_and_pictures_are_left_alone(tmp_path):
    (tmp_path / "small.js").write_text("1")
    (tmp_path / "icon.png").write_bytes(bytes(2 * SMALLEST))

    pack(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {"small.js", "icon.png"}

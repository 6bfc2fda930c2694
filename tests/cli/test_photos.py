"""likeness photos"""

from __future__ import annotations

from tests.cli.conftest import Cli, part
from tests.cli.fake import photo


def test_photos_are_listed_with_time_size_faces_and_path(cli: Cli) -> None:
    done = cli("photos", photos=[photo("/photos/a b.jpg")])

    assert done.lines == [
        "           taken       size  faces  photo",
        "2024-05-06 07:08  640 x 480      2  /photos/a b.jpg",
    ]


def test_a_time_that_only_the_file_knows_is_marked(cli: Cli) -> None:
    done = cli("photos", photos=[photo(taken_from="file"), photo(taken=None)])

    assert "~2024-05-06 07:08" in done.lines[1]
    assert "2024" not in done.lines[2]


def test_what_is_wrong_with_a_photo_is_noted(cli: Cli) -> None:
    done = cli("photos", photos=[photo(status="partial"), photo(missing=True), photo()])

    assert [("damaged" in line, "missing" in line) for line in done.lines[1:]] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_filters_are_handed_on(cli: Cli) -> None:
    done = cli(
        *("photos", "--person", "Anna", "--person", "Bob", "--not", "Eve"),
        *("--only", "--collection", "Summer"),
        photos=[],
    )

    assert done.library.calls == [
        (
            "photos",
            (),
            {
                "person": ["Anna", "Bob"],
                "without": ["Eve"],
                "only": True,
                "collection": "Summer",
            },
        )
    ]
    assert (done.status, done.out, done.err) == (0, "", "No photos.\n")


def test_scripts_get_the_keys_of_the_contract(cli: Cli) -> None:
    (row,) = cli("photos", "--json", photos=[photo()]).rows

    expected = {
        "photo": "/photos/a.jpg",
        "sha256": "ab" * 32,
        "paths": ["/photos/a.jpg"],
        "width": 640,
        "height": 480,
        "taken": "2024-05-06T07:08:09+02:00",
        "faces": 2,
        "status": "ok",
    }
    assert part(row, expected) == expected

"""Networks in graph databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness import Library
from likeness.errors import ExportError, InterruptedRunError, LikenessError

ladybug = pytest.importorskip("ladybug")


@pytest.fixture
def peopled(indexed: Library) -> Library:
    """A library in which every face is somebody's."""
    for number, face in enumerate(face for face in indexed.faces() if face.person is None):
        indexed.assign(face.face, new=f"Number {number}")
    return indexed


def people_in(file: Path) -> set[str]:
    """The ids of the people in a database."""
    connection = ladybug.Connection(ladybug.Database(str(file), buffer_pool_size=2**26))
    answer = connection.execute("MATCH (n:LikenessPerson) RETURN n.id")
    return {row[0] for row in answer}


def test_a_file_holds_the_library_as_it_is_and_a_second_push_changes_nothing(
    peopled: Library, tmp_path: Path
) -> None:
    file = tmp_path / "family.lbug"

    first = peopled.push_network(str(file))
    again = peopled.push_network(str(file))

    assert first.nodes == len(peopled.people())
    assert first.written >= first.nodes
    assert (again.written, again.removed) == (0, 0)
    assert people_in(file) == {row.person for row in peopled.people()}
    assert peopled.kept_network() is None


def test_who_was_forgotten_is_gone_after_the_next_push(peopled: Library, tmp_path: Path) -> None:
    file = tmp_path / "family.lbug"
    peopled.push_network(str(file))
    person = peopled.people()[0].person
    peopled.forget_person(person)

    pushed = peopled.push_network(str(file))

    assert pushed.removed >= 1
    assert person not in people_in(file)


def test_a_network_of_somebodys_choice_is_pushed_as_it_is(peopled: Library, tmp_path: Path) -> None:
    some = [row.person for row in peopled.people()[:2]]
    network = peopled.network(people=some)

    peopled.push_network(str(tmp_path / "two.lbug"), network)

    assert people_in(tmp_path / "two.lbug") == set(some)


def test_a_file_of_the_users_is_never_touched(
    peopled: Library, few_photos: Path, tmp_path: Path
) -> None:
    photo = few_photos / "008_B.jpg"
    note = tmp_path / "note.txt"
    note.write_text("mine")
    before = photo.read_bytes()

    with pytest.raises(ExportError, match="lies inside a source"):
        peopled.push_network(str(photo))
    with pytest.raises(ExportError, match="lies inside the library"):
        peopled.push_network(str(peopled.folder / "family.lbug"))
    with pytest.raises(LikenessError):
        peopled.push_network(str(note))

    assert photo.read_bytes() == before
    assert note.read_text() == "mine"


def test_one_that_was_stopped_writes_nothing(peopled: Library, tmp_path: Path) -> None:
    file = tmp_path / "family.lbug"
    network = peopled.network()

    with pytest.raises(InterruptedRunError):
        peopled.push_network(str(file), network, stop=lambda: True)

    assert not file.exists()

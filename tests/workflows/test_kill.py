"""An `add` that is killed loses no committed photo, and the next one ends in the same library."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import kill


@pytest.fixture(scope="module")
def undisturbed(few_photos: Path, tmp_path_factory: pytest.TempPathFactory) -> kill.Dump:
    folder = tmp_path_factory.mktemp("undisturbed")
    kill.finish(kill.start(folder, [few_photos]))
    return kill.dump(folder)


@pytest.mark.parametrize("after", [0.3, 0.9, 1.3])
def test_a_killed_run_is_finished_by_the_next(
    few_photos: Path, undisturbed: kill.Dump, tmp_path: Path, after: float
) -> None:
    outcome = kill.kill_once(tmp_path / "library", [few_photos], after, undisturbed)

    assert outcome.same
    assert outcome.computed_again == 0


def test_the_comparison_sees_a_moved_box_and_a_missing_photo(undisturbed: kill.Dump) -> None:
    face, (photo, box, status) = next(iter(undisturbed.faces.items()))
    moved = (box[0] + 1, *box[1:])
    other = kill.Dump(
        photos=undisturbed.photos - {photo},
        faces={**undisturbed.faces, face: (photo, moved, status)},
        embeddings=undisturbed.embeddings,
        groups=undisturbed.groups,
    )

    found = kill.differences(undisturbed, other)

    assert len(found) == 2
    assert kill.differences(undisturbed, undisturbed) == []

from __future__ import annotations

import hashlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import psutil
import pytest

from likeness.errors import LikenessError, PhotoError, UsageError
from likeness.imaging import pool as pool_module
from likeness.imaging.limits import Limits
from likeness.imaging.outcomes import Decoded, Known, Outcome, Refused
from likeness.imaging.pool import DecodePool
from likeness.imaging.region import Region, RegionRequest
from likeness.types import PhotoId
from tests.imaging.hostile import packed_zeros, png_file
from tests.imaging.samples import file_of, scene

COUNT = 12


def never(photo: PhotoId) -> bool:
    return False


def sha_of(path: Path) -> PhotoId:
    return PhotoId(hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.fixture(scope="module")
def pool() -> Iterator[DecodePool]:
    with DecodePool(processes=2, limits=Limits(), long_side=100) as pool:
        yield pool


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Path]:
    folder = tmp_path_factory.mktemp("photos")
    found = []
    for number in range(COUNT):
        path = folder / f"{number:02}.jpg"
        path.write_bytes(file_of(scene(160 + number, 120, seed=number)))
        found.append(path)
    return found


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A photo that is within the limits and takes most of a second."""
    path = tmp_path / "large.png"
    path.write_bytes(png_file(16_000, 15_000, packed_zeros(2001 * 15_000)))
    return path


def only(outcomes: Iterator[Outcome]) -> Outcome:
    (outcome,) = outcomes
    return outcome


# ---------------------------------------------------------------- what comes back


def test_photos_come_back_in_the_order_of_their_paths(
    pool: DecodePool, paths: Sequence[Path]
) -> None:
    outcomes = list(pool.decode(paths, never))
    assert [outcome.path for outcome in outcomes] == list(paths)
    for number, outcome in enumerate(outcomes):
        assert isinstance(outcome, Decoded)
        assert outcome.facts.id == sha_of(outcome.path)
        assert outcome.facts.width == 160 + number
        assert outcome.facts.size == outcome.size == outcome.path.stat().st_size
        assert outcome.mtime_ns == outcome.path.stat().st_mtime_ns
        assert outcome.scale == 100 / (160 + number)
        assert outcome.pixels.shape[1:] == (100, 3)
        assert outcome.pixels.flags.writeable
        assert outcome.thumbnail.startswith(b"RIFF")
        assert 15 <= len(outcome.facts.thumbhash) <= 25
        assert outcome.facts.status == "ok"


def test_any_number_of_processes_gives_the_same(pool: DecodePool, paths: Sequence[Path]) -> None:
    with DecodePool(processes=1, limits=Limits(), long_side=100) as alone:
        for one, other in zip(alone.decode(paths, never), pool.decode(paths, never), strict=True):
            assert isinstance(one, Decoded)
            assert isinstance(other, Decoded)
            assert one.facts == other.facts
            assert one.thumbnail == other.thumbnail
            assert np.array_equal(one.pixels, other.pixels)


def test_what_is_known_is_hashed_and_not_decoded(pool: DecodePool, paths: Sequence[Path]) -> None:
    known = {sha_of(path) for path in paths[::2]}
    outcomes = list(pool.decode(paths, known.__contains__))
    assert [type(outcome) for outcome in outcomes] == [Known, Decoded] * (COUNT // 2)
    first = outcomes[0]
    assert isinstance(first, Known)
    assert first.photo == sha_of(paths[0])
    assert first.size == paths[0].stat().st_size


def test_a_bad_file_is_one_refusal_and_the_run_goes_on(
    pool: DecodePool, paths: Sequence[Path], tmp_path: Path
) -> None:
    bad = tmp_path / os.fsdecode(b"bad \xff\n.jpg")
    bad.write_bytes(b"not a photo")
    gone = tmp_path / "gone.jpg"
    before, refused, vanished, after = pool.decode([paths[0], bad, gone, paths[1]], never)
    assert isinstance(before, Decoded)
    assert isinstance(after, Decoded)
    assert isinstance(refused, Refused)
    assert isinstance(vanished, Refused)
    assert (refused.path, refused.reason, refused.size) == (bad, "not_an_image", 11)
    assert (vanished.reason, vanished.size, vanished.mtime_ns) == ("vanished", 0, 0)


def test_a_cut_photo_is_partial(pool: DecodePool, paths: Sequence[Path], tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    data = paths[0].read_bytes()
    path.write_bytes(data[: len(data) // 2])
    outcome = only(pool.decode([path], never))
    assert isinstance(outcome, Decoded)
    assert outcome.facts.status == "partial"


def test_relative_paths_are_those_of_the_caller(
    pool: DecodePool, paths: Sequence[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(paths[0].parent)
    outcome = only(pool.decode([Path(paths[0].name)], never))
    assert isinstance(outcome, Decoded)
    assert outcome.path == Path(paths[0].name)


def test_nothing_to_decode_starts_nothing() -> None:
    with DecodePool(processes=2, limits=Limits(), long_side=100) as idle:
        assert list(idle.decode([], never)) == []
        assert idle.pids == ()


# ---------------------------------------------------------------- looking ahead


class Counted:
    """Paths that remember how many of them were taken."""

    def __init__(self, paths: Sequence[Path], times: int = 10) -> None:
        self.taken = 0
        self._paths = list(paths) * times

    def __iter__(self) -> Iterator[Path]:
        for path in self._paths:
            self.taken += 1
            yield path


def test_only_a_few_photos_are_decoded_ahead(pool: DecodePool, paths: Sequence[Path]) -> None:
    counted = Counted(paths)
    outcomes = pool.decode(counted, never)
    for number in range(1, 20):
        next(outcomes)
        assert counted.taken <= number + 2 * 2 + pool_module.EXTRA_AHEAD
    outcomes.close()


def test_large_photos_are_not_decoded_ahead(
    paths: Sequence[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "MAX_AHEAD_BYTES", 1)
    counted = Counted(paths, times=1)
    decoded_ahead = threading.Event()
    asked: list[PhotoId] = []

    def known(photo: PhotoId) -> bool:
        asked.append(photo)
        if len(asked) > 2:  # then the second photo, at least, is decoded and waits
            decoded_ahead.set()
        return False

    with DecodePool(processes=1, limits=Limits(), long_side=100) as alone:
        outcomes = alone.decode(counted, known)
        next(outcomes)
        assert decoded_ahead.wait(30)
        taken = counted.taken
        next(outcomes)
        assert counted.taken == taken
        assert len(list(outcomes)) == COUNT - 2


def test_a_run_that_is_given_up_leaves_the_pool_usable(
    pool: DecodePool, paths: Sequence[Path]
) -> None:
    outcomes = pool.decode(Counted(paths), never)
    next(outcomes)
    outcomes.close()
    assert isinstance(only(pool.decode([paths[3]], never)), Decoded)


def test_several_threads_share_a_pool(pool: DecodePool, paths: Sequence[Path]) -> None:
    results: dict[int, list[Path]] = {}

    def run(number: int) -> None:
        results[number] = [outcome.path for outcome in pool.decode(paths, never)]

    threads = [threading.Thread(target=run, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {key: list(paths) for key in range(3)}


def test_the_catalog_is_never_asked_twice_at_a_time(
    pool: DecodePool, paths: Sequence[Path]
) -> None:
    inside = threading.Lock()
    clashes = []

    def known(photo: PhotoId) -> bool:
        if not inside.acquire(blocking=False):
            clashes.append(photo)
            return False
        inside.release()
        return False

    list(pool.decode(paths, known))
    assert not clashes


def test_what_the_catalog_raises_ends_the_run_and_not_the_pool(
    pool: DecodePool, paths: Sequence[Path]
) -> None:
    def fails(photo: PhotoId) -> bool:
        raise RuntimeError("the catalog is gone")

    with pytest.raises(RuntimeError, match="catalog is gone"):
        list(pool.decode(paths, fails))
    for outcome in pool.decode(paths, never):
        assert isinstance(outcome, Decoded)


# ---------------------------------------------------------------- regions


def test_regions_of_several_photos_come_in_the_order_of_the_requests(
    pool: DecodePool, paths: Sequence[Path]
) -> None:
    requests = [
        RegionRequest(path=path, photo=sha_of(path), boxes=((10, 10, 30, 40), (0, 0, 5, 5)))
        for path in paths
    ]
    answers = pool.regions(requests)
    assert len(answers) == COUNT
    for path, answer in zip(paths, answers, strict=True):
        assert isinstance(answer, list)
        first, second = answer
        assert isinstance(first, Region)
        assert (first.x, first.y, first.scale) == (10, 10, 1)
        assert first.pixels.shape == (30, 20, 3)
        assert second.pixels.shape == (5, 5, 3)
        assert path.exists()


def test_regions_of_a_photo_that_changed_are_refused_alone(
    pool: DecodePool, paths: Sequence[Path], tmp_path: Path
) -> None:
    box = ((0.0, 0.0, 5.0, 5.0),)
    changed, kept, gone = pool.regions(
        [
            RegionRequest(path=paths[0], photo=sha_of(paths[1]), boxes=box),
            RegionRequest(path=paths[0], photo=sha_of(paths[0]), boxes=box),
            RegionRequest(path=tmp_path / "gone.jpg", photo=sha_of(paths[0]), boxes=box),
        ]
    )
    assert isinstance(changed, PhotoError)
    assert isinstance(gone, PhotoError)
    assert changed.reason == gone.reason == "vanished"
    assert isinstance(kept, list)


def test_regions_may_be_asked_for_while_photos_are_decoded(
    pool: DecodePool, paths: Sequence[Path]
) -> None:
    for outcome in pool.decode(paths, never):
        assert isinstance(outcome, Decoded)
        request = RegionRequest(path=outcome.path, photo=outcome.facts.id, boxes=((0, 0, 9, 9),))
        (answer,) = pool.regions([request])
        assert isinstance(answer, list)


# ---------------------------------------------------------------- limits


def test_a_photo_that_takes_too_long_is_given_up_and_the_worker_replaced(
    paths: Sequence[Path],
) -> None:
    with DecodePool(processes=1, limits=Limits(max_seconds=1), long_side=100) as hasty:

        def stopping(photo: PhotoId) -> bool:
            if photo == sha_of(paths[0]):
                os.kill(hasty.pids[0], signal.SIGSTOP)
            return False

        slow, after = hasty.decode(paths[:2], stopping)
    assert isinstance(slow, Refused)
    assert slow.reason == "too_slow"
    assert slow.size == paths[0].stat().st_size
    assert "longer than 1 s" in slow.detail
    assert isinstance(after, Decoded)


def test_a_slow_catalog_is_not_the_fault_of_a_photo(paths: Sequence[Path]) -> None:
    def slow(photo: PhotoId) -> bool:
        threading.Event().wait(1.2)
        return False

    with DecodePool(processes=1, limits=Limits(max_seconds=1), long_side=100) as hasty:
        assert isinstance(only(hasty.decode([paths[0]], slow)), Decoded)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits what a process allocates")
def test_a_photo_that_needs_too_much_memory_is_refused_and_the_run_goes_on(
    large: Path, paths: Sequence[Path]
) -> None:
    limits = Limits(max_memory=256 * 2**20)
    with DecodePool(processes=1, limits=limits, long_side=100) as frugal:
        greedy, after = frugal.decode([large, paths[0]], never)
    assert isinstance(greedy, Refused)
    assert greedy.reason == "too_much_memory"
    assert isinstance(after, Decoded)


@pytest.mark.parametrize(
    ("number", "reason"),
    [(signal.SIGSEGV, "crashed"), (signal.SIGKILL, "too_much_memory")],
)
def test_a_worker_that_dies_of_a_photo_is_replaced(
    paths: Sequence[Path], number: signal.Signals, reason: str
) -> None:
    with DecodePool(processes=1, limits=Limits(), long_side=100) as fresh:

        def killing(photo: PhotoId) -> bool:
            if photo == sha_of(paths[1]):
                os.kill(fresh.pids[0], number)
            return False

        before, lost, after = fresh.decode(paths[:3], killing)
        (pid,) = fresh.pids
        assert psutil.pid_exists(pid)
    assert isinstance(before, Decoded)
    assert isinstance(lost, Refused)
    assert (lost.reason, lost.size) == (reason, paths[1].stat().st_size)
    assert isinstance(after, Decoded)
    assert not psutil.pid_exists(pid)


# ---------------------------------------------------------------- life


def test_closing_ends_every_worker(paths: Sequence[Path]) -> None:
    pool = DecodePool(processes=2, limits=Limits(), long_side=100)
    list(pool.decode(paths, never))
    pids = pool.pids
    assert len(pids) == 2
    pool.close()
    assert not any(psutil.pid_exists(pid) for pid in pids)
    pool.close()


def test_closing_does_not_wait_for_a_photo(large: Path) -> None:
    entered = threading.Event()

    def known(photo: PhotoId) -> bool:
        entered.set()
        return False

    pool = DecodePool(processes=1, limits=Limits(), long_side=100)
    failures: list[BaseException] = []

    def run() -> None:
        try:
            list(pool.decode([large] * 50, known))
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert entered.wait(30)
    pool.close()
    thread.join(30)
    assert not thread.is_alive()
    assert len(failures) == 1


def test_a_closed_pool_says_so(paths: Sequence[Path]) -> None:
    pool = DecodePool(processes=1, limits=Limits(), long_side=100)
    pool.close()
    with pytest.raises(UsageError, match="closed"):
        list(pool.decode(paths, never))
    with pytest.raises(UsageError, match="closed"):
        pool.regions([RegionRequest(path=paths[0], photo=PhotoId(""), boxes=())])


@pytest.mark.parametrize(("processes", "long_side"), [(0, 100), (1, 0)])
def test_a_pool_of_nothing_is_refused(processes: int, long_side: int) -> None:
    with pytest.raises(UsageError, match="at least one"):
        DecodePool(processes=processes, limits=Limits(), long_side=long_side)


def test_a_pool_that_cannot_start_its_workers_raises_instead_of_blaming_photos(
    paths: Sequence[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with (
        DecodePool(processes=1, limits=Limits(), long_side=100) as broken,
        pytest.raises(LikenessError, match="does not start"),
    ):
        list(broken.decode(paths, never))


def test_a_script_without_a_main_guard_may_use_a_pool(
    paths: Sequence[Path], tmp_path: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "from likeness.imaging.limits import Limits\n"
        "from likeness.imaging.pool import DecodePool\n"
        "pool = DecodePool(processes=1, limits=Limits(), long_side=100)\n"
        "(outcome,) = pool.decode([Path(sys.argv[1])], lambda photo: False)\n"
        "print(outcome.facts.width)\n"  # and it forgets to close the pool
    )
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')\n")
    command = [sys.executable, "-P", str(script), str(paths[0])]
    with psutil.Popen(command, stdout=-1, cwd=tmp_path) as process:
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.strip() == b"160"

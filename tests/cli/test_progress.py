"""Progress is a bar for humans, a line now and then for logs, and never on stdout."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from likeness.cli.progress import LINE_EVERY, Pace, amount, show_progress
from likeness.types import Progress
from tests.cli.terminal import terminal


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def analyse(done: int, total: int | None = 50, **kwargs: int) -> Progress:
    return Progress(stage="analyse", done=done, total=total, **kwargs)


@pytest.fixture
def clock() -> Iterator[Clock]:
    return Clock()


def test_speed_and_time_left_count_from_the_first_report() -> None:
    pace = Pace(analyse(10), now=0)

    assert pace.status(analyse(30, faces=41, failed=2), now=10) == (
        "2.0 photos/s, 41 faces, 2 failed, 10 s left"
    )


def test_what_cannot_be_told_yet_is_not_told() -> None:
    pace = Pace(analyse(0), now=0)

    assert pace.status(analyse(0), now=0) == ""
    assert pace.status(analyse(5, total=None), now=10) == "0.5 photos/s"


def test_amounts_name_the_total_where_it_is_known() -> None:
    assert amount(analyse(1200, total=50_000)) == "1,200 of 50,000"
    assert amount(analyse(1200, total=None)) == "1,200"


def test_a_log_gets_a_line_per_stage_and_one_now_and_then(
    capsys: pytest.CaptureFixture[str], clock: Clock
) -> None:
    with show_progress(clock=clock) as tell:
        tell(Progress(stage="scan", done=0, total=None))
        for done in range(0, 50, 5):
            tell(analyse(done, faces=done))
            clock.now += LINE_EVERY / 4
        tell(Progress(stage="group", done=0, total=None))

    out, err = capsys.readouterr()
    assert not out
    assert err.splitlines() == [
        "Looking for photos ...",
        "Finding faces ...",
        "Finding faces: 20 of 50, 2.0 photos/s, 20 faces, 15 s left",
        "Finding faces: 40 of 50, 2.0 photos/s, 40 faces, 5.0 s left",
        "Grouping faces ...",
    ]


def test_a_log_is_told_once_that_the_run_will_stop(
    capsys: pytest.CaptureFixture[str], clock: Clock
) -> None:
    with show_progress(clock=clock, stopping=lambda: True) as tell:
        tell(analyse(1))
        tell(analyse(2))

    assert capsys.readouterr().err.count("Stopping after this batch") == 1


def test_quiet_is_silent(capsys: pytest.CaptureFixture[str], clock: Clock) -> None:
    with show_progress(quiet=True, clock=clock) as tell:
        tell(analyse(1))

    assert capsys.readouterr() == ("", "")


SHOW = """
import sys
from likeness.cli.progress import show_progress
from likeness.types import Progress

now = [0.0]
with show_progress(clock=lambda: now[0], stopping=lambda: "stop" in sys.argv) as tell:
    tell(Progress(stage="scan", done=3, total=None))
    tell(Progress(stage="analyse", done=0, total=50_000))
    now[0] = 100.0
    tell(Progress(stage="analyse", done=12_345, total=50_000, faces=34_567, failed=12))
    sys.stdin.readline()
print("after")
"""


def test_a_terminal_shows_a_bar_and_figures_within_80_columns() -> None:
    with terminal(SHOW) as screen:
        screen.wait_for("left")
        screen.type("\n")
        status, shown = screen.finish()

    assert status == 0
    frames = [line for line in shown.replace("\r", "\n").splitlines() if line.strip()]
    assert any(
        line.startswith("Finding faces ━") and line.rstrip().endswith("12,345 of 50,000")
        for line in frames
    )
    assert any("123.5 photos/s, 34,567 faces, 12 failed, 5:05 min left" in line for line in frames)
    assert max(len(line) for line in frames) <= 80
    assert frames[-1] == "after"


def test_a_terminal_says_that_the_run_will_stop() -> None:
    with terminal(SHOW, "stop") as screen:
        screen.wait_for("Stopping after this batch; Ctrl-C again ends at once")


def test_a_run_without_any_report_draws_nothing() -> None:
    script = "from likeness.cli.progress import show_progress\nwith show_progress() as tell: pass"

    with terminal(script) as screen:
        assert screen.finish() == (0, "")
